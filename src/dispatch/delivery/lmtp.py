"""LMTP: a local mail store such as Dovecot, over a Unix socket or loopback (RFC 2033)."""

from collections.abc import Mapping
from pathlib import Path

from dispatch.delivery.protocol import Surroundings
from dispatch.delivery.route import Route
from dispatch.delivery.settings import parse
from dispatch.delivery.smtp import SmtpConnection
from dispatch.delivery.smtp_settings import LmtpSettings
from dispatch.model.limits import Limits


def create(name: str, table: Mapping[str, object], surroundings: Surroundings) -> "LmtpBackend":
    """A local mail store, over LMTP (see `Factory`)."""
    return LmtpBackend(name, parse(LmtpSettings, name, table), surroundings.workspace)


class LmtpBackend:
    """A local mail store; as each message has one recipient, the answer after the dot is the recipient's."""

    cooperative = True

    def __init__(self, name: str, settings: LmtpSettings, workspace: Path) -> None:
        self.name = name
        self.final = settings.final
        self.limits: Limits = settings.limits()
        self._route = Route(
            host=settings.host.strip("[]"),
            port=settings.port,
            socket=str(workspace / Path(settings.socket).expanduser()) if settings.socket else "",
            security="none",
            hello="LHLO",
            local_hostname=settings.local_hostname,
            pipelining=settings.pipelining,
            chunking=settings.chunking,
            timeouts=settings.timeouts.timeouts(),
        )
        self.description = f"{self._route.shown}, LMTP"

    def connect(self) -> SmtpConnection:
        """See `Backend.connect`."""
        return SmtpConnection(self._route)
