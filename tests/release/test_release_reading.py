"""Files become documents: encodings, formats, front matter, defaults, and what cannot be read."""

import os
from datetime import date

import pytest

from dispatch import release
from dispatch.errors import InputError
from dispatch.model.release import BlockType, Boilerplate, Kind, MediaContact
from dispatch.release import inline, plain, read_parts

TEXT = "Clínicas abren de noche\n\nLima – Seis clínicas abren el lunes, dijo «la alianza» – más de cien camas.\n"


def read(text, suffix=".md"):
    """A release out of a text."""
    return read_parts(text.encode(), suffix, "x" + suffix)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_is_decoded_whatever_wrote_it(encoding, end):
    """Unicode with and without a mark, Windows and old Macs, with every line end."""
    understood = read_parts(TEXT.replace("\n", end).encode(encoding), ".txt", "x.txt")
    assert understood.release.source == TEXT
    assert understood.release.headline == "Clínicas abren de noche"
    guessed = encoding in {"utf-16-le", "utf-16-be", "cp1252", "mac_roman"}
    assert ("REL090" in [finding.code for finding in understood.findings]) is guessed


def test_mojibake_is_told_with_what_was_meant():
    """The finding offers the character that stood there."""
    (finding,) = read_parts("Café\n\nTexto".encode().decode("cp1252").encode(), ".txt", "x").findings
    assert (finding.code, finding.line, finding.column) == ("REL091", 1, 4)
    assert '"Ã©" stands where "é"' in finding.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04\x14\x00", "Word"),
        (b"{\\rtf1\\ansi hello}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"", "empty"),
        (b" \n\t\n", "empty"),
    ],
)
def test_what_is_no_text_is_refused_with_a_way_out(data, words, tmp_path):
    """Other formats are named, and the fix says what to do."""
    path = tmp_path / "release.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        release.read(path, shown="release.txt")
    assert words in caught.value.message
    assert "release.txt" in caught.value.message
    assert caught.value.fix


def test_what_is_no_regular_file_is_refused(tmp_path):
    """A folder, a pipe, nothing at all."""
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("pipe.txt", "missing.txt", "."):
        with pytest.raises(InputError):
            release.read(tmp_path / name)


def test_a_text_with_front_matter_is_markdown_whatever_its_suffix():
    """The content tells."""
    assert read("---\nheadline: Clinics open\n---\n\n**Text** of it.", ".txt").release.headline == "Clinics open"
    assert read("---\nheadline: Clinics open\n---\n\n**Text** of it.", "").release.headline == "Clinics open"


def test_every_key_of_the_front_matter_is_taken():
    """Each has its type and its place."""
    found = read(
        "---\nid: clinics-1\nheadline: Clinics open\nsubhead: At night\nkicker: Health\nkind: statement\n"
        "language: es-mx\n"
        "date: 2026-12-01\nembargo: 2026-12-01 09:00 America/Chicago\ndateline: LIMA, Peru\n"
        "subject: 'For {{ first_name }}'\n"
        "pitch: |\n  Dear {{ first_name }},\n  this is new.\n"
        "contacts:\n  - name: Ana Ruiz\n    role: Press\n    email: a@b.test\n"
        "    phone: 555 0100\nboilerplate:\n  - title: Us\n    text: |\n      We are.\n\n      We do.\n"
        "notes: [One note]\n"
        "images: [{src: a.jpg, alt: A door, caption: C, credit: D}]\nattachments: [a.pdf]\ntags: [x, y]\n"
        "translations: {es: clinics.es.md}\n---\n\nThe clinics open on Monday.\n"
    )
    assert found.findings == ()
    item = found.release
    assert (item.id, item.headline, item.subhead, item.kicker) == ("clinics-1", "Clinics open", "At night", "Health")
    assert (item.kind, item.language, item.date) == (Kind.STATEMENT, "es-MX", date(2026, 12, 1))
    assert item.embargo.isoformat() == "2026-12-01T09:00:00-06:00"
    assert (item.dateline.text, item.dateline.city, item.dateline.region) == ("LIMA, Peru", "LIMA", "Peru")
    assert (item.subject, item.pitch) == ("For {{ first_name }}", "Dear {{ first_name }},\nthis is new.")
    assert [(c.name, c.role, c.emails, c.phones) for c in item.contacts] == [
        ("Ana Ruiz", "Press", ("a@b.test",), ("555 0100",))
    ]
    assert [(b.title, b.text, b.html) for b in item.boilerplate] == [
        ("Us", "We are.\n\nWe do.", "<p>We are.</p><p>We do.</p>")
    ]
    assert [(n.text, n.html) for n in item.notes] == [("One note", "<p>One note</p>")]
    assert [(i.src, i.alt, i.caption, i.credit) for i in item.images] == [("a.jpg", "A door", "C", "D")]
    assert (item.attachments, item.tags) == (("a.pdf",), ("x", "y"))
    assert [block.text for block in item.blocks] == ["The clinics open on Monday."]


@pytest.mark.parametrize(
    ("line", "code", "near"),
    [
        ("headine: x", "REL081", "headline"),
        ("Headline: x", "REL081", "headline"),
        ("contact: {name: Ana}", "REL081", "contacts"),
        ("contacts: [{nme: Ana}]", "REL082", "name"),
        ("date: 03/04/2026", "REL082", "2026-12-01"),
        ("date: Monday, 1 December 2026", "REL082", "Tuesday"),
        ("embargo: tomorrow", "EMB001", "America/Chicago"),
        ("embargo: 2026-12-01 09:00", "EMB003", "America/Chicago"),
        ("language: Spanish please", "REL082", "es-MX"),
        ("tags: {a: b}", "REL082", "list"),
        ("images: [{alt: x}]", "REL082", "src"),
        ("images: [{src: x.png, decorative: perhaps}]", "REL082", "yes or no"),
        ("headline: [a, b]", "REL082", "text"),
        ("headline: a: b", "REL080", "quotes"),
    ],
)
def test_a_wrong_key_or_value_is_a_finding_at_its_line(line, code, near):
    """With the near match or the right form."""
    understood = read(f"---\nid: x\n{line}\n---\n\nClinics open\n\nThe clinics open on Monday.\n")
    (finding,) = [item for item in understood.findings if item.code == code]
    assert finding.line == 3
    assert near in finding.message + finding.fix
    assert understood.release.blocks


def test_a_front_matter_that_is_never_closed_says_so():
    """Its keys are taken as far as the first blank line, and the text below is the text."""
    found = read("---\nid: clinics\nheadline: Clinics open\n\nThe clinics open on Monday.\n\nAll night long.\n")
    assert [(item.code, item.line) for item in found.findings if item.code == "REL080"] == [("REL080", 1)]
    assert "never closed" in found.findings[0].message
    assert found.release.headline == "Clinics open"
    assert found.release.blocks[0].text == "The clinics open on Monday."


def test_a_rule_on_top_is_no_front_matter():
    """Three hyphens above a text that sets no documented key are a line across the page."""
    found = read("---\n\n# Clinics open\n\nThe clinics open on Monday.\n")
    assert "REL080" not in [item.code for item in found.findings]


def test_a_second_line_is_no_part_of_a_subject():
    """`Bcc:` behind a line break is refused, not sent as words of the subject."""
    found = read('---\nid: x\nsubject: "a\\nBcc: e@x.test"\n---\n\n# Clinics open\n\nThe clinics open.\n')
    assert [(item.code, item.line) for item in found.findings if item.code == "REL082"] == [("REL082", 3)]
    assert found.release.subject == ""


def test_front_matter_is_never_yaml_that_does_things():
    """Tags, aliases and numbers stay text."""
    found = read(
        '---\nheadline: !!python/object/apply:os.system ["true"]\nid: 12:30\nkicker: NO\n---\n\nText.\n'
    ).release
    assert (found.id, found.kicker) == (None, "NO")


def test_markdown_gives_sanitised_elements():
    """Raw HTML is text, links with other schemes lose their address, hidden characters stay inert."""
    found = read(
        "# Clinics open\n\nDENVER – Six clinics <script>alert(1)</script> open on *Monday* at "
        "[this](javascript:alert(1)) and [that](https://a.test) and https://b.test/?a=1&b=2.\n\n- one **bold**\n- two\n"
    ).release
    assert [block.type for block in found.blocks] == [BlockType.LEAD, BlockType.LIST]
    lead = found.blocks[0].html
    assert "<script" not in lead
    assert "&lt;script&gt;" in lead
    assert 'href="javascript' not in lead
    assert '<a href="https://a.test">that</a>' in lead
    assert '<a href="https://b.test/?a=1&amp;b=2">https://b.test/?a=1&amp;b=2</a>.</p>' in lead
    assert found.blocks[1].text == "one bold\ntwo"
    assert [link.url for link in found.links] == ["https://a.test", "https://b.test/?a=1&b=2"]


def test_plain_text_is_escaped_and_linked():
    """Nothing of a plain text is markup, and bare addresses become links."""
    assert inline.from_text("a <b> & c") == "a &lt;b&gt; &amp; c"
    assert inline.from_text("(https://a.test/x).") == '(<a href="https://a.test/x">https://a.test/x</a>).'
    assert inline.from_text("to ana@a.test.") == 'to <a href="mailto:ana@a.test">ana@a.test</a>.'


def test_inline_html_is_cut_without_breaking_an_element():
    """Both halves are well-formed."""
    assert inline.cut("<strong>DENVER – Six</strong> clinics", 9) == (
        "<strong>DENVER – </strong>",
        "<strong>Six</strong> clinics",
    )
    assert inline.cut("a&amp;b <em>c</em>", 3) == ("a&amp;b", "<em>c</em>")


def test_hard_wrapped_lines_are_joined_and_rows_are_not():
    """A typescript's paragraphs are whole; a contact's rows stay rows."""
    wrapped = (
        "Six clinics open on Monday in the\nold harbour, and nobody will need an\nappointment to be seen by a nurse\n"
        "or a doctor.\n\nAna Ruiz\nPress officer\nana@a.test\n"
    )
    texts = [paragraph.text for paragraph in plain.from_text(wrapped).paragraphs]
    assert texts[0].startswith("Six clinics")
    assert texts[0].endswith("a doctor.")
    assert texts[1:] == ["Ana Ruiz", "Press officer", "ana@a.test"]


def test_defaults_fill_only_what_is_missing():
    """A usable contact and a boilerplate of the text stay; an empty contact section is replaced."""
    contacts = [MediaContact(name="Ana Ruiz", emails=("a@b.test",))]
    boilerplate = [Boilerplate(title="Us", text="We are.", html="<p>We are.</p>")]
    bare = read("# Clinics open\n\nDENVER – Six clinics open on Monday, and more will follow.\n").release
    filled = release.with_defaults(bare, contacts=contacts, boilerplate=boilerplate)
    assert (filled.contacts, filled.boilerplate) == (tuple(contacts), tuple(boilerplate))
    full = read(
        "# Clinics open\n\nDENVER – Six clinics open.\n\n## About Us\n\nWe do.\n\n## Contact\n\nEva Weiß, e@w.test\n"
    ).release
    assert release.with_defaults(full, contacts=contacts, boilerplate=boilerplate) == full
    hidden = read("# Clinics open\n\nDENVER – Six clinics open.\n\n## Media contact\n\n[email protected]\n").release
    assert release.with_defaults(hidden, contacts=contacts, boilerplate=[]).contacts == tuple(contacts)
