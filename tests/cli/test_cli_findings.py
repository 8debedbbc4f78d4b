"""Findings on a terminal and in a pipe."""

import io
import re
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from dispatch.cli.render import preview
from dispatch.cli.render.findings import MOST_ALIKE, show_findings, tally
from dispatch.cli.render.page import Page
from dispatch.model.finding import Finding, Severity
from dispatch.proof import Proof

TEXT = "Headline\n\nLearn more at\n" + "Long words " * 40 + "contact [email protected] now " + "and more " * 30 + "\n"
HIDDEN = Finding(
    code="REL012",
    severity=Severity.ERROR,
    message='An address is hidden: "[email protected]".',
    fix="ask for the address, or set contacts in the front matter",
    file="a.txt",
    line=4,
    column=TEXT.splitlines()[3].index("[email") + 1,
)
DANGLING = Finding(
    code="REL020", severity=Severity.WARNING, message="The link leads nowhere.", file="a.txt", line=3, column=14
)
TWO = Finding(code="LST007", severity=Severity.ERROR, message="Two addresses.", file="lists/r.csv", line=43, column=2)


def shown(findings, *, width=80, terminal=True, sources=None):
    stream = io.StringIO()
    show_findings(Page(stream, terminal=terminal, width=width), findings, sources or {"a.txt": TEXT})
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())


@pytest.mark.parametrize("width", [60, 80, 160])
def test_no_line_is_wider_than_the_terminal(width):
    """Whatever the width, nothing runs over the edge."""
    lines = shown([HIDDEN, DANGLING, TWO], width=width).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_findings_stand_below_their_file_in_line_order():
    """Each file is named once, and its findings follow by line."""
    text = shown([HIDDEN, TWO, DANGLING])
    assert [text.index(part) for part in ("a.txt", "3:14", "4:44", "lists/r.csv", "43:2")] == sorted(
        text.index(part) for part in ("a.txt", "3:14", "4:44", "lists/r.csv", "43:2")
    )
    assert text.count("a.txt") == 1


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_caret_points_at_the_column(width):
    """The caret stands below the first character of what the finding is about, also in a cut line."""
    lines = shown([HIDDEN], width=width).splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().endswith("^"))
    assert lines[at - 1][lines[at].index("^") :].startswith("[email protected]")


def test_the_fix_shares_the_line_when_there_is_room():
    """At 160 columns message and fix stand side by side; at 80 the fix has its own line."""
    wide = shown([HIDDEN], width=160).splitlines()[1]
    narrow = shown([HIDDEN], width=80).splitlines()
    assert "is hidden" in wide
    assert "fix: ask" in wide
    assert any(line.strip().startswith("fix: ask") for line in narrow)


def test_a_pipe_gets_each_message_on_one_plain_line():
    """Without a terminal nothing is wrapped and nothing is styled."""
    long = Finding(code="REL001", severity=Severity.ERROR, message="word " * 60, file="b.txt", line=1)
    text = shown([long], terminal=False)
    assert "\x1b" not in text
    assert ("word " * 60).strip() in text


def test_markup_and_escapes_in_data_are_shown_inert():
    """A finding that quotes hostile text neither styles nor moves anything."""
    evil = Finding(
        code="LST001", severity=Severity.ERROR, message="Bad: [red]\x1b[2J\u202ename[/red]", file="\x1b]0;x\x07", line=1
    )
    text = shown([evil], sources={"\x1b]0;x\x07": "\x1b[31mred"})
    assert "[red]\\x1b[2J\\u202ename[/red]" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_many_alike_are_cut_with_their_number():
    """A list with thousands of bad rows does not flood the screen, and says how many there are."""
    many = [
        Finding(code="LST003", severity=Severity.ERROR, message=f"Bad row {n}", file="l.csv", line=n)
        for n in range(1, 101)
    ]
    text = shown(many)
    assert text.count("Bad row") == MOST_ALIKE
    assert f"{100 - MOST_ALIKE} more LST003" in text


def test_wide_characters_do_not_shift_the_caret():
    """The caret counts columns of the terminal, not characters."""
    finding = Finding(code="REL012", severity=Severity.ERROR, message="x", file="w.txt", line=1, column=4)
    lines = shown([finding], sources={"w.txt": "記者会X"}).splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().endswith("^"))
    before = lines[at - 1][: lines[at - 1].index("X")]
    assert cell_len(before) == lines[at].index("^")


def test_tally_counts_errors_and_warnings():
    """The closing line counts what blocks and what is worth a look."""
    assert tally([HIDDEN, TWO, DANGLING]) == "2 errors, 1 warning"
    assert tally([]) == "0 errors"


def test_a_preview_without_findings_says_so():
    """Silence could mean that nobody looked."""
    content = b"From: a@x.test\r\nSubject: Hi\r\nContent-Type: text/plain\r\n\r\nHello.\r\n"
    proof = Proof(headline="Hi", content=content, made=datetime(2026, 3, 9, tzinfo=UTC))
    stream = io.StringIO()
    preview.people(proof, {}, [], Page(stream, width=80))
    assert "No findings: nothing to mend." in stream.getvalue()
