"""How many examples a property test tries: a few in the suite, more with `make properties`."""

import os

#: Set by `make properties`: so many times as many as usual.
TIMES = int(os.environ.get("PROPERTY_TIMES", "1"))


def examples(usual: int) -> int:
    """So many in the suite, that many more by `make properties`."""
    return usual * TIMES
