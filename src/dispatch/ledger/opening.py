"""Opens a ledger; nothing before that imports SQLAlchemy."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.clock import Clock

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger


def unguessable() -> str:
    """96 random bits as lower-case hexadecimal: the core of Message-IDs and tokens."""
    return secrets.token_hex(12)


def open_ledger(
    url: str,
    *,
    clock: Clock,
    machine: str | None = None,
    ids: Callable[[], str] = unguessable,
    on_commit: Callable[[str], None] | None = None,
    patience: float = 30.0,
    folder: Path | None = None,
) -> "Ledger":
    """Open the ledger, making it when there is none.

    Args:
        url: `sqlite:///path`, or a path.
        clock: Tells the time.
        machine: What identifies this machine; None asks the operating system.
        ids: Makes unguessable ids of lower-case letters and digits.
        on_commit: Told `before NAME` and `after NAME` around every commit, for tests that stop there.
        patience: Seconds to wait for another process's write.
        folder: Where side journals are kept when the ledger is on a server; beside the file otherwise.

    Raises:
        LedgerError: It cannot be opened: unreadable, a symbolic link, someone else's, on a network file system,
            corrupted, or of a newer version.
    """
    # the dear import: 150 ms that a command without a ledger need not pay
    from dispatch.ledger.assembly import assemble  # noqa: PLC0415

    return assemble(url, clock=clock, machine=machine, ids=ids, on_commit=on_commit, patience=patience, folder=folder)
