"""How long a release takes to be understood: a usual one of 5 kB, and 1 MB of the worst kinds of text."""

import statistics
import time
from collections.abc import Iterator

from dispatch.release import read_parts

_PARAGRAPH = (
    "Six walk-in clinics that open when others close will start work on Monday, the Alliance for Open Clinics said. "
    "“Nobody should have to choose between a day’s pay and a doctor,” said Ruth Okafor, a nurse in Portsmouth. "
    "Each clinic has two nurses, and a doctor can be reached at any hour; the addresses are at https://www.example.org.\n\n"
)
_HEAD = "FOR IMMEDIATE RELEASE\n\nNight clinics open in six cities\n\nPORTSMOUTH – March 9, 2026 – "
_TAIL = (
    "About the Alliance for Open Clinics\n\nThe alliance is a network.\n\nMedia contact: Ana Ruiz, ana@alliance.test\n"
)
_MEGABYTE = 1_000_000


def worst() -> Iterator[tuple[str, str]]:
    """Texts of a megabyte that punish backtracking, look-ahead and rescanning."""
    for name, piece in {
        "one line of capitals": "A ",
        "one line of dots": ".",
        "opening quotation marks": "“a ",
        "unclosed quotations": "“He said so.\n\n",
        "brackets": "((((",
        "digits": "12-34 ",
        "dates": "May 3, 2026, ",
        "at signs": "a@b.",
        "dashes": "CHICAGO – ",
        "short lines": "a\n",
        "blank lines": "\n",
        "heads": "Contact:\n\n",
        "white space": " \t",
        "prose": _PARAGRAPH,
    }.items():
        yield name, piece * (_MEGABYTE // len(piece))


def seconds(text: str, suffix: str) -> float:
    """Wall time of one reading."""
    data = text.encode()
    begun = time.perf_counter()
    read_parts(data, suffix, "release")
    return time.perf_counter() - begun


def run() -> None:
    usual = _HEAD + _PARAGRAPH * 14 + _TAIL
    for suffix in (".txt", ".md"):
        median = statistics.median(seconds(usual, suffix) for _ in range(15))
        print(f"release reading  {len(usual.encode()) / 1000:.1f} kB {suffix:4} {median * 1000:6.1f} ms  (goal 20 ms)")
    for name, text in worst():
        print(f"release reading  1 MB of {name:24} {seconds(text, '.txt'):6.2f} s   (goal 2 s)", flush=True)
    brackets = "![" * (_MEGABYTE // 2)
    print(f"release reading  1 MB of {'brackets in Markdown':24} {seconds(brackets, '.md'):6.2f} s   (goal 2 s)")


if __name__ == "__main__":
    run()
