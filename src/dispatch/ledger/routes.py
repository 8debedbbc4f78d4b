"""Numbers for the ways mail takes: an account and the server that answered."""

from sqlalchemy import Connection, select

from dispatch.ledger.dialects import insert_new
from dispatch.ledger.schema import routes


class Routes:
    """Remembers the numbers; for one owner, because a transaction that fails takes its new numbers with it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}

    def number(self, connection: Connection, account: str, host: str) -> int:
        """The number of a route, made at first use."""
        found = self._known.get((account, host))
        if found is None:
            connection.execute(insert_new(routes, connection.dialect.name).values(account=account, host=host))
            here = (routes.c.account == account) & (routes.c.host == host)
            found = connection.execute(select(routes.c.pk).where(here)).scalar_one()
            self._known[account, host] = found
        return found
