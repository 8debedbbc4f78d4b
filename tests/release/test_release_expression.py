"""What holds for regular expressions that are compiled when they are needed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sample import sample

from dispatch.release.anatomy import attributions, offices, speakers
from dispatch.release.expression import Expression

CORPUS = Path(__file__).with_name("corpus")

COUNT = """
import re
compiled = []
before = re.compile
re.compile = lambda *given, **named: (compiled.append(given), before(*given, **named))[1]
import dispatch.release
print(sum("release" in str(given[0]) for given in compiled))
"""


def test_an_expression_matches_as_a_compiled_one_does():
    """Flags count, and every method gives what the compiled pattern gives, the first time and the second."""
    words = Expression(r"(\w+)@(\w+)", 0)
    assert [found.groups() for found in words.finditer("a@b c@d")] == [("a", "b"), ("c", "d")]
    assert words.sub("x", "a@b c@d") == "x x"
    assert words.findall("a@b") == [("a", "b")]
    assert words.search("none") is None


def test_an_expression_is_not_compiled_for_a_text_without_its_outline():
    """A text with the outline is matched by the expression itself, from the same place on."""
    said = Expression(r"\s(?:said|(?P<not>unclosed) [A-Z]", outline=r"\s\w+ [A-Z]")
    assert said.match(" said she") is None
    assert said.search("x said she") is None
    with pytest.raises(re.error):
        said.search("x said Ana")
    said = Expression(r"\s(?:said|says) [A-Z]", outline=r"\s\w+ [A-Z]")
    assert said.match("x said Ana", 1)
    assert said.match("x said Ana") is None
    assert said.search("x says Ana")
    assert said.search("x sees Ana") is None


def test_attribution_never_matches_without_its_outline():
    """What stands before and after each quotation of the corpus: an outline turns away no text that has a speaker."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in sample(sorted(CORPUS.rglob("*.txt")), 4))
    places = [(text, mark.start()) for text in texts for mark in re.finditer('[“”„«»"]', text)]
    after = [text[at + 1 : at + 261] for text, at in places]
    before = [text[max(0, at - 260) : at] for text, at in places]
    behind = (*attributions._AFTER, *speakers._BESIDE, speakers._SIGNED, speakers._PRONOUN, offices._BY_OFFICE)
    for expression in behind:
        whole, outline = re.compile(expression.pattern, expression._flags), expression._outline
        assert [text for text in after if whole.match(text) and not outline.match(text)] == []
    whole = re.compile(attributions._OFFICE_AND_NAME.pattern)
    assert [
        text for text in before if whole.search(text) and not attributions._OFFICE_AND_NAME._outline.search(text)
    ] == []
    for needed, expression in attributions._BEFORE:
        assert [text for text in before if not needed.search(text) and expression.search(text)] == []


def test_an_expression_has_no_other_attributes():
    """What a pattern cannot do is an error that names it."""
    with pytest.raises(AttributeError, match="nothing"):
        getattr(Expression("a"), "nothing")  # noqa: B009 - the attribute that is not there


def test_importing_the_reader_compiles_none_of_its_grammar():
    """A command that reads no release does not pay for the grammar of one."""
    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
