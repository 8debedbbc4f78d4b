"""Lists by name, and all of them."""

import os
from pathlib import Path

import pytest

from dispatch.cli.render.lists import data
from dispatch.config.workspace import Workspace, open_workspace
from dispatch.errors import InputError
from dispatch.workflows.lists import lists
from dispatch.workflows.material import Selection


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """A workspace with one good list."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "radio.csv").write_text("email,name\nana@x.test,Ana\n")
    return open_workspace(tmp_path, {}, tmp_path)


def test_a_file_that_is_no_list_hides_no_other(desk: Workspace) -> None:
    """Without a name all lists are read, and one that cannot be is a finding about that file."""
    (desk.root / "lists" / "a-picture.csv").write_bytes(bytes(range(20)) * 40)
    result = lists(desk, Selection(lists=()), ledger=None)
    assert [reading.path for reading in result.readings] == ["lists/radio.csv"]
    assert [(finding.code, finding.file) for finding in result.findings] == [("LST034", "lists/a-picture.csv")]


def test_a_pipe_is_named_for_what_it_is(desk: Workspace) -> None:
    """What is there but is no regular file is not answered with its own name as a guess."""
    os.mkfifo(desk.root / "lists" / "fifo")
    with pytest.raises(InputError, match="is no file that can be read as a list") as caught:
        lists(desk, Selection(lists=("fifo",)), ledger=None)
    assert "did you mean" not in caught.value.fix


A = """email,outlet,language,beats,status
ana@x.test,Radio X,es,"health, labor",
bo@x.test,Radio X,en,health,unsubscribed
ANA@x.test,Radio X,en,sports,
nobody,Radio X,en,,
cy@y.test,RADIO X,,Health,
"""
B = """email,outlet,language,beats,status
ana@x.test,Other,fr,economy,
bo@x.test,Radio X,en,health,
dan@z.test,Post,en,health,
dan@z.test,Post,en,,cleaned
"e@x.test, f@x.test",Post,en,,
,Post,en,,
"""


def test_two_lists_with_duplicates_add_up(desk: Workspace) -> None:
    """Each row is counted once, each list has its own numbers, and only who remains is in the spreads."""
    for name, text in (("a", A), ("b", B)):
        (desk.root / "lists" / f"{name}.csv").write_text(text, encoding="utf-8")
    result = lists(desk, Selection(lists=("a", "b")), ledger=None)
    shown = data(result)
    keys = ("rows", "contacts", "invalid", "duplicates", "suppressions")
    assert [tuple(one[key] for key in keys) for one in shown["lists"]] == [(5, 4, 1, 1, 1), (6, 4, 2, 3, 1)]
    counts = shown["audience"]
    assert counts["rows"] == sum(count for key, count in counts.items() if key != "rows") == 11
    assert (counts["invalid"], counts["duplicates"], counts["suppressed"], counts["deliveries"]) == (3, 4, 2, 2)
    assert shown["languages"] == {"es": 1, "": 1}
    assert shown["outlets"] == {"Radio X": 2}
    assert shown["beats"] == {"health": 2, "labor": 1}


def test_a_list_named_twice_is_all_duplicates_the_second_time(desk: Workspace) -> None:
    """The numbers are those of each mention, not of the file."""
    shown = data(lists(desk, Selection(lists=("radio", "radio")), ledger=None))
    assert [one["duplicates"] for one in shown["lists"]] == [0, 1]
    assert shown["audience"]["deliveries"] == 1
