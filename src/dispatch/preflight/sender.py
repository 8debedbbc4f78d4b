"""Rules about who writes: the sender and the organisation of dispatch.toml."""

from collections.abc import Iterator

from dispatch.model.finding import Finding, Severity
from dispatch.preflight.rule import Case, Rule

#: Mailbox providers whose domains are no organisation's own.
_PRIVATE_WORDS = (
    "gmail.com googlemail.com yahoo.com yahoo.es yahoo.fr hotmail.com hotmail.es hotmail.fr outlook.com live.com "
    "msn.com icloud.com me.com aol.com gmx.de gmx.net web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr "
    "laposte.net sfr.fr proton.me protonmail.com mail.com"
)
_PRIVATE = frozenset(_PRIVATE_WORDS.split())


def _finding(code: str, severity: Severity, message: str, fix: str, address: str | None = None) -> Finding:
    return Finding(code=code, severity=severity, message=message, fix=fix, address=address)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _nameless(case: Case) -> Iterator[Finding]:
    if case.sender is not None and not case.sender.name.strip():
        message = "The From line has an address and no name."
        yield _finding("SND001", Severity.WARNING, message, "set sender.name in dispatch.toml", case.sender.email)


def _no_postal_address(case: Case) -> Iterator[Finding]:
    if case.sender is not None and not case.organisation.address.strip():
        message = "The footer has no postal address."
        yield _finding("SND002", Severity.WARNING, message, "set organisation.address in dispatch.toml")


def _private_mailbox(case: Case) -> Iterator[Finding]:
    if case.sender is not None and _domain(case.sender.email) in _PRIVATE:
        message = f"The sender's address is at {_domain(case.sender.email)}, a provider of private mailboxes."
        fix = "send from an address at the organisation's own domain"
        yield _finding("SND003", Severity.WARNING, message, fix, case.sender.email)


def _foreign_bounce(case: Case) -> Iterator[Finding]:
    sender = case.sender
    if sender is None or not sender.bounce:
        return
    own, bounce = _domain(sender.email), _domain(sender.bounce)
    if own != bounce and not bounce.endswith(f".{own}") and not own.endswith(f".{bounce}"):
        message = f"Failure notices go to {bounce}, and the From line says {own}: receivers may take it for forged."
        fix = "use a bounce address at the sender's domain"
        yield _finding("SND004", Severity.WARNING, message, fix, sender.bounce)


def _no_organisation(case: Case) -> Iterator[Finding]:
    if case.sender is not None and not case.organisation.name.strip():
        message = "Nothing says in whose name the mail goes out."
        yield _finding("SND005", Severity.WARNING, message, "set organisation.name in dispatch.toml")


RULES: tuple[Rule, ...] = (
    Rule(
        code="SND001", severity=Severity.WARNING, title="Sender without a name", check=_nameless,
        explanation="People see the name before the subject. Without one they see an address, and many take it for "
        "spam.",
    ),
    Rule(
        code="SND002", severity=Severity.WARNING, title="No postal address", check=_no_postal_address,
        explanation="Several countries demand that mail to many people names where its sender can be reached by post, "
        "and filters "
        "look for it. It stands in the footer.",
    ),
    Rule(
        code="SND003", severity=Severity.WARNING, title="Private mailbox", check=_private_mailbox,
        explanation="Providers of private mailboxes publish that only their own servers may send for their domain. "
        "Mail through "
        "another server in their name is refused or put aside, and their own servers allow few messages a day.",
    ),
    Rule(
        code="SND004", severity=Severity.WARNING, title="Bounce address elsewhere", check=_foreign_bounce,
        explanation="Receivers compare the domain of the envelope sender with that of the From line (RFC 7489, "
        "alignment). When "
        "they differ only a DKIM signature can prove that the mail is yours.",
    ),
    Rule(
        code="SND005", severity=Severity.WARNING, title="Organisation not named", check=_no_organisation,
        explanation="Letterhead and footer name the organisation that the release comes from. Set its name once in "
        "dispatch.toml.",
    ),
    Rule(
        code="SND006", severity=Severity.WARNING, title="Not done in time",
        explanation="The account's rate and daily quota set how long a mailing takes. This one is not done by the time "
        "you named with --by, or not before the next wave begins (for example the lift of the embargo). Begin earlier, "
        "write to fewer people first, or use an account that takes more.",
    ),
)  # fmt: skip
