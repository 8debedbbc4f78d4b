"""What must hold for the files of a SQLite ledger: private, ours, no links, on a disk of this machine."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from dispatch.errors import LedgerError

_MOUNTS = Path("/proc/self/mountinfo")
#: File systems on which SQLite's shared memory and locks cannot be trusted (sqlite.org, "How to corrupt", 2.1).
NETWORK = frozenset(
    {
        "9p", "afp", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs", "gfs2", "glusterfs", "gpfs", "lustre",
        "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb2", "smb3", "smbfs",
    },
)  # fmt: skip
_NETWORK_FUSE = (
    "sshfs",
    "s3fs",
    "rclone",
    "gcsfuse",
    "gluster",
    "davfs",
    "gdfs",
    "onedrive",
    "smb",
    "blobfuse",
    "ceph",
)
_FOLDER, _FILE = 0o700, 0o600
_COMPANIONS = ("", "-wal", "-shm", "-journal")


def prepare(path: Path, mounts: Path = _MOUNTS) -> None:
    """Make the ledger's folder (0700), and check the files that are there.

    Raises:
        LedgerError: A symbolic link, someone else's file, a network file system, or no permission.
    """
    try:
        prepare_folder(path.parent)
        _refuse_network(path.parent, mounts)
        for companion in _COMPANIONS:
            _check(path.with_name(path.name + companion))
    except OSError as error:
        raise LedgerError(
            f"The ledger {path} cannot be opened: {error.strerror or error}.",
            "check the permissions of its folder, or name another place in [ledger] url",
        ) from error


def create(path: Path) -> None:
    """Make the file (0600) where there is none; for whoever holds the opening lock.

    It appears under its name with its first page written, so that an empty one was always cut off by something else.

    Raises:
        LedgerError: The file is there and empty: who was reached is lost, and a new one would mail everybody again.
        OSError: It cannot be made.
    """
    if path.exists():
        if path.stat().st_size == 0:
            raise LedgerError(
                f"The ledger {path} is empty (0 bytes), which a ledger never is: it no longer knows who was reached.",
                "restore it from a backup; remove it only when nothing was ever sent from here",
            )
        return
    first = path.with_name(f"{path.name}-new")
    first.unlink(missing_ok=True)
    os.close(os.open(first, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _FILE))
    with closing(sqlite3.connect(first, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA user_version = 1")
    first.rename(path)


def prepare_folder(folder: Path) -> None:
    """Make the ledger's folder (0700), or check the one that is there.

    Raises:
        LedgerError: A symbolic link, someone else's, or others may write in it.
    """
    if folder.is_symlink():
        raise LedgerError(
            f"The ledger's folder {folder} is a symbolic link.",
            "name the real folder in [ledger] url, or move the folder here",
        )
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_FOLDER, exist_ok=True)
    status = folder.stat()
    _refuse_stranger(folder, status.st_uid)
    if folder.name == ".dispatch" and stat.S_IMODE(status.st_mode) != _FOLDER:
        folder.chmod(_FOLDER)
    elif status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not status.st_mode & stat.S_ISVTX:
        raise LedgerError(f"Others may write in the ledger's folder {folder}.", f"chmod go-w {folder}")


def _check(path: Path) -> None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISLNK(status.st_mode):
        raise LedgerError(f"{path} is a symbolic link; a ledger is a file.", "name the real file in [ledger] url")
    if not stat.S_ISREG(status.st_mode):
        raise LedgerError(f"{path} is not a regular file.", "name another place in [ledger] url")
    _refuse_stranger(path, status.st_uid)
    if stat.S_IMODE(status.st_mode) != _FILE:
        path.chmod(_FILE)


def _refuse_stranger(path: Path, owner: int) -> None:
    if owner != os.geteuid():
        raise LedgerError(
            f"{path} belongs to another user (uid {owner}).",
            "run dispatch as that user, or chown the ledger's folder and files",
        )


def _refuse_network(folder: Path, mounts: Path) -> None:
    kind = filesystem_of(folder, mounts)
    if is_network(kind):
        raise LedgerError(
            f"The ledger's folder {folder} is on a network file system ({kind}), where a SQLite ledger is not safe.",
            "put [ledger] url on a local disk, or use PostgreSQL",
        )


def is_network(kind: str) -> bool:
    """Whether a file system type, as the kernel names it, is served by another machine."""
    return kind in NETWORK or (kind.startswith("fuse") and any(name in kind for name in _NETWORK_FUSE))


def filesystem_of(folder: Path, mounts: Path = _MOUNTS) -> str:
    """The type of the file system a folder is on (proc(5), mountinfo); empty when the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in lines:
        left, separator, right = line.partition(" - ")
        fields = left.split(" ")
        if not separator or len(fields) < 5:  # noqa: PLR2004  (the fifth field is the mount point)
            continue
        point = _unescape(fields[4])
        # later mounts on the same point hide earlier ones
        if len(point) >= len(best) and (place == point or place.startswith(point.rstrip("/") + "/")):
            best, kind = point, right.split(" ")[0]
    return kind


def _unescape(field: str) -> str:
    for escape, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(escape, character)
    return field
