"""How well releases are understood: accuracy per field over the corpus, and what was missed.

Run `python tests/release/score.py [FOLDER]`; each text stands beside a TOML file with the facts that a careful person
reads from it.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from dispatch import release
from dispatch.model.release import Release

CORPUS = Path(__file__).parent / "corpus"
#: Fields and the share that must be right.
GOALS = {
    "headline": 0.98,
    "city": 0.95,
    "date": 0.97,
    "embargo": 1.0,
    "boilerplate": 0.95,
    "emails": 0.98,
    "residue": 0.90,
    "kind": 0.95,
    "language": 0.98,
    "contacts": 0.90,
    "speakers": 0.85,
    "immediate": 0.98,
}


@dataclass
class Tally:
    """Right ones of all, and what was wrong."""

    right: int = 0
    all: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.right / self.all if self.all else 1.0

    def count(self, *, ok: bool, miss: str) -> None:
        """One more fact."""
        self.all += 1
        self.right += ok
        if not ok:
            self.misses.append(miss)


def normal(text: str | None) -> str:
    """Letters and digits only, no case."""
    return re.sub(r"[\W_]+", " ", (text or "").casefold()).strip()


def name_of(title: str) -> str:
    """A title without its article."""
    return re.sub(r"^(?:the|la|el|los|las|le|les|l|die|der|das|den|dem)\s", "", normal(title))


def texts(folder: Path) -> Iterator[tuple[Path, dict]]:
    """Each text with its facts."""
    for facts in sorted(folder.glob("*.toml")):
        text = next(path for path in folder.glob(f"{facts.stem}.*") if path.suffix != ".toml")
        yield text, tomllib.loads(facts.read_text(encoding="utf-8"))


def score(folder: Path = CORPUS) -> dict[str, Tally]:
    """The tally of each field over a folder; precision and recall of e-mail addresses apart."""
    tallies = {name: Tally() for name in (*GOALS, "emails precision", "emails recall")}
    for path, facts in texts(folder):
        found, _ = release.read(path)
        for name, ok, miss in compare(found, facts):
            tallies[name].count(ok=ok, miss=f"{path.name}: {miss}")
    return tallies


def compare(found: Release, facts: dict) -> Iterator[tuple[str, bool, str]]:
    """Every fact of one release: field, whether it is right, and what was found instead."""
    yield "headline", normal(found.headline) == normal(facts["headline"]), f"{found.headline!r}"
    city = found.dateline.city if found.dateline else None
    yield "city", normal(city) == normal(facts.get("city")), f"{city!r}, not {facts.get('city')!r}"
    date = found.date.isoformat() if found.date else None
    yield "date", date == facts.get("date"), f"{date}, not {facts.get('date')}"
    instant = datetime.fromisoformat(facts["embargo"]) if facts.get("embargo") else None
    marked = bool(found.embargo_text) == bool(facts.get("embargo") or facts.get("embargo_unclear"))
    yield "embargo", found.embargo == instant and marked, f"{found.embargo} {found.embargo_text!r}"
    yield "kind", found.kind.value == facts.get("kind", "release"), found.kind.value
    yield "language", found.language == facts["language"], found.language
    yield "immediate", found.immediate == facts.get("immediate", False), f"{found.immediate}"
    titles = [name_of(item.title) for item in found.boilerplate]
    yield "boilerplate", titles == [name_of(title) for title in facts["boilerplate"]], f"{titles}"
    yield from _contacts(found, facts)
    yield from _quotes(found, facts)
    yield from _residue(found, facts)


def _contacts(found: Release, facts: dict) -> Iterator[tuple[str, bool, str]]:
    emails = {address for contact in found.contacts for address in contact.emails}
    wanted = set(facts["emails"])
    yield "emails", emails == wanted, f"{sorted(emails)}, not {sorted(wanted)}"
    for address in sorted(emails):
        yield "emails precision", address in wanted, address
    for address in sorted(wanted):
        yield "emails recall", address in emails, address
    names = [contact.name for contact in found.contacts if contact.name]
    yield "contacts", names == facts["contacts"], f"{names}, not {facts['contacts']}"


def _quotes(found: Release, facts: dict) -> Iterator[tuple[str, bool, str]]:
    speakers = [quote.speaker or "" for quote in found.quotes]
    yield "speakers", speakers == facts["speakers"], f"{speakers}, not {facts['speakers']}"


def _residue(found: Release, facts: dict) -> Iterator[tuple[str, bool, str]]:
    """Every line that is residue was found, and nothing else was taken for it."""
    lines = [(" ".join(item.text.split()), item.reason) for item in found.residue]
    # the rows of a list, or of a notice that runs over several, as they are printed
    source = found.source.split("\n")
    printed = [{normal(row) for row in source[item.lines.first - 1 : item.lines.last]} for item in found.residue]
    whole = {row: line for line, rows in zip(lines, printed, strict=True) if len(rows) > 1 for row in rows}
    wanted = list(facts["residue"])
    joined: list[str] = []
    for start in wanted:
        # of a row in columns the first is enough
        first = " ".join(re.split(r"\s{3,}", start)[0].split())
        hit = next((line for line in lines if line[0].startswith(first)), whole.get(normal(start)))
        if hit is not None:
            lines = [line for line in lines if line is not hit]
            joined.append(hit[0])
        # the second row of a wrapped notice stands in the paragraph of the first
        within = len(first.split()) > 1 and any(first in text for text in joined)
        yield "residue", hit is not None or within, f"missed {start!r}"
    taken = [text for text, reason in lines if reason not in {"rule", "page mark", "link definition"}]
    for text in taken:
        yield "residue", False, f"taken for residue: {text[:60]!r}"
    if not wanted and not taken:
        yield "residue", True, ""


def main(folder: Path) -> None:
    """Print the share of each field beside its goal, and every miss."""
    for name, tally in score(folder).items():
        goal = f"(goal {GOALS[name]:.0%})" if name in GOALS else ""
        print(f"{name:18} {tally.right:4}/{tally.all:<4} {tally.share:7.1%} {goal}")  # noqa: T201 - a report
        for miss in tally.misses:
            print(f"    {miss}")  # noqa: T201 - a report


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
