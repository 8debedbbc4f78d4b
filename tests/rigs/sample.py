"""What the suite tries of a long series; `make sweep` tries all of it."""

import os
from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")

#: Set by `make sweep`: 1 tries everything.
STRIDE = os.environ.get("SWEEP_STRIDE", "")


def sample(items: Iterable[Item], stride: int) -> list[Item]:
    """Every so many of them; coprime to the lengths of what is combined, so that each part comes up."""
    return list(items)[:: int(STRIDE or stride)]
