"""The report: what happened, for a terminal, a spreadsheet, a program and a director."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.cli.render import report as render
from dispatch.cli.render.report_page import build
from dispatch.errors import InputError
from dispatch.workflows.approve import approve
from dispatch.workflows.report import STEPS, cumulative, report, write_page


@pytest.fixture
def sent(press):
    """A mailing with one refused and one deferred; names and replies are hostile."""
    press.list("national", 'email,name\nana@diario.test,"=Ana <b>Ruiz</b>"\nk.lee@post.test,K. Lee\nd@radio.test,D\n')
    press.answers(answers={"RCPT TO:<k.lee": "550 5.1.1 =HYPERLINK(<script>)\x1b[2J", "RCPT TO:<d@": "452 4.2.2 Full"})
    name = press.stage()
    approve(press.workspace, press.ledger, name, "Ana <Director>")
    press.send_staged(name)
    return report(press.ledger, name, now=press.clock.now(), zone="America/Chicago", deliveries=True)


def test_it_knows_what_happened(sent):
    """Counts, first and last acceptance, approvals and who needs a person."""
    assert (sent.counts.accepted, sent.counts.refused, sent.counts.deferred) == (1, 1, 1)
    assert sent.first_accepted == sent.last_accepted == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert [approval.by for approval in sent.approvals] == ["Ana <Director>"]
    assert {row.address for row in sent.attention} == {"k.lee@post.test", "d@radio.test"}
    assert [event.kind for event in sent.events] == ["staged", "approved", "started"]
    assert sent.steps[-1].accepted == 1


def test_rows_for_a_spreadsheet_are_no_formulas(sent):
    """One row per delivery; cells that a spreadsheet would run begin with an apostrophe."""
    stream = io.StringIO()
    render.write_rows(sent.deliveries, stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert [row["state"] for row in rows] == ["accepted", "refused", "deferred"]
    assert rows[0]["name"].startswith("'=")
    assert rows[1]["reply"].startswith("550 5.1.1")
    assert "\x1b" not in stream.getvalue()
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


class _Page(HTMLParser):
    """Collects elements and what they point at."""

    def __init__(self):
        super().__init__()
        self.tags, self.links = Counter(), []

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.links += [value for name, value in attrs if name in {"src", "href", "action"}]


def test_the_page_is_self_contained_and_escapes_all(sent):
    """No script, no link, no request; what came from a server or a list is text."""
    page = build(sent)
    parsed = _Page()
    parsed.feed(page)
    assert parsed.links == []
    assert not parsed.tags & Counter({"script": 1, "iframe": 1, "img": 1, "link": 1, "b": 0})
    assert parsed.tags["svg"] == 1
    assert "Ana &lt;Director&gt;" in page
    assert "&lt;script&gt;" in page
    assert "@media print" in page
    assert "03:00 CST" in page


def test_the_page_replaces_an_earlier_one_and_nothing_else(sent, tmp_path):
    """A report is written again; a file that is none is left alone."""
    path = tmp_path / "report.html"
    write_page(path, "report.html", build(sent))
    write_page(path, "report.html", build(sent))
    path.write_text("my notes")
    with pytest.raises(InputError, match="no report"):
        write_page(path, "report.html", build(sent))
    assert path.read_text() == "my notes"


@given(st.dictionaries(st.integers(1_790_000_000, 1_791_000_000), st.integers(1, 9), min_size=1, max_size=30))
def test_the_curve_rises_to_all_in_few_steps(seconds):
    """However long it took, the steps are few, evenly spaced and rising, and the last one has everyone."""
    first = datetime.fromtimestamp(min(seconds), UTC)
    steps = cumulative(Counter(seconds), first)
    assert 1 <= len(steps) <= STEPS + 1
    assert steps[-1].accepted == sum(seconds.values())
    assert [step.accepted for step in steps] == sorted(step.accepted for step in steps)
    assert len({after.at - before.at for before, after in pairwise(steps)}) <= 1
    assert steps[-1].at > datetime.fromtimestamp(max(seconds), UTC) - timedelta(seconds=1)


def test_a_mailing_that_was_not_sent_has_no_curve(press):
    """The report of a staged mailing says so, on the terminal page as in data."""
    told = report(press.ledger, press.stage(), now=press.clock.now())
    assert (told.steps, told.first_accepted) == ((), None)
    assert "<svg" not in build(told)
    assert render.data(told)["counts"]["queued"] == 3
