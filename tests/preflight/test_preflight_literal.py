from datetime import UTC, datetime

import pytest

from dispatch import preflight, release
from dispatch.model.mail import Organisation
from dispatch.preflight.rule import Case

TEXT = """# Night clinics open

PORTSMOUTH, 24 November 2026 – The Alliance for Open Clinics said today that six clinics open. {words}

## Media contact

Ana Ruiz, ana@alliance.test
"""


def codes(tmp_path, words):
    path = tmp_path / "release.md"
    path.write_text(TEXT.format(words=words), encoding="utf-8")
    read, _ = release.read(path)
    case = Case(release=read, organisation=Organisation(), now=datetime(2026, 11, 24, tzinfo=UTC))
    return {(found.code, found.line) for found in preflight.run(case)}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("See <script>alert(1)</script>.", "REL026"),
        ('See <a href="javascript:x">this</a>.', "REL026"),
        ('<iframe src="file:///etc/passwd"></iframe>', "REL026"),
        ("See [this](javascript:alert(1)).", "REL027"),
        ("See [this](file:///etc/passwd).", "REL027"),
    ],
)
def test_markup_that_would_be_printed_is_an_error(tmp_path, words, code):
    """A tag (REL026) or a link that no mail program opens (REL027) is named with its line."""
    assert (code, 3) in codes(tmp_path, words)


@pytest.mark.parametrize(
    "words",
    [
        "See [this](https://www.example.org/a).",
        "Fewer than 3 <b and more > 2.",
        "5 < 7 and a <- b",
        "Write to <ana@alliance.test>.",
    ],
)
def test_words_and_working_links_are_fine(tmp_path, words):
    """Comparison signs, addresses in angle brackets and https links are no markup that is left over."""
    assert not {code for code, _ in codes(tmp_path, words)} & {"REL026", "REL027"}


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        ("![A door](img/a b.png)", "write ![A door](<img/a b.png>)"),
        ('![A door](img/a b.png "At night")', 'write ![A door](<img/a b.png> "At night")'),
        ("![](a b.png)", "write ![](<a b.png>)"),
        ("[report](https://x.test/my file.pdf)", "write [report](<https://x.test/my file.pdf>)"),
        (
            "[report](my file.pdf)",
            "name my file.pdf under attachments in the front matter, or link to its https address",
        ),
        ("![A door](<img/a b.png>)", ""),
        ('![A door](img/a.png "At night")', ""),
        ('[report](https://x.test/a "The report")', ""),
        ("He [sic](as it says) went, [see](below. And more)", ""),
        ("The [first](one or two) items", ""),
    ],
)
def test_markdown_that_is_none_is_told_with_what_to_write(tmp_path, words, fix):
    """REL028: a name with a space has no angle brackets, so that the source itself would be printed."""
    path = tmp_path / "release.md"
    path.write_text(TEXT.format(words=f"More.\n\nAnd: {words}"), encoding="utf-8")
    read, _ = release.read(path)
    case = Case(release=read, organisation=Organisation(), now=datetime(2026, 11, 24, tzinfo=UTC))
    found = [(one.line, one.column, one.fix) for one in preflight.run(case) if one.code == "REL028"]
    assert found == ([(5, 6, fix)] if fix else [])


@pytest.mark.parametrize(("source", "told"), [("a b.png", False), ("other.png", True)])
def test_a_caption_in_the_front_matter_counts_for_the_picture_in_the_text(tmp_path, source, told):
    """REL065 looks at every entry of the same file, and says what to write."""
    path = tmp_path / "release.md"
    front = f"---\nimages: [{{src: {source}, alt: A door, caption: A door, credit: Ana Ruiz}}]\n---\n\n"
    path.write_text(front + TEXT.format(words="More.\n\n![A door](<a b.png>)"), encoding="utf-8")
    read, _ = release.read(path)
    case = Case(release=read, organisation=Organisation(), now=datetime(2026, 11, 24, tzinfo=UTC))
    fixes = [one.fix for one in preflight.run(case) if one.code == "REL065"]
    assert fixes == ['write ![A door](<a b.png> "who and what it shows. Photo: who took it")'] * told
