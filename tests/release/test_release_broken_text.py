"""Text that was broken on its way: in the wrong encoding, cut short, or with front matter that is none."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.errors import InputError
from dispatch.model.finding import Severity
from dispatch.release import read, read_parts, to_markdown
from dispatch.release.mojibake import repaired

TEXT = """Halden Trust opens a “reading room” – for night workers

HALDEN, Maine, Nov. 24, 2026 – The Halden Trust’s new room opens on Tuesday, à côté du Café Müller.

“Books don’t sleep,” said Mary Toll, director of the trust.

Media contact: Zoë Lee, zoe.lee@trust.test
"""
MADE = {name: TEXT.encode().decode(name, errors="replace") for name in ("cp1252", "latin-1", "mac_roman")}
MADE["twice"] = MADE["latin-1"].encode().decode("latin-1")


def told(text, suffix=".txt"):
    """The findings about broken characters."""
    return [finding for finding in read_parts(text.encode(), suffix, "x").findings if finding.code == "REL091"]


@pytest.mark.parametrize("way", MADE)
def test_broken_characters_are_told_and_repaired(way, tmp_path):
    """UTF-8 that was read as something else is an error with a place; read with repair it is what was meant."""
    (finding,) = told(MADE[way])
    assert (finding.severity, finding.line) == (Severity.ERROR, 1)
    assert "--to-markdown" in finding.fix
    path = tmp_path / "broken.txt"
    path.write_text(MADE[way], encoding="utf-8")
    release, findings = read(path, repair=True)
    whole = read_parts(TEXT.encode(), ".txt", "x").release
    assert release.source == TEXT
    assert (release.headline, release.blocks, release.contacts) == (whole.headline, whole.blocks, whole.contacts)
    assert "REL091" not in {finding.code for finding in findings}
    assert "Ã" not in to_markdown(release)


def test_a_page_is_repaired_in_its_places(tmp_path):
    """Each paragraph keeps its line, whatever its length becomes."""
    title, _, lead, *_ = MADE["latin-1"].split("\n")
    page = f"<html><body>\n<h1>{title}</h1>\n<p>{lead}</p></body></html>"
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    release, _ = read(path, repair=True)
    assert release.headline == TEXT.split("\n", maxsplit=1)[0]
    assert release.blocks[0].text.endswith("à côté du Café Müller.")
    assert dict(release.lines)["headline"].first == 2


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="aé ñü“”–’€ßÀçœ.", min_size=1, max_size=40), st.sampled_from(["latin-1", "cp1252", "mac_roman"])
)
def test_what_is_whole_stays_and_what_is_broken_comes_back(text, way):
    """Repair changes nothing that is not broken, and undoes what an encoding did where that can be undone."""
    assert repaired(text) == text
    broken = text.encode().decode(way, errors="replace")
    signs = ("Ã", "â€", "Â") if way != "mac_roman" else ("‚Ä", "√")
    if "\ufffd" not in broken and any(sign in broken for sign in signs):
        assert repaired(broken).replace("\ufffd", "") == text


def test_lost_characters_are_told():
    """They cannot be repaired, and the release must not go out with them."""
    (finding,) = told(TEXT.replace("“", "\ufffd").replace("’", "\ufffd"))
    assert finding.severity is Severity.ERROR
    assert "4 characters are lost" in finding.message
    assert "open the original" in finding.fix


def test_question_marks_for_quotation_marks_are_told():
    """Words are wrapped in them, or an apostrophe has become one."""
    (finding,) = told(TEXT.translate(dict.fromkeys(map(ord, "“”’"), "?")))
    assert (finding.severity, finding.line, finding.column) == (Severity.ERROR, 1, 22)
    assert "?reading" in finding.message


@pytest.mark.parametrize(
    "sentence",
    [
        "Who pays? The trust does.", "Read https://trust.test/?page=1&s=2 or trust.test/a?s=1.", "Vraiment ? Oui.",
        "What (?) is this?", "¿Quién paga? La fundación.", "Der Buchstabe „Ä“ und São Tomé, 5 √ 2.",
        "Prix : 12 €. « Oui », dit-il.",
    ],
)  # fmt: skip
def test_what_is_no_broken_text_is_not_told(sentence):
    """Questions, addresses and letters of other languages."""
    assert told(TEXT + "\n" + sentence) == []
    assert repaired(sentence) == sentence


def test_windows_signs_among_characters_are_read_as_browsers_do():
    """A control of the second range is the sign that Windows text has there."""
    release = read_parts(TEXT.encode("cp1252").decode("latin-1").encode(), ".txt", "x").release
    assert release.source == TEXT


def test_a_document_that_is_cut_short_is_called_damaged(tmp_path):
    """It is a Word file, and nobody should look for text in it."""
    documents = __import__("runpy").run_path(str(Path(__file__).parent / "documents.py"))
    path = tmp_path / "cut.docx"
    path.write_bytes(documents["as_docx"](TEXT)[:-200])
    with pytest.raises(InputError, match="damaged: its end is missing") as refused:
        read(path)
    assert "download it again" in refused.value.fix


def front(block, fence="---"):
    """Release and findings of a text under front matter."""
    found = read_parts(f"{fence}\n{block}\n{fence}\n\nThe room opens on Tuesday.\n".encode(), ".md", "x")
    return found.release, [(finding.code, finding.line) for finding in found.findings], found.findings


def test_a_tab_in_the_front_matter_is_called_one():
    """The fix fits, and the text below stays text."""
    release, codes, findings = front("headline:\tX\n\tsubhead: Y\ndate: 2026-11-24")
    assert codes == [("REL080", 3)]
    assert "blanks in place of the tab" in findings[0].fix
    assert (release.headline, release.date) == ("X", date(2026, 11, 24))
    assert [block.text for block in release.blocks] == ["The room opens on Tuesday."]


def test_a_zone_that_is_none_is_told_with_the_one_that_is_like_it():
    """No zone is guessed."""
    release, codes, findings = front("headline: X\nembargo: 2026-12-02 09:00 Europe/Lundon")
    assert release.embargo is None
    assert codes == [("EMB003", 3)]
    assert findings[0].message.endswith('there is no time zone "Europe/Lundon"; did you mean Europe/London?')
    assert findings[0].fix == "write Europe/London"


@pytest.mark.parametrize(
    ("block", "line", "column"),
    [
        ("headline: X\nheadline: Z", 3, 1),
        ("headline: X\ncontacts:\n- name: Ana\n  email: a@t.test\n  email: b@t.test", 6, 3),
    ],
)
def test_a_key_that_is_given_twice_is_an_error(block, line, column):
    """Also inside a contact: one of the two values would be lost without a word."""
    _, codes, findings = front(block)
    assert codes == [("REL083", line)]
    assert findings[0].column == column
    assert findings[0].severity is Severity.ERROR


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_front_matter_of_another_sort_is_said_to_be_so(suffix):
    """Between lines of +++; it is no headline, and what it says counts all the same."""
    text = '+++\nheadline = "The room"\ndraft = true\n+++\n\nThe room opens on Tuesday.\n'
    found = read_parts(text.encode(), suffix, "x")
    assert [(finding.code, finding.line) for finding in found.findings if finding.code != "REL096"] == [("REL080", 1)]
    assert "---" in found.findings[0].fix or "---" in found.findings[1].fix
    assert found.release.headline == "The room"
    assert [block.text for block in found.release.blocks] == ["The room opens on Tuesday."]
