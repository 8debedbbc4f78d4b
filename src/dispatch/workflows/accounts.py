"""Which backends a mailing goes through, and from whom."""

from collections.abc import Sequence
from typing import TextIO

from dispatch import delivery
from dispatch.accounts import Programs
from dispatch.config import trust
from dispatch.config.workspace import Workspace
from dispatch.delivery.protocol import Backend
from dispatch.errors import BackendError, DispatchError
from dispatch.model.mail import Sender

#: The backend that is used when nothing is configured.
OUTBOX = "outbox"
#: Stands in for an unset `[sender]` where nothing really goes out.
PLACEHOLDER = Sender(name="Your press office", email="press@sender-not-set.example.org")


def open_backends(workspace: Workspace, name: str = "", *, stream: TextIO | None = None) -> list[Backend]:
    """The backend to use, then those that stand in for it; opens no socket.

    Args:
        workspace: Its settings.
        name: From `--backend`; empty means `[send] backend`, else the outbox.
        stream: Where the `console` backend writes.

    Raises:
        BackendError: Unknown name, or wrong settings.
    """
    chosen = name or workspace.settings.send.backend or OUTBOX
    names = [chosen, *(other for other in workspace.settings.send.failover if other != chosen)]
    backends = [open_backend(workspace, each, stream=stream) for each in names]
    if any(backend.final != backends[0].final for backend in backends):
        raise BackendError(
            f"[send] failover mixes backends that deliver with ones that do not: {', '.join(names)}",
            "name only accounts that really deliver, or none",
        )
    return backends


def through(workspace: Workspace, name: str = "") -> str:
    """Which account a mailing goes through, in words; empty when the settings do not say it rightly."""
    try:
        backend = open_backends(workspace, name)[0]
    except DispatchError:
        return ""
    rate = f", {backend.limits.per_minute:g} a minute" if backend.limits.per_minute is not None else ""
    return f"{backend.name} ({backend.description}){rate}"


def sender_for(workspace: Workspace, backends: Sequence[Backend]) -> Sender:
    """Who writes; a rehearsal may do without `[sender]`.

    Raises:
        ConfigError: `[sender] email` is not set and the mail would really go out.
    """
    if not workspace.settings.sender.email and not backends[0].final:
        return PLACEHOLDER
    return workspace.sender


def open_backend(workspace: Workspace, name: str, *, stream: TextIO | None = None) -> Backend:
    """One backend by its name; opens no socket.

    Raises:
        BackendError: Unknown name, or wrong settings.
    """
    tables = workspace.settings.backends
    table = tables.get(name)
    if table is None and name in {OUTBOX, "console"}:
        table = {"type": name} | ({"path": str(workspace.root / OUTBOX)} if name == OUTBOX else {})
    if table is None:
        known = ", ".join(sorted({*tables, OUTBOX, "console"}))
        raise BackendError(f"there is no backend {name!r} in dispatch.toml", f"use one of: {known}; or add it")

    def check(_argv: tuple[str, ...], purpose: str) -> None:
        trust.demand(workspace.root, workspace.programs, workspace.environ, purpose)

    return delivery.create(
        name,
        table,
        workspace=workspace.root,
        programs=Programs(folder=workspace.root, check=check),
        environ=workspace.environ,
        stream=stream,
    )
