"""The heading of the standing paragraph, as its author wrote it."""

import pytest

from dispatch.release import read

_BODY = "# The harbour opens at night\n\nPORTSMOUTH, 2 Dec. 2026 – The harbour opens at night, it was said.\n\n"


@pytest.mark.parametrize(
    ("section", "heading"),
    [
        ("## Sobre el Harbour Trust\n\nThe Harbour Trust is a charity.", "Sobre el Harbour Trust"),
        ("**À propos des Amis du Port**\n\nLes Amis du Port est une association.", "À propos des Amis du Port"),
        ("## About us:\n\nThe Harbour Trust is a charity.", "About us"),
        ("About the Harbour Trust: The Harbour Trust is a charity.", "About the Harbour Trust"),
        ("## Boilerplate\n\nThe Harbour Trust is a charity.", ""),
    ],
)  # fmt: skip
def test_a_heading_is_kept_as_written(section, heading, tmp_path):
    """Without marks and colon; what a desk calls it for itself is none."""
    path = tmp_path / "harbour.md"
    path.write_text(f"{_BODY}{section}\n", encoding="utf-8")
    release, _ = read(path, shown="harbour.md")
    [part] = release.boilerplate
    assert part.heading == heading
