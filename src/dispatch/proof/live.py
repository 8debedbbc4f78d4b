"""The live page: a web application for one person on this machine, behind an unguessable address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from hmac import compare_digest
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dispatch.errors import DispatchError
from dispatch.proof import live_views as views
from dispatch.proof.edition import Edition, Newsstand

#: For the page itself: its own files and frames, nothing from anywhere else.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: For a mail in its frame: its styles and the pictures it encloses; no script, no form, no request.
FRAME_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
}
_STATIC = {"live.css": "text/css", "live.js": "text/javascript"}


def live_app(stand: Newsstand, *, token: str, port: int) -> ASGIApp:
    """The application (ASGI).

    It answers GET and HEAD only, only to requests that name this machine's loopback address and port as their host
    (so that no other site's name can be made to lead here), that no other site's page made, and that know the token.

    Args:
        stand: Has the newest edition.
        token: First part of every path; unguessable.
        port: On which it is served.
    """
    desk = _Desk(stand)
    app = Starlette(
        routes=[
            Route(f"/{token}/", desk.page, methods=["GET"]),
            Route(f"/{token}/{{name:str}}", desk.named, methods=["GET"]),
        ]
    )
    return _Guard(app, token=token, hosts=(f"127.0.0.1:{port}", f"localhost:{port}"))


class _Guard:
    """Turns away what did not come from the live page, before anything is looked at."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._prefix = f"/{token}/".encode()
        self._hosts = frozenset(host.encode() for host in hosts)
        self._origins = frozenset(f"http://{host}".encode() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        if refusal:
            await Response(status_code=refusal, headers=_ALWAYS)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.lower().encode(), value.encode()) for name, value in _ALWAYS.items()]
            await send(message)

        await self._app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> int:
        """The status of a request that is turned away, or 0."""
        headers = scope["headers"]
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421
        sites = {value for name, value in headers if name == b"sec-fetch-site"}
        origins = {value for name, value in headers if name == b"origin"}
        if not sites <= {b"none", b"same-origin"} or not origins <= self._origins:
            return 403
        if scope["method"] not in {"GET", "HEAD"}:
            return 405
        path = scope.get("raw_path", b"").partition(b"?")[0]
        known = compare_digest(path[: len(self._prefix)].ljust(len(self._prefix)), self._prefix)
        return 0 if known else 404


class _Desk:
    """What is behind each path."""

    def __init__(self, stand: Newsstand) -> None:
        self._stand = stand
        self._names: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "state": self._state,
            "people": self._people,
            "mail": self._mail,
            "frame": self._frame,
            "source": self._source,
            "events": self._events,
        }

    async def page(self, _request: Request) -> Response:
        """The page itself."""
        return _file("live.html", "text/html", {"Content-Security-Policy": PAGE_POLICY})

    async def named(self, request: Request) -> Response:
        """A file of the page, or something that it asks for."""
        name = request.path_params["name"]
        if name in _STATIC:
            return _file(name, _STATIC[name])
        if name not in self._names:
            raise HTTPException(404)
        try:
            return await self._names[name](request)
        except DispatchError as error:
            # The files changed under an edition whose child process is gone; the next edition follows at once.
            return JSONResponse({"message": error.message, "fix": error.fix}, status_code=409)

    async def _state(self, _request: Request) -> Response:
        return JSONResponse(views.state(self._stand.newest))

    async def _people(self, request: Request) -> Response:
        asked = request.query_params
        answer = await asyncio.to_thread(
            views.people,
            self._stand.newest,
            asked.get("words", "")[:200],
            asked.get("among", ""),
            _count(asked.get("start")),
            _count(asked.get("count")),
            kept=asked.get("kept", ""),
        )
        return JSONResponse(answer)

    async def _mail(self, request: Request) -> Response:
        edition, number = self._whose(request)
        return JSONResponse(await asyncio.to_thread(views.mail, edition, number))

    async def _frame(self, request: Request) -> Response:
        edition, number = self._whose(request)
        scheme = "dark" if request.query_params.get("scheme") == "dark" else "light"
        pictures = request.query_params.get("pictures") != "off"
        html = await asyncio.to_thread(views.frame, edition, number, scheme=scheme, pictures=pictures)
        return Response(html, media_type="text/html", headers={"Content-Security-Policy": FRAME_POLICY})

    async def _source(self, request: Request) -> Response:
        asked = request.query_params
        found = views.source(self._stand.newest, asked.get("file", ""), _count(asked.get("line")))
        if found is None:
            raise HTTPException(404)
        return JSONResponse(found)

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self._versions(), media_type="text/event-stream")

    async def _versions(self) -> AsyncIterator[str]:
        """The number of each new edition (Server-Sent Events, HTML Living Standard 9.2)."""
        changed = asyncio.Event()
        loop = asyncio.get_running_loop()
        with self._stand.listening(lambda: loop.call_soon_threadsafe(changed.set)):
            while not self._stand.closed:
                yield f"retry: 500\ndata: {self._stand.newest.version}\n\n"
                await changed.wait()
                changed.clear()

    def _whose(self, request: Request) -> tuple[Edition, int]:
        """Whose mail is asked for; who is no longer there is the first one."""
        edition = self._stand.newest
        return edition, edition.directory.number(request.query_params.get("address", "")) or 0


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004


def _file(name: str, kind: str, headers: dict[str, str] | None = None) -> Response:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return Response(text, media_type=kind, headers=headers)
