"""Opening the workspace's ledger."""

from pathlib import Path

import pytest

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.errors import LedgerError
from dispatch.workflows.books import existing_ledger


def test_looking_makes_no_ledger(tmp_path: Path) -> None:
    """Where nothing was ever staged there is no ledger, and looking for one leaves nothing behind."""
    assert existing_ledger(open_workspace(tmp_path, {}, tmp_path), SystemClock()) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_linked_folder_is_no_empty_ledger(tmp_path: Path, target: str) -> None:
    """A ledger's folder that is a symbolic link is refused as in a send, and never said to hold no mailings."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".dispatch").symlink_to(target)
    with pytest.raises(LedgerError, match="symbolic link"):
        existing_ledger(open_workspace(tmp_path, {}, tmp_path), SystemClock())
