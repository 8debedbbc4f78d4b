import json
import os
import resource
import subprocess
import sys
import textwrap
import zlib

import pytest

from dispatch.errors import LedgerError
from dispatch.ledger import GiveBack, Refusal, Why
from dispatch.ledger.journal import Entry, Journal
from dispatch.model.mailing import Counts, DeliveryState


class Fault:
    """Fails a commit of this name when armed."""

    def __init__(self) -> None:
        self.armed = ""

    def __call__(self, step: str) -> None:
        if step == self.armed:
            raise OSError(5, "the disk is gone")


@pytest.fixture
def fault():
    return Fault()


@pytest.fixture
def faulty(place, clock, make_desk, fault):
    found = make_desk(str(place), clock, on_commit=fault)
    yield found
    found.ledger.close()


def test_an_outcome_that_cannot_be_written_is_replayed_at_the_next_start(faulty, fault, clock, make_desk):
    """The side journal keeps it; the next start gives the delivery that outcome, not a doubt."""
    staged = faulty.stage("a@x.test", "b@x.test", "c@x.test")
    with pytest.raises(LedgerError, match="cannot be written"), faulty.ledger.own(staged.mailing) as owner:  # noqa: PT012
        one, two, three = owner.claim(3)
        owner.write([faulty.mark(one), faulty.mark(two)])
        fault.armed = "before write"
        owner.write([faulty.settle(one), faulty.settle(two, DeliveryState.REFUSED), faulty.mark(three)])
    fault.armed = ""
    again = make_desk(faulty.url, clock)
    assert again.ledger.counts(staged.mailing) == Counts(accepted=1, refused=1, in_flight=1)
    assert again.ledger.recover() == (staged.mailing,)
    assert again.ledger.counts(staged.mailing) == Counts(accepted=1, refused=1, queued=1)
    assert again.send_all(staged.mailing) == ["C@X.Test"]
    again.ledger.close()


def test_after_a_failure_nothing_more_is_marked(faulty, fault):
    """An owner whose ledger failed marks nothing, even when the ledger is well again; outcomes are still kept."""
    staged = faulty.stage("a@x.test", "b@x.test", "c@x.test")
    with faulty.ledger.own(staged.mailing) as owner:
        one, two, three = owner.claim(3)
        owner.write([faulty.mark(one), faulty.mark(two)])
        fault.armed = "before write"
        with pytest.raises(LedgerError):
            owner.write([faulty.settle(one)])
        fault.armed = ""
        with pytest.raises(LedgerError):
            owner.write([faulty.mark(three)])
        with pytest.raises(LedgerError):
            owner.write([faulty.settle(two), GiveBack(claim=three)])
    assert faulty.ledger.recover() == ()
    assert faulty.ledger.counts(staged.mailing) == Counts(accepted=2, queued=1)


def test_replaying_twice_changes_nothing(faulty, fault):
    """A journal that outlived its replay, because the power went, is harmless."""
    staged = faulty.stage("a@x.test")
    with faulty.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        owner.write([faulty.mark(claim)])
        fault.armed = "before write"
        with pytest.raises(LedgerError):
            owner.write([faulty.settle(claim)])
        fault.armed = ""
        journal = next(faulty.ledger._store.folder.glob("journal-*"))
        kept = journal.read_bytes()
    assert journal.exists()
    faulty.ledger.recover()
    assert not journal.exists()
    journal.write_bytes(kept)
    assert faulty.ledger.recover() == ()
    assert not journal.exists()
    assert len(list(faulty.ledger.attempts(staged.mailing))) == 1
    assert faulty.ledger.counts(staged.mailing) == Counts(accepted=1)


def test_a_failed_mark_sends_nothing_and_leaves_no_doubt(faulty, fault):
    """When the mark cannot be written, the delivery goes back to the queue."""
    staged = faulty.stage("a@x.test")
    with faulty.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        fault.armed = "before write"
        with pytest.raises(LedgerError):
            owner.write([faulty.mark(claim)])
        fault.armed = ""
    assert faulty.ledger.counts(staged.mailing) == Counts(queued=1)


def test_a_failed_claim_claims_nothing(faulty, fault):
    """A claim that was not committed holds nobody."""
    staged = faulty.stage("a@x.test")
    with faulty.ledger.own(staged.mailing) as owner:
        fault.armed = "before claim"
        with pytest.raises(OSError, match="disk is gone"):
            owner.claim(1)
        fault.armed = ""
        assert len(owner.claim(1)) == 1


def test_what_was_half_written_is_left_out(tmp_path):
    """A torn last line, zeros and a wrong checksum end the journal; what is before counts."""
    journal = Journal.probe(tmp_path, 7)
    journal.preallocate()
    first = Entry(1, 2, "accepted", 3, reply="250 ünï ok\n second line", code=250)
    journal.keep([first])
    journal.keep([Entry(2, 2, "refused", 4)])
    assert journal.entries() == [first, Entry(2, 2, "refused", 4)]
    size = len((tmp_path / "journal-7").read_bytes().rstrip(b"\0"))
    with (tmp_path / "journal-7").open("r+b") as file:
        file.seek(size - 5)
        file.write(b"\0\0\0")
    assert journal.entries() == [first]
    journal.close(remove=True)
    assert not (tmp_path / "journal-7").exists()


def test_the_journal_has_room_on_disk_before_it_is_needed(tmp_path):
    """Its blocks are written beforehand, and writing into it does not make it longer."""
    journal = Journal.probe(tmp_path, 7)
    journal.preallocate()
    path = tmp_path / "journal-7"
    size = path.stat().st_size
    assert path.stat().st_blocks * 512 >= size
    journal.keep([Entry(number, 2, "accepted", 3, reply="x" * 5000) for number in range(200)])
    assert path.stat().st_size == size
    assert len(journal.entries()) == 200
    journal.close(remove=True)


def test_lines_are_checked(tmp_path):
    """A journal that someone edited is not believed."""
    body = json.dumps(Entry(1, 2, "accepted", 3)._asdict()).encode()
    path = tmp_path / "journal-7"
    path.write_bytes(b"%08x %b\n" % (zlib.crc32(body) ^ 1, body))
    journal = Journal.probe(tmp_path, 7)
    assert journal.entries() == []
    journal.close(remove=True)


FULL = """
import resource, sys
from pathlib import Path
from datetime import datetime, UTC
from dispatch.clock import SystemClock
from dispatch.errors import LedgerError
from dispatch.ledger import Mark, Settlement, open_ledger
from dispatch.model.mailing import DeliveryState
from dispatch.model.outcome import Phase

url, mailing = sys.argv[1:]
now = datetime.now(UTC)
with open_ledger(url, clock=SystemClock(), machine="test") as ledger, ledger.own(mailing) as owner:
    claims = owner.claim(100)
    owner.write([Mark(claim=claim, account="office", host="mx:25", at=now, date=now) for claim in claims])
    wal = Path(url + "-wal").stat().st_size
    # from here on no file may grow beyond what the log has now: as a full disk, without needing one
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(wal, 300_000), resource.RLIM_INFINITY))
    try:
        owner.write([
            Settlement(claim=claim, state=DeliveryState.ACCEPTED, phase=Phase.DOT, at=now, reply="250 " + "ok " * 2000)
            for claim in claims
        ])
    except LedgerError as error:
        print(error.message)
        sys.exit(7)
"""


def test_a_full_disk_after_the_mark_keeps_every_outcome(desk):
    """When the disk is full in the middle, the journal has the outcomes and the next start knows them."""
    staged = desk.stage(*(f"p{number}@x.test" for number in range(100)))
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL), desk.url, staged.mailing],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert (done.returncode, done.stderr) == (7, "")
    assert "cannot be used" in done.stdout
    assert desk.ledger.counts(staged.mailing) == Counts(in_flight=100)
    desk.ledger.recover()
    assert desk.ledger.counts(staged.mailing) == Counts(accepted=100)


def test_no_room_for_the_journal_sends_nothing(desk, clock, make_desk):
    """Without a side journal on the disk there is no owner, and nothing was claimed."""
    staged = desk.stage("a@x.test")
    desk.ledger.close()
    again = make_desk(desk.url, clock)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(LedgerError, match="side journal") as caught, again.ledger.own(staged.mailing):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "nothing was sent" in caught.value.fix
    assert again.send_all(staged.mailing) == ["A@X.Test"]
    again.ledger.close()


def test_a_lost_claim_in_the_journal_is_passed_over(faulty, fault):
    """Whoever was settled by a person meanwhile stays as the person said."""
    staged = faulty.stage("a@x.test")
    with faulty.ledger.own(staged.mailing) as owner:
        (claim,) = owner.claim(1)
        owner.write([faulty.mark(claim)])
    faulty.ledger.resolve(staged.mailing, ["a@x.test"], sent=True)
    assert owner.write([faulty.settle(claim, DeliveryState.REFUSED)]) == [Refusal(reason=Why.LOST)]
    assert faulty.ledger.counts(staged.mailing) == Counts(accepted=1)
