"""What a proof tells beside the mail, kept with a staged mailing: who is left out and why, findings, spreads."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from dispatch.contacts import Audience, Fate
from dispatch.errors import LedgerError, NotFoundError
from dispatch.model.finding import Finding, Severity, by_weight
from dispatch.proof import LeftOut
from dispatch.workflows.draft import Draft

if TYPE_CHECKING:
    from dispatch.ledger.ledger import Ledger

#: Name of the frozen file.
PROOF = "proof"
#: Left-out people named per reason; the counts are whole.
NAMED = 1_000
#: Findings that are kept, the weightiest first.
_FINDINGS = 2_000
#: Findings about the desk and not about the mailing: whether cron has run is looked up when it is told.
_OF_THE_DAY = "RUN"
_REASONS = {
    Fate.DUPLICATE: "duplicates",
    Fate.EXCLUDED: "not_selected",
    Fate.NOT_IN_SEGMENT: "not_selected",
    Fate.SAME_OUTLET: "not_selected",
    Fate.BEYOND_LIMIT: "not_selected",
    Fate.SUPPRESSED: "suppressed",
    Fate.REACHED: "already_sent",
    Fate.GATED: "gated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was known when a mailing was staged; all empty for one of an earlier version of Dispatch."""

    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    #: Deliveries by list and by language, largest first.
    by_list: tuple[tuple[str, int], ...] = ()
    by_language: tuple[tuple[str, int], ...] = ()
    #: Language of each version, by name, and how many read it; empty where there is only one.
    versions: tuple[tuple[str, int], ...] = ()


def people_left_out(audience: Audience) -> Iterator[LeftOut]:
    """Those who would not get it, `NAMED` of each reason."""
    for fate, share in audience.left_out.items():
        for contact in islice(share, NAMED):
            yield LeftOut(
                reason=_REASONS[fate],
                address=contact.email,
                name=contact.name,
                outlet=contact.outlet,
                place=f"{contact.file}:{contact.line}",
            )


def keep(draft: Draft) -> bytes:
    """The frozen file of a draft."""
    lasting = (finding for finding in draft.findings if not finding.code.startswith(_OF_THE_DAY))
    findings = by_weight(lasting)[:_FINDINGS]
    told = {
        "left_out": [asdict(one) for one in people_left_out(draft.audience)],
        "findings": [asdict(finding) for finding in findings],
        "by_list": draft.by_list,
        "by_language": draft.languages,
        "versions": draft.versions,
    }
    return json.dumps(told).encode()


def kept(ledger: "Ledger", name: str) -> Kept:
    """What was kept with a mailing.

    Raises:
        LedgerError: It is damaged.
    """
    try:
        told = json.loads(ledger.part(name, PROOF))
        return Kept(
            left_out=tuple(LeftOut(**one) for one in told["left_out"]),
            findings=tuple(_finding(one) for one in told["findings"]),
            by_list=_spread(told["by_list"]),
            by_language=_spread(told["by_language"]),
            versions=_spread(told.get("versions", [])),  # mailings of before do not tell
        )
    except NotFoundError:
        return Kept()
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"The frozen mailing {name} is damaged.", "stage it again") from error


def _finding(told: dict[str, Any]) -> Finding:
    return Finding(**{**told, "severity": Severity(told["severity"])})


def _spread(told: list[list[Any]]) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), int(count)) for name, count in told)
