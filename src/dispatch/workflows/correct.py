"""A correction: the whole corrected text, what changed on top, to exactly those who hold an earlier version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dispatch import message
from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import RefusedError, UsageError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.records import MailingRecord
from dispatch.message.notice import subject_of
from dispatch.message.texts import primary
from dispatch.model.release import Kind, Release
from dispatch.workflows.following import Following, following_plan, identify_as
from dispatch.workflows.holders import Held, held_by
from dispatch.workflows.material import read_release
from dispatch.workflows.plan import Plan

#: The mark before the subject, and what follows the note.
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": ("CORRECTION: ", "The complete, corrected release follows."),
        "es": ("RECTIFICACIÓN: ", "A continuación, el texto completo y corregido."),
        "fr": ("RECTIFICATIF : ", "Le texte complet et corrigé suit."),
        "de": ("BERICHTIGUNG: ", "Der vollständige, berichtigte Text folgt."),
        "it": ("RETTIFICA: ", "Segue il testo completo e corretto."),
        "pt": ("RETIFICAÇÃO: ", "Segue-se o texto completo e corrigido."),
        "nl": ("RECTIFICATIE: ", "De volledige, verbeterde tekst volgt."),
        "pl": ("SPROSTOWANIE: ", "Poniżej pełny, poprawiony tekst."),
        "ar": ("تصحيح: ", "فيما يلي النص الكامل المصحح."),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Who would be told what."""

    plan: Plan
    #: Mailings of the earlier text of which something is still to go; they are cancelled when this is staged.
    unfinished: tuple[str, ...]
    #: Those of whom nobody knows whether they have it.
    doubtful: tuple[Held, ...]


def correct(
    workspace: Workspace,
    ledger: Ledger,
    name: str,
    release: str,
    note: str,
    *,
    clock: Clock,
    doubtful: bool,
    allow: frozenset[str] = frozenset(),
    theme: str = "",
    backend: str = "",
) -> Correction:
    """Plan a correction; nothing is written.

    Args:
        workspace: Its settings.
        ledger: Open.
        name: A mailing of the text that was wrong.
        release: The corrected text: a path, or a name in releases/.
        note: What was wrong and what is right, and where.
        clock: The time.
        doubtful: Also to those who are in doubt.
        allow: Codes of findings that do not block.
        theme: Another theme than the mailing's.
        backend: Another account than the mailing's.

    Raises:
        UsageError: There is no note, or a file cannot be read.
        RefusedError: The text did not change, nobody holds an earlier one, or it was withdrawn.
    """
    if not note.strip():
        raise UsageError(
            "a correction must say what was wrong and what is right",
            'say --note "Paragraph 3: 1,200, not 12,000"',
        )
    record = ledger.mailing(name)
    reason = ledger.withdrawn(record.release)
    if reason is not None:
        raise RefusedError(f"{record.release} was withdrawn: {reason}", "write a new release, under an id of its own")
    text, findings = read_release(workspace, release)
    text = replace(text, both=bool(record.options.get("both")))
    path = workspace.relative(workspace.release(release))
    identity = identify_as(ledger, path, text, record.release)
    earlier = [one for one in held_by(ledger, record).values() if one.version < identity.version]
    if identity.version <= record.version:
        raise RefusedError(f"{release} is version {identity.version}, which was sent already", "correct the file first")
    unsure = tuple(one for one in earlier if one.doubtful)
    held = tuple(one for one in earlier if doubtful or not one.doubtful)
    if not held and not unsure:
        raise RefusedError(f"nobody holds an earlier version of {record.release}", f"dispatch status {name}")
    plan = following_plan(
        workspace,
        ledger,
        Following(
            record=record,
            release=corrected(workspace, text, note.strip(), theme or record.theme),
            findings=findings,
            held=held,
            occasion=f"correction-v{identity.version}",
            identity=identity,
            theme=theme,
            backend=backend,
            allow=allow | {"REL071"},
        ),
        clock=clock,
    )
    return Correction(plan=plan, unfinished=_unfinished(ledger, record), doubtful=unsure)


def corrected(workspace: Workspace, release: Release, note: str, theme: str) -> Release:
    """The release as a correction, in each of its languages: marked in the subject, the note above everything."""
    mark, follows = _WORDS[primary(release.language)]
    subject = subject_of(release, message.load_theme(workspace.theme(theme)))
    return replace(
        release,
        versions=tuple(corrected(workspace, version, note, theme) for version in release.versions),
        kind=Kind.CORRECTION,
        immediate=False,
        subject=subject if release.headline.upper().startswith(mark.strip(" :")) else f"{mark}{subject}",
        notice=(f"{mark}{note}", follows),
    )


def stop_earlier(ledger: Ledger, correction: Correction) -> tuple[str, ...]:
    """Nothing more of the wrong text goes out; names of the mailings that were cancelled."""
    for name in correction.unfinished:
        ledger.cancel(name, f"corrected by version {correction.plan.identity.version}")
    return correction.unfinished


def _unfinished(ledger: Ledger, record: MailingRecord) -> tuple[str, ...]:
    return tuple(one.name for one in ledger.unfinished(record.release)) if record.final else ()
