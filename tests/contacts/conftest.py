"""Lists on disk for the tests of the contacts room."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.contacts import ListReading, read


@pytest.fixture
def listed(tmp_path) -> Callable[..., ListReading]:
    """Write a list and read it."""

    def write(content: str | bytes, name: str = "list.csv", **options: str) -> ListReading:
        path: Path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, shown=f"lists/{name}", **options)

    return write


@pytest.fixture
def codes() -> Callable[[ListReading], list[tuple[str, int | None]]]:
    """Code and line of each finding."""
    return lambda reading: [(finding.code, finding.line) for finding in reading.findings]
