"""The size norms are executable."""

import ast
from pathlib import Path
from statistics import median

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


def test_no_file_is_longer_than_a_person_reads_at_once():
    """A source file has at most 400 lines."""
    lengths = {str(path.relative_to(SRC)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen():
    """A function has at most 50 lines, its signature and docstring aside."""
    found = [(str(path.relative_to(SRC)), name, lines) for path in FILES for name, lines in functions(path)]
    assert [entry for entry in found if entry[2] > FUNCTION_LINES] == []


def test_functions_are_short_as_a_rule():
    """The median function has at most 9 lines."""
    assert median(lines for path in FILES for _, lines in functions(path)) <= MEDIAN_LINES


def test_every_module_says_what_it_is():
    """Every module begins with a docstring of one sentence on its first line."""
    first = {path: (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip() for path in FILES}
    assert [str(path.relative_to(SRC)) for path, text in first.items() if not text] == []
