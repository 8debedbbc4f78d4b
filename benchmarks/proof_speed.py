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

from PIL import Image

from dispatch.workflows.init import init

_FIRST = ("Ana", "José", "Li", "Maximiliane", "Bo", "Søren", "Zoë", "Karl-Heinz")
_LAST = ("Ruiz", "Núñez", "O’Hara", "Featherstonehaugh-Worthington", "Li", "Müller")
#: When the embargoed release may appear; far from now.
_LIFT = "2099-12-01T09:00:00+00:00"
_WANTED = ("nunez99", "outlet 2999 jose", "r99999", "worthington9", "nobody at all", "e")

#: What is saved while the live page is open: which release is shown, which file is saved, and what changes in it.
_SAVES = {
    "mail after a save": ("night-clinics", "releases/night-clinics.md", "six cities", "Save {} cities"),
    "  embargo, photo, two languages": ("embargoed", "releases/embargoed.md", "six cities", "Save {} cities"),
    "  of a list": ("night-clinics", "lists/thousand.csv", "Ana Ruiz0", "Save {}"),
    "  of a theme": (
        "night-clinics", "templates/classic/mail.html", '<td class="letterhead">', '<td class="letterhead">Save {} '
    ),
}  # fmt: skip


def _people(path: Path, count: int) -> None:
    rows = (
        f"r{n}@o{n % 3000}.test,{_FIRST[n % 8]} {_LAST[n % 6]}{n},Outlet {n % 3000},{('en', 'es')[n % 2]}"
        for n in range(count)
    )
    path.write_text("email,name,outlet,language\n" + "\n".join(rows) + "\n", encoding="utf-8")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _dispatch(root: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "dispatch", "-w", str(root), *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def _embargoed(root: Path) -> None:
    """The release in two languages, under an embargo and with a photograph as a camera makes it."""
    release = root / "releases" / "night-clinics.md"
    text = release.read_text(encoding="utf-8").replace("language: en\n", f"language: en\nembargo: {_LIFT}\n")
    text = text.replace("- treatment", "![A clinic at night](clinic.jpg)\n\n- treatment")
    (root / "releases" / "embargoed.md").write_text(text.replace("id: night", "id: late"), encoding="utf-8")
    spanish = "---\nheadline: Seis clínicas abren de noche\nlanguage: es\n---\n\nPORTSMOUTH — Seis clínicas abren.\n"
    (root / "releases" / "embargoed.es.md").write_text(spanish, encoding="utf-8")
    photograph = Image.merge("RGB", [Image.effect_noise((4_000, 2_600), grain) for grain in (24, 20, 28)])
    photograph.save(root / "releases" / "clinic.jpg", quality=90)


@contextmanager
def _served(root: Path, people: str, release: str = "night-clinics") -> Iterator[str]:
    command = [sys.executable, "-m", "dispatch", "-w", str(root), "preview", release, people, "--serve"]
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


def _after_saves(file: Path, old: str, new: str, address: str) -> list[float]:
    """Seconds from saving a file to an answer with its new text.

    Args:
        file: The release, a list, or a template of the theme.
        old: What is replaced in it.
        new: What stands there then, with a place for the number of the save.
        address: Of the live page.
    """
    text, path = file.read_text(encoding="utf-8"), "mail" if file.suffix == ".csv" else "frame"
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.netloc)
    events = _events(address)
    next(events)

    def shown(number: int) -> None:
        file.write_text(text.replace(old, new.format(number), 1), encoding="utf-8")
        for _ in events:
            connection.request("GET", f"{url.path}{path}")
            if f"Save {number}" in connection.getresponse().read().decode():
                return

    found = []
    for number in range(5):
        time.sleep(2)
        found.append(_seconds(lambda number=number: shown(number)))
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
        _embargoed(root)
        _people(root / "lists" / "thousand.csv", 1_000)
        _people(root / "lists" / "many.csv", 100_000)
        shell = [_seconds(lambda: _dispatch(root, "preview", "night-clinics", "thousand")) for _ in range(5)]
        pack = [
            _seconds(lambda: _dispatch(root, "preview", "night-clinics", "thousand", "--out", f"{folder}/proof"))
            for _ in range(3)
        ]
        print(f"first proof, 1,000 contacts    {median(shell):6.2f} s   (goal 0.8 s)")
        print(f"proof pack, 1,000 contacts     {median(pack):6.2f} s   (goal 3 s)")
        for what, (release, file, old, new) in _SAVES.items():
            with _served(root, "thousand", release) as address:
                saves = _after_saves(root / file, old, new, address)
            print(f"{what:30} {median(saves) * 1e3:6.0f} ms  (goal 300 ms)")
        with _served(root, "many") as address:
            time.sleep(5)
            found = _searches(address)
        worst, usual = max(found) * 1e3, median(found) * 1e3
        print(f"picker, 100,000 contacts       {worst:6.0f} ms at most, {usual:.0f} ms median  (goal 100 ms)")
