"""How fast one sees a proof: from the shell, as a pack, after a save on the live page, among 100,000 contacts."""

import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

from dispatch.workflows.init import init

_FIRST = ("Ana", "José", "Li", "Maximiliane", "Bo", "Søren", "Zoë", "Karl-Heinz")
_LAST = ("Ruiz", "Núñez", "O’Hara", "Featherstonehaugh-Worthington", "Li", "Müller")
_WANTED = ("nunez99", "outlet 2999 jose", "r99999", "worthington9", "nobody at all", "e")


def _people(path: Path, count: int) -> None:
    rows = (f"r{n}@o{n % 3000}.test,{_FIRST[n % 8]} {_LAST[n % 6]}{n},Outlet {n % 3000},es" for n in range(count))
    path.write_text("email,name,outlet,language\n" + "\n".join(rows) + "\n", encoding="utf-8")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _dispatch(root: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "dispatch", "-w", str(root), *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def _served(root: Path, people: str) -> Iterator[str]:
    command = [sys.executable, "-m", "dispatch", "-w", str(root), "preview", "night-clinics", people, "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _events(address: str) -> Iterator[bytes]:
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.netloc)
    connection.request("GET", f"{url.path}events")
    yield from (line for line in connection.getresponse().fp if line.startswith(b"data:"))


def _after_saves(root: Path, address: str) -> list[float]:
    """Seconds from saving the release to the news of an edition."""
    release = root / "releases" / "night-clinics.md"
    text = release.read_text(encoding="utf-8")
    found = []
    events = _events(address)
    next(events)
    for number in range(5):
        time.sleep(2)
        saved = text.replace("six cities", f"{number} cities")
        found.append(_seconds(lambda saved=saved: (release.write_text(saved, encoding="utf-8"), next(events))))
        next(events)
    return found


def _searches(address: str) -> list[float]:
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.netloc)

    def search(words: str) -> None:
        connection.request("GET", f"{url.path}people?words={quote(words)}")
        connection.getresponse().read()

    search("warm")
    return [_seconds(lambda words=words: search(words)) for words in _WANTED]


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        init(root)
        _people(root / "lists" / "thousand.csv", 1_000)
        _people(root / "lists" / "many.csv", 100_000)
        shell = [_seconds(lambda: _dispatch(root, "preview", "night-clinics", "thousand")) for _ in range(5)]
        pack = [
            _seconds(lambda: _dispatch(root, "preview", "night-clinics", "thousand", "--out", f"{folder}/proof"))
            for _ in range(3)
        ]
        print(f"first proof, 1,000 contacts    {median(shell):6.2f} s   (goal 0.8 s)")
        print(f"proof pack, 1,000 contacts     {median(pack):6.2f} s   (goal 3 s)")
        with _served(root, "thousand") as address:
            saves = _after_saves(root, address)
        print(f"edition after a save           {median(saves) * 1e3:6.0f} ms  (goal 300 ms)")
        with _served(root, "many") as address:
            time.sleep(5)
            found = _searches(address)
        worst, usual = max(found) * 1e3, median(found) * 1e3
        print(f"picker, 100,000 contacts       {worst:6.0f} ms at most, {usual:.0f} ms median  (goal 100 ms)")
