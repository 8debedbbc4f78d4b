"""What is told below a media contact is not lost."""

import pytest

from dispatch import release

HEAD = """Halden Trust opens a reading room for night workers

HALDEN, Maine, Nov. 24, 2026 - The Halden Trust will open a reading room for people who work at night.

"Books do not sleep," said Mary Toll, director of the trust.

Media contact: Ann Lee, ann.lee@halden.test, 207-555-0100

"""


def parts(tmp_path, below):
    """The release of this text."""
    path = tmp_path / "story.txt"
    path.write_text(HEAD + below, encoding="utf-8")
    return release.read(path)[0]


def test_a_story_that_goes_on_below_its_contact_is_body(tmp_path):
    """Paragraphs with a quotation go on with the story, in their place, and nobody becomes a contact by them."""
    found = parts(
        tmp_path,
        'The room will hold 4,000 books.\n\n"I will bring tea," said night nurse Ola Brandt. "And a lamp."\n\n'
        "It opens on 1 December.\n",
    )
    assert [block.text for block in found.blocks][-3:] == [
        "The room will hold 4,000 books.",
        '"I will bring tea," said night nurse Ola Brandt. "And a lamp."',
        "It opens on 1 December.",
    ]
    assert [(one.name, one.emails) for one in found.contacts] == [("Ann Lee", ("ann.lee@halden.test",))]
    assert found.quotes[-1].speaker == "Ola Brandt"


@pytest.mark.parametrize("below", ["Photos are available on request.", "The trust will answer questions in May."])
def test_a_sentence_alone_below_a_contact_is_a_note(tmp_path, below):
    """Nothing is told there by anybody: it is a note, and in the mail."""
    found = parts(tmp_path, f"{below}\n")
    assert [note.text for note in found.notes] == [below]
