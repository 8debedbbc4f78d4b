"""SMTP: a mail account or relay, secured and verified by default."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock

from dispatch.accounts import Secret, TokenSource, password
from dispatch.delivery.login import Credentials, Door
from dispatch.delivery.outcomes import lost
from dispatch.delivery.protocol import Surroundings
from dispatch.delivery.route import Arrival, Route, tls_context
from dispatch.delivery.settings import parse
from dispatch.delivery.smtp_settings import SmtpSettings
from dispatch.delivery.transaction import Session
from dispatch.delivery.wire import WireError
from dispatch.model.limits import Limits
from dispatch.model.mail import Message
from dispatch.model.outcome import Outcome, Phase

_SECURED = {"starttls": "STARTTLS", "tls": "TLS", "none": "not encrypted"}


def create(name: str, table: Mapping[str, object], surroundings: Surroundings) -> "SmtpBackend":
    """A mail account or relay, over SMTP (see `Factory`)."""
    return SmtpBackend(name, parse(SmtpSettings, name, table), surroundings)


class SmtpBackend:
    """A mail account or relay."""

    cooperative = True

    def __init__(self, name: str, settings: SmtpSettings, surroundings: Surroundings) -> None:
        self.name = name
        self.final = settings.final
        self.limits: Limits = settings.limits()
        self.description = f"{settings.address}, {_SECURED[settings.way]}"
        self._settings = settings
        self._surroundings = surroundings
        self._lock = Lock()
        self._route: Route | None = None
        self._door: Door | None = None

    def connect(self) -> "SmtpConnection":
        """See `Backend.connect`; reads certificates and fetches the password the first time."""
        with self._lock:
            if self._route is None:
                self._door = self._make_door()
                self._route = self._make_route()
        return SmtpConnection(self._route, self._door, self._settings.username)

    def _make_route(self) -> Route:
        settings = self._settings
        context = None
        if settings.way != "none":
            context = tls_context(
                self.name,
                ca_file=self._path(settings.ca_file),
                certificate=self._path(settings.client_certificate),
                key=self._path(settings.client_key),
            )
        return Route(
            host=settings.address.strip("[]"),
            port=settings.number,
            security=settings.way,
            context=context,
            local_hostname=settings.local_hostname,
            pipelining=settings.pipelining,
            chunking=settings.chunking,
            timeouts=settings.timeouts.timeouts(),
        )

    def _make_door(self) -> Door | None:
        settings = self._settings
        if settings.mechanism == "none":
            return None
        tokens, secret = None, None
        if settings.mechanism == "xoauth2":
            purpose = f"the access token of backend {self.name}"
            tokens = TokenSource(settings.token_command, purpose, self._surroundings.programs)
            tokens.token()
        else:
            secret = self._password()
        return Door(
            Credentials(username=settings.username, mechanism=settings.mechanism, password=secret, tokens=tokens)
        )

    def _password(self) -> Secret:
        source = self._settings.password
        assert source is not None
        return password(
            source,
            f"the password of backend {self.name}",
            workspace=self._surroundings.workspace,
            programs=self._surroundings.programs,
            environ=self._surroundings.environ,
        )

    def _path(self, text: str) -> Path | None:
        return self._surroundings.workspace / Path(text).expanduser() if text else None


class SmtpConnection:
    """One SMTP (or LMTP) session at a time, opened again after trouble."""

    def __init__(self, route: Route, door: Door | None = None, login: str = "") -> None:
        self._route = route
        self._door = door
        self._login = login or "the account"
        self._busy = Lock()
        self._session: Session | None = None
        self._arrival: Arrival | None = None

    def open(self) -> Outcome | None:
        """See `Connection.open`; a session that the server ended, or in which it spoke unasked, is opened again."""
        with self._busy:
            return self._ready()

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """See `Connection.send`."""
        with self._busy:
            trouble = self._ready()
            if trouble:
                return trouble
            session = self._session
            assert session is not None
            try:
                return session.send(message, before_commit)
            finally:
                if not session.usable:
                    self._drop()

    def close(self) -> None:
        """See `Connection.close`; says QUIT when idle, cuts a session that another thread is using."""
        if self._busy.acquire(blocking=False):
            try:
                self._quit()
            finally:
                self._busy.release()
            return
        for holder in (self._session, self._arrival):
            if holder and holder.wire:
                holder.wire.interrupt()

    def _ready(self) -> Outcome | None:
        if self._session:
            if not self._session.wire.pending():
                return None
            self._drop()
        self._arrival = arrival = Arrival(self._route)
        trouble = self._arrived(arrival)
        self._arrival = None
        if trouble and arrival.wire:
            arrival.wire.close()
        return trouble

    def _arrived(self, arrival: Arrival) -> Outcome | None:
        route = self._route
        trouble = arrival.travel()
        if trouble:
            return trouble
        wire = arrival.wire
        assert wire is not None
        if self._door:
            try:
                trouble = self._door.pass_through(wire, arrival.offers.auth, route.timeouts.command, route.shown)
            except WireError as error:
                trouble = lost(Phase.AUTH, error, host=route.shown)
            if trouble:
                return trouble
        self._session = Session(wire, arrival.offers, route.timeouts, host=route.shown, login=self._login)
        return None

    def _quit(self) -> None:
        session = self._session
        if session:
            with suppress(WireError):
                session.wire.send(b"QUIT\r\n", self._route.timeouts.quit)
                session.wire.read(self._route.timeouts.quit)
            self._drop()

    def _drop(self) -> None:
        if self._session:
            self._session.wire.close()
            self._session = None
