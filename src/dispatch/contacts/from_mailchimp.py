"""Mailchimp's export: an archive of members to be mailed, and of those who unsubscribed or bounced."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: Files of people who must not be mailed, by the beginning of their name.
_STOPS = re.compile(r"(unsubscribed|cleaned|nonsubscribed)_", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an export, unpacked."""

    #: As findings name it: `members.zip/subscribed_members_export.csv`.
    shown: str
    path: Path


def stops(name: str) -> str:
    """Why nobody in a file of this name must be mailed, or an empty string."""
    match = _STOPS.match(PurePosixPath(name.replace("\\", "/")).name)
    return match[1].lower() if match else ""


def members(path: Path, shown: str, names: tuple[str, ...]) -> Iterator[Member]:
    """Unpack the text files of an archive, one after the other, each gone when the next one comes.

    Args:
        path: The archive, already known to unpack harmlessly.
        shown: How findings name it.
        names: What is in it.
    """
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="dispatch-list-") as folder:
        for name in names:
            unpacked = Path(folder) / "members.csv"
            with archive.open(name) as source, unpacked.open("wb") as target:
                shutil.copyfileobj(source, target)
            yield Member(shown=f"{shown}/{PurePosixPath(name).name}", path=unpacked)
