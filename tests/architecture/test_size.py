"""The size norms are executable."""

import ast
from pathlib import Path
from statistics import median

import pytest

SRC = Path(__file__).parents[2] / "src" / "dispatch"
FILES = sorted(SRC.rglob("*.py"))
FILE_LINES = 400
FUNCTION_LINES = 50
MEDIAN_LINES = 9


def functions(path: Path) -> list[tuple[str, int]]:
    """Name and lines of code of every function: signature and docstring are not code."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            found.append((node.name, body[-1].end_lineno - body[0].lineno + 1 if body else 1))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_file_is_longer_than_a_person_reads_at_once(path):
    """A source file has at most 400 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_function_is_longer_than_a_screen(path):
    """A function has at most 50 lines, its signature and docstring aside."""
    assert [(name, lines) for name, lines in functions(path) if lines > FUNCTION_LINES] == []


def test_functions_are_short_as_a_rule():
    """The median function has at most 9 lines."""
    assert median(lines for path in FILES for _, lines in functions(path)) <= MEDIAN_LINES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_every_module_says_what_it_is(path):
    """Every module begins with a docstring of one sentence on its first line."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].strip()
