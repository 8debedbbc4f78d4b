"""A dry run: the summary, the first reader's mail of each variant, and with -v each recipient with about when."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from dispatch.cli.render.page import Page, Piece
from dispatch.cli.render.plan import show_plan, zone_shown
from dispatch.cli.render.preview import variants
from dispatch.cli.render.words import zoned_words
from dispatch.model.contact import Contact
from dispatch.proof import Proof
from dispatch.workflows.plan import Plan


def show_dry(plan: Plan, proofs: Sequence[tuple[str, Proof]], page: Page, now: datetime, *, verbose: bool) -> None:
    """Everything that a person could want to know before they leave `--dry-run` away."""
    show_plan(plan, page, now)
    page.blank()
    variants(proofs, plan.draft.sources, page)
    if verbose and plan.deliveries:
        page.blank()
        page.rows(list(_recipients(plan, now)))
    page.blank()


def _recipients(plan: Plan, now: datetime) -> Iterator[list[Piece]]:
    """About when, address, name, outlet: one line each, in the order of sending."""
    zone = zone_shown(plan)
    for about, contact in sorted(_times(plan, now), key=lambda pair: pair[0]):
        yield [(zoned_words(about, zone, now), "dim"), contact.email, contact.name, contact.outlet]


def _times(plan: Plan, now: datetime) -> Iterator[tuple[datetime, Contact]]:
    rate = plan.backends[0].limits.per_minute
    sent: dict[datetime | None, int] = {}
    for contact in plan.draft.audience.contacts:
        begins = plan.timing.of(contact)[1]
        place = sent[begins] = sent.get(begins, -1) + 1
        yield (begins or plan.due or now) + timedelta(minutes=place / rate if rate else 0), contact
