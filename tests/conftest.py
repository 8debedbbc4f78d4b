"""What tests of every room use: one Chromium a process, as two drivers disturb each other; who waits begins first."""

import pytest
from examples import examples
from hypothesis import settings
from needs import CHROMIUM, program

#: A slow machine is no error: examples have no deadline.
settings.register_profile("suite", deadline=None, max_examples=examples(100))
settings.load_profile("suite")


def pytest_collection_modifyitems(items):
    """A test that only waits (`waits`) begins first, while others compute."""
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium from the system."""
    path = program(*CHROMIUM)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (half a second that few tests need)

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield chromium
        chromium.close()
