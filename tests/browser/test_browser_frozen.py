"""The live page of a staged mailing: frozen, whatever is saved meanwhile."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dispatch.clock import SystemClock
from dispatch.config.workspace import open_workspace
from dispatch.proof.edition import Newsstand
from dispatch.workflows.books import make_ledger
from dispatch.workflows.frozen import FrozenMailing
from dispatch.workflows.local_time import moment
from dispatch.workflows.material import Selection
from dispatch.workflows.plan import SendRequest, make_plan
from dispatch.workflows.schedule import schedule
from dispatch.workflows.serve import serving_stand


@pytest.fixture
def frozen(root):
    """Serves a mailing that is planned for tomorrow."""

    @contextmanager
    def serving():
        workspace, clock = open_workspace(root, {}, root), SystemClock()
        tomorrow = datetime.now(ZoneInfo("Europe/London")) + timedelta(days=1)
        at = moment(f"{tomorrow:%Y-%m-%d} 12:00", "Europe/London")
        with make_ledger(workspace, clock) as ledger:
            request = SendRequest(release="night-clinics", selection=Selection(lists=("many",)), at=at)
            plan = make_plan(workspace, request, ledger=ledger, clock=clock)
            name = schedule(workspace, plan, ledger=ledger, clock=clock).planned.mailing.name
            mailing = FrozenMailing(workspace, ledger, name, clock)
            with serving_stand(Newsstand(mailing.edition())) as address:
                yield name, address

    return serving


def test_a_staged_mailing_is_looked_at_live(frozen, context):
    """It says that it is frozen, when it goes out, and shows each reader's own copy."""
    with frozen() as (name, address):
        page = context.new_page()
        page.goto(address)
        page.frame_locator("#frame").locator("h1").wait_for()
        assert page.locator("#kind").inner_text() == "Frozen: this is what goes out"
        assert "as it stood at" in page.locator("#made").inner_text()
        assert name in page.locator("#summary").inner_text()
        told = page.locator("#about").inner_text()
        assert "12:00" in told
        assert "Fingerprint" in told
        assert page.locator("#about code").count() == 0
        page.fill("#words", "nunez1")
        page.locator("#list li", has_text="Núñez1").first.click()
        page.locator("#mail-title", has_text="Núñez1").wait_for()
        assert all(url.startswith((address, "data:", "about:")) for url in context.asked)
