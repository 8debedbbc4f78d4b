"""A withdrawal: nothing more goes out, the release is blocked, and everyone who got it is told not to use it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from types import MappingProxyType

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import WITHDRAWAL, Bound, Identity, MailingRecord, Verdict
from dispatch.message.dates import written_date
from dispatch.message.texts import primary
from dispatch.model.release import Block, BlockType, Kind, Release, Span
from dispatch.workflows.following import Following, following_plan, frozen_release
from dispatch.workflows.holders import held_by
from dispatch.workflows.plan import Plan

#: Subject, the sentence on top, and the demand below it (DOMAIN A7).
_WORDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "en": (
            "WITHDRAWN - do not use: ",
            "WITHDRAWN: please do not use “{headline}”, sent to you on {date}. Reason: {reason}",
            "Please make certain that it is not used, and remove it where it was published.",
        ),
        "es": (
            "RETIRADO - no usar: ",
            "RETIRADO: le rogamos que no use «{headline}», que le enviamos el {date}. Motivo: {reason}",
            "Le rogamos que se asegure de que no se publique, y que lo retire donde se haya publicado.",
        ),
        "fr": (
            "RETIRÉ - ne pas utiliser : ",
            "RETIRÉ : merci de ne pas utiliser « {headline} », envoyé le {date}. Motif : {reason}",
            "Merci de vous assurer qu’il ne soit pas publié, et de le retirer s’il l’a été.",
        ),
        "de": (
            "ZURÜCKGEZOGEN - nicht verwenden: ",
            "ZURÜCKGEZOGEN: Bitte verwenden Sie „{headline}“ vom {date} nicht. Grund: {reason}",
            "Bitte sorgen Sie dafür, dass der Text nicht verwendet wird, und entfernen Sie ihn, wo er erschienen ist.",
        ),
        "it": (
            "RITIRATO - non usare: ",
            "RITIRATO: vi preghiamo di non usare «{headline}», inviato il {date}. Motivo: {reason}",
            "Vi preghiamo di assicurarvi che non venga usato e di rimuoverlo dove è stato pubblicato.",
        ),
        "pt": (
            "RETIRADO - não usar: ",
            "RETIRADO: pedimos que não use «{headline}», enviado em {date}. Motivo: {reason}",
            "Pedimos que se certifique de que não é usado e que o retire de onde tenha sido publicado.",
        ),
        "nl": (
            "INGETROKKEN - niet gebruiken: ",
            "INGETROKKEN: gebruik “{headline}” van {date} alstublieft niet. Reden: {reason}",
            "Zorg er alstublieft voor dat de tekst niet wordt gebruikt, en verwijder hem waar hij is verschenen.",
        ),
        "pl": (
            "WYCOFANE - nie używać: ",
            "WYCOFANE: prosimy nie wykorzystywać tekstu „{headline}” (wysłany: {date}). Powód: {reason}",
            "Prosimy upewnić się, że tekst nie zostanie użyty, i usunąć go tam, gdzie został opublikowany.",
        ),
        "ar": (
            "مسحوب - لا تستخدموه: ",
            "مسحوب: نرجو عدم استخدام «{headline}» المرسل إليكم في {date}. السبب: {reason}",
            "نرجو التأكد من عدم استخدامه، وإزالته حيثما نُشر.",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Who would be told, and what would be stopped."""

    record: MailingRecord
    reason: str
    #: None when nobody got any version: the release is blocked, and there is nobody to tell.
    plan: Plan | None
    #: Mailings of which something is still to go.
    unfinished: tuple[str, ...]


def withdraw(
    workspace: Workspace,
    ledger: Ledger,
    name: str,
    reason: str,
    *,
    clock: Clock,
    theme: str = "",
    backend: str = "",
) -> Withdrawal:
    """Plan a withdrawal; nothing is written.

    Raises:
        UsageError: No reason was given.
        RefusedError: It was withdrawn already, or the mailing was a rehearsal.
    """
    if not reason.strip():
        raise UsageError("a release is not withdrawn without a reason", 'say --reason "..."')
    record = ledger.mailing(name)
    if not record.final:
        raise RefusedError(f"{name} was a rehearsal: nobody got it", f"dispatch cancel {name}")
    held = tuple(held_by(ledger, record).values())
    told = [one for one in held if one.occasion == WITHDRAWAL and not one.doubtful]
    before = ledger.withdrawn(record.release)
    if before is not None and len(told) == len(held):
        raise RefusedError(f"{record.release} was withdrawn already: {before}", f"dispatch status {name}")
    left = tuple(one for one in held if one not in told)
    following = Following(
        record=record,
        release=_notice(frozen_release(workspace, ledger, record), record, reason.strip()),
        findings=(),
        held=left,
        occasion=WITHDRAWAL,
        identity=Identity(verdict=Verdict.SAME, id=record.release, version=record.version),
        bound=Bound(release=record.release, version=record.version),
        theme=theme,
        backend=backend,
        unchecked=True,
    )
    plan = following_plan(workspace, ledger, following, clock=clock) if left else None
    unfinished = tuple(one.name for one in ledger.unfinished(record.release) if one.occasion != WITHDRAWAL)
    return Withdrawal(record=record, reason=reason.strip(), plan=plan, unfinished=unfinished)


def block(ledger: Ledger, withdrawal: Withdrawal) -> tuple[str, ...]:
    """Stop and block the release at once; names of the mailings that were cancelled."""
    return ledger.withdraw(withdrawal.record.release, withdrawal.reason)


def _notice(release: Release, record: MailingRecord, reason: str) -> Release:
    """A release that says nothing but that the other one must not be used."""
    subject, sentence, demand = _WORDS[primary(release.language)]
    date = written_date(record.created.date(), release.language)
    said = sentence.format(headline=record.headline, date=date, reason=reason)
    return replace(
        Release(file=record.name, fingerprint=release.fingerprint, headline=record.headline),
        kind=Kind.WITHDRAWAL,
        language=release.language,
        contacts=release.contacts,
        subject=f"{subject}{{{{ release.headline }}}}",
        notice=(said,),
        blocks=(Block(type=BlockType.LEAD, text=demand, html=f"<p>{escape(demand)}</p>", lines=Span(first=1, last=1)),),
    )
