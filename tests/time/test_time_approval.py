"""Approvals: bound to what was looked at, demanded where dispatch.toml says so, voided by every change."""

import pytest

from dispatch.errors import RefusedError, UsageError
from dispatch.model.exits import ExitCode
from dispatch.proof import build_page
from dispatch.workflows.approve import approve
from dispatch.workflows.local_time import moment
from dispatch.workflows.material import Selection
from dispatch.workflows.preview import preview
from dispatch.workflows.proof import proof_of
from dispatch.workflows.schedule import reschedule

DEMANDED = "\n[approval]\nrequired = {}\n"


@pytest.fixture
def strict(press):
    """A desk where somebody must look at everything first."""
    press.settings(DEMANDED.format(1))
    return press


def test_nothing_goes_out_unapproved(strict):
    """A send at once is refused before staging, a staged mailing until it is approved."""
    with pytest.raises(RefusedError, match="nothing goes out here before 1 approval"):
        strict.send()
    assert strict.ledger.mailings() == []
    name = strict.stage()
    with pytest.raises(RefusedError, match="needs 1 approval and has 0"):
        strict.send_staged(name)
    assert strict.got == []
    approve(strict.workspace, strict.ledger, name, "Ana Ruiz")
    assert strict.send_staged(name).exit is ExitCode.OK
    assert len(strict.got) == 3


def test_a_planned_one_waits_for_its_approval(strict):
    """`schedule` plans and refuses (exit 3), `run` refuses at its time, and after the approval it goes out."""
    name = strict.schedule()
    strict.at(2026, 12, 1, 9, 0)
    result = strict.run()
    assert (result.exit, strict.got) == (ExitCode.REFUSED, [])
    assert "dispatch approve" in result.mailings[0].fix
    approve(strict.workspace, strict.ledger, name)
    assert strict.run().exit is ExitCode.OK
    assert len(strict.got) == 3


def test_two_people_are_two_people(press):
    """With two demanded, the same person twice is not enough."""
    press.settings(DEMANDED.format(2))
    name = press.stage()
    assert approve(press.workspace, press.ledger, name, "Ana").missing == 1
    assert approve(press.workspace, press.ledger, name, "Ana").missing == 1
    assert approve(press.workspace, press.ledger, name, "Ben").missing == 0


def test_another_time_voids_it(strict):
    """The schedule is part of what was approved; moved back, the old approval counts again."""
    name = strict.schedule()
    approve(strict.workspace, strict.ledger, name, "Ana")

    def move(text):
        return reschedule(
            strict.workspace, name, moment(text, "Europe/London"), ledger=strict.ledger, clock=strict.clock
        )

    moved = move("2026-12-01 10:00")
    assert (moved.voided, moved.planned.approvals, moved.exit) == (True, 1, ExitCode.REFUSED)
    assert move("2026-12-01 09:00").planned.approvals == 0


def test_it_is_bound_to_content_audience_and_sender(press):
    """Each of them makes another fingerprint; the same again makes the same."""

    def fingerprint():
        name = press.stage()
        found = press.ledger.mailing(name).fingerprint
        press.ledger.cancel(name)
        return found.partition(".")[0]

    first = fingerprint()
    assert fingerprint() == first
    press.list("national", "email,name\nana@diario.test,Ana Ruiz\n")
    other_audience = fingerprint()
    press.settings('\n[organisation.colours]\nbrand = "#123456"\n')
    other_look = fingerprint()
    press.release("headline: Another headline for the Alliance for Open Clinics\n")
    assert len({first, other_audience, other_look, fingerprint()}) == 4


def test_it_is_on_record(press):
    """Who, when and which fingerprint; a name of several lines is none; what is over cannot be approved."""
    name = press.stage()
    done = approve(press.workspace, press.ledger, name, "  Ana Ruiz ")
    assert press.ledger.approvals(name) == [done.approval]
    assert (done.approval.by, done.approval.at) == ("Ana Ruiz", press.clock.now())
    assert done.approval.fingerprint == press.ledger.mailing(name).fingerprint
    with pytest.raises(UsageError):
        approve(press.workspace, press.ledger, name, "Ana\nRuiz")
    press.ledger.cancel(name)
    with pytest.raises(RefusedError):
        approve(press.workspace, press.ledger, name, "Ana")


def test_a_proof_tells_who_signed_this_text_off(strict):
    """The proof of an approved text names who, when and which fingerprint; that of a changed text names nobody."""
    name = strict.stage()
    approve(strict.workspace, strict.ledger, name, "Ana Ruiz")
    mark = strict.ledger.mailing(name).fingerprint

    def proof():
        people = Selection(lists=("national",))
        shown = preview(strict.workspace, "clinics", people, ledger=strict.ledger, clock=strict.clock)
        return build_page(proof_of(shown.draft, shown.contact, shown.message, clock=strict.clock))

    page = proof()
    assert "by Ana Ruiz" in page
    assert mark in page
    strict.edit("Six clinics", "Seven clinics")
    assert "by Ana Ruiz" not in proof()
