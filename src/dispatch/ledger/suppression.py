"""Who must not be mailed: addresses and whole domains, with reason, source and time."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Connection, delete, insert, select, update

from dispatch.ledger.dialects import insert_new
from dispatch.ledger.instants import instant
from dispatch.ledger.listings import Suppression
from dispatch.ledger.schema import meta, suppressions
from dispatch.ledger.store import Store

_PAGE = 500


def lookup(connection: Connection) -> Callable[[str], bool]:
    """Tell for a normalised address whether it or its domain is suppressed, as of now."""
    targets = frozenset(connection.execute(select(suppressions.c.target)).scalars())
    domains = any(target.startswith("@") for target in targets)
    tagged = any("+*@" in target for target in targets)

    def suppressed(key: str) -> bool:
        if key in targets or (domains and key[key.rfind("@") :] in targets):
            return True
        return tagged and any_tag(key) in targets

    return suppressed


def any_tag(key: str) -> str:
    """What suppresses an address with every `+tag`: `ana+*@radio.test`."""
    local, _, domain = key.rpartition("@")
    return f"{local.partition('+')[0] or local}+*@{domain}"


def suppress(store: Store, targets: Iterable[str], reason: str, source: str) -> int:
    """Add addresses or domains (see `Ledger.suppress`)."""
    with store.write("suppress") as connection:
        new, now = 0, store.now()
        statement = insert_new(suppressions, connection.dialect.name)
        for target in dict.fromkeys(targets):
            known = connection.execute(select(suppressions.c.target).where(suppressions.c.target == target)).first()
            if known is None:
                connection.execute(
                    statement.values(target=target, reason=reason, source=source, added=now),
                )
                new += 1
        _note_change(connection)
    return new


def unsuppress(store: Store, targets: Iterable[str]) -> int:
    """Remove addresses or domains (see `Ledger.unsuppress`)."""
    with store.write("unsuppress") as connection:
        gone = 0
        for target in dict.fromkeys(targets):
            gone += connection.execute(delete(suppressions).where(suppressions.c.target == target)).rowcount
        _note_change(connection)
    return gone


def _note_change(connection: Connection) -> None:
    """Owners compare this number in every transaction, so that they need not read all suppressions."""
    here = meta.c.key == "suppressions"
    found = connection.execute(select(meta.c.value).where(here)).scalar_one_or_none()
    if found is None:
        connection.execute(insert(meta).values(key="suppressions", value="1"))
    else:
        connection.execute(update(meta).where(here).values(value=str(int(found) + 1)))


def suppressions_of(store: Store) -> Iterator[Suppression]:
    """All of them, by target (see `Ledger.suppressions`)."""
    last = ""
    while True:
        with store.read() as connection:
            rows = connection.execute(
                select(suppressions).where(suppressions.c.target > last).order_by(suppressions.c.target).limit(_PAGE),
            ).all()
        for row in rows:
            yield Suppression(target=row.target, reason=row.reason, source=row.source, added=instant(row.added))
        if len(rows) < _PAGE:
            return
        last = rows[-1].target
