"""The goals of accuracy, held over a corpus of invented releases in four languages."""

import re
import runpy
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from sample import sample

from dispatch.release import read_parts
from dispatch.release.plain import wrap_width

SCORER = runpy.run_path(str(Path(__file__).parent / "score.py"))


def test_each_field_is_read_as_well_as_demanded():
    """Its share of right texts reaches its goal; 98 % of addresses are found, and 98 % of those found are right."""
    goals = {**SCORER["GOALS"], "emails precision": 0.98, "emails recall": 0.98}
    missed = {name: tally.misses for name, tally in SCORER["score"]().items() if tally.share < goals[name]}
    assert missed == {}


def test_the_corpus_is_large_and_varied():
    """At least sixty texts, ten in each of four languages."""
    languages = [facts["language"] for _, facts in SCORER["texts"](SCORER["CORPUS"])]
    assert len(languages) >= 60
    assert all(languages.count(language) >= 8 for language in ("en", "es", "fr", "de"))


def wrapped(text):
    """Lines broken at 72 characters."""
    rows = text.split("\n")
    broken = (textwrap.wrap(row, 72, break_long_words=False, break_on_hyphens=False) or [""] for row in rows)
    return "\n".join(row for rows in broken for row in rows)


#: How a text is changed on its way, and the share of what was read rightly of each field that must survive it.
WAYS = {
    "other line ends": (lambda text: text.replace("\n", "\r\n"), 0.97),
    "no-break spaces": (lambda text: re.sub(r"(?<=[a-z]) (?=[a-z])", "\u00a0", text), 0.97),
    "indented": (lambda text: re.sub(r"(?m)^(?=.)", "    ", text), 0.97),
    "straight marks": (lambda text: re.sub("[“”]", '"', text.replace("’", "'")), 0.97),
    "no blank lines": (lambda text: re.sub(r"\n\s*\n", "\n", text), 0.96),
    "more blank lines": (lambda text: text.replace("\n", "\n\n"), 0.93),
    "hard-wrapped": (wrapped, 0.95),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_text_is_understood_however_it_was_laid_out(way):
    """Line ends, blank lines, wrapping and marks carry no meaning of their own."""
    change, share = WAYS[way]
    right, every = Counter(), Counter()
    # A part of the texts in each way: which part differs from one way to the next.
    for path, facts in sample(list(SCORER["texts"](SCORER["CORPUS"]))[len(way) % 5 :], 5):
        # Nobody wraps a text again that has lost all its line breaks.
        collapsed = "olapsado" in path.name or "collapsed" in path.name
        if path.suffix == ".txt" and not (way == "hard-wrapped" and collapsed):
            source = read_parts(path.read_bytes(), ".txt", "x").release.source
            if way == "more blank lines" and wrap_width(source) is not None:
                # between wrapped rows blank lines leave no paragraph whole
                continue
            for count, text in ((every, source), (right, change(source))):
                found = read_parts(text.encode(), ".txt", "x").release
                count.update(name for name, ok, _ in SCORER["compare"](found, facts) if ok)
    assert {name: right[name] / every[name] for name in every if right[name] < share * every[name]} == {}


def test_a_text_collapsed_to_one_line_still_yields_what_can_be_told():
    """Most datelines, boilerplates and contacts; and never an embargo that is none."""
    right, every = Counter(), Counter()
    for path, facts in sample(SCORER["texts"](SCORER["CORPUS"]), 4):
        if path.suffix == ".txt":
            source = read_parts(path.read_bytes(), ".txt", "x").release.source
            found = read_parts(" ".join(source.split()).encode(), ".txt", "x").release
            assert found.embargo is None or facts.get("embargo")
            for name, ok, _ in SCORER["compare"](found, facts):
                every[name] += 1
                right[name] += ok
    for name in ("city", "date", "boilerplate", "emails"):
        assert right[name] / every[name] >= 0.6, name
