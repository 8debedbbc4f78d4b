"""Draws docs/pictures/throughput.svg and memory.svg from fresh measurements: `make plots`, or one of them by name."""

import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median

from benchmarks import big_lists
from benchmarks.sending import dispatch_rate
from benchmarks.sinks import smtp_sink
from benchmarks.wire import SOURCE, source_rate
from dispatch.workflows.init import init

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
CONNECTIONS = (1, 2, 3, 5, 8, 10, 15, 20)
COUNT = 3_000
#: Of the drawing and of the margins around the plot: left, top, right, bottom.
WIDTH, HEIGHT, MARGINS = 720, 400, (80, 56, 130, 56)
COLOURS = ("#0b5fa5", "#b35900")

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis: its title, its ticks, and whether it is logarithmic; it ends at the first and last tick."""

    title: str
    ticks: Sequence[float]
    logarithmic: bool = False

    def part(self, value: float) -> float:
        """Where a value lies, from 0 to 1."""
        low, high, value = (
            math.log10(each) if self.logarithmic else each for each in (self.ticks[0], self.ticks[-1], value)
        )
        return (value - low) / (high - low)


def main(names: Sequence[str]) -> None:
    """Measure and draw those named, or both."""
    for name in names or ("throughput", "memory"):
        {"throughput": draw_throughput, "memory": draw_memory}[name]()


def draw_throughput() -> None:
    """Both senders, and how long the disk takes for what each of our commits must wait for."""
    before = sync_seconds()
    rates = throughput()
    sync = (before + sync_seconds()) / 2 * 1000
    across = Axis(title="connections", ticks=(0, 5, 10, 15, 20))
    up = Axis(title="messages a second", ticks=steps(max(rate for points in rates.values() for _, rate in points)))
    title = f"Throughput, 17 kB each, ledger at FULL; one sync of this disk takes {sync:.1f} ms"
    write("throughput", title, rates, across, up)


def draw_memory() -> None:
    """Ours alone: the goal is the top of the plot."""
    across = Axis(title="contacts on the list", ticks=(10_000, 100_000, 1_000_000), logarithmic=True)
    up = Axis(title="peak resident MB", ticks=(0, 50, 100, big_lists.PEAK_MB))
    write("memory", "Peak memory of staging a mailing, against the list's size", memory(), across, up)


def sync_seconds() -> float:
    """Median time to make one page durable."""
    seconds: list[float] = []
    with tempfile.TemporaryFile(buffering=0) as file:
        for _ in range(200):
            file.seek(0)
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - began)
    return median(seconds)


def throughput() -> Mapping[str, Points]:
    """Messages a second for each number of connections, of Dispatch and of smtp-source, one after the other."""
    source = shutil.which("smtp-source") or SOURCE
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    with smtp_sink() as port, tempfile.TemporaryDirectory() as folder:
        for connections in CONNECTIONS:
            rate, _, _ = dispatch_rate(port, Path(folder) / str(connections), COUNT, connections=connections)
            ours.append((connections, rate))
            theirs.append((connections, source_rate(source, port, connections=connections)))
            print(
                f"{connections:2} connections: dispatch {rate:6,.0f}/s, smtp-source {theirs[-1][1]:6,.0f}/s", flush=True
            )
    return {"dispatch": ours, "smtp-source": theirs}


def memory() -> Mapping[str, Points]:
    """Peak megabytes of staging lists of growing size."""
    points: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        init(root)
        for size in big_lists.SIZES:
            seconds, peak = big_lists.staged(root, size)
            points.append((size, peak))
            print(f"{size:9,} contacts: {peak:4.0f} MB, {seconds:.1f} s", flush=True)
    return {"dispatch": points}


def steps(highest: float) -> Sequence[float]:
    """Round ticks from 0 to just above a value, four to eight of them."""
    step = 10 ** math.floor(math.log10(highest))
    while highest / step < 4:
        step /= 2
    return [number * step for number in range(math.ceil(highest / step) + 1)]


def write(name: str, title: str, lines: Mapping[str, Points], across: Axis, up: Axis) -> None:
    """Write one picture."""
    (PICTURES / f"{name}.svg").write_text(picture(title, lines, across, up), encoding="utf-8")


def picture(title: str, lines: Mapping[str, Points], across: Axis, up: Axis) -> str:
    """A line plot as SVG; each line is named at its end, and the figures stand in the description."""
    left, top, right, bottom = MARGINS
    wide, high = WIDTH - left - right, HEIGHT - top - bottom

    def at(x: float, y: float) -> tuple[float, float]:
        return round(left + wide * across.part(x), 1), round(top + high * (1 - up.part(y)), 1)

    told = "; ".join(f"{name}: " + ", ".join(f"{x:,} {y:,.0f}" for x, y in points) for name, points in lines.items())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
        '<g font-family="sans-serif" font-size="13" fill="#333">',
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{left}" y="26" font-size="15" font-weight="bold">{escape(title)}</text>',
        f'<text x="{left + wide / 2}" y="{HEIGHT - 14}" text-anchor="middle">{escape(across.title)}</text>',
        f'<text x="{left}" y="{top - 10}" text-anchor="middle" fill="#666">{escape(up.title)}</text>',
    ]
    for tick in up.ticks:
        x, y = at(across.ticks[0], tick)
        parts.append(f'<path d="M{x} {y}h{wide}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{tick:,.0f}</text>')
    for tick in across.ticks:
        x, y = at(tick, up.ticks[0])
        parts.append(f'<text x="{x}" y="{y + 20}" text-anchor="middle">{tick:,}</text>')
    for (name, points), colour in zip(lines.items(), COLOURS, strict=False):
        places = [at(x, y) for x, y in points]
        path = "L".join(f"{x} {y}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        parts.append(f'<text x="{x + 10}" y="{y + 4}" fill="{colour}" font-weight="bold">{escape(name)}</text>')
    return "\n".join([*parts, "</g></svg>"]) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
