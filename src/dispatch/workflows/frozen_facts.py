"""What a proof tells about a staged mailing beside the mail: its state, schedule, embargo, waves and sign-offs."""

from collections.abc import Iterator
from datetime import datetime

from dispatch.config.workspace import Workspace
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import ORIGINAL, MailingRecord
from dispatch.ledger.waves import Wave
from dispatch.model.mailing import MailingState
from dispatch.workflows.drift import changed
from dispatch.workflows.local_time import DAY_TOO, away_words, both_words, local_words
from dispatch.workflows.schedule import Planned, wave_due

Fact = tuple[str, str]


def facts_of(workspace: Workspace, ledger: Ledger, planned: Planned, now: datetime) -> tuple[Fact, ...]:
    """Label and words of each fact, in the order in which they are told.

    Args:
        workspace: Where the mailing's files are.
        ledger: Open.
        planned: The mailing.
        now: The time.
    """
    record = planned.mailing
    occasion = "" if record.occasion == ORIGINAL else f", {record.occasion}"
    return (
        ("Mailing", f"{record.name}, version {record.version}{occasion}"),
        ("State", _state(planned)),
        ("Release", str(record.options.get("file", ""))),
        ("Theme", record.theme),
        ("Embargo", _embargo(planned, now)),
        ("Schedule", when_words(planned, now)),
        *_waves(planned, now),
        ("Approval", approval_words(workspace, planned)),
        *_later_suppressed(ledger, record),
        *_drift(workspace, record),
    )


def goes_out(record: MailingRecord, not_before: datetime | None, now: datetime) -> datetime:
    """When a delivery that nobody has tried goes out at the earliest."""
    return max(one for one in (now, record.due, not_before) if one is not None)


def when_words(planned: Planned, now: datetime) -> str:
    """When the mailing goes out, or that nobody has said it yet."""
    record = planned.mailing
    if record.due is not None:
        due = record.due
        return f"{both_words(due, record.zone, DAY_TOO)}, {away_words(due, now)}"
    return f"when someone says `dispatch send {record.name}`" if record.state is MailingState.STAGED else "no time set"


def approval_words(workspace: Workspace, planned: Planned) -> str:
    """Who must still sign it off."""
    required, given = workspace.settings.approval.required, len(set(planned.mailing.approved_by))
    if planned.approvals:
        return f"{given} of {required}: waits for `dispatch approve {planned.mailing.name}`"
    if required:
        return f"complete: {given} of {required}"
    return f"signed off by {', '.join(dict.fromkeys(planned.mailing.approved_by))}" if given else "none demanded"


def signed_words(ledger: Ledger, record: MailingRecord) -> tuple[str, ...]:
    """Who signed off what it is now, when, and which fingerprint."""
    return tuple(
        f"by {approval.by}, {approval.at:%Y-%m-%d %H:%M} UTC, fingerprint {approval.fingerprint} ({record.name})"
        for approval in ledger.approvals(record.name)
        if approval.fingerprint == record.fingerprint
    )


def _state(planned: Planned) -> str:
    record, counts = planned.mailing, planned.counts
    rehearsal = "" if record.final else " (rehearsal: it reaches nobody)"
    if record.state in {MailingState.STAGED, MailingState.SCHEDULED}:
        return f"{record.state}, nothing has gone out{rehearsal}"
    told = {"accepted": counts.accepted, "to go": counts.open, "refused": counts.refused, "in doubt": counts.in_doubt}
    numbers = ", ".join(f"{number:,} {word}" for word, number in told.items() if number)
    reason = f" ({record.reason})" if record.reason else ""
    return f"{record.state}: {numbers or 'nobody got it'}{reason}{rehearsal}"


def _embargo(planned: Planned, now: datetime) -> str:
    embargo = planned.mailing.embargo
    if embargo is None:
        return "none"
    lifts = "until" if embargo > now else "lifted"
    return f"{lifts} {both_words(embargo, planned.zone, DAY_TOO)}, {away_words(embargo, now)}"


def _waves(planned: Planned, now: datetime) -> Iterator[Fact]:
    """A fact per wave, where not all go out together."""
    if len(planned.waves) < 2 and planned.mailing.embargo is None:  # noqa: PLR2004 - one wave is no waves
        return
    for number, wave in enumerate(planned.waves, start=1):
        readers = "reader" if wave.deliveries == 1 else "readers"
        yield f"Wave {number}", f"{wave.deliveries:,} {readers}, {_wave_words(planned, wave, now)}"


def _wave_words(planned: Planned, wave: Wave, now: datetime) -> str:
    record, due = planned.mailing, wave_due(planned, wave)
    early = record.embargo is not None and goes_out(record, wave.not_before, now) < record.embargo
    when = local_words(due, planned.zone) if due else "when it goes out"
    return when + (", with the embargo notice" if early else "")


def _later_suppressed(ledger: Ledger, record: MailingRecord) -> Iterator[Fact]:
    """Those who may not be mailed any more: the mark leaves them out."""
    if all(one.added <= record.created for one in ledger.suppressions()):
        return
    suppressed = ledger.suppressed()
    names = [one.email for one in ledger.letters(record.name) if one.first_attempt is None and suppressed(one.key)]
    if names:
        more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""  # noqa: PLR2004 - as many as fit a line
        yield "Left out", f"{', '.join(names[:3])}{more}: suppressed since it was staged"


def _drift(workspace: Workspace, record: MailingRecord) -> Iterator[Fact]:
    paths = changed(workspace, record.sources)
    if paths:
        untried = record.state in {MailingState.STAGED, MailingState.SCHEDULED}
        fix = f"; `dispatch restage {record.name}` takes the files as they are now" if untried else ""
        yield "Changed", f"{', '.join(paths)} since it was staged: this is what goes out{fix}"
