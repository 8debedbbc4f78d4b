"""Ctrl-C and SIGTERM: the first finishes what is in flight, the second stops at once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def listening(interrupt: Callable[[], None]) -> Iterator[None]:
    """Call `interrupt` at each signal while the block runs; outside the main thread signals stay as they are."""
    if current_thread() is not main_thread():
        yield
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        interrupt()

    before = {number: signal.signal(number, handle) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
