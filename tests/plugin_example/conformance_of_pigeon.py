"""What the author of the example plug-in runs: `pytest conformance_of_pigeon.py`."""

from pathlib import Path

import pytest
from dispatch_pigeon import PigeonBackend

from dispatch.delivery import Backend
from dispatch.testing import BackendConformance


class TestPigeon(BackendConformance):
    """The whole suite, on a loft of its own per test."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self) -> Backend:
        return PigeonBackend("pigeon", self.folder / "loft")

    def make_unreachable(self) -> Backend:
        (self.folder / "file").write_text("in the way")
        return PigeonBackend("pigeon", self.folder / "file" / "loft")

    def received(self) -> list[bytes]:
        return [path.read_bytes() for path in (self.folder / "loft").glob("*.eml")]
