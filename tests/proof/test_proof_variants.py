"""The preview within `send`: each variant of an embargoed mailing, as somebody who gets it will get it."""

import pytest

from dispatch.clock import SystemClock
from dispatch.proof import read_mail
from dispatch.workflows.material import Selection
from dispatch.workflows.plan import SendRequest, make_plan
from dispatch.workflows.proof import proofs_of

PEOPLE = "email,name,embargo\nk.lee@post.test,K. Lee,no\nana@diario.test,Ana Núñez,yes\n"
EARLY, LATE = "Now, with the embargo notice", "At the lift, without the notice"


@pytest.fixture
def looks(reopen, root):
    """Words, address and subject of each proof."""

    def made(people=PEOPLE, embargo="2036-12-02 00:01 Europe/London", **options):
        release = root / "releases" / "clinics.md"
        release.write_text(release.read_text("utf-8").replace("---\n", f"---\nembargo: {embargo}\n", 1), "utf-8")
        (root / "lists" / "national.csv").write_text(people, encoding="utf-8")
        request = SendRequest(release="clinics", selection=Selection(lists=("national",)), **options)
        plan = make_plan(reopen(), request, ledger=None, clock=SystemClock())
        proofs = proofs_of(plan, clock=SystemClock())
        return [(words, proof.contact.key, read_mail(proof.content).header("Subject")[:9]) for words, proof in proofs]

    return made


def test_what_goes_out_now_and_what_at_the_lift(looks):
    """Each as its first reader gets it, wherever they stand on the list."""
    assert looks() == [(EARLY, "ana@diario.test", "EMBARGOED"), (LATE, "k.lee@post.test", "Alliance ")]


def test_a_variant_that_nobody_gets_is_not_shown(looks):
    """Nobody is trusted, or all are."""
    assert looks(PEOPLE.replace("yes", "no")) == [(LATE, "k.lee@post.test", "Alliance ")]


def test_with_embargoed_to_all_everyone_gets_the_notice(looks):
    """There is nothing left for the lift."""
    assert looks(embargoed_to_all=True) == [(EARLY, "k.lee@post.test", "EMBARGOED")]


def test_held_back_there_is_no_notice(looks):
    """All wait for the lift, trusted or not."""
    assert looks(hold=True) == [(LATE, "k.lee@post.test", "Alliance ")]


def test_after_the_lift_there_is_one_mail(looks):
    """Without words for it: everyone gets the same."""
    assert looks(embargo="2020-12-02 00:01 Europe/London") == [("", "k.lee@post.test", "Alliance ")]
