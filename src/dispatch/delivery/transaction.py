"""One message over an open SMTP or LMTP session: MAIL, RCPT, DATA or BDAT, with the point of no return in sight.

RFC 5321 section 3.3, RFC 2920 (PIPELINING), RFC 3030 (CHUNKING), RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531
(SMTPUTF8), RFC 2033 (LMTP).
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from dispatch.delivery.outcomes import accepted, classify, lost, unfit
from dispatch.delivery.reply import Reply
from dispatch.delivery.wire import Fault, Wire, WireError
from dispatch.model.mail import Message
from dispatch.model.outcome import Outcome, Phase, Scope

#: What an answer that goes on begins with.
_EXPECTED = {Phase.MAIL: 25, Phase.RCPT: 25, Phase.DATA: 35, Phase.DOT: 25}
_REFUSAL = 400
_CLOSING = 421
#: Octets a second below which a body is too slow; on top of the limit for it.
_SLOWEST = 10_000
#: A line that opens with a dot.
_DOTTED = re.compile(rb"\r\n\.")
#: What would end an address or a command early.
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f<>\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a server announced after EHLO or LHLO."""

    pipelining: bool = False
    chunking: bool = False
    eight_bit: bool = False
    utf8: bool = False
    starttls: bool = False
    #: Octets of the largest message; 0 is no limit, None is SIZE not offered.
    size: int | None = None
    #: Names of AUTH mechanisms, upper case.
    auth: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds that each step may take (RFC 5321 section 4.5.3.2, shortened where people wait)."""

    connect: float = 30.0
    greeting: float = 60.0
    #: The TLS handshake.
    tls: float = 30.0
    #: EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA: each answer.
    command: float = 120.0
    #: Handing over the body, and one second more for each 10 kB.
    body: float = 180.0
    #: The answer after the dot.
    reply: float = 600.0
    quit: float = 5.0


class Session:
    """A session that is ready for messages, one after the other.

    Attributes:
        usable: False once the socket has to be closed.
    """

    def __init__(
        self, wire: Wire, offers: Offers, timeouts: Timeouts, *, host: str = "", login: str = "the account"
    ) -> None:
        self.wire = wire
        self.offers = offers
        self.usable = True
        self._timeouts = timeouts
        self._host = host
        self._login = login
        self._phase = Phase.MAIL
        self._committed = False
        self._reset_due = False

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """See `Connection.send`."""
        self._phase = Phase.MAIL
        self._committed = False
        obstacle = self._obstacle(message)
        if obstacle:
            return obstacle
        try:
            if self.offers.chunking:
                return self._by_chunk(message, before_commit)
            return self._by_dot(message, before_commit)
        except WireError as error:
            self.usable = False
            return lost(self._phase, error, host=self._host, committed=self._committed)
        except BaseException:
            self.usable = False
            raise

    def _obstacle(self, message: Message) -> Outcome | None:
        """What makes it pointless or dangerous to offer this message to this server."""
        if not message.recipient or unsafe(message.recipient):
            fix = "correct the address in the list"
            return unfit(
                Phase.RCPT, Scope.RECIPIENT, "not an address that can be put on the wire", fix, host=self._host
            )
        if unsafe(message.sender):
            fix = "correct [sender] email and bounce in dispatch.toml"
            return unfit(Phase.MAIL, Scope.SENDER, "the sender is not an address", fix, host=self._host)
        if not message.sender.isascii() and not self.offers.utf8:
            reply, fix = (
                "the server takes no sender with letters beyond ASCII (no SMTPUTF8)",
                "set an ASCII [sender] email",
            )
            return unfit(Phase.MAIL, Scope.SENDER, reply, fix, host=self._host)
        if _wide(message) and not self.offers.utf8:
            reply = "the server does not take addresses with letters beyond ASCII (no SMTPUTF8)"
            return unfit(Phase.RCPT, Scope.RECIPIENT, reply, "ask for an ASCII address", host=self._host)
        reply, fix = self._unsendable(message.content)
        return unfit(Phase.BODY, Scope.MESSAGE, reply, fix, host=self._host) if reply else None

    def _unsendable(self, content: bytes) -> tuple[str, str]:
        """What is wrong with the content for this server, and what to do; empty when nothing is."""
        report = "report this, with the theme's name"
        if not _clean(content):
            return "the message has line ends other than CRLF: it was not sent", report
        if self.offers.size and len(content) > self.offers.size:
            reply = f"the message has {len(content)} bytes, the server takes {self.offers.size}"
            return reply, "make it smaller or remove attachments"
        if not self.offers.eight_bit and not content.isascii():
            return "the message has 8-bit text, which the server does not take (no 8BITMIME)", report
        return "", ""

    def _envelope(self, message: Message) -> list[tuple[Phase, bytes]]:
        """The commands MAIL and RCPT, after an RSET when a refusal left a transaction open."""
        parameters = f" SIZE={len(message.content)}" if self.offers.size is not None else ""
        if not message.content.isascii():
            parameters += " BODY=8BITMIME"
        if _wide(message):
            parameters += " SMTPUTF8"
        reset = [(Phase.MAIL, b"RSET\r\n")] if self._reset_due else []
        return [
            *reset,
            (Phase.MAIL, f"MAIL FROM:<{message.sender}>{parameters}\r\n".encode()),
            (Phase.RCPT, f"RCPT TO:<{message.recipient}>\r\n".encode()),
        ]

    def _by_dot(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """DATA: the body goes without its end, then the mark, then the dot."""
        refusal = self._asked([*self._envelope(message), (Phase.DATA, b"DATA\r\n")])
        if refusal:
            return refusal
        self._phase = Phase.BODY
        self._hand_over(stuffed(message.content), more=True)
        before_commit()
        if self.wire.pending():
            self._unsolicited()
        self.wire.send(b".\r\n", self._timeouts.command)
        self._committed = True
        return self._final(self.wire.read(self._timeouts.reply))

    def _by_chunk(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """BDAT: with PIPELINING everything takes one round trip, so MAIL and RCPT may be unanswered at the mark."""
        envelope = self._envelope(message)
        last = f"BDAT {len(message.content)} LAST\r\n".encode() + message.content
        if not self.offers.pipelining:
            refusal = self._asked(envelope)
            if refusal:
                return refusal
            envelope = []
        elif envelope:
            self.wire.send(b"".join(command for _, command in envelope), self._timeouts.command)
        self._phase = Phase.BODY
        before_commit()
        unanswered = [phase for phase, _ in envelope]
        refusal = self._drained(unanswered)
        if refusal:
            return refusal
        self._phase = Phase.BODY
        self._hand_over(last)
        self._committed = True
        return self._answered(unanswered)

    def _hand_over(self, body: bytes, *, more: bool = False) -> None:
        """Writes the body; a server that hangs up over it may have said why."""
        try:
            self.wire.send(body, self._timeouts.body + len(body) / _SLOWEST, more=more)
        except WireError as error:
            if error.fault is Fault.RESET and self.wire.pending():
                reply = self.wire.taken()
                if reply:
                    raise WireError(error.fault, reply.text) from error
            raise

    def _asked(self, commands: list[tuple[Phase, bytes]]) -> Outcome | None:
        """Sends commands, in one write when the server pipelines, and reads their answers up to the first refusal."""
        if self.offers.pipelining:
            self.wire.send(b"".join([command for _, command in commands]), self._timeouts.command)
        refusal: Outcome | None = None
        for phase, command in commands:
            self._phase = phase
            if not self.offers.pipelining:
                self.wire.send(command, self._timeouts.command)
            try:
                reply = self.wire.read(self._timeouts.command)
            except WireError as error:
                if refusal and error.fault is not Fault.UNREADABLE:
                    self.usable = False
                    return refusal
                raise
            refusal = self._judged(phase, command, reply, refusal)
            if refusal and (not self.offers.pipelining or reply.code == _CLOSING):
                break
        if self.wire.buffered and self.usable:
            self._unsolicited()
        self._reset_due = refusal is not None
        return refusal

    def _judged(self, phase: Phase, command: bytes, reply: Reply, refusal: Outcome | None) -> Outcome | None:
        """The refusal that stands after one more answer."""
        if reply.code >= _REFUSAL:
            if command == b"RSET\r\n":
                raise WireError(Fault.UNEXPECTED, reply.text)
            if reply.code == _CLOSING:
                self.usable = False
            return refusal or classify(phase, reply, host=self._host, login=self._login)
        if reply.code // 10 != _EXPECTED[phase]:
            raise WireError(Fault.UNEXPECTED, reply.text)
        if refusal and phase is Phase.DOT:
            raise WireError(Fault.UNEXPECTED, reply.text)
        if refusal and phase is Phase.DATA:
            # It wants the body although nobody may get it: hang up rather than send one (RFC 2920 section 3.1).
            self.usable = False
        return refusal

    def _drained(self, unanswered: list[Phase]) -> Outcome | None:
        """Looks, without waiting, at answers that came during the mark; a refusal among them spares the body."""
        self._reset_due = False
        while self.wire.pending():
            reply = self.wire.taken()
            if reply is None:
                if not self.wire.buffered or not unanswered:
                    raise WireError(Fault.CLOSED)
                return None
            if not unanswered:
                raise WireError(Fault.UNSOLICITED, reply.text)
            self._phase = unanswered.pop(0)
            refusal = self._judged(self._phase, b"", reply, None)
            if refusal:
                self._reset_due = True
                return self._answers(unanswered, refusal)
        return None

    def _answers(self, unanswered: list[Phase], refusal: Outcome | None) -> Outcome | None:
        """Reads the answers that are left to commands already sent; a refusal stands when the server then hangs up."""
        for phase in unanswered:
            if not self.usable:
                break
            try:
                reply = self.wire.read(self._timeouts.command)
            except WireError as error:
                if refusal is None or error.fault is Fault.UNREADABLE:
                    raise
                self.usable = False
                return refusal
            refusal = self._judged(phase, b"", reply, refusal)
        return refusal

    def _answered(self, unanswered: list[Phase]) -> Outcome:
        """Reads the answers that are left, the one to `BDAT … LAST` last."""
        refusal = self._answers(unanswered, None)
        if refusal is None:
            return self._final(self.wire.read(self._timeouts.reply))
        if not self.usable:
            return refusal
        self._answers([Phase.DOT], refusal)
        if self.wire.buffered:
            raise WireError(Fault.UNSOLICITED)
        self._reset_due = True
        return refusal

    def _final(self, reply: Reply) -> Outcome:
        """The outcome by the answer to the dot; more than one answer must say the same."""
        self._phase = Phase.DOT
        if reply.code < _REFUSAL and reply.code // 10 != _EXPECTED[Phase.DOT]:
            raise WireError(Fault.UNEXPECTED, reply.text)
        if self.wire.buffered:
            self.usable = False
            extra = self.wire.taken()
            if extra is None or (extra.code // 100 != reply.code // 100 and extra.code != _CLOSING):
                raise WireError(Fault.UNSOLICITED, reply.text)
        if reply.code < _REFUSAL:
            return accepted(reply, host=self._host)
        if reply.code == _CLOSING:
            self.usable = False
        self._reset_due = self.offers.chunking  # RFC 3030 section 2: after a refused BDAT the state is open
        return classify(Phase.DOT, reply, host=self._host, login=self._login)

    def _unsolicited(self) -> NoReturn:
        """Something came that belongs to no command, or the other side is gone: nothing after it can be trusted."""
        reply = self.wire.taken()
        if reply is None and not self.wire.buffered:
            raise WireError(Fault.CLOSED)
        raise WireError(Fault.UNSOLICITED, reply.text if reply else "")


def unsafe(address: str) -> bool:
    """True when an address holds what would end it, or its command, early."""
    return _UNSAFE.search(address) is not None


def _clean(content: bytes) -> bool:
    """True when every line ends in CRLF and CR and LF stand nowhere else (RFC 5321 section 2.3.8)."""
    # The standard library's decoder notes, in one pass, which line ends it met: five times faster than counting them.
    decoder = io.IncrementalNewlineDecoder(None, translate=False)
    decoder.decode(content.decode("latin-1"))
    return decoder.newlines == "\r\n" and content.endswith(b"\r\n")


def _wide(message: Message) -> bool:
    return message.utf8 or not (message.recipient.isascii() and message.sender.isascii())


def stuffed(content: bytes) -> bytes:
    """Doubles each dot that opens a line (RFC 5321 section 4.5.2)."""
    if content.startswith(b"."):
        content = b"." + content
    # hardly any message has one, and looking takes half as long as replacing
    return content.replace(b"\r\n.", b"\r\n..") if _DOTTED.search(content) else content
