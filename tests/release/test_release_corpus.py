"""The goals of accuracy, held over a corpus of invented releases in four languages."""

import runpy
from pathlib import Path

import pytest

SCORER = runpy.run_path(str(Path(__file__).parent / "score.py"))


@pytest.fixture(scope="module")
def tallies():
    return SCORER["score"]()


@pytest.mark.parametrize("name", sorted(SCORER["GOALS"]))
def test_a_field_is_read_as_well_as_demanded(name, tallies):
    """The share of texts in which the field is right reaches its goal."""
    assert tallies[name].share >= SCORER["GOALS"][name], tallies[name].misses


@pytest.mark.parametrize("name", ["emails precision", "emails recall"])
def test_contact_addresses_are_neither_missed_nor_invented(name, tallies):
    """98 % of the contacts' addresses are found, and 98 % of what is found is one."""
    assert tallies[name].share >= 0.98, tallies[name].misses


def test_the_corpus_is_large_and_varied():
    """At least sixty texts, ten in each of four languages."""
    languages = [facts["language"] for _, facts in SCORER["texts"](SCORER["CORPUS"])]
    assert len(languages) >= 60
    assert all(languages.count(language) >= 8 for language in ("en", "es", "fr", "de"))
