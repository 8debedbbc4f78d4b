"""What became of a mailing: counts, who needs attention, and what to do about it."""

from datetime import datetime

from dispatch.cli.render.page import Page, Piece
from dispatch.cli.render.shapes import reply_of
from dispatch.cli.render.words import seconds_words, when_words
from dispatch.ledger.records import DeliveryRecord
from dispatch.model.exits import ExitCode
from dispatch.model.mailing import Counts, DeliveryState
from dispatch.workflows.local_time import local_words
from dispatch.workflows.outcome import Sent

#: So many who need attention are shown; `--deliveries` and `--json` have all.
MOST_SHOWN = 20
STATE_STYLES = {
    DeliveryState.ACCEPTED: "green",
    DeliveryState.DEFERRED: "yellow",
    DeliveryState.REFUSED: "red",
    DeliveryState.IN_DOUBT: "bold magenta",
    DeliveryState.EXPIRED: "red",
}
_COUNTS = (
    ("accepted", "accepted", "green"),
    ("deferred", "deferred", "yellow"),
    ("refused", "refused", "red"),
    ("in_doubt", "in doubt", "bold magenta"),
    ("expired", "expired", "red"),
    ("suppressed", "suppressed", "dim"),
    ("cancelled", "cancelled", "dim"),
    ("queued", "queued", ""),
    ("in_flight", "in flight", ""),
)


def count_pieces(counts: Counts) -> list[Piece]:
    """`236 accepted, 1 deferred, 1 refused`; zeros are left out."""
    told = [(f"{count:,} {word}", style) for field, word, style in _COUNTS if (count := getattr(counts, field))]
    pieces: list[Piece] = []
    for number, piece in enumerate(told):
        pieces += [", "] * bool(number) + [piece]
    return pieces or ["nobody"]


def show_sent(sent: Sent, page: Page, now: datetime) -> None:
    """How a run ended, who needs attention, and the mailing's name."""
    name = sent.mailing.name
    if sent.halt is not None and sent.halt.exit is ExitCode.INTERRUPTED:
        page.line(("Interrupted", "bold"), ": ", *count_pieces(sent.counts), ". Nobody was blamed.")
        page.hint("Go on", f"dispatch resume {name}")
    elif sent.halt is not None:
        page.line(("Stopped", "bold red"), f": {sent.halt.message}. ", *count_pieces(sent.counts), ".")
        page.hint("Fix", sent.halt.fix)
        page.hint("Go on", f"dispatch resume {name}")
    else:
        done = f"Done in {seconds_words(sent.sending_seconds)}" if sent.sending_seconds else "Nothing was due"
        page.line((done, "bold"), ": ", *count_pieces(sent.counts), ".")
    show_attention(page, name, sent.attention, now)
    if sent.next_due is not None and sent.next_due > now and not sent.counts.deferred:
        page.hint("Waits", f"{sent.counts.queued:,} until {local_words(sent.next_due, sent.zone)}; then `dispatch run`")
    elif sent.counts.open and sent.halt is None:
        page.hint("Go on", f"dispatch resume {name}, or leave it to cron")
    show_through(sent, page)
    page.line("Mailing ", (name, "bold"), " · ", (f"dispatch status {name}", "cyan"))


def show_through(sent: Sent, page: Page) -> None:
    """Whether anything really went out."""
    if not sent.mailing.final:
        page.line(("Nothing was sent to anyone", "bold"), f": this was a rehearsal through {sent.through}.")


def show_attention(page: Page, name: str, records: tuple[DeliveryRecord, ...], now: datetime) -> None:
    """Deliveries that need a person, each with what can be done."""
    shown = records[:MOST_SHOWN]
    page.rows([_attention(record, now) for record in shown if record.state is not DeliveryState.IN_DOUBT])
    for record in shown:
        if record.state is DeliveryState.IN_DOUBT:
            page.rows([_attention(record, now)])
            page.line(evidence(record, now), indent=12)
            page.line((f"dispatch resolve {name} {record.address} --sent", "cyan"), ", or --resend", indent=12)
    if len(records) > MOST_SHOWN:
        page.line(f"… and {len(records) - MOST_SHOWN:,} more: dispatch status {name} --deliveries", indent=2)


def evidence(record: DeliveryRecord, now: datetime) -> str:
    """What a person needs to look a delivery up in a Sent folder or ask a provider about it."""
    where = f"{record.host}, {record.phase.value if record.phase else 'unknown phase'}"
    who = ", ".join(part for part in (record.name, record.outlet) if part) or record.address
    return f"{who}: {when_words(record.updated, now)}, {where}, {record.message_id}"


def _attention(record: DeliveryRecord, now: datetime) -> list[Piece]:
    due = f"next try {when_words(record.due, now)}" if record.state is DeliveryState.DEFERRED and record.due else ""
    state = record.state.value.replace("_", " ").ljust(8)
    style = STATE_STYLES.get(record.state, "")
    return [(state, style), record.address, reply_of(record) or record.reason or "–", (due, "cyan")]
