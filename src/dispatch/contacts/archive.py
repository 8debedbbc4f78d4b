"""Archives that call themselves lists: what is in them, and whether it is safe to unpack."""

import copy
import zipfile
import zlib
from pathlib import Path

from dispatch.errors import InputError

#: Octets that an archive may unpack to, and how many files it may hold.
MAX_UNPACKED = 1 << 29
MAX_ENTRIES = 2_000
# Beyond this many octets an entry must not be packed tighter than `_MAX_RATIO`: no honest sheet is.
_SMALL = 1 << 24
_MAX_RATIO = 250
_BLOCK = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def entries(path: Path) -> tuple[str, ...]:
    """The names in an archive, after making sure that unpacking it is harmless.

    What the archive says about its sizes is not believed: everything is unpacked once, into nothing.

    Args:
        path: A ZIP file: XLSX, ODS, or an export of several lists.

    Returns:
        The names of its files.

    Raises:
        InputError: It is damaged, encrypted, has too many files, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(files) > MAX_ENTRIES:
                raise _bomb(path, f"holds {len(files):,} files")
            total = 0
            for entry in files:
                total += _unpacked(path, archive, entry, MAX_UNPACKED - total)
            return tuple(entry.filename for entry in files)
    except _DAMAGE as trouble:
        raise InputError(f"{path.name} is damaged or encrypted: {trouble}.", "Export the list again") from trouble


def _unpacked(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int) -> int:
    """How many octets an entry really unpacks to."""
    honest = copy.copy(entry)
    honest.file_size = allowed + 1
    honest.CRC = None  # type: ignore[assignment]  # the sum is of what the archive claims, not of what is there
    size = 0
    with archive.open(honest) as unpacking:
        while block := unpacking.read(_BLOCK):
            size += len(block)
            if size > allowed or (size > _SMALL and size > _MAX_RATIO * max(entry.compress_size, 1)):
                raise _bomb(path, f"unpacks to more than {size >> 20:,} MB")
    return size


def _bomb(path: Path, why: str) -> InputError:
    return InputError(f"{path.name} {why}, which no list does.", "Open it with care, and save the list as CSV")
