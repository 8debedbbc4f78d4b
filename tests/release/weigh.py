"""Fits the weights of `prominence.WEIGHTS` and `standing.WEIGHTS` to the corpus, from what an editor would say.

Run `python tests/release/weigh.py headline|boilerplate [FOLDER ...]`; it prints the weights, how often they choose
rightly, and how often weights that were fitted without a text choose that text's (tenfold).
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
from dispatch.model.release import BlockType
from dispatch.release.anatomy import prominence, standing, tail
from dispatch.release.anatomy.draft import Draft, Role

#: What an editor would say of each trait, before any text is read.
HEADLINE = {
    "place": -0.5, "below status": 1.0, "shared with lead": 0.4, "shared with body": 0.2, "one word": -2.0,
    "two words": -1.0, "three words": -0.3, "five words": 0.3, "a line": 0.7, "acts": 1.0, "small words": 1.0,
    "names": -0.7, "institution": -2.0, "idle institution": -0.7, "spoken": -0.5, "spoken name": -1.5, "partners": -3.0,
    "legal form": -2.0, "rubric": -1.5, "capitals": 0.3, "figures": -0.5, "goes on": -2.0, "full stop": -0.7,
    "sentences": -0.5, "site": -1.5, "greeting": -3.0, "kind": -1.5, "address": -1.5, "reach": -2.0, "remark": -2.0,
    "title case": 0.5, "label": -1.0, "inviting": -1.0, "kicker": -1.5,
    "opens the lead": -2.0, "below a line": -1.0, "clause": 1.0,
}  # fmt: skip
BOILERPLATE = {
    "always": -3.5, "name": 0.7, "one word": 0.3, "spoken of": 1.0, "spoken of on top": 0.5, "verb": 0.7, "is": 1.0,
    "founded": 1.0, "counts": 0.7, "yearly": 0.7, "more": 0.8, "sort": 1.0, "said": -1.5, "quotation": -2.0,
    "news": -0.8, "service": -1.0, "last": 1.2, "last but one": 0.5, "far up": -1.0, "below contact": 1.2,
    "below end": 1.2, "below note": 0.3, "below another": 0.3, "short": -0.5, "long": -0.5, "pronoun": -0.5,
    "is a sort": 0.8,
}  # fmt: skip
#: As many texts as the editor's word is worth.
_HOLD = 10.0
_EPOCHS = 60
_FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The traits of each row that may be the headline, and which one is."""

    name: str
    rows: tuple[dict[str, float], ...]
    right: int
    texts: Sequence[str]


def labelled(folder: Path) -> Iterator[tuple[str, Path, dict[str, object]]]:
    """Name, text and label of each labelled text."""
    for label in sorted(folder.glob("*.toml")):
        source = next(path for path in folder.glob(f"{label.stem}.*") if path.suffix != ".toml")
        yield label.stem, source, tomllib.loads(label.read_text(encoding="utf-8"))


def headlines(folder: Path) -> Iterator[Choice]:
    """The rows that the reader had to choose from, where there were several."""
    seen: list[prominence.Setting] = []
    most_prominent = prominence.most_prominent

    def watched(setting: prominence.Setting) -> int:
        seen.append(setting)
        return most_prominent(setting)

    prominence.most_prominent = watched
    for name, source, label in labelled(folder):
        wanted = normal(str(label.get("headline", "")))
        seen.clear()
        release.read(source)
        for setting in seen:
            exact = [number for number, row in enumerate(setting.rows) if normal(row) == wanted]
            parts = [number for number, row in enumerate(setting.rows) if wanted.startswith(normal(row))]
            if len(setting.rows) > 1 and (exact or parts):
                rows = tuple(prominence.traits(setting, number) for number in range(len(setting.rows)))
                yield Choice(name=name, rows=rows, right=(exact or parts)[0], texts=setting.rows)
    prominence.most_prominent = most_prominent


def boilerplates(folder: Path) -> Iterator[Choice]:
    """Paragraphs near the end without a heading, each a choice between being a standing one and not."""
    seen: list[tuple[Draft, int]] = []
    find = tail.find

    def watched(draft: Draft, lead: int) -> None:
        find(draft, lead)
        seen.append((draft, lead))

    tail.find = watched
    for name, source, label in labelled(folder):
        seen.clear()
        read, _ = release.read(source)
        wanted = [normal(str(title)) for title in label.get("boilerplate", ())]
        right = sorted(wanted) == sorted(normal(part.title) for part in read.boilerplate)
        for draft, lead in seen:
            for index in _loose(draft, lead):
                role, draft.roles[index] = draft.roles[index], Role.BODY
                traits = standing.traits(draft, index, lead)
                draft.roles[index] = role
                text = draft.text(index)
                stands = role is Role.BOILERPLATE if right else any(title in normal(text[:90]) for title in wanted)
                nothing = dict.fromkeys(traits, 0.0)
                yield Choice(name=name, rows=(nothing, traits), right=int(stands), texts=("no boilerplate", text[:90]))
    tail.find = find


def _loose(draft: Draft, lead: int) -> list[int]:
    """Paragraphs that no head claims and that could be standing ones."""
    most = 6
    body = [index for index in draft.having(Role.BODY) if index > lead][-most:]
    found = [index for index in draft.having(Role.BOILERPLATE) if index in draft.starts and not draft.starts[index].end]
    found += [index for role in (Role.CONTACT, Role.NOTE) for index in draft.having(role) if index not in draft.starts]
    return [
        index
        for index in sorted({*body, *found})
        if draft.paragraphs[index].shape is BlockType.PARAGRAPH and standing.may_be(draft.text(index))
    ]


def fitted(some: Sequence[Choice], before: dict[str, float]) -> dict[str, float]:
    """Weights under which the right rows are likeliest (multinomial logit, held to the prior; stochastic gradient)."""
    names = some[0].rows[0]
    prior = {name: before.get(name, 0.0) for name in names}
    weights, order = dict(prior), list(some)
    chance = random.Random(0)
    for epoch in range(_EPOCHS):
        chance.shuffle(order)
        step = 0.15 / (1 + epoch * 0.03)
        for choice in order:
            shares = _shares(weights, choice)
            for name in names:
                expected = sum(share * row[name] for share, row in zip(shares, choice.rows, strict=True))
                pull = choice.rows[choice.right][name] - expected - _HOLD / len(some) * (weights[name] - prior[name])
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


def main(what: str, folders: Sequence[Path]) -> None:
    """Print weights and how well they choose."""
    found, before = {"headline": (headlines, HEADLINE), "boilerplate": (boilerplates, BOILERPLATE)}[what]
    every = [choice for folder in folders for choice in found(folder)]
    random.Random(1).shuffle(every)
    held_out = 0
    for fold in range(_FOLDS):
        rest = [choice for number, choice in enumerate(every) if number % _FOLDS != fold]
        held_out += len(wrong(fitted(rest, before), every[fold::_FOLDS]))
    weights = fitted(every, before)
    for name, weight in weights.items():
        print(f'        "{name}": {weight:.1f},')  # noqa: T201 - a report
    missed = wrong(weights, every)
    print(f"{len(every)} choices; wrong {len(missed)}, held out {held_out}")  # noqa: T201
    for choice, number in missed:
        print(f"    {choice.name}: {choice.texts[number]!r}, not {choice.texts[choice.right]!r}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], [Path(name) for name in sys.argv[2:]] or [CORPUS])
