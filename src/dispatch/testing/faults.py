"""Every way in which an SMTP or LMTP server can fail at every moment, as scripts for `ScriptedServer`."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Moments of a session in order; `body-50` is the middle of the body, `idle` the time between two messages.
MOMENTS = (
    "connect", "greeting", "ehlo", "starttls", "handshake", "auth", "mail", "rcpt", "data",
    "body-0", "body-50", "body-99", "dot", "idle", "quit",
)  # fmt: skip

#: What goes wrong there, beside or instead of the right reply.
FAULTS = (
    "close", "reset", "hang", "drip", "partial", "unfinished", "garbage", "garbage-then-reply", "long-line",
    "wrong-class", "421", "4yz", "5yz", "extra",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """Which session: the extensions that the server offers, and how the client greets."""

    name: str
    hello: str = "EHLO"
    pipelining: bool = False
    chunking: bool = False
    secured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    #: Steps that read what the client says.
    before: str = ""
    #: The right reply, as lines.
    reply: tuple[str, ...] = ()
    #: Steps after the right reply.
    after: str = ""


def moments(mode: Mode) -> tuple[str, ...]:
    """The moments that such a session has."""
    unsecured = () if mode.secured else ("starttls", "handshake", "auth")
    chunked = ("data", "body-0", "body-50", "body-99") if mode.chunking else ()
    return tuple(moment for moment in MOMENTS if moment not in {*unsecured, *chunked})


def script(mode: Mode, size: int, moment: str = "", fault: str = "") -> str:
    """A session with one message, which goes wrong at one moment.

    Args:
        mode: Which session.
        size: Octets of the body on the wire, without its dot.
        moment: One of `moments(mode)`; empty for a session in which nothing goes wrong.
        fault: One of `FAULTS`.
    """
    lines: list[str] = []
    for name, step in _session(mode, size).items():
        if name == moment:
            return "\n".join([*lines, *_broken(name, step, fault, _rest(mode, size, name))])
        lines += _right(step)
    return "\n".join(lines)


def _rest(mode: Mode, size: int, moment: str) -> list[str]:
    """The right session after a moment."""
    names = list(_session(mode, size).items())
    position = [name for name, _ in names].index(moment)
    return [line for _, step in names[position + 1 :] for line in _right(step)]


def _right(step: _Step) -> list[str]:
    return [*step.before.splitlines(), *(f"send {line}" for line in step.reply), *step.after.splitlines()]


def _session(mode: Mode, size: int) -> dict[str, _Step]:
    """The steps by moment, in order."""
    offers = ["8BITMIME"]
    offers += ["PIPELINING"] if mode.pipelining else []
    offers += ["CHUNKING"] if mode.chunking else []
    opening = ["250-scripted.dispatch.test", *(f"250-{offer}" for offer in offers)]
    steps = {"connect": _Step(), "greeting": _Step(reply=("220 scripted.dispatch.test ready",))}
    if mode.secured:
        steps["ehlo"] = _Step(before=f"expect {mode.hello}", reply=(*opening, "250 STARTTLS"))
        steps["starttls"] = _Step(before="expect STARTTLS", reply=("220 2.0.0 go ahead",))
        after = "\n".join([f"expect {mode.hello}", *(f"send {line}" for line in opening), "send 250 AUTH PLAIN"])
        steps["handshake"] = _Step(after=f"starttls\n{after}")
        steps["auth"] = _Step(before="expect AUTH", reply=("235 2.7.0 welcome",))
    else:
        steps["ehlo"] = _Step(before=f"expect {mode.hello}", reply=(*opening, "250 HELP"))
    return {**steps, **_transaction(mode, size)}


def _transaction(mode: Mode, size: int) -> dict[str, _Step]:
    steps = {
        "mail": _Step(before="expect MAIL", reply=("250 2.1.0 ok",)),
        "rcpt": _Step(before="expect RCPT", reply=("250 2.1.5 ok",)),
    }
    if mode.chunking:
        steps["dot"] = _Step(before="read bdat\naccept", reply=("250 2.0.0 kept",))
    else:
        steps["data"] = _Step(before="expect DATA", reply=("354 go ahead",))
        for percent in (0, 50, 99):
            steps[f"body-{percent}"] = _Step(before=f"await {size * percent // 100}")
        steps["dot"] = _Step(before="read data\naccept", reply=("250 2.0.0 kept",))
    steps["idle"] = _Step(before="sleep 0.05")
    steps["quit"] = _Step(before="expect QUIT", reply=("221 2.0.0 bye",))
    return steps


def _broken(moment: str, step: _Step, fault: str, rest: list[str]) -> list[str]:
    """The steps from a fault on."""
    before = step.before.splitlines()
    if fault in {"421", "4yz", "5yz"} and moment == "dot":
        before.remove("accept")
    reply = step.reply or ("250 2.0.0 unasked",)
    right = [f"send {line}" for line in step.reply] + step.after.splitlines()
    first = reply[0]
    faulty = {
        "close": ["close"],
        "reset": ["reset"],
        "hang": ["hang"],
        "drip": [f"drip 0.04 {first}", "hang"],
        "partial": [f"bytes {first[:8]}", "close"],
        "unfinished": [f"send {first[:3]}-more to come", "hang"],
        "garbage": ["garbage 40", "hang"],
        "garbage-then-reply": ["garbage 40", *right, *rest],
        "long-line": ["line 10000000", "close"],
        "wrong-class": [f"send {_WRONG.get(first[0], '354')} 2.0.0 what", *rest],
        "421": ["send 421 4.3.2 closing", "close"],
        "4yz": ["send 451 4.3.0 later", "rest 503 5.5.1 bad sequence"],
        "5yz": ["send 554 5.3.0 never", "rest 503 5.5.1 bad sequence"],
        "extra": [*right, "send 250 2.0.0 extra", *rest],
    }
    return [*before, *faulty[fault]]


#: A code of another class than the right one.
_WRONG: Mapping[str, str] = {"2": "354", "3": "250"}
