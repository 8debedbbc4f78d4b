"""A window of the Chromium, and a live page of a workspace with the shipped themes, releases and lists."""

from contextlib import contextmanager

import pytest

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.workflows.init import init
from dispatch.workflows.material import Selection
from dispatch.workflows.pressroom import ServeRequest
from dispatch.workflows.serve import serving

FIRST = ("Ana", "José", "Li", "Maximiliane", "Bo", "Søren", "Zoë", "Karl-Heinz")
LAST = ("Ruiz", "Núñez", "O’Hara", "Featherstonehaugh-Worthington", "Li", "Müller")


def named(number):
    """A name, for ten of eleven."""
    return f"{FIRST[number % 8]} {LAST[number % 6]}{number}" if number % 11 else ""


@pytest.fixture
def context(browser):
    """A browser's window that remembers every address that was asked for."""
    made = browser.new_context(viewport={"width": 1400, "height": 1000})
    made.asked = []
    made.on("request", lambda request: made.asked.append(request.url))
    yield made
    made.close()


@pytest.fixture
def root(tmp_path):
    """A new workspace, and a list of three hundred people."""
    init(tmp_path)
    rows = [f"r{n}@o{n % 40}.test,{named(n)},Outlet {n % 40},{('en', 'es', 'de', 'fr')[n % 4]}" for n in range(300)]
    (tmp_path / "lists" / "many.csv").write_text("email,name,outlet,language\n" + "\n".join(rows) + "\n", "utf-8")
    return tmp_path


@pytest.fixture
def serve(root):
    """Serves the live page of a release for some lists."""

    @contextmanager
    def served(*lists, release="night-clinics", theme=""):
        request = ServeRequest(release=release, selection=Selection(lists=lists), theme=theme)
        with serving(lambda: open_workspace(None, {}, root), request, clock=SystemClock()) as address:
            yield address

    return served
