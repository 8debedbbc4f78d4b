"""What the mark checks again: cancellation, withdrawal, time, embargo, suppression."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from dispatch.ledger.instants import seconds
from dispatch.ledger.records import WITHDRAWAL
from dispatch.ledger.schema import mailings, meta, releases
from dispatch.ledger.store import Store
from dispatch.ledger.suppression import lookup
from dispatch.model.mailing import MailingState

_POLICY = (
    select(
        mailings.c.state,
        mailings.c.due,
        mailings.c.embargo,
        mailings.c.expires,
        mailings.c.occasion,
        mailings.c.final,
        releases.c.withdrawn,
        select(meta.c.value).where(meta.c.key == "suppressions").scalar_subquery().label("suppressions"),
    )
    .join(releases, releases.c.pk == mailings.c.release)
    .where(mailings.c.pk == bindparam("mailing"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What holds for a mailing at this moment."""

    cancelled: bool
    withdrawn: bool
    #: Instant from which it may go out; 0 is at once.
    due: int
    embargo: int | None
    #: Ticks from a first attempt to its expiry.
    expires: int
    #: Whether a normalised address must not be mailed.
    suppressed: Callable[[str], bool]

    @property
    def closed(self) -> bool:
        """Nothing more of it may go out."""
        return self.cancelled or self.withdrawn


class Watch:
    """Reads the policy in each transaction; the suppressions only when they have changed."""

    def __init__(self, store: Store, mailing: int) -> None:
        self._store = store
        self._mailing = (mailing,)
        self._mark: str | None = ""
        self._suppressed: Callable[[str], bool] = bool

    def read(self, connection: Connection) -> Policy:
        """What holds now."""
        statement = self._store.statement("policy", lambda: (_POLICY, ("mailing",)))
        state, due, embargo, expires, occasion, final, withdrawn, mark = statement.rows(connection, self._mailing)[0]
        if mark != self._mark:
            self._suppressed, self._mark = lookup(connection), mark
        return Policy(
            cancelled=state == MailingState.CANCELLED,
            withdrawn=withdrawn is not None and bool(final) and occasion != WITHDRAWAL,
            due=due or 0,
            embargo=embargo,
            expires=seconds(expires),
            suppressed=self._suppressed,
        )
