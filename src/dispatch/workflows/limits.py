"""Do not annoy: how often one person hears from us, one person of each outlet, and what colleagues sent lately."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from dispatch.config.settings import LimitsTable, parse_frequency
from dispatch.config.workspace import Workspace
from dispatch.contacts import Audience, Fate
from dispatch.ledger.ledger import Ledger
from dispatch.model.finding import Finding, Severity
from dispatch.workflows.material import Selection

_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The limits of a workspace, as they are at one instant."""

    table: LimitsTable
    gated: Callable[[str], bool] | None = None
    #: By key, the newest mailing of another release that somebody sent lately.
    lately: dict[str, str] | None = None
    #: Everyone is let through this time.
    ignored: bool = False

    def select(self, selection: Selection) -> Selection:
        """One per outlet where dispatch.toml demands it."""
        return replace(
            selection,
            one_per_outlet=selection.one_per_outlet or (self.table.one_per_outlet and not self.ignored),
        )

    def findings(self, audience: Audience) -> tuple[Finding, ...]:
        """Who was held back, and whom a colleague mailed."""
        found: list[Finding] = []
        if held := audience.left_out.get(Fate.GATED):
            names = _some([contact.email for contact in islice(held, _NAMED)], len(held))
            found.append(
                _warning(
                    "LIM001",
                    f"Held back, because they had {self.table.per_contact} already: {names}.",
                    "--ignore-limits sends to them this time",
                )
            )
        if self.lately:
            both = [(contact.email, self.lately[contact.key]) for contact in audience.contacts
                    if contact.key in self.lately]  # fmt: skip
            if both:
                names = _some([f"{email} ({mailing})" for email, mailing in both[:_NAMED]], len(both))
                found.append(
                    _warning(
                        "LIM002", f"They got another release lately: {names}.", "ask your colleague, or wait a day"
                    )
                )
        return tuple(found)


def gate(workspace: Workspace, ledger: Ledger | None, release: str, *, now: datetime, ignore: bool) -> Gate:
    """The limits that hold for a mailing of a release.

    Args:
        workspace: Its settings.
        ledger: None when nobody was ever mailed, or for a rehearsal.
        release: Its id.
        now: When it goes out.
        ignore: `--ignore-limits`.
    """
    table = workspace.settings.limits
    gated: Callable[[str], bool] | None = None
    if ledger and table.per_contact and not ignore:
        count, period = parse_frequency(table.per_contact)
        gated = ledger.frequent(now - period, count).__contains__
    lately = ledger.heard_lately(now - table.colleague, release) if ledger and table.colleague else None
    return Gate(table=table, gated=gated, lately=lately, ignored=ignore)


def _some(names: list[str], count: int) -> str:
    more = f" and {count - len(names):,} more" if count > len(names) else ""
    return ", ".join(names) + more


def _warning(code: str, message: str, fix: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, fix=fix)
