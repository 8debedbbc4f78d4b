"""A proof of a draft: what a person looks at before it goes out."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from dispatch.clock import Clock
from dispatch.contacts import Audience, Fate
from dispatch.errors import InputError
from dispatch.model.contact import Contact
from dispatch.model.mail import Message
from dispatch.proof import LeftOut, Proof, build_page
from dispatch.workflows.draft import Draft
from dispatch.workflows.preview import example_message

#: Left-out people named per reason; the counts are whole.
NAMED = 1_000
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


def proof_of(draft: Draft, contact: Contact, message: Message, *, clock: Clock, through: str = "") -> Proof:
    """Everything that one look at a mailing needs.

    Args:
        draft: The mail as it would be.
        contact: Whose copy is shown.
        message: That copy.
        clock: The time.
        through: Which account it would go through.
    """
    return Proof(
        headline=draft.release.headline,
        content=message.content,
        made=clock.now(),
        contact=contact,
        counts=draft.audience.counts if draft.readings else None,
        by_list=draft.by_list,
        by_language=draft.languages,
        left_out=tuple(_left_out(draft.audience)),
        findings=draft.findings,
        through=through,
        approvals=draft.approvals,
    )


def write_page(draft: Draft, path: Path, contact: Contact, *, clock: Clock, through: str = "") -> Path:
    """Write the proof page of a draft, as one contact gets it.

    Raises:
        InputError: The file cannot be written.
    """
    message = example_message(draft, contact, clock)
    page = build_page(proof_of(draft, contact, message, clock=clock, through=through))
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", "name another file") from error
    return path


def _left_out(audience: Audience) -> Iterator[LeftOut]:
    for fate, share in audience.left_out.items():
        for contact in islice(share, NAMED):
            yield LeftOut(
                reason=_REASONS[fate],
                address=contact.email,
                name=contact.name,
                outlet=contact.outlet,
                place=f"{contact.file}:{contact.line}",
            )
