"""Keys of `[backends.NAME] type = "smtp"` and `"lmtp"`, and what presets fill in."""

import ipaddress
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dispatch.accounts import PasswordSource
from dispatch.delivery.settings import Pace, Settings
from dispatch.delivery.transaction import Timeouts

Security = Literal["starttls", "tls", "none"]
Mechanism = Literal["auto", "plain", "login", "cram-md5", "xoauth2", "none"]
Command = str | tuple[str, ...]
Seconds = Annotated[float, Field(gt=0, le=3600)]

_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}
_DEFAULT = Timeouts()
_HOSTS: Mapping[str, str] = {"microsoft365": "smtp.office365.com", "gmail": "smtp.gmail.com"}


class TimeoutSettings(Settings):
    """Seconds for each step; see `Timeouts`."""

    connect: Seconds = _DEFAULT.connect
    greeting: Seconds = _DEFAULT.greeting
    tls: Seconds = _DEFAULT.tls
    command: Seconds = _DEFAULT.command
    body: Seconds = _DEFAULT.body
    reply: Seconds = _DEFAULT.reply
    quit: Seconds = _DEFAULT.quit

    def timeouts(self) -> Timeouts:
        """As the session takes them."""
        return Timeouts(**self.model_dump())


class SmtpSettings(Pace):
    """A mail account or relay."""

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Security | None = None
    username: str = ""
    password_env: str = ""
    password_command: Command = ""
    password_file: str = ""
    password_keyring: str = ""
    auth: Mechanism = "auto"
    #: Program that prints an OAuth 2 access token, for `auth = "xoauth2"`.
    token_command: Command = ""
    ca_file: str = ""
    client_certificate: str = ""
    client_key: str = ""
    #: What to call this machine in EHLO; a name with a dot, else an address literal is used.
    local_hostname: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:\[\]-]*$")] = ""
    pipelining: bool = True
    chunking: bool = True
    #: False for a server that keeps the mail to itself, such as the sandbox: its mailings are rehearsals.
    final: bool = True
    timeouts: TimeoutSettings = TimeoutSettings()

    @model_validator(mode="after")
    def _consistent(self) -> "SmtpSettings":
        if not self.address:
            raise ValueError("host is missing")
        if self.way == "none" and not is_loopback(self.address):
            raise ValueError(f'security = "none" works only towards this machine, not {self.address}')
        sources = [self.password_env, self.password_command, self.password_file, self.password_keyring]
        if sum(map(bool, sources)) > 1:
            raise ValueError("more than one source of the password is set")
        if self.mechanism != "none" and not self.username:
            raise ValueError("username is missing")
        if self.mechanism == "xoauth2" and not self.token_command:
            raise ValueError("token_command is missing")
        if self.mechanism not in {"none", "xoauth2"} and not any(sources):
            raise ValueError("the password's source is missing (password_env, password_command, password_file, ...)")
        if self.client_key and not self.client_certificate:
            raise ValueError("client_certificate is missing")
        return self

    @property
    def address(self) -> str:
        """The host, which a preset may know."""
        return self.host or _HOSTS.get(self.preset, "")

    @property
    def way(self) -> Security:
        """How the connection is secured: as set, else by the port."""
        return self.security or ("tls" if self.port == _PORTS["tls"] else "starttls")

    @property
    def number(self) -> int:
        """The port: as set, else by the security."""
        return self.port or _PORTS[self.way]

    @property
    def mechanism(self) -> Mechanism:
        """How to log in; `none` when no account is named."""
        if self.auth == "auto":
            if self.token_command:
                return "xoauth2"
            named = self.username or self.password
            return "auto" if named else "none"
        return self.auth

    @property
    def password(self) -> PasswordSource | None:
        """Where the password is, if anywhere."""
        source = PasswordSource(
            environment=self.password_env,
            command=self.password_command,
            file=self.password_file,
            keyring=self.password_keyring,
        )
        return source if source != PasswordSource() else None


class LmtpSettings(Pace):
    """A local mail store: a Unix socket, or a loopback address."""

    socket: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 24
    local_hostname: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:\[\]-]*$")] = ""
    pipelining: bool = True
    chunking: bool = True
    final: bool = True
    timeouts: TimeoutSettings = TimeoutSettings()

    @model_validator(mode="after")
    def _local(self) -> "LmtpSettings":
        if not self.socket and not is_loopback(self.host):
            raise ValueError(f"LMTP is not encrypted: it works only towards this machine, not {self.host}")
        return self


def is_loopback(host: str) -> bool:
    """True for `localhost` and loopback addresses; other names are not resolved."""
    if host.lower() in {"localhost", "localhost."}:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
