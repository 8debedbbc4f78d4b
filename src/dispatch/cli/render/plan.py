"""What is about to go out: the summary that a person reads once before saying yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from dispatch.cli.render.findings import tally
from dispatch.cli.render.page import Page
from dispatch.cli.render.schedule import when_pieces
from dispatch.cli.render.words import many, seconds_words, zoned_words
from dispatch.model.contact import Contact
from dispatch.model.finding import Finding, Severity
from dispatch.proof import file_words, left_out_words
from dispatch.proof.audience import list_words, reading_words, version_words
from dispatch.workflows.deadline import duration_of, ends_of
from dispatch.workflows.local_time import local_words, zone_of
from dispatch.workflows.plan import Plan
from dispatch.workflows.trial import Trial

_NAMED_FINDINGS = 2


def show_plan(plan: Plan, page: Page, now: datetime) -> None:
    """Release, sender, account, audience, findings."""
    draft, backend = plan.draft, plan.backends[0]
    if not plan.final:
        page.line(("Nothing will be sent to anyone", "bold"), f": this is a rehearsal through {backend.name}.")
    page.field("Release", draft.release.headline, aside=draft.release.file)
    reply = draft.sender.reply_to
    answers = f"replies to {reply}" if reply and reply != draft.sender.email else "replies to the same"
    page.field("From", f"{draft.sender.name} <{draft.sender.email}>", aside=answers)
    rate = backend.limits.per_minute
    pace = f", {rate:g} a minute" if rate is not None else ""
    page.field("Through", f"{backend.name} ({backend.description}){pace}", aside=pace_words(plan, now))
    for other in plan.backends[1:]:
        page.field("else", f"{other.name} ({other.description})", aside="when the account or route fails")
    _show_audience(plan, page)
    if draft.release.both:
        page.field("Mail", "in two languages: the reader's own, below it the other")
    _show_waves(plan, page, now)
    if attached := file_words(draft.attachments):
        page.field("Attached", attached)
    if draft.first:
        page.field("First", _contact_words(draft.first))
    page.field("Check", _check_words(draft.findings))
    for record in plan.unfinished:
        page.field("Before", f"{record.name} is unfinished and goes on first")
    if plan.occasion.startswith("again"):
        page.field("Again", f"everyone gets it again ({plan.occasion}), also who has it")


def _show_audience(plan: Plan, page: Page) -> None:
    spreads = " · ".join(
        words
        for words in (
            list_words(plan.draft.by_list),
            version_words(plan.draft.versions) or reading_words(plan.draft.languages),
        )
        if words and plan.deliveries
    )
    page.field("To", (f"{plan.deliveries:,}", "bold"), f"   {spreads}" if spreads else "")
    if out := left_out_words(plan.draft.audience.counts):
        skipped = " (--skip-invalid)" if plan.request.skip_invalid and plan.draft.audience.counts.invalid else ""
        page.field("", ("left out: ", "dim"), f"{out}{skipped}")


def _show_waves(plan: Plan, page: Page, now: datetime) -> None:
    """Who goes out when, where not all go out together; the notice is told where there is one."""
    zone = plan.request.at.zone if plan.request.at else plan.zone
    if plan.request.at:
        page.field("When", when_pieces(plan.request.at.instant, zone, now))
    if plan.timing.embargo:
        page.field("Embargo", ("until ", "bold"), when_pieces(plan.timing.embargo, zone, now))
    for instant, count in plan.waves:
        early = plan.timing.embargo is not None and (instant is None or instant < plan.timing.embargo)
        since = local_words(instant, zone) if instant else "when it goes out" if plan.request.at else "now"
        notice = ", with the embargo notice" if early else ""
        takes = rough_words(duration_of(plan.backends[0].limits, count))
        page.field("", f"{count:,} {'from ' if takes and instant else ''}{since}{notice}{takes and f', {takes}'}")


def pace_words(plan: Plan, now: datetime) -> str:
    """`about 8 min, done 09:12 GMT`; where some wait, only when all is done; empty when the account sets no pace."""
    takes = rough_words(plan.duration)
    if not takes:
        return ""
    due = plan.request.at.instant if plan.request.at else None
    waves = [(instant or due, count) for instant, count in plan.waves or ((None, plan.deliveries),)]
    done = f"done {zoned_words(ends_of(plan.backends[0].limits, waves, now)[-1], zone_shown(plan), now)}"
    return done if len(waves) > 1 else f"{takes}, {done}"


def zone_shown(plan: Plan) -> tzinfo | None:
    """On whose clocks times are told: of `--at`, else the desk's; None is the machine's own."""
    zone = plan.request.at.zone if plan.request.at else plan.zone
    return zone_of(zone) if zone else None


def rough_words(span: timedelta | None) -> str:
    """`about 8 min`; empty below a second, and when nobody can say."""
    if span is None or span < timedelta(seconds=1):
        return ""
    seconds = span.total_seconds()
    return f"about {seconds / 60:.0f} min" if 60 <= seconds < 3600 else f"about {seconds_words(seconds)}"  # noqa: PLR2004


def _contact_words(contact: Contact) -> str:
    inside = ", ".join(part for part in (contact.outlet, contact.language) if part)
    return f"{contact.name or contact.email}{f' ({inside})' if inside else ''}"


def _check_words(findings: Sequence[Finding]) -> str:
    """`0 errors, 1 warning (REL031 the dateline is yesterday's)`."""
    weighty = [item for item in findings if item.severity is Severity.ERROR]
    weighty += [item for item in findings if item.severity is Severity.WARNING]
    named = [f"{finding.code} {finding.message[:1].lower()}{finding.message[1:].rstrip('.')}" for finding in weighty]
    shown = "; ".join(named[:_NAMED_FINDINGS])
    more = f"; {len(named) - _NAMED_FINDINGS} more" if len(named) > _NAMED_FINDINGS else ""
    return f"{tally(findings)}{f' ({shown}{more})' if shown else ''}"


def question(plan: Plan) -> str:
    """What is asked before anything happens."""
    number = many(plan.deliveries, "message")
    if plan.timing.embargo is not None:
        early = sum(count for instant, count in plan.waves if instant is None or instant < plan.timing.embargo)
        return f"Send {early:,} now, embargoed, and {plan.deliveries - early:,} at the lift?"
    if not plan.final:
        return f"Write {number} through {plan.backends[0].name} now?"
    return f"Send {number} now?" if plan.deliveries else "Go on with what is unfinished now?"


def show_trial(trial: Trial, page: Page, *, final: bool) -> None:
    """What became of the test message; through an account that delivers nothing it was only written."""
    outcome = trial.outcome
    if trial.arrived:
        done, way = ("Test sent", "to") if final else ("Test written", "for")
        whose = f"as {_contact_words(trial.contact)} would get it{trial.variant}"
        page.line((done, "bold green"), f" {way} {trial.address}, {whose}.")
    else:
        page.line(("The test was not accepted", "bold red"), f": {outcome.reply or outcome.verdict.value}")
        page.hint("Fix", outcome.fix)
