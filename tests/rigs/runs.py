"""Runs of the engine against recording servers, with a real ledger and a clock that tests set."""

from datetime import timedelta
from pathlib import Path

from killable import SENDER, write_message

from dispatch import delivery
from dispatch.accounts import Programs
from dispatch.engine.lanes import Patience
from dispatch.engine.run import Run, send_mailing
from dispatch.ledger import open_ledger
from dispatch.ledger.records import DeliveryDraft, MailingDraft
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, DeliveryState
from dispatch.testing.clock import SettableClock
from dispatch.testing.recording import RecordingServer


class Watching:
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        self.total = 0
        self.outcomes: list[DeliveryState] = []
        self.waits: list[str] = []
        self.finished = False

    def start(self, total: int) -> None:
        self.total = total

    def outcome(self, state: DeliveryState) -> None:
        self.outcomes.append(state)

    def waiting(self, until, why: str) -> None:
        self.waits.append(why)

    def finish(self) -> None:
        self.finished = True


class Desk:
    """A ledger with one mailing, and accounts on recording servers."""

    def __init__(self, folder: Path, people: int | list[str] = 10) -> None:
        self.folder = folder
        self.clock = SettableClock()
        self.progress = Watching()
        self.ledger = open_ledger(str(folder / "books" / "ledger.db"), clock=self.clock)
        self.people = [f"reader{n}@desk{n % 3}.test" for n in range(people)] if isinstance(people, int) else people
        self.mailing = self.stage("Night clinics", self.people)

    def stage(self, headline: str, people: list[str], **more: object) -> str:
        bound = self.ledger.bind(self.ledger.identify(f"releases/{headline}.md", headline, headline.ljust(64, "f")))
        draft = MailingDraft(
            release=bound.release,
            version=bound.version,
            headline=headline,
            backend="a",
            theme="classic",
            sender=Sender(name="Press", email=SENDER),
            domain="alliance.test",
            audience=AudienceCounts(rows=len(people), deliveries=len(people)),
            **more,
        )
        return self.ledger.stage(draft, (DeliveryDraft(key=who, email=who) for who in people)).mailing

    def account(self, name: str, port: int, *, environ: dict[str, str] | None = None, **more: object):
        table = {
            "type": "smtp",
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "timeouts": {"reply": 2},
            **more,
        }
        return delivery.create(
            name, table, workspace=self.folder, programs=Programs(folder=self.folder), environ=environ or {}
        )

    def send(self, *backends, mailing: str = "", write=write_message, **more: object) -> Run:
        more.setdefault("patience", Patience(pauses=(1, 2)))
        return send_mailing(
            self.ledger,
            mailing or self.mailing,
            backends=backends,
            write=write,
            clock=self.clock,
            progress=self.progress,
            **more,
        )

    def through(self, server: RecordingServer, **more: object) -> Run:
        """Send over one account on this server."""
        return self.send(self.account("a", server.port, **more))

    def states(self, mailing: str = "") -> dict[str, DeliveryState]:
        return {row.address: row.state for row in self.ledger.deliveries(mailing or self.mailing)}

    def row(self, address: str):
        (row,) = [row for row in self.ledger.deliveries(self.mailing) if row.address == address]
        return row

    def later(self, **step: float) -> None:
        self.clock.advance(timedelta(**step))
