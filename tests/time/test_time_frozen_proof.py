"""Proofs of mailings that are in the ledger: what goes out, whatever the files say by now."""

from email import policy
from email.parser import BytesParser

import pytest

from dispatch.errors import NotFoundError
from dispatch.proof.pack import build_pack
from dispatch.workflows.approve import approve
from dispatch.workflows.frozen import FrozenMailing
from dispatch.workflows.kept import PROOF
from dispatch.workflows.material import Selection
from dispatch.workflows.meant import mailing_meant
from dispatch.workflows.preview import preview

EMBARGO = "embargo: 2026-12-02 00:01 Europe/London\n"


def frozen(press, name):
    return FrozenMailing(press.workspace, press.ledger, name, press.clock)


def parsed(content):
    return BytesParser(policy=policy.default).parsebytes(content)


def text_of(content):
    return parsed(content).get_body(preferencelist=("plain",)).get_content()


def test_what_is_shown_is_what_goes_out(press):
    """The files change after staging; the proof shows the frozen text, and the server gets its very octets."""
    name = press.stage()
    press.edit("Six clinics", "Sixty clinics")
    mailing = frozen(press, name)
    shown = {one.email: mailing.content(one) for one in press.ledger.letters(name)}
    assert all("Six clinics that stay" in text_of(content) for content in shown.values())
    press.send_staged(name)
    assert {mail.recipient: mail.content for mail in press.server.received} == shown


def test_a_sent_mailing_is_shown_as_it_went(press):
    """Message-ID and Date are those of the mail that was sent, however late one looks."""
    name = press.stage()
    press.send_staged(name)
    press.later(days=3)
    mailing = frozen(press, name)
    content = mailing.content(mailing.letter("k.lee@post.test"))
    assert content == next(mail.content for mail in press.server.received if mail.recipient == "k.lee@post.test")
    assert dict(mailing.proof(mailing.letter()).facts)["State"] == "done: 3 accepted"


def test_schedule_embargo_waves_and_sign_off_are_told(press):
    """A planned, embargoed mailing: when, for whom with the notice, who must still approve, and who did."""
    press.release(EMBARGO)
    press.settings("[approval]\nrequired = 2\n")
    name = press.schedule("2026-12-01 09:00")
    approve(press.workspace, press.ledger, name, "Ana Ruiz")
    mailing = frozen(press, name)
    proof = mailing.proof(mailing.letter())
    facts = dict(proof.facts)
    assert facts["Mailing"] == f"{name}, version 1"
    assert facts["State"] == "scheduled, nothing has gone out"
    assert facts["Schedule"].startswith("Tue 1 Dec 2026, 09:00 GMT (2026-12-01 09:00 UTC), in 24 h")
    assert facts["Embargo"].startswith("until Wed 2 Dec 2026, 00:01 GMT")
    assert facts["Wave 1"] == "1 reader, Tue 1 Dec 2026, 09:00 GMT, with the embargo notice"
    assert facts["Wave 2"] == "2 readers, Wed 2 Dec 2026, 00:01 GMT"
    assert facts["Approval"] == f"1 of 2: waits for `dispatch approve {name}`"
    assert proof.approvals[0].startswith("by Ana Ruiz, 2026-11-30 09:00 UTC")
    assert {finding.code for finding in proof.findings} >= {"RUN001"}
    press.ledger.beat("run")
    assert "RUN001" not in {finding.code for finding in frozen(press, name).proof(mailing.letter()).findings}
    assert proof.fingerprint == press.ledger.mailing(name).fingerprint
    assert parsed(proof.content)["Subject"].startswith("EMBARGOED")


def test_the_pack_shows_each_variant_with_its_readers(press):
    """Those before the lift get the notice, those after it do not: two renderings that count everyone."""
    press.release(EMBARGO)
    name = press.schedule("2026-12-01 09:00")
    pack = frozen(press, name).pack()
    assert [("EMBARGOED" in text_of(one.content), one.count) for one in pack.renderings] == [(False, 2), (True, 1)]
    assert "without the embargo notice" in pack.renderings[0].title
    files = build_pack(pack)
    for told in (name, pack.proof.fingerprint, "in 24 h", "none demanded"):
        assert told in files["index.txt"].decode()
        assert told in files["index.html"].decode()
    assert all(not parsed(content).defects for path, content in files.items() if path.endswith(".eml"))


def test_who_is_left_out_is_kept_with_the_mailing(press):
    """Duplicates and the suppressed are named although the lists are gone; so are the findings of that moment."""
    press.list("radio", "email,name\nk.lee@post.test,K. Lee\ngone@radio.test,Gone\n")
    press.ledger.suppress(["gone@radio.test"], reason="asked", source="person")
    name = press.stage(selection=Selection(lists=("national", "radio")))
    (press.root / "lists" / "radio.csv").unlink()
    mailing = frozen(press, name)
    proof = mailing.proof(mailing.letter())
    assert {(one.reason, one.address, one.place) for one in proof.left_out} == {
        ("duplicates", "k.lee@post.test", "lists/radio.csv:2"),
        ("suppressed", "gone@radio.test", "lists/radio.csv:3"),
    }
    assert (proof.counts.rows, proof.counts.deliveries, proof.counts.suppressed) == (5, 3, 1)
    assert proof.by_list == (("lists/national.csv", 3),)
    assert "lists/radio.csv since it was staged" in dict(proof.facts)["Changed"]
    assert "LST" in {finding.code[:3] for finding in proof.findings}


def test_who_was_suppressed_since_is_told(press):
    """The mark will leave them out; the proof says so beforehand."""
    name = press.stage()
    press.later(minutes=1)
    press.ledger.suppress(["k.lee@post.test"], reason="asked", source="person")
    mailing = frozen(press, name)
    assert dict(mailing.proof(mailing.letter()).facts)["Left out"] == "k.lee@post.test: suppressed since it was staged"


def test_a_cancelled_mailing_has_nothing_to_show(press):
    """Nothing of it goes out, and that is what is said; a stranger's address is named too."""
    name = press.stage()
    with pytest.raises(NotFoundError, match=r"stranger@x\.test is not among those"):
        frozen(press, name).letter("stranger@x.test")
    press.ledger.cancel(name)
    with pytest.raises(NotFoundError, match="it was cancelled"):
        frozen(press, name).letter()


def test_a_mailing_of_an_earlier_version_is_shown_without_what_it_did_not_keep(press):
    """No kept file: mail, counts and facts are there, names of the left-out are not."""
    name = press.stage()
    with press.ledger._store.write("old") as connection:
        connection.exec_driver_sql(f"DELETE FROM parts WHERE name = '{PROOF}'")
    mailing = frozen(press, name)
    proof = mailing.proof(mailing.letter())
    assert (proof.left_out, proof.findings, proof.counts.deliveries) == ((), (), 3)


def test_the_preview_of_a_staged_text_says_so(press):
    """Exactly this text is staged: the preview names the mailing, its time and what is missing; a new text is not."""
    press.settings("[approval]\nrequired = 1\n")
    name = press.schedule()

    def staged():
        selection = Selection(lists=("national",))
        return preview(press.workspace, "clinics", selection, ledger=press.ledger, clock=press.clock).draft.staged

    assert staged()[0].startswith(f"{name} holds exactly this text for 3; Tue 1 Dec 2026, 09:00 GMT")
    assert f"0 of 1: waits for `dispatch approve {name}`" in staged()[0]
    press.list("national", "email,name\nana@diario.test,Ana Ruiz\n")
    assert "but lists/national.csv changed since" in staged()[0]
    press.edit("Six clinics", "Seven clinics")
    assert staged() == ()


def test_which_names_mean_a_mailing(press):
    """A mailing's name without lists; never a file that is there, nor a release; a near name is offered."""
    name = press.stage()

    def meant(word, *lists):
        return mailing_meant(press.workspace, press.ledger, word, Selection(lists=lists))

    assert meant(name)
    assert not meant(name, "national")
    assert not meant("clinics")
    with pytest.raises(NotFoundError, match="no release and no mailing night-clinics-2") as caught:
        meant("night-clinics-2")
    assert name in caught.value.fix
    (press.root / name).write_text("# A headline\n\nText.\n", encoding="utf-8")
    assert not meant(name)
