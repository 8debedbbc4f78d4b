"""The live page of a release: made again whenever the release, a list, the theme or the settings are saved."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe
from threading import Event, Thread
from typing import TYPE_CHECKING

from dispatch.clock import Clock
from dispatch.config.workspace import Workspace
from dispatch.errors import DispatchError
from dispatch.proof.edition import Newsstand, Trouble
from dispatch.workflows.pressroom import Making, Pressroom, ServeRequest

if TYPE_CHECKING:
    from uvicorn import Server

#: Milliseconds in which changes are collected before anything is made again, and between two looks.
_COLLECTED, _LOOKED = 60, 15
#: Seconds that a person who ended the page waits at most: what is still being made is thrown away.
_PATIENCE = 2


@contextmanager
def serving(reopen: Callable[[], Workspace], request: ServeRequest, *, clock: Clock) -> Iterator[str]:
    """Serve the live page on loopback until the block ends.

    Args:
        reopen: The workspace with its settings as they are now.
        request: What it is about.
        clock: The time.

    Yields:
        The page's address; only who knows it sees anything.

    Raises:
        UsageError: A file cannot be read, or is wrong.
    """
    pressroom = Pressroom(reopen, request, clock)
    try:
        making = pressroom.make()
        stand = Newsstand(making.edition())
        stop = Event()
        watcher = Thread(target=_keep_up, args=(pressroom, making, stand, stop), name="watcher", daemon=True)
        with serving_stand(stand) as address:
            watcher.start()
            try:
                yield address
            finally:
                stop.set()
                stand.close()
                watcher.join(_PATIENCE)
    finally:
        pressroom.close()


@contextmanager
def serving_stand(stand: Newsstand) -> Iterator[str]:
    """Serve whatever is the newest edition on loopback until the block ends.

    Args:
        stand: Has the editions; closed at the end.

    Yields:
        The page's address; only who knows it sees anything.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        port, token = door.getsockname()[1], token_urlsafe(24)
        server, thread = _started(stand, door, token, port)
        try:
            yield f"http://127.0.0.1:{port}/{token}/"
        finally:
            stand.close()
            server.should_exit = True
            thread.join(_PATIENCE)


def _started(stand: Newsstand, door: socket.socket, token: str, port: int) -> "tuple[Server, Thread]":
    """The web server in a thread of its own: signals stay with the command."""
    import uvicorn  # noqa: PLC0415 - only this page needs a web server

    from dispatch.proof.live import live_app  # noqa: PLC0415

    app = live_app(stand, token=token, port=port)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, lifespan="off", ws="none",
        timeout_graceful_shutdown=1, loop="asyncio", http="h11",
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [door]}, name="live page", daemon=True)
    thread.start()
    return server, thread


class _Counting:
    """Counts the shapes of one edition in a thread of its own, and puts out what it knows."""

    def __init__(self, making: Making, stand: Newsstand) -> None:
        self._making = making
        self._stand = stand
        self._stop = Event()
        self._thread = Thread(target=self._count, name="counting", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop counting, and let go of the edition's child process."""
        self._stop.set()
        self._thread.join()
        self._making.close()

    def _count(self) -> None:
        try:
            for edition in self._making.counting(self._stop):
                if not self._stop.is_set():
                    self._stand.publish(replace(edition, trouble=self._stand.newest.trouble))
        except DispatchError as error:
            _show_trouble(self._stand, error)


def _keep_up(pressroom: Pressroom, making: Making, stand: Newsstand, stop: Event) -> None:
    """Make an edition after each change until told to stop; trouble is shown beside the last good edition."""
    counting = _Counting(making, stand)
    pressroom.prepare()
    for _ in _looks(pressroom.watched(), stop):
        if not pressroom.stale():
            continue
        try:
            making = pressroom.make()
        except DispatchError as error:
            _show_trouble(stand, error)
            pressroom.prepare()
            continue
        counting.end()
        if stop.is_set():
            making.close()
            return
        stand.publish(making.edition())
        counting = _Counting(making, stand)
        pressroom.prepare()
    counting.end()


def _looks(folders: tuple[Path, ...], stop: Event) -> Iterator[None]:
    """Times to look again: at once when something changed, and now and then, for not every folder tells of changes."""
    import watchfiles  # noqa: PLC0415 - only this page needs it

    for _ in watchfiles.watch(
        *folders, recursive=False, stop_event=stop, debounce=_COLLECTED, step=_LOOKED, rust_timeout=500,
        yield_on_timeout=True, raise_interrupt=False,
    ):  # fmt: skip
        yield


def _show_trouble(stand: Newsstand, error: DispatchError) -> None:
    stand.publish(replace(stand.newest, trouble=Trouble(message=error.message, fix=error.fix)))
