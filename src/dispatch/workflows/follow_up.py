"""One follow-up, in the thread, to those who got it and neither answered, bounced nor opted out (DOMAIN A8)."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import InputError, RefusedError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import Bound, Identity, MailingRecord, Verdict
from dispatch.model.mailing import DeliveryState, MailingState
from dispatch.model.release import Release
from dispatch.wording import reason
from dispatch.workflows.following import Following, following_plan, frozen_release
from dispatch.workflows.holders import Held
from dispatch.workflows.local_time import local_words, zone_of
from dispatch.workflows.plan import Plan

#: Days that desks work between the mailing and a follow-up.
WORKING_DAYS = 2
_PURPOSE = "follow-up-"
_SATURDAY = 5
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Who would be written to again."""

    record: MailingRecord
    plan: Plan
    #: How many were left out because they answered, bounced or asked to be removed.
    quiet: int


def follow_up(
    workspace: Workspace,
    ledger: Ledger,
    name: str,
    pitch: Path,
    *,
    clock: Clock,
    force: bool = False,
    theme: str = "note",
    backend: str = "",
) -> FollowUp:
    """Plan a follow-up; nothing is written.

    Args:
        workspace: Its settings.
        ledger: Open.
        name: The mailing that is followed up.
        pitch: File with the new lines; a template that may use the contact's fields.
        clock: The time.
        force: Before two working days, or once more.
        theme: How it looks.
        backend: Another account than the mailing's.

    Raises:
        InputError: The file cannot be read, or is empty.
        RefusedError: Too early, once already, under embargo, withdrawn, or nobody is left.
    """
    record = ledger.mailing(name)
    text = _read(pitch)
    number = _refuse(workspace, ledger, record, clock.now(), force=force)
    release = _letter(workspace, ledger, record, text)
    accepted = list(ledger.deliveries(name, (DeliveryState.ACCEPTED,)))
    held = tuple(
        Held(
            key=row.key,
            address=row.address,
            name=row.name,
            version=record.version,
            occasion=record.occasion,
            message_ids=(row.message_id,),
            doubtful=False,
        )
        for row in accepted
        if not row.feedback
    )
    if not held:
        raise RefusedError(f"nobody is left to follow up {name} with", f"dispatch status {name}")
    following = Following(
        record=record,
        release=release,
        findings=(),
        held=held,
        occasion=f"{_PURPOSE}{number}",
        identity=Identity(verdict=Verdict.SAME, id=record.release, version=record.version),
        bound=Bound(release=record.release, version=record.version),
        theme=theme,
        backend=backend,
        unchecked=True,
    )
    plan = following_plan(workspace, ledger, following, clock=clock)
    return FollowUp(record=record, plan=plan, quiet=len(accepted) - len(held))


def working_day_after(day: date, count: int) -> date:
    """The day that comes so many working days, Monday to Friday, after a day."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def _refuse(workspace: Workspace, ledger: Ledger, record: MailingRecord, now: datetime, *, force: bool) -> int:
    """Refuse what annoys or breaks an embargo; the number of this follow-up."""
    reason = ledger.withdrawn(record.release)
    if reason is not None:
        raise RefusedError(f"{record.release} was withdrawn: {reason}", "nothing more goes out about it")
    if record.embargo is not None and record.embargo > now:
        raise RefusedError(
            f"the embargo of {record.name} lifts {local_words(record.embargo, record.zone or workspace.settings.zone)}",
            "follow up after that",
        )
    earlier = [
        tally.mailing.name
        for tally in ledger.mailings(record.release)
        if tally.mailing.follows == record.name
        and str(tally.mailing.options.get("purpose", "")).startswith(_PURPOSE)
        and tally.mailing.state is not MailingState.CANCELLED
    ]
    if earlier and not force:
        raise RefusedError(f"{record.name} was followed up already, with {earlier[-1]}", "once is enough; or --force")
    zone = zone_of(record.zone or workspace.settings.zone or "UTC")
    first = working_day_after(record.created.astimezone(zone).date(), WORKING_DAYS)
    if now.astimezone(zone).date() < first and not force:
        raise RefusedError(
            f"{record.name} is less than {WORKING_DAYS} working days old", f"wait until {first:%A %-d %B}, or --force"
        )
    return len(earlier) + 1


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {reason(error)}", "name a UTF-8 text file") from error
    if not text.strip() or len(text) > _LARGEST:
        raise InputError(f"{path} is empty or too long", "a follow-up must add something new, in a few lines")
    return text.strip()


def _letter(workspace: Workspace, ledger: Ledger, record: MailingRecord, pitch: str) -> Release:
    """The pitch above the headline: what was sent before is in the thread."""
    release = frozen_release(workspace, ledger, record)
    subject = release.subject or "{{ release.headline }}"
    return replace(
        Release(
            file=record.name,
            fingerprint=hashlib.sha256(pitch.encode()).hexdigest(),
            headline=record.headline,
        ),
        language=release.language,
        contacts=release.contacts,
        pitch=pitch,
        subject=f"Re: {subject}",
    )
