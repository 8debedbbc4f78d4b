"""Progress of a send, on a terminal and elsewhere."""

import io
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len

from dispatch.cli.progress import EVERY, LineProgress, LiveProgress, Tally, duration, line, plain, progress_on
from dispatch.cli.render.page import Page
from dispatch.engine.progress import Unwatched
from dispatch.model.mailing import DeliveryState

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.seconds = 0.0

    def now(self):
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self):
        return self.seconds

    def sleep(self, seconds):
        self.seconds += seconds


def half_way(watch):
    tally = Tally(watch)
    tally.start(238)
    for number in range(151):
        watch.sleep(2)
        tally.add(DeliveryState.DEFERRED if number == 7 else DeliveryState.ACCEPTED)
    tally.counts[DeliveryState.IN_DOUBT] += 1
    tally.counts[DeliveryState.ACCEPTED] -= 1
    return tally


@pytest.mark.parametrize("width", [20, 40, 60, 80, 160])
def test_the_live_line_never_outgrows_the_terminal(width):
    """A narrow terminal loses the bar first, then the pace, never the count."""
    text = line(half_way(Watch()), width)
    assert cell_len(text.plain) < width
    assert "151" in text.plain


def test_the_live_line_tells_count_pace_and_states():
    """At a usual width everything is there."""
    text = line(half_way(Watch()), 100).plain
    assert "151/238" in text
    assert "30/min" in text
    assert "2:5" in text
    assert "149 accepted · 1 deferred · 1 in doubt" in text
    assert "━" in text


def test_waiting_says_until_when_and_why():
    """A wait for the account's rate takes the place of the time left, and the reason is inert."""
    watch = Watch()
    stream = io.StringIO()
    progress = LineProgress(Page(stream, terminal=False), watch)
    progress.start(10)
    for _ in range(2):
        progress.waiting(NOON + timedelta(minutes=5), "quota \x1b[31m of the day")
    assert stream.getvalue().count("\n") == 1
    assert "waiting until" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_without_a_terminal_there_is_a_line_every_ten_seconds():
    """A log gets few lines, a short run none."""
    watch = Watch()
    stream = io.StringIO()
    progress = LineProgress(Page(stream, terminal=False), watch)
    progress.start(100)
    for _ in range(100):
        watch.sleep(0.3)
        progress.outcome(DeliveryState.ACCEPTED)
    progress.finish()
    assert stream.getvalue().count("\n") in {int(30 / EVERY) - 1, int(30 / EVERY)}


def test_the_waits_of_a_rate_make_no_lines_of_their_own():
    """With twelve messages a minute a log gets a line every ten seconds, not one for each wait."""
    watch = Watch()
    stream = io.StringIO()
    progress = LineProgress(Page(stream, terminal=False), watch)
    progress.start(100)
    for _ in range(12):
        progress.outcome(DeliveryState.ACCEPTED)
        progress.waiting(watch.now() + timedelta(seconds=5), "12 a minute")
        watch.sleep(5)
    assert stream.getvalue().count("\n") <= 60 / EVERY
    assert "12/min" in stream.getvalue()


def test_the_time_left_is_that_of_the_rate():
    """The connection before the first message and the burst of its answer do not count: twelve a minute is twelve."""
    watch = Watch()
    tally = Tally(watch)
    tally.start(13)
    watch.sleep(4)
    tally.add(DeliveryState.ACCEPTED)
    watch.sleep(0.1)
    assert tally.seconds_left is None
    watch.sleep(4.9)
    tally.add(DeliveryState.ACCEPTED)
    assert tally.seconds_left == pytest.approx(55)


def test_quiet_has_no_progress():
    """`-q` and `--json` show nothing."""
    assert isinstance(progress_on(Page(io.StringIO()), Watch(), silent=True), Unwatched)


def test_finish_twice_is_harmless():
    """The engine may end a run that the command ends too."""
    progress = LiveProgress(Page(io.StringIO(), terminal=True, width=80), Watch())
    progress.start(2)
    progress.outcome(DeliveryState.ACCEPTED)
    progress.finish()
    progress.finish()


@pytest.mark.parametrize(("seconds", "text"), [(7, "0:07"), (174, "2:54"), (3723, "1:02:03"), (59.7, "1:00")])
def test_durations_read_like_a_clock(seconds, text):
    """Minutes and seconds, hours only when there are some."""
    assert duration(seconds) == text


def test_plain_line():
    """The line of a log says the same as the live one."""
    assert plain(half_way(Watch())).startswith("Sending 151/238, 30/min, 2:5")


RESIZED = """
import fcntl, os, struct, sys, termios
from dispatch.cli.progress import LiveProgress
from dispatch.cli.render.page import Page
from dispatch.clock import SystemClock
from dispatch.model.mailing import DeliveryState
progress = LiveProgress(Page(sys.stderr), SystemClock())
progress.start(50)
for number in range(50):
    columns = (120, 30, 80)[number % 3]
    fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    progress.outcome(DeliveryState.ACCEPTED)
    SystemClock.sleep(0.01)
progress.finish()
"""


def test_a_resize_in_the_middle_does_no_harm():
    """The line follows the width of a real pseudo-terminal, and the end is told in full."""
    master, slave = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    with subprocess.Popen(
        [sys.executable, "-c", RESIZED], stderr=slave, stdout=slave, env={**environment, "TERM": "xterm"}
    ) as process:
        os.close(slave)
        seen = b""
        try:
            while part := os.read(master, 65536):
                seen += part
        except OSError:
            pass  # the other side closed the terminal
    os.close(master)
    assert process.returncode == 0
    assert b"50/50" in seen
    assert b"Traceback" not in seen
