"""docs/themes.md names everything that templates know."""

import re
from pathlib import Path

from dispatch.message.mail import job
from dispatch.message.use import CONTACT_NAMES
from dispatch.templating import NAMES

PAGE = (Path(__file__).parents[2] / "docs/themes.md").read_text(encoding="utf-8")


def test_every_name_is_documented(release, sender, organisation, themed):
    """Names, fields of a contact, and fields of the release, its parts, the organisation and the sender."""
    data = job(release, themed(), sender, organisation)
    known = {*NAMES, *CONTACT_NAMES, *data["release"], *data["organisation"], *data["sender"], "extra"}
    for part in ("blocks", "boilerplate", "contacts"):
        known |= set(data["release"][part][0])
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", PAGE))))
    assert known <= words
