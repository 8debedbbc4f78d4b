"""A press desk with a clock that tests set, an account at a real server, and the workflows as commands call them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser

import pytest

from dispatch.config.workspace import open_workspace
from dispatch.engine.progress import Unwatched
from dispatch.ledger import open_ledger
from dispatch.ledger.opening import unguessable
from dispatch.testing import RecordingServer
from dispatch.testing.clock import SettableClock
from dispatch.workflows.local_time import moment
from dispatch.workflows.material import Selection
from dispatch.workflows.outcome import send_staged
from dispatch.workflows.plan import SendRequest, make_plan
from dispatch.workflows.run import run
from dispatch.workflows.schedule import schedule
from dispatch.workflows.send import send, stage

START = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
SETTINGS = """
zone = "Europe/London"

[sender]
name = "Alliance Press Office"
email = "press@alliance.test"

[organisation]
name = "Alliance for Open Clinics"
address = "12 Harbour Street, Portsmouth PO1 2AB, United Kingdom"

[send]
backend = "office"

[backends.office]
type = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
final = true
timeouts = {{ connect = 2, reply = 2 }}
"""
FRONT = """---
id: night-clinics
contacts:
  - name: Maya Lindt
    role: Press officer
    email: maya@alliance.test
    phone: "+44 23 9200 0000"
{more}---
"""
BODY = """# Alliance for Open Clinics opens night clinics in six cities

PORTLAND, Maine – Six clinics that stay open all night start work today, the Alliance for Open Clinics said.

"Nobody should wait until morning," said Maya Lindt, director of the Alliance.

## About the Alliance for Open Clinics

The Alliance for Open Clinics is a network of clinics. More at https://www.example.org/.
"""
LIST = """email,name,outlet,language,embargo,time_zone
ana@diario.test,Ana Ruiz,El Diario,es,yes,America/Mexico_City
k.lee@post.test,K. Lee,The Post,en,,America/New_York
desk@radio.test,,Radio Uno,es,,
"""


class Press:
    """A workspace, a clock, an open ledger and a server."""

    body = BODY

    def __init__(self, root, server):
        self.root, self.server = root, server
        self.clock = SettableClock(START)
        (root / "lists").mkdir()
        (root / "releases").mkdir()
        self.settings("")
        self.list("national", LIST)
        self.release("")
        self.ledger = open_ledger(str(root / "ledger.db"), clock=self.clock)

    def settings(self, more):
        """dispatch.toml with further tables."""
        text = SETTINGS.format(port=self.server.port) + '\n[ledger]\nurl = "ledger.db"\n' + more
        (self.root / "dispatch.toml").write_text(text, encoding="utf-8")
        self.reopen()

    def reopen(self):
        """Read dispatch.toml again."""
        self.workspace = open_workspace(self.root, {}, self.root)

    def list(self, name, text):
        (self.root / "lists" / f"{name}.csv").write_text(text, encoding="utf-8")

    def release(self, more, body=BODY, name="clinics"):
        """releases/NAME.md with further lines of front matter."""
        (self.root / "releases" / f"{name}.md").write_text(FRONT.format(more=more) + body, encoding="utf-8")

    def edit(self, before, after):
        """Change words of the release."""
        self.release("", BODY.replace(before, after))

    def selection(self, *lists, **more):
        return Selection(lists=lists, **more)

    def plan(self, **more):
        """A plan for the release to the list."""
        more = {"release": "clinics", "selection": Selection(lists=("national",)), **more}
        return make_plan(self.workspace, SendRequest(**more), ledger=self.ledger, clock=self.clock)

    def schedule(self, at="2026-12-01 09:00", zone="Europe/London", **more):
        """The name of a mailing that is planned."""
        more = {"at": moment(at, zone), **more} if at else more
        return schedule(self.workspace, self.plan(**more), ledger=self.ledger, clock=self.clock).planned.mailing.name

    def send(self, **more):
        """What `send` comes to."""
        return self.send_plan(self.plan(**more))

    def send_plan(self, plan):
        return send(self.workspace, plan, ledger=self.ledger, clock=self.clock, progress=Unwatched())

    def stage(self, **more):
        """The name of a mailing that waits for somebody."""
        plan = self.plan(**more)
        return stage(plan, ledger=self.ledger, only=True)[1].mailing

    def send_staged(self, name):
        return send_staged(self.workspace, name, ledger=self.ledger, clock=self.clock, progress=Unwatched())

    def run(self, **more):
        """What `dispatch run` comes to."""
        more = {"tokens": unguessable, **more}
        return run(self.workspace, self.ledger, clock=self.clock, progress=Unwatched(), **more)

    def at(self, *when, zone=UTC):
        """Set the clock."""
        self.clock.advance(datetime(*when, tzinfo=zone) - self.clock.now())

    def later(self, **span):
        self.clock.advance(timedelta(**span))

    def answers(self, **answers):
        """From now on the server answers these commands so."""
        self.server.manners = replace(self.server.manners, answers=answers.get("answers", answers))

    @property
    def got(self):
        """Addresses that got mail, in order."""
        return [mail.recipient for mail in self.server.received]

    def mails(self, recipient=None):
        """Received messages, parsed."""
        return [
            BytesParser(policy=policy.default).parsebytes(mail.content)
            for mail in self.server.received
            if recipient in (None, mail.recipient)
        ]


@pytest.fixture
def press(tmp_path):
    with RecordingServer() as server:
        desk = Press(tmp_path, server)
        yield desk
        desk.ledger.close()
