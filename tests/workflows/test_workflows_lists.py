"""Lists by name, and all of them."""

import os
from pathlib import Path

import pytest

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
