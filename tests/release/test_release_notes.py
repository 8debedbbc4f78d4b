"""Notes to editors as a list: what in them describes the sender or names a contact."""

import pytest

from dispatch.release.reading import read_parts

_TOP = (
    "River Trust opens a reserve at Elm\n\nELM, March 3, 2026 – The River Trust opened a reserve. It has two hides."
    "\n\n“We are glad,” said Ana Ruiz, its director.\n\nENDS\n\n"
)
_TRUST = "River Trust is a charity founded in 1998 that protects rivers."


def _read(notes: str, suffix: str = ".txt"):
    return read_parts((_TOP + notes).encode(), suffix, "r.txt").release


@pytest.mark.parametrize(
    "notes",
    [
        f"Notes to editors\n\n1. The reserve is free.\n2. About River Trust: {_TRUST}\n3. It has a shop.\n",
        f"Notes to editors:\n\n• The reserve is free.\n\n• {_TRUST}\n\n• It has a shop.\n",
        f"Notes for editors\n1. The reserve is free.\n2. About River Trust\n{_TRUST}\n3. It has a shop.\n",
        f"Notes for editors\n(1) The reserve is free.\n(2) About River Trust: {_TRUST}\n(3) It has a shop.\n",
        f"## Notes to editors\n\n1. The reserve is free.\n2. **About River Trust:** {_TRUST}\n3. It has a shop.\n",
        f"## Notes to editors\n\n- The reserve is free.\n\n- {_TRUST}\n\n- It has a shop.\n",
    ],
)
def test_an_item_that_describes_the_sender_is_its_boilerplate(notes):
    """Headed or not; the items around it stay notes, in order and at their lines."""
    release = _read(notes, ".md" if notes.startswith("##") else ".txt")
    assert [(item.title, item.text) for item in release.boilerplate] == [("River Trust", _TRUST)]
    kept = " / ".join(note.text for note in release.notes)
    assert kept.index("The reserve is free.") < kept.index("It has a shop.")
    assert "charity" not in kept
    spans = [item.lines for item in (*release.notes, *release.boilerplate)]
    assert all(one.last < other.first or other.last < one.first for one in spans for other in spans if one is not other)


def test_an_item_that_names_a_contact_is_a_media_contact():
    """Also as the last one, numbered, in Markdown."""
    release = _read("## Notes\n\n1. It is free.\n2. Media contact: Tom Hall, 020 7946 0123, tom@river.test\n", ".md")
    assert [(one.name, one.emails) for one in release.contacts] == [("Tom Hall", ("tom@river.test",))]
    assert "tom@river.test" not in " ".join(note.text for note in release.notes)


def test_a_list_that_is_cut_counts_on():
    """Note 3 stays note 3 when note 2 goes elsewhere."""
    release = _read(f"## Notes\n\n1. It is free.\n2. {_TRUST}\n3. It has a shop.\n", ".md")
    assert [note.html for note in release.notes][1:] == [
        "<ol><li>It is free.</li></ol>",
        '<ol start="3"><li>It has a shop.</li></ol>',
    ]


def test_other_lists_stay_whole():
    """Items about others, and lists in the text above the notes."""
    other = "Lake Watch is a charity founded in 1998 that protects lakes."
    release = _read(f"Notes to editors\n\n1. It is free.\n2. {other}\n")
    assert release.boilerplate == ()
    assert len(release.notes) == 2
    body = read_parts(
        f"{_TOP.partition('“')[0]}- About River Trust: {_TRUST}\n- It has a shop.\n\nMore.".encode(),
        ".txt",
        "r.txt",
    ).release
    assert body.boilerplate == ()
