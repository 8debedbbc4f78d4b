"""A ledger on a real file, under a clock that tests move."""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from needs import needs
from postgres import binaries, server

from dispatch.ledger import (
    Claim,
    DeliveryDraft,
    MailingDraft,
    Mark,
    Settlement,
    Staged,
    open_ledger,
)
from dispatch.model.mail import Sender
from dispatch.model.mailing import AudienceCounts, DeliveryState
from dispatch.model.outcome import Phase
from dispatch.testing.clock import SettableClock


class Desk:
    """A ledger and short ways to do what tests do over and over."""

    def __init__(self, url: str, clock: SettableClock, **options) -> None:
        self.url = url
        self.clock = clock
        self.options = options
        self.ledger = open_ledger(url, clock=clock, machine="test", **options)
        #: What has to be closed in the end.
        self.opened = [self.ledger]

    def second(self) -> "Desk":
        """Another process's view of the same ledger."""
        other = Desk(self.url, self.clock, **self.options)
        self.opened.append(other.ledger)
        return other

    def close(self) -> None:
        for ledger in self.opened:
            ledger.close()

    def bind(self, headline: str = "Night clinics open", text: str = "v1", path: str = "releases/clinics.md") -> str:
        found = self.ledger.identify(path, headline, text)
        return self.ledger.bind(found).release

    def draft(self, **changes) -> MailingDraft:
        values = {
            "release": changes.pop("release", None) or self.bind(),
            "version": 1,
            "headline": "Night clinics open",
            "backend": "office",
            "theme": "classic",
            "sender": Sender(name="Press Office", email="press@alliance.test"),
            "domain": "alliance.test",
            "audience": AudienceCounts(rows=3, deliveries=3),
        }
        return MailingDraft(**{**values, **changes})

    def stage(self, *keys: str, drafts: list[DeliveryDraft] | None = None, **changes) -> Staged:
        return self.ledger.stage(self.draft(**changes), drafts if drafts is not None else rows(*keys))

    def states(self, mailing: str) -> dict[str, str]:
        return {row.key: row.state.value for row in self.ledger.deliveries(mailing)}

    def mark(self, claim: Claim, **changes) -> Mark:
        now = self.clock.now()
        values = {"claim": claim, "account": "office", "host": "mx.alliance.test:587", "at": now, "date": now}
        return Mark(**{**values, **changes})

    def settle(self, claim: Claim, state: DeliveryState = DeliveryState.ACCEPTED, **changes) -> Settlement:
        values = {
            "claim": claim,
            "state": state,
            "phase": Phase.DOT,
            "at": self.clock.now(),
            "account": "office",
            "host": "mx.alliance.test:587",
            "code": 250,
            "enhanced": "2.0.0",
            "reply": "250 2.0.0 Ok: queued as 4F2",
        }
        return Settlement(**{**values, **changes})

    def send_all(self, mailing: str) -> list[str]:
        """Everyone that is due is accepted; their addresses."""
        reached = []
        with self.ledger.own(mailing) as owner:
            while claims := owner.claim(10):
                for claim in claims:
                    if owner.write([self.mark(claim)]) == [None]:
                        owner.write([self.settle(claim)])
                        reached.append(claim.email)
        return reached


def rows(*keys: str) -> list[DeliveryDraft]:
    return [
        DeliveryDraft(key=key, email=key.title(), name=f"Name of {key}", outlet="El Diario", values=(key, "Ünï"))
        for key in keys
    ]


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Where the ledger is: in memory if there is such a disk, because a commit there need not wait for one."""
    if not os.access("/dev/shm", os.W_OK):  # a temporary folder of our own in it
        yield tmp_path / ".dispatch" / "ledger.db"
        return
    with TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder) / ".dispatch" / "ledger.db"


@pytest.fixture
def desk(request, place: Path, clock: SettableClock):
    """A ledger; on PostgreSQL too in the modules that say so, where there is a server."""
    if getattr(request, "param", "sqlite") == "sqlite":
        found = Desk(str(place), clock)
    else:
        url = request.getfixturevalue("postgres")
        found = Desk(url, clock, folder=place.parent)
    yield found
    found.close()


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server: that of DISPATCH_TEST_POSTGRES, or one of our own."""
    if "DISPATCH_TEST_POSTGRES" in os.environ:
        yield os.environ["DISPATCH_TEST_POSTGRES"]
        return
    needs(binaries(), "PostgreSQL (Debian's package, or a server named in DISPATCH_TEST_POSTGRES)")
    with server() as url:
        yield url


@pytest.fixture
def postgres(postgres_server):
    """Its database, empty."""
    with import_module("psycopg").connect(postgres_server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return postgres_server


def has_postgres() -> bool:
    """Whether there is a server; CI demands it."""
    return any(name in os.environ for name in ("DISPATCH_TEST_POSTGRES", "E2E_REQUIRED")) or binaries() is not None


def pytest_generate_tests(metafunc):
    if getattr(metafunc.module, "ON_EVERY_DATABASE", False) and "desk" in metafunc.fixturenames:
        databases = ["sqlite", *(["postgresql"] if has_postgres() else [])]
        metafunc.parametrize("desk", databases, indirect=True)


@pytest.fixture
def make_rows():
    return rows


@pytest.fixture
def make_desk():
    """Opens ledgers that are closed in the end."""
    made: list[Desk] = []

    def make(url: str, clock: SettableClock, **options) -> Desk:
        made.append(Desk(url, clock, **options))
        return made[-1]

    yield make
    for desk in made:
        desk.close()
