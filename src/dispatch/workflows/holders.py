"""Who holds which version of a release, with everything that the lists still say about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dispatch.config.workspace import Workspace
from dispatch.errors import DispatchError
from dispatch.ledger.ledger import Ledger
from dispatch.ledger.listings import Holder
from dispatch.ledger.records import MailingRecord
from dispatch.model.contact import Contact
from dispatch.model.mailing import DeliveryState
from dispatch.workflows.material import read_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one person got of a release."""

    key: str
    address: str
    name: str
    #: The newest version that was accepted, or that may have been.
    version: int
    #: Occasion of the newest.
    occasion: str
    #: Of all that they got, oldest first: what an answer in the same thread refers to.
    message_ids: tuple[str, ...]
    #: Nothing was certainly accepted: they may have it, or not.
    doubtful: bool


def held_by(ledger: Ledger, record: MailingRecord) -> dict[str, Held]:
    """What each person got of the release of a mailing, by key; of a rehearsal, what that rehearsal made.

    Only accepted and in-doubt deliveries count. Later ones add to earlier ones.
    """
    found: dict[str, Held] = {}
    for holder in ledger.holders(record.release) if record.final else _rehearsed(ledger, record):
        doubtful = holder.state is DeliveryState.IN_DOUBT
        known = found.get(holder.key)
        if known is None:
            found[holder.key] = Held(
                key=holder.key,
                address=holder.address,
                name=holder.name,
                version=holder.version,
                occasion=holder.occasion,
                message_ids=(holder.message_id,),
                doubtful=doubtful,
            )
            continue
        newer = known.doubtful or not doubtful
        found[holder.key] = replace(
            known,
            version=max(known.version, holder.version) if newer else known.version,
            occasion=holder.occasion if newer else known.occasion,
            message_ids=(*known.message_ids, holder.message_id),
            doubtful=known.doubtful and doubtful,
        )
    return found


def _rehearsed(ledger: Ledger, record: MailingRecord) -> Iterable[Holder]:
    for row in ledger.deliveries(record.name, (DeliveryState.ACCEPTED, DeliveryState.IN_DOUBT)):
        yield Holder(
            mailing=record.name,
            version=record.version,
            occasion=record.occasion,
            key=row.key,
            address=row.address,
            name=row.name,
            state=row.state,
            message_id=row.message_id,
            at=row.updated,
        )


def contacts_of(workspace: Workspace, ledger: Ledger, record: MailingRecord, held: Iterable[Held]) -> list[Contact]:
    """These people as contacts: as the lists of the release's mailings have them now, else as the ledger knows them."""
    wanted = list(held)
    known = _on_lists(workspace, ledger, record, {one.key for one in wanted})
    return [
        replace(known[one.key], email=one.address)
        if one.key in known
        else Contact(email=one.address, key=one.key, name=one.name)
        for one in wanted
    ]


def _on_lists(workspace: Workspace, ledger: Ledger, record: MailingRecord, keys: set[str]) -> Mapping[str, Contact]:
    names: dict[str, None] = {}
    for tally in ledger.mailings(record.release):
        lists = tally.mailing.options.get("lists")
        names.update(dict.fromkeys(map(str, lists)) if isinstance(lists, list) else {})
    found: dict[str, Contact] = {}
    for name in names:
        try:
            (reading,) = read_lists(workspace, [str(workspace.root / name)])
        except DispatchError:
            continue  # a list that is gone takes nobody's correction away: the ledger knows name and address
        for contact in reading.contacts:
            if contact.key in keys:
                found.setdefault(contact.key, contact)
    return found
