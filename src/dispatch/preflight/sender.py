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
#: Providers whose accounts write in their own name only: presets and domains of their servers; domains of mailboxes
#: that no other server may send for.
_PROVIDERS: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(servers.split()), frozenset(mailboxes.split()))
    for servers, mailboxes in (
        ("gmail gmail.com googlemail.com google.com", "gmail.com googlemail.com"),
        ("microsoft365 office365.com outlook.com hotmail.com live.com", "outlook.com hotmail.com live.com msn.com"),
        ("yahoo.com yahoo.co.uk aol.com", "yahoo.com yahoo.es yahoo.fr aol.com"),
        ("me.com icloud.com", "icloud.com me.com mac.com"),
        ("gmx.net gmx.com gmx.de web.de mail.com", "gmx.de gmx.net gmx.com gmx.at gmx.ch web.de mail.com"),
        ("t-online.de", "t-online.de"),
        ("orange.fr wanadoo.fr", "orange.fr wanadoo.fr"),
    )
)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


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
    if not _related(own, bounce):
        message = f"Failure notices go to {bounce}, and the From line says {own}: receivers may take it for forged."
        fix = "use a bounce address at the sender's domain"
        yield _finding("SND004", Severity.WARNING, message, fix, sender.bounce)


def _other_login(case: Case) -> Iterator[Finding]:
    """A provider's account that would write in the name of another domain than it logs in with."""
    account, sender = case.account, case.sender
    if sender is None or account is None or "@" not in account.username:
        return
    own, login = _domain(sender.email), _domain(account.username)
    if _server_of(account.host) is not None and not _related(own, login):
        message = (
            f"The account logs in to {account.host} as {account.username}, and the From line says {sender.email}: "
            "such providers put their own address there, or refuse the mail."
        )
        fix = f"use an account at {own}, or set sender.email to {account.username}"
        yield _finding("SND007", Severity.WARNING, message, fix, sender.email)


def _other_server(case: Case) -> Iterator[Finding]:
    """A mailbox of a provider in the From line of mail that goes through somebody else's server."""
    account, sender = case.account, case.sender
    if sender is None or account is None or account.host.casefold() in _LOOPBACK:
        return
    own = _domain(sender.email)
    for servers, mailboxes in _PROVIDERS:
        if own in mailboxes and _server_of(account.host) is not servers:
            message = f"The From line says {own}, and {account.host} may not send for it: receivers refuse such mail."
            fix = f"send through the servers of {own}, or from an address at a domain of your own"
            yield _finding("SND008", Severity.WARNING, message, fix, sender.email)


def _server_of(host: str) -> frozenset[str] | None:
    """The servers of the provider that a host belongs to."""
    name = host.casefold().rstrip(".")
    found = (servers for servers, _ in _PROVIDERS if any(name == one or name.endswith(f".{one}") for one in servers))
    return next(found, None)


def _related(one: str, other: str) -> bool:
    """Whether two domains are one organisation's as far as their names tell: equal, or one below the other."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


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
    Rule(
        code="SND007", severity=Severity.WARNING, title="Account of another domain", check=_other_login,
        explanation="Providers such as Google and Microsoft let an account write only in its own name: they replace "
        "the From line by the address of the login, or refuse the mail (SendAsDenied). Use an account at the sender's "
        "domain. If the provider knows the sender's address as an alias of the account, ignore this code in [check].",
    ),
    Rule(
        code="SND008", severity=Severity.WARNING, title="Server of somebody else", check=_other_server,
        explanation="The domain in the From line belongs to a provider that publishes which servers send for it, and "
        "asks receivers to refuse all other mail (RFC 7489). The account's server is none of them. Send through the "
        "provider itself, or better from a domain of your own.",
    ),
)  # fmt: skip
