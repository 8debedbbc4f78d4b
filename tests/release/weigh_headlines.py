"""Fits the weights of `prominence.WEIGHTS` to the corpus, starting from what an editor would say.

Run `python tests/release/weigh_headlines.py [FOLDER ...]`; it prints the weights, how often they choose the headline,
and how often weights that were fitted without a text choose that text's (tenfold). Only texts with more than one row to
choose from count.
"""

import math
import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from score import CORPUS, normal

from dispatch import release
from dispatch.release.anatomy import prominence

#: What an editor would say of each trait, before any text is read.
PRIOR = {
    "place": -0.5, "below status": 1.0, "shared with lead": 0.4, "shared with body": 0.2, "one word": -2.0,
    "two words": -1.0, "three words": -0.3, "five words": 0.3, "a line": 0.7, "acts": 1.0, "small words": 1.0,
    "names": -0.7, "institution": -2.0, "idle institution": -0.7, "spoken": -0.5, "spoken name": -1.5, "partners": -1.5,
    "legal form": -2.0, "rubric": -1.5, "capitals": 0.3, "figures": -0.5, "goes on": -2.0, "full stop": -0.7,
    "sentences": -0.5, "site": -1.5, "greeting": -3.0, "kind": -1.5, "address": -1.5, "reach": -2.0, "remark": -2.0,
    "title case": 0.5, "label": -1.0, "inviting": -1.0, "kicker": -1.5,
}  # fmt: skip
#: How hard a weight is held where the editor put it.
_HOLD = 0.05
_EPOCHS = 150
_FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The traits of each row that may be the headline, and which one is."""

    name: str
    rows: tuple[dict[str, float], ...]
    right: int
    texts: Sequence[str]


def choices(folder: Path) -> Iterator[Choice]:
    """What the reader had to choose from in each labelled text."""
    seen: list[prominence.Setting] = []
    most_prominent = prominence.most_prominent

    def watched(setting: prominence.Setting) -> int:
        seen.append(setting)
        return most_prominent(setting)

    prominence.most_prominent = watched
    for label in sorted(folder.glob("*.toml")):
        wanted = normal(tomllib.loads(label.read_text(encoding="utf-8")).get("headline"))
        source = next(path for path in folder.glob(f"{label.stem}.*") if path.suffix != ".toml")
        seen.clear()
        release.read(source)
        for setting in seen:
            exact = [number for number, row in enumerate(setting.rows) if normal(row) == wanted]
            parts = [number for number, row in enumerate(setting.rows) if wanted.startswith(normal(row))]
            if len(setting.rows) > 1 and (exact or parts):
                rows = tuple(prominence.traits(setting, number) for number in range(len(setting.rows)))
                yield Choice(name=label.stem, rows=rows, right=(exact or parts)[0], texts=setting.rows)
    prominence.most_prominent = most_prominent


def fitted(some: Sequence[Choice]) -> dict[str, float]:
    """Weights under which the right rows are likeliest (multinomial logit, held to the prior; stochastic gradient)."""
    names = some[0].rows[0]
    prior = {name: PRIOR.get(name, 0.0) for name in names}
    weights, order = dict(prior), list(some)
    chance = random.Random(0)
    for epoch in range(_EPOCHS):
        chance.shuffle(order)
        step = 0.15 / (1 + epoch * 0.03)
        for choice in order:
            shares = _shares(weights, choice)
            for name in names:
                expected = sum(share * row[name] for share, row in zip(shares, choice.rows, strict=True))
                pull = choice.rows[choice.right][name] - expected - _HOLD * (weights[name] - prior[name])
                weights[name] += step * pull
    return weights


def _shares(weights: dict[str, float], choice: Choice) -> list[float]:
    scores = [sum(weights[name] * value for name, value in row.items()) for row in choice.rows]
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def wrong(weights: dict[str, float], some: Sequence[Choice]) -> list[tuple[Choice, int]]:
    """Texts for which these weights choose another row, and which."""
    best = ((choice, max(range(len(choice.rows)), key=_shares(weights, choice).__getitem__)) for choice in some)
    return [(choice, number) for choice, number in best if number != choice.right]


def main(folders: Sequence[Path]) -> None:
    """Print weights and how well they choose."""
    every = [choice for folder in folders for choice in choices(folder)]
    random.Random(1).shuffle(every)
    held_out = 0
    for fold in range(_FOLDS):
        rest = [choice for number, choice in enumerate(every) if number % _FOLDS != fold]
        held_out += len(wrong(fitted(rest), every[fold::_FOLDS]))
    weights = fitted(every)
    for name, weight in weights.items():
        print(f'        "{name}": {weight:.1f},')  # noqa: T201 - a report
    missed = wrong(weights, every)
    print(f"{len(every)} choices; wrong {len(missed)}, held out {held_out}")  # noqa: T201
    for choice, number in missed:
        print(f"    {choice.name}: {choice.texts[number]!r}, not {choice.texts[choice.right]!r}")  # noqa: T201


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [CORPUS])
