"""The preview of an embargoed release: each reader's own variant, before anything is staged."""

from email import policy
from email.parser import BytesParser

import pytest

from dispatch.message.frozen import thaw
from dispatch.proof import build_pack
from dispatch.proof.audience import wave_words
from dispatch.proof.live_views import state
from dispatch.proof.terminal import audience_line
from dispatch.workflows.material import Selection
from dispatch.workflows.pack import make_pack
from dispatch.workflows.pressroom import Pressroom, ServeRequest
from dispatch.workflows.preview import example_message, preview
from dispatch.workflows.proof import proof_of

EMBARGO = "embargo: 2026-12-02 00:01 Europe/London\n"


def looked_at(press, **changes):
    selection = Selection(lists=("national",))
    return preview(press.workspace, "clinics", selection, ledger=press.ledger, clock=press.clock, **changes)


def subject(content):
    return BytesParser(policy=policy.default).parsebytes(content)["Subject"]


def test_only_the_trusted_see_the_notice(press):
    """Ana may know early and gets the notice; K. Lee gets the mail of the lift; after it everyone does."""
    press.release(EMBARGO)
    trusted = looked_at(press, as_address="ana@diario.test").message.content
    other = looked_at(press, as_address="k.lee@post.test").message.content
    assert subject(trusted).startswith("EMBARGOED until")
    assert subject(other).startswith("Alliance for Open Clinics")
    assert b"EMBARGO" not in other
    press.at(2026, 12, 3)
    assert subject(looked_at(press, as_address="ana@diario.test").message.content).startswith("Alliance")


def test_what_is_previewed_is_what_is_staged(press):
    """Message-ID, Date and token aside, the octets of both variants are those of the staged mailing."""
    press.release(EMBARGO)
    draft = looked_at(press).draft
    sizes = {one.email: len(example_message(draft, one, press.clock).content) for one in draft.audience.contacts}
    press.send()
    assert {mail.recipient: len(mail.content) for mail in press.server.received} == {
        "ana@diario.test": sizes["ana@diario.test"]
    }
    press.at(2026, 12, 2, 0, 2)
    press.ledger.beat("run")
    press.run()
    assert {mail.recipient: len(mail.content) for mail in press.server.received} == sizes


def test_the_pack_of_a_draft_shows_both_variants(press):
    """One rendering with the notice for one reader, one without it for two; both can be frozen together."""
    press.release(EMBARGO)
    draft = looked_at(press).draft
    pack = make_pack(press.workspace, draft, clock=press.clock)
    early = [one for one in pack.renderings if subject(one.content).startswith("EMBARGOED")]
    assert [one.count for one in early] == [1]
    assert sum(one.count for one in pack.renderings) == 3
    assert "embargo notice" in early[0].title
    files = build_pack(pack)
    assert "3 would get it: 1 now, embargoed, 2 at the lift" in files["index.txt"].decode()
    assert "<dd>1 now, embargoed, 2 at the lift</dd>" in files["index.html"].decode()
    assert len(thaw(draft.mail.frozen().to_bytes()).shapes) == 2


def test_terminal_and_live_page_part_now_from_the_lift(press):
    """One now and two at the lift; after it, and without an embargo, all are one."""
    told = "1 now, embargoed, 2 at the lift"

    def line():
        result = looked_at(press)
        return audience_line(proof_of(result.draft, result.contact, result.message, clock=press.clock)).plain

    press.release(EMBARGO)
    assert line().startswith(f"3 would get it: {told} · ")
    request = ServeRequest(release="clinics", selection=Selection(lists=("national",)))
    room = Pressroom(lambda: press.workspace, request, press.clock)
    try:
        making = room.make()
        assert state(making.edition())["waves"] == told
        making.close()
    finally:
        room.close()
    press.at(2026, 12, 3)
    assert line().startswith("3 would get it · ")


@pytest.mark.parametrize(
    ("deliveries", "early", "words"),
    [
        (3, None, ""),
        (0, 0, ""),
        (1200, 1, "1 now, embargoed, 1,199 at the lift"),
        (3, 3, "all now, embargoed"),
        (3, 0, "all at the lift"),
    ],
)
def test_waves_in_words(deliveries, early, words):
    """Nothing is said where there is nothing to part."""
    assert wave_words(deliveries, early) == words
