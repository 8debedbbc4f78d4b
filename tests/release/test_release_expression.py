"""What holds for regular expressions that are compiled when they are needed."""

import subprocess
import sys

import pytest

from dispatch.release.expression import Expression

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


def test_an_expression_has_no_other_attributes():
    """What a pattern cannot do is an error that names it."""
    with pytest.raises(AttributeError, match="nothing"):
        getattr(Expression("a"), "nothing")  # noqa: B009 - the attribute that is not there


def test_importing_the_reader_compiles_none_of_its_grammar():
    """A command that reads no release does not pay for the grammar of one."""
    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
