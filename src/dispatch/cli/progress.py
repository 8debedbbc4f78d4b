"""What a person sees while a mailing goes out: a line that lives on a terminal, a line now and then elsewhere."""

from collections import Counter
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from dispatch.clock import Clock
from dispatch.engine.progress import Progress, Unwatched
from dispatch.inert import inert
from dispatch.model.mailing import DeliveryState

if TYPE_CHECKING:
    from rich.live import Live

    from dispatch.cli.render.page import Page

#: Seconds between two lines where there is no terminal.
EVERY = 10.0
#: The rate is that of the last so many seconds.
_WINDOW = 30.0
#: Seconds from the first outcome before anything is said of a rate.
_SOON = 1.0
_REFRESH = 8
_MINUTE = 60.0
_HOUR = 3600.0
_NAMES = {
    DeliveryState.ACCEPTED: ("accepted", "green"),
    DeliveryState.DEFERRED: ("deferred", "yellow"),
    DeliveryState.REFUSED: ("refused", "red"),
    DeliveryState.IN_DOUBT: ("in doubt", "bold magenta"),
    DeliveryState.SUPPRESSED: ("suppressed", "dim"),
    DeliveryState.EXPIRED: ("expired", "red"),
    DeliveryState.CANCELLED: ("cancelled", "dim"),
}


class Tally:
    """Counts, rate and time left of one run."""

    def __init__(self, clock: Clock) -> None:
        self.total = 0
        self.counts: Counter[DeliveryState] = Counter()
        #: Why nothing is sent right now, or empty.
        self.wait = ""
        self._clock = clock
        self._window: tuple[float, int] = (0.0, 0)
        self._older: tuple[float, int] = (0.0, 0)

    def start(self, total: int) -> None:
        """A run begins."""
        self.total = total
        self._window = self._older = (self._clock.monotonic(), 0)

    def add(self, state: DeliveryState) -> None:
        """One outcome."""
        self.wait = ""
        self.counts[state] += 1
        now = self._clock.monotonic()
        if self.done == 1:
            # the first one took its connection and login as well, and a rate is measured between two
            self._window = self._older = (now, 1)
        elif now - self._window[0] >= _WINDOW:
            self._older, self._window = self._window, (now, self.done)

    @property
    def done(self) -> int:
        """Outcomes of this run."""
        return self.counts.total()

    @property
    def reached(self) -> int:
        """Deliveries that had an outcome; one that was deferred and tried again has several."""
        return min(self.done, self.total)

    @property
    def per_second(self) -> float:
        """Outcomes a second, lately; 0 before there is anything to go by."""
        since, count = self._older
        seconds = self._clock.monotonic() - since
        return (self.done - count) / seconds if seconds >= _SOON else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at this rate; None when nobody can say."""
        return (self.total - self.reached) / self.per_second if self.per_second > 0 else None


class LiveProgress:
    """One line at the foot of the terminal that follows its width."""

    def __init__(self, page: "Page", clock: Clock) -> None:
        self._page = page
        self._tally = Tally(clock)
        self._lock = RLock()
        self._live: Live | None = None

    def start(self, total: int) -> None:
        """Show the line."""
        from rich.live import Live  # noqa: PLC0415 - only while sending

        with self._lock:
            self._tally.start(total)
            if self._live is None:
                self._live = Live(
                    self, console=self._page.console, refresh_per_second=_REFRESH, redirect_stdout=False,
                    redirect_stderr=False,
                )  # fmt: skip
                self._live.start()

    def outcome(self, state: DeliveryState) -> None:
        """Count it; the line is drawn again by itself."""
        with self._lock:
            self._tally.add(state)

    def waiting(self, until: datetime, why: str) -> None:
        """Say on the line that it waits."""
        with self._lock:
            self._tally.wait = _waiting(until, why)

    def finish(self) -> None:
        """Leave the line standing as it is."""
        with self._lock:
            live, self._live = self._live, None
        if live is not None:
            live.stop()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        with self._lock:
            yield line(self._tally, options.max_width)


class LineProgress:
    """A plain line every ten seconds, for logs and pipes."""

    def __init__(self, page: "Page", clock: Clock) -> None:
        self._page = page
        self._clock = clock
        self._tally = Tally(clock)
        self._lock = RLock()
        self._next = 0.0
        self._said = ""

    def start(self, total: int) -> None:
        """Begin to count; a run that is over within ten seconds says nothing."""
        with self._lock:
            self._tally.start(total)
            self._next = self._clock.monotonic() + EVERY

    def outcome(self, state: DeliveryState) -> None:
        """Count it, and print a line when it is time."""
        with self._lock:
            self._tally.add(state)
            if self._clock.monotonic() >= self._next:
                self._next = self._clock.monotonic() + EVERY
                self._page.line(plain(self._tally))

    def waiting(self, until: datetime, why: str) -> None:
        """Say at once, and once, why it waits for long; the short waits of a rate make no more lines than outcomes."""
        with self._lock:
            self._tally.wait = _waiting(until, why)
            now = self._clock.monotonic()
            long = (until - self._clock.now()).total_seconds() >= EVERY
            if now >= self._next or (long and why != self._said):
                self._next, self._said = now + EVERY, why
                self._page.line(plain(self._tally))

    def finish(self) -> None:
        """Nothing: the result says it all."""


def progress_on(page: "Page", clock: Clock, *, silent: bool) -> Progress:
    """The progress that suits a page: none, a live line, or plain lines."""
    if silent:
        return Unwatched()
    return LiveProgress(page, clock) if page.terminal else LineProgress(page, clock)


def plain(tally: Tally) -> str:
    """`Sending 151/238, 30/min, 2:54 left: 149 accepted, 1 deferred, 1 refused`; while it waits, until when and why."""
    pace = ", ".join(part for part in (_rate(tally), "" if tally.wait else _left(tally)) if part)
    counts = ", ".join(f"{count} {name}" for name, _, count in _counted(tally))
    return f"Sending {tally.reached}/{tally.total}{', ' if pace else ''}{pace}{': ' if counts else ''}{counts}" + (
        f", {tally.wait}" if tally.wait else ""
    )


def line(tally: Tally, width: int) -> Text:
    """The live line, never wider than `width`: first the bar shrinks, then what matters least goes."""
    numbers = f"{tally.reached}/{tally.total}"
    counts = Text(" · ").join(Text(f"{count} {name}", style) for name, style, count in _counted(tally))
    pace = Text("  ").join(Text(part, "cyan") for part in (_rate(tally), tally.wait or _left(tally)) if part)
    for pieces in ((pace, counts), (counts,), ()):
        tail = Text("  ").join([Text(numbers, "bold"), *(piece for piece in pieces if piece.plain)])
        room = width - cell_len("Sending ") - cell_len(tail.plain) - 3
        if room >= 0:
            break
    text = Text("Sending ") + _bar(tally, min(room, 40)) + tail
    text.truncate(max(width - 1, 1))
    return text


def _bar(tally: Tally, width: int) -> Text:
    if width < 5:  # noqa: PLR2004 - shorter says nothing
        return Text()
    filled = width * tally.reached // tally.total if tally.total else width
    return Text("━" * filled, "green") + Text("━" * (width - filled), "bright_black") + Text("  ")


def _counted(tally: Tally) -> list[tuple[str, str, int]]:
    return [(*_NAMES[state], tally.counts[state]) for state in _NAMES if tally.counts[state]]


def _rate(tally: Tally) -> str:
    if not tally.per_second:
        return ""
    return f"{tally.per_second:.0f}/s" if tally.per_second >= 3 else f"{tally.per_second * _MINUTE:.0f}/min"  # noqa: PLR2004


def _left(tally: Tally) -> str:
    left = tally.seconds_left
    if left is None or tally.reached >= tally.total:
        return ""
    return f"{duration(left)} left"


def duration(seconds: float) -> str:
    """`0:07`, `2:54`, `1:02:03`."""
    whole = round(seconds)
    minutes, rest = divmod(whole, int(_MINUTE))
    hours, minutes = divmod(minutes, int(_MINUTE))
    return f"{hours}:{minutes:02}:{rest:02}" if whole >= _HOUR else f"{minutes}:{rest:02}"


def _waiting(until: datetime, why: str) -> str:
    return f"waiting until {until.astimezone():%H:%M:%S}{': ' if why else ''}{inert(why)}"
