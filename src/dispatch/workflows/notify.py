"""Tell a person how a scheduled mailing went, and at once when a run stopped: by mail, by a program, or both."""

import json
import subprocess
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from dispatch.accounts import Programs, end
from dispatch.clock import Clock
from dispatch.config import trust
from dispatch.config.workspace import Workspace
from dispatch.errors import DispatchError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.model.mail import Message
from dispatch.model.mailing import Counts
from dispatch.model.outcome import Verdict
from dispatch.workflows.accounts import open_backend, sender_for

#: Kind of the event that a person was told.
NOTIFIED = "notified"
_SECONDS = 30.0
_STATES = (
    "accepted", "deferred", "refused", "in_doubt", "expired", "suppressed", "cancelled", "queued", "in_flight",
)  # fmt: skip


def notify(workspace: Workspace, ledger: Ledger, name: str, problem: str, fix: str, *, clock: Clock, token: str) -> str:
    """Tell whoever `[notify]` names about a mailing, once for each thing that there is to tell.

    Args:
        workspace: Its settings.
        ledger: Open.
        name: The mailing.
        problem: Why it did not go out, or not wholly; empty when all went well.
        fix: What to do about it.
        clock: The time.
        token: Makes the Message-ID unique.

    Returns:
        Why nobody could be told; empty when they were, or when nobody is to be told.
    """
    table = workspace.settings.notify
    record, counts = ledger.mailing(name), ledger.counts(name)
    if not (table.to or table.command) or not _is_news(ledger, name, problem, counts):
        return ""
    failures: list[str] = []
    for told, tell in ((table.to, _mail), (table.command, _call)):
        if told:
            try:
                tell(workspace, record, _summary(record, counts, problem, fix), clock, token)
            except DispatchError as error:
                failures.append(error.message)
    if not failures:
        ledger.remark(name, NOTIFIED, problem or summary_line(counts))
    return f"nobody could be told: {'; '.join(failures)}" if failures else ""


def summary_line(counts: Counts) -> str:
    """`236 accepted, 1 deferred, 1 refused`."""
    told = [f"{count:,} {name.replace('_', ' ')}" for name in _STATES if (count := getattr(counts, name))]
    return ", ".join(told) or "nobody"


def _is_news(ledger: Ledger, name: str, problem: str, counts: Counts) -> bool:
    """A new problem, the first pass, or the end; not every further try."""
    told = [event.detail for event in ledger.events(name) if event.kind == NOTIFIED]
    if problem:
        return not told or told[-1] != problem
    return not told or (not counts.open and told[-1] != summary_line(counts))


def _summary(record: MailingRecord, counts: Counts, problem: str, fix: str) -> dict[str, object]:
    return {
        "mailing": record.name,
        "headline": record.headline,
        "state": record.state.value,
        "counts": {name: getattr(counts, name) for name in _STATES},
        "summary": summary_line(counts),
        "problem": problem or None,
        "fix": fix or None,
    }


def _mail(workspace: Workspace, record: MailingRecord, summary: dict[str, object], clock: Clock, token: str) -> None:
    """Raises a DispatchError when the account does not take it."""
    backend = open_backend(workspace, workspace.settings.notify.backend or record.backend)
    sender = sender_for(workspace, [backend])
    mail = EmailMessage(policy=policy.SMTP)
    trouble = "needs you: " if summary["problem"] else ""
    mail["Date"] = format_datetime(clock.now())
    mail["From"] = sender.email
    mail["To"] = workspace.settings.notify.to
    mail["Subject"] = f"{record.name} {trouble}{summary['summary']}"
    mail["Message-ID"] = f"<notice.{token}@{sender.email.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_text(record, summary))
    message = Message(
        sender=sender.bounce or sender.email,
        recipient=workspace.settings.notify.to,
        message_id=str(mail["Message-ID"]),
        content=mail.as_bytes(),
    )
    connection = backend.connect()
    try:
        outcome = connection.send(message, lambda: None)
    finally:
        connection.close()
    if outcome.verdict is not Verdict.ACCEPTED:
        raise DispatchError(f"{backend.name} did not take the notice ({outcome.reply or outcome.verdict.value})")


def _text(record: MailingRecord, summary: dict[str, object]) -> str:
    lines = [record.headline, "", f"Mailing {record.name} is {record.state.value}: {summary['summary']}."]
    if summary["problem"]:
        lines += ["", f"What happened: {summary['problem']}", f"What to do: {summary['fix'] or 'dispatch status'}"]
    return "\n".join([*lines, "", f"More: dispatch status {record.name}, dispatch report {record.name}", ""])


def _call(workspace: Workspace, _record: MailingRecord, summary: dict[str, object], _clock: Clock, _token: str) -> None:
    """Raises a DispatchError when the program is not trusted, does not start, fails or does not end."""

    def check(_argv: tuple[str, ...], purpose: str) -> None:
        trust.demand(workspace.root, workspace.programs, workspace.environ, purpose)

    programs = Programs(folder=workspace.root, check=check)
    process = programs.start(workspace.settings.notify.command, "notices ([notify] command)")
    try:
        process.communicate(json.dumps(summary).encode(), timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise DispatchError(f"the program for notices did not end within {_SECONDS:g} s") from error
    finally:
        end(process)
    if process.returncode:
        raise DispatchError(f"the program for notices failed with exit status {process.returncode}")
