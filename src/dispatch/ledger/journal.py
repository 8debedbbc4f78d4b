"""The side journal: one preallocated, locked file per owner that keeps outcomes the database could not take.

Its lock is what makes an owner the only one: the kernel releases it when the process ends, however it ends.
"""

import fcntl
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

from dispatch.errors import BusyError, LedgerError

#: Room for the outcomes of some 200 connections; written as zeros beforehand so that a full disk cannot refuse it.
_ROOM = 256 * 1024
_REPLY = 400
_PREFIX = "journal-"
#: A probe holds a lock for some microseconds: an owner that meets one tries again this often, this many seconds apart.
_TRIES, _PAUSE = 20, 0.02


class Entry(NamedTuple):
    """What became of a delivery, as it is stored; times are instants."""

    delivery: int
    claim: int
    state: str
    at: int
    phase: str = ""
    account: str = ""
    host: str = ""
    code: int | None = None
    enhanced: str = ""
    reply: str = ""
    reason: str = ""
    due: int | None = None
    #: Counts as an attempt.
    charge: bool = True
    #: Something was tried; False when it is only given back.
    tried: bool = True


class Journal:
    """The open, locked side journal of one mailing."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._end = 0

    @classmethod
    def lock(cls, folder: Path, mailing: int, *, sleep: Callable[[float], None]) -> Self:
        """Become the owner of a mailing.

        Args:
            folder: Where side journals are.
            mailing: Its number in the ledger.
            sleep: Waits some seconds.

        Raises:
            BusyError: Another live process is.
            OSError: The file cannot be made.
        """
        for _ in range(_TRIES):
            journal = cls._try(folder / f"{_PREFIX}{mailing}")
            if journal is not None:
                return journal
            sleep(_PAUSE)
        raise BusyError(
            "Another process is sending this mailing.", "wait for it to end; `dispatch status` shows how far it is"
        )

    @classmethod
    def probe(cls, folder: Path, mailing: int) -> Self | None:
        """The journal of a mailing that nobody owns; None when someone does."""
        return cls._try(folder / f"{_PREFIX}{mailing}")

    @classmethod
    def _try(cls, path: Path) -> Self | None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        # the file may have been removed between opening and locking: then the lock is on nothing
        if not _is_still(path, descriptor):
            os.close(descriptor)
            return None
        return cls(path, descriptor)

    def preallocate(self) -> None:
        """Fill it with zeros, durably, keeping what it holds.

        Raises:
            OSError: The disk has no room for it.
        """
        self._end = len(b"".join(_lines(self._content())))
        room = max(0, _ROOM - self._end)
        _write_all(self._descriptor, b"\0" * room, self._end)
        os.fsync(self._descriptor)
        _sync_folder(self.path.parent)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Write outcomes, durably.

        Raises:
            OSError: Even that failed.
        """
        content = b"".join(_encode(entry) for entry in entries)
        _write_all(self._descriptor, content, self._end)
        os.fsync(self._descriptor)
        self._end += len(content)

    def entries(self) -> list[Entry]:
        """The outcomes it holds; what was only half written is left out."""
        return [Entry(**json.loads(line[9:])) for line in _lines(self._content())]

    def _content(self) -> bytes:
        size = os.fstat(self._descriptor).st_size
        return os.pread(self._descriptor, size, 0)

    def close(self, *, remove: bool) -> None:
        """Let go of the mailing; with `remove` the file goes first, as its outcomes are in the database."""
        try:
            if remove:
                self.path.unlink(missing_ok=True)
        finally:
            os.close(self._descriptor)


def journals(folder: Path) -> Iterator[tuple[int, Path]]:
    """The side journals in a folder, by the number of their mailing."""
    for path in sorted(folder.glob(_PREFIX + "*")):
        number = path.name.removeprefix(_PREFIX)
        if number.isdigit():
            yield int(number), path


@contextmanager
def opening(path: Path, *, patience: float, sleep: Callable[[float], None]) -> Iterator[None]:
    """Let one process at a time make or migrate a ledger.

    Raises:
        LedgerError: Another one takes longer than `patience` seconds.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        waited = 0.0
        while not _locked(descriptor):
            if waited >= patience:
                raise LedgerError("Another process is opening the ledger.", "try again when it has ended")
            sleep(_PAUSE)
            waited += _PAUSE
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _write_all(descriptor: int, content: bytes, at: int) -> None:
    """A disk that is nearly full takes a part and says so only at the next write."""
    left = memoryview(content)
    while left:
        done = os.pwrite(descriptor, left, at)
        left, at = left[done:], at + done


def _encode(entry: Entry) -> bytes:
    body = json.dumps(entry._replace(reply=entry.reply[:_REPLY])._asdict(), separators=(",", ":")).encode()
    return b"%08x %b\n" % (zlib.crc32(body), body)


def _lines(content: bytes) -> Iterator[bytes]:
    """Whole lines with the right checksum, up to the first that is not."""
    for line in content.split(b"\0", 1)[0].splitlines(keepends=True):
        checksum, _, body = line.rstrip(b"\n").partition(b" ")
        if not line.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(body):
            return
        yield line


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
