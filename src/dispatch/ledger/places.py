"""Which machine, and which file on it, a ledger belongs to."""

import hashlib
import platform
from pathlib import Path

from sqlalchemy import insert, select, update

from dispatch.ledger.schema import meta
from dispatch.ledger.store import Store

_KEY = "place"
_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_id() -> str:
    """What the operating system calls this machine: its machine-id, else its host name; the same after a reboot."""
    for path in _MACHINE_IDS:
        try:
            found = path.read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            continue
        if found:
            return found
    return platform.node()


def seal(machine: str, path: Path) -> str:
    """What a ledger file keeps to know its place.

    A copied or restored file has another inode, a file on another machine another machine-id; moving the
    workspace within a file system keeps both. The machine-id itself is confidential (machine-id(5)): hashed.
    """
    return hashlib.sha256(f"dispatch ledger\0{machine}\0{path.stat().st_ino}".encode()).hexdigest()


def matches(store: Store, seal: str) -> bool:
    """Whether the ledger is where it was made; one on a server is everywhere at home."""
    if not seal:
        return True
    with store.read() as connection:
        kept = connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar_one_or_none()
    return kept == seal


def adopt(store: Store, seal: str) -> None:
    """Make this the ledger's place."""
    if not seal:
        return
    with store.write("adopt") as connection:
        here = meta.c.key == _KEY
        if connection.execute(select(meta.c.key).where(here)).first() is None:
            connection.execute(insert(meta).values(key=_KEY, value=seal))
        else:
            connection.execute(update(meta).where(here).values(value=seal))
