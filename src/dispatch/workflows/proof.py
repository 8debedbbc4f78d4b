"""A proof of a draft: what a person looks at before it goes out."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.clock import Clock
from dispatch.errors import InputError
from dispatch.model.contact import Contact
from dispatch.model.mail import Message
from dispatch.proof import Proof
from dispatch.workflows.draft import EXAMPLE, Draft
from dispatch.workflows.kept import people_left_out
from dispatch.workflows.preview import example_message

if TYPE_CHECKING:  # a preview needs neither accounts nor what sends
    from dispatch.workflows.plan import Plan


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
        versions=draft.versions,
        early=draft.early,
        left_out=tuple(people_left_out(draft.audience)),
        findings=draft.findings,
        through=through,
        approvals=draft.approvals,
        facts=facts_of(draft),
    )


def proofs_of(plan: "Plan", *, clock: Clock) -> list[tuple[str, Proof]]:
    """What the first of those who get it before an embargo's lift would get, and of those who get it then.

    Args:
        plan: What would be sent.
        clock: The time.

    Returns:
        Words for each variant and a proof of it; one without words where all get the same.
    """
    binder, draft = plan.binder, replace(plan.draft, mail=plan.binder.plain)
    looks = [("", draft, draft.first or EXAMPLE)]
    if binder.notice is not None:
        noticed = replace(plan.draft, mail=binder.notice)
        people = draft.audience.contacts
        early = next(filter(binder.trusted, people), None)
        late = next((contact for contact in people if not binder.trusted(contact)), None)
        told = (("Now, with the embargo notice", noticed, early), ("At the lift, without the notice", draft, late))
        looks = [(words, look, contact) for words, look, contact in told if contact is not None] or looks
    return [
        (words, proof_of(look, contact, example_message(look, contact, clock), clock=clock))
        for words, look, contact in looks
    ]


def facts_of(draft: Draft) -> tuple[tuple[str, str], ...]:
    """What is special about it: its embargo, and that it is staged already."""
    embargo = draft.release.embargo
    told = [("Staged", words) for words in draft.staged]
    if embargo is not None:
        own = embargo.strftime("%a %d %b %Y, %H:%M %Z")
        utc = "" if embargo.tzname() == "UTC" else f" ({embargo.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
        told.append(("Embargo", f"until {own}{utc}"))
    return tuple(told)


def write_page(draft: Draft, path: Path, contact: Contact, *, clock: Clock, through: str = "") -> Path:
    """Write the proof page of a draft, as one contact gets it.

    Raises:
        InputError: The file cannot be written.
    """
    message = example_message(draft, contact, clock)
    from dispatch.proof import build_page  # noqa: PLC0415 - seldom asked for

    page = build_page(proof_of(draft, contact, message, clock=clock, through=through))
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", "name another file") from error
    return path
