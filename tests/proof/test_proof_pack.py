"""Proof packs: the folder, its mails, what it refuses, and paper."""

from dataclasses import replace
from email import policy
from email.parser import BytesParser

import html5lib
import pytest
from needs import CHROMIUM, program

from dispatch.clock import SystemClock
from dispatch.errors import InputError, UsageError
from dispatch.model.contact import Contact
from dispatch.proof import Rendering
from dispatch.proof.pack import MOST_SHOWN, build_pack, file_name
from dispatch.proof.pdf import find_browser
from dispatch.workflows.material import Selection
from dispatch.workflows.pack import fingerprint, make_pack, write_pack, write_pdf
from dispatch.workflows.preview import preview

EVIL = "\"><img src=x onerror=alert(1)><script>document.title='owned'</script>\x1b[31m\u202e"


@pytest.fixture
def draft(reopen):
    """What would go out to both lists."""
    selection = Selection(lists=("national", "radio"))
    return preview(reopen(), "clinics", selection, ledger=None, clock=SystemClock()).draft


@pytest.fixture
def pack(reopen, draft):
    return make_pack(reopen(), draft, clock=SystemClock())


def test_every_different_mail_is_in_it_with_who_gets_it(pack):
    """One rendering of each shape and language; together they count everyone; the extremes follow."""
    assert sum(one.count for one in pack.renderings) == 4
    assert [one.contact.email for one in pack.extremes] == [
        "maximiliane@blatt.test",
        "k.lee@post.test",
        "desk@radio.test",
    ]
    text = build_pack(pack)["index.txt"].decode()
    for told in (
        "4 would get it",
        "1 twice, 1 unreadable",
        "lists/radio.csv:3",
        "press@alliance.test",
        "outbox",
        pack.proof.fingerprint,
    ):
        assert told in text


def test_its_text_names_who_gets_each_mail(pack):
    """Below each mail of the text index stand its file and its readers, as in the page."""
    text = build_pack(pack)["index.txt"].decode()
    mails = text[text.index("\nMAILS\n") :]
    for one in pack.renderings:
        assert "".join(f"        {reader}\n" for reader in one.readers) in mails
    some = replace(pack.renderings[0], count=5)
    assert "        and " in build_pack(replace(pack, renderings=[some]))["index.txt"].decode()


def test_its_mails_are_mails(pack):
    """Each .eml is a whole message without defects for the reader whom the index names."""
    files = build_pack(pack)
    mails = {name: content for name, content in files.items() if name.endswith(".eml")}
    assert len(mails) == len(pack.renderings) + len(pack.extremes)
    for content in mails.values():
        message = BytesParser(policy=policy.strict).parsebytes(content)
        assert not message.defects
        assert message.get_body(preferencelist=("html",)) is not None


def test_the_index_stands_alone_and_links_to_its_mails(pack):
    """No script, no request; frames without permissions; every link leads to a mail of the pack or to a place in it.

    A mail's own links stand in what is only printed.
    """
    files = build_pack(pack)
    root = html5lib.parse(files["index.html"].decode(), namespaceHTMLElements=False)
    for paper in root.findall(".//div[@class='paper']"):
        paper.clear()
    assert not root.findall(".//script")
    assert not root.findall(".//img")
    assert {frame.get("sandbox") for frame in root.findall(".//iframe")} == {""}
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    for link in root.findall(".//a"):
        href = link.get("href")
        assert href in files or href.removeprefix("#") in ids


def test_foreign_text_is_text(pack):
    """A hostile name, outlet, title or fact adds no element and no control character, in HTML and text."""
    contact = replace(pack.renderings[0].contact, name=EVIL, outlet=EVIL)
    evil = replace(pack.renderings[0], title=EVIL, contact=contact, readers=(EVIL,))
    proof = replace(pack.proof, facts=((EVIL, EVIL),))
    files = build_pack(replace(pack, proof=proof, renderings=[evil], extremes=()))
    root = html5lib.parse(files["index.html"].decode(), namespaceHTMLElements=False)
    assert not root.findall(".//script")
    assert not root.findall(".//img")
    for name in ("index.html", "index.txt"):
        assert "\x1b" not in files[name].decode()
        assert "\u202e" not in files[name].decode()
    assert all(name in {"index.html", "index.txt"} or name.isprintable() for name in files)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ana Núñez", "01-ana-nunez.eml"),
        ("../../etc", "01-etc.eml"),
        ("Юлия", "01-reader.eml"),
        ("", "01-a-x-test.eml"),
    ],
)
def test_names_of_files_are_safe(name, file):
    """Letters, digits and hyphens, whatever the name."""
    one = Rendering(title="", contact=Contact(email="a@x.test", key="a@x.test", name=name), content=b"")
    assert file_name(1, one) == file


def test_a_pack_for_nobody_shows_an_example(reopen, root):
    """An empty list: one example reader, and nobody is said to get it."""
    (root / "lists" / "empty.csv").write_text("email,name\n", encoding="utf-8")
    draft = preview(reopen(), "clinics", Selection(lists=("empty",)), ledger=None, clock=SystemClock()).draft
    pack = make_pack(reopen(), draft, clock=SystemClock())
    assert [(one.title, one.count, one.readers) for one in pack.renderings] == [("An example reader", 0, ())]
    assert pack.extremes == ()
    assert "0 would get it" in build_pack(pack)["index.txt"].decode()


def test_many_shapes_are_counted_and_not_all_shown(pack):
    """Beyond the first forty the index says how many more there are."""
    many = replace(pack, renderings=[replace(pack.renderings[0], count=2)] * (MOST_SHOWN + 5), extremes=())
    files = build_pack(many)
    assert len(files) == MOST_SHOWN + 2
    assert "5 more shapes with 10 readers" in files["index.html"].decode()


def test_a_pack_replaces_a_pack_and_nothing_else(pack, tmp_path):
    """An earlier pack is replaced with its stale mails; a folder with anything else is left as it is."""
    folder = tmp_path / "proof"
    write_pack(pack, folder)
    (folder / "mails" / "99-stale.eml").write_bytes(b"old")
    assert write_pack(pack, folder) == folder / "index.html"
    assert not (folder / "mails" / "99-stale.eml").exists()
    other = tmp_path / "photos"
    other.mkdir()
    (other / "index.html").write_text("<p>mine", encoding="utf-8")
    with pytest.raises(InputError, match="no proof pack"):
        write_pack(pack, other)
    assert (other / "index.html").read_text(encoding="utf-8") == "<p>mine"


def test_the_fingerprint_follows_content_and_audience(reopen, root, draft):
    """The same files give the same fingerprint; another word or another reader another one."""

    def now():
        selection = Selection(lists=("national", "radio"))
        return fingerprint(preview(reopen(), "clinics", selection, ledger=None, clock=SystemClock()).draft)

    assert now() == fingerprint(draft)
    release = root / "releases" / "clinics.md"
    release.write_text(release.read_text(encoding="utf-8").replace("all night", "until two"), encoding="utf-8")
    changed = now()
    assert changed != fingerprint(draft)
    with (root / "lists" / "radio.csv").open("a", encoding="utf-8") as file:
        file.write("new@radio.test,New\n")
    assert now() not in {changed, fingerprint(draft)}


def test_without_a_chromium_the_fix_is_told():
    """No browser is no traceback."""
    with pytest.raises(UsageError, match="no Chromium"):
        find_browser(lambda _name: None)


@pytest.mark.e2e
def test_a_pack_is_printed(pack, tmp_path):
    """A Chromium makes a PDF of it; a file of another kind is not replaced."""
    program(*CHROMIUM)
    path = write_pdf(pack, tmp_path / "proof.pdf")
    assert path.read_bytes().startswith(b"%PDF-")
    notes = tmp_path / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="no PDF"):
        write_pdf(pack, notes)


def test_a_mail_is_named_by_its_own_language(pack):
    """English text to readers of three languages is one English mail; what they read stands in brackets."""
    whole = next(one for one in pack.renderings if one.count == 3)
    assert whole.title == "English, 3 readers (es 1, en 1, de 1)"
    assert {one.version for one in pack.renderings} == {"English"}
    files = build_pack(pack)
    for name in ("index.html", "index.txt"):
        told = files[name].decode()
        assert whole.title in told
        assert "Spanish" not in told
    assert "readers of es 2, en 1, de 1" in files["index.txt"].decode()


def test_the_mails_of_one_language_are_not_told_apart_by_their_readers(reopen, root):
    """Readers of four languages and of none get one mail: there is one rendering, for everyone."""
    rows = [f"a{number}@post.test,Ana {language},{language}" for number, language in enumerate(("es", "de", "", "en"))]
    (root / "lists" / "many.csv").write_text("\n".join(("email,name,language", *rows)) + "\n", encoding="utf-8")
    draft = preview(reopen(), "clinics", Selection(lists=("many",)), ledger=None, clock=SystemClock()).draft
    made = make_pack(reopen(), draft, clock=SystemClock())
    assert [one.title for one in made.renderings] == ["Everyone: English, 4 readers (es 1, de 1, – 1, en 1)"]


def test_each_version_has_its_subject(reopen, root):
    """With a Spanish version both subjects stand among the facts, each with the language it belongs to."""
    (root / "releases" / "clinics.es.md").write_text("# La Alianza abre clínicas\n\nSeis clínicas.\n", encoding="utf-8")
    draft = preview(reopen(), "clinics", Selection(lists=("national",)), ledger=None, clock=SystemClock()).draft
    files = build_pack(make_pack(reopen(), draft, clock=SystemClock()))
    english = "English: Alliance for Open Clinics opens night clinics in six cities"
    for name in ("index.html", "index.txt"):
        told = files[name].decode().split("MAILS")[0]
        assert "Spanish: La Alianza abre clínicas" in told
        assert english in told
    assert "Spanish, 2 readers\n" in files["index.txt"].decode()


def test_an_embargo_s_two_subjects_are_both_told(reopen, root):
    """Of an embargoed release the subject of before the lift and that of after it."""
    release = root / "releases" / "clinics.md"
    text = release.read_text("utf-8").replace("---\n", "---\nembargo: 2036-12-02 00:01 Europe/London\n", 1)
    release.write_text(text, encoding="utf-8")
    (root / "lists" / "two.csv").write_text("email,name,embargo\na@x.test,A,yes\nb@x.test,B,no\n", encoding="utf-8")
    draft = preview(reopen(), "clinics", Selection(lists=("two",)), ledger=None, clock=SystemClock()).draft
    told = build_pack(make_pack(reopen(), draft, clock=SystemClock()))["index.txt"].decode()
    assert "Subject:     English, with the embargo notice: EMBARGOED" in told
    assert "Subject:     English, at the lift, without the embargo notice: Alliance" in told
