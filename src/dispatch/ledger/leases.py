"""Who sends a mailing, when the ledger is on a server that several machines share.

On SQLite the lock of the side journal says it all. On PostgreSQL a session-level advisory lock does the same for
all machines: the server lets go of it when the session ends, however it ends. Should a network part them while the
holder lives, its claims are void for the next one, so that its marks are refused and nothing goes twice.
"""

from typing import Self

from sqlalchemy import Connection, text

from dispatch.ledger.store import Store

#: First half of the lock's key, "DSPL": other programs on the same database have their own.
_NAMESPACE = 0x4453504C


class Lease:
    """The right to send one mailing."""

    def __init__(self, connection: Connection | None) -> None:
        self._connection = connection

    @classmethod
    def take(cls, store: Store, mailing: int) -> Self | None:
        """Take it without waiting; None when another machine has it."""
        if store.engine.dialect.name == "sqlite":
            return cls(None)
        try:
            connection = store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            keys = {"space": _NAMESPACE, "mailing": mailing}
            got = connection.execute(text("SELECT pg_try_advisory_lock(:space, :mailing)"), keys).scalar_one()
        except store.errors as error:
            raise store.trouble(error) from error
        if got:
            return cls(connection)
        connection.close()
        return None

    def release(self) -> None:
        """Let go; never raises, for the end of the session does the same."""
        if self._connection is not None:
            # the lock belongs to the session, not to the transaction: the session must end, not go back to the pool
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
