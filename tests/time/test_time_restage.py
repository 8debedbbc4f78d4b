"""Frozen means frozen: drift is shown as a diff, and `restage` takes the new state."""

import pytest

from dispatch.errors import RefusedError
from dispatch.model.mailing import MailingState
from dispatch.workflows.approve import approve
from dispatch.workflows.correct import correct
from dispatch.workflows.restage import restage, restage_plan
from dispatch.workflows.send import stage
from dispatch.workflows.status import status


def again(press, name, **more):
    plan = restage_plan(press.workspace, press.ledger, name, clock=press.clock, **more)
    return restage(press.workspace, press.ledger, plan)


def drift(press, name):
    found = status(press.workspace, press.ledger, name).mailings[0].differences
    return {difference.path: difference.lines for difference in found}


def test_drift_is_shown_as_a_diff(press):
    """The line that changed in the release and the people who came and went; nothing when nothing changed."""
    name = press.schedule()
    assert drift(press, name) == {}
    press.release("", "# Another headline of the Alliance for Open Clinics\n\nNext week.\n")
    press.list("national", "email,name\nana@diario.test,Ana Ruiz\nnew@post.test,Neo\n")
    found = drift(press, name)
    assert "-# Alliance for Open Clinics opens night clinics in six cities" in found["releases/clinics.md"]
    assert "+# Another headline of the Alliance for Open Clinics" in found["releases/clinics.md"]
    assert found["audience"] == ("-k.lee@post.test", "-desk@radio.test", "+new@post.test")


def test_a_theme_drifts_too(press):
    """A theme of the workspace is frozen with its text."""
    folder = press.root / "templates" / "plain"
    folder.mkdir(parents=True)
    (folder / "mail.html").write_text("<html><body>{{ release.headline }}</body></html>\n")
    (folder / "mail.txt").write_text("{{ release.headline }}\n")
    name = press.schedule(theme="plain", allow=frozenset({"MSG009"}))
    (folder / "mail.txt").write_text("Hear, hear!\n{{ release.headline }}\n")
    assert "+Hear, hear!" in drift(press, name)["templates/plain/mail.txt"]


def test_a_version_in_another_language_drifts_by_line_too(press):
    """What changed in the translation is shown as in the release; one that is gone is shown as taken out."""
    spanish = press.root / "releases" / "clinics.es.md"
    spanish.write_text("# Abren seis clínicas\n\nDENVER – Seis clínicas abren el lunes.\n", encoding="utf-8")
    name = press.schedule(allow=frozenset({"REL010"}))
    assert drift(press, name) == {}
    spanish.write_text("# Abren siete clínicas\n\nDENVER – Seis clínicas abren el lunes.\n", encoding="utf-8")
    told = drift(press, name)["releases/clinics.es.md"]
    assert {"-# Abren seis clínicas", "+# Abren siete clínicas"} <= set(told)
    spanish.unlink()
    assert "-# Abren seis clínicas" in drift(press, name)["releases/clinics.es.md"]


def test_restaging_takes_the_new_state_and_voids_the_approval(press):
    """A new mailing in the place of the old one, at the same time, to the new list, and not approved."""
    press.settings("\n[approval]\nrequired = 1\n")
    name = press.schedule()
    approve(press.workspace, press.ledger, name, "Ana")
    press.list("national", "email,name\nana@diario.test,Ana Ruiz\nnew@post.test,Neo\n")
    result = again(press, name)
    new = result.planned.mailing
    assert (result.voided, result.planned.approvals, new.approved_by) == (True, 1, ())
    assert (new.due, new.zone) == (result.before.due, result.before.zone)
    assert press.ledger.mailing(name).state is MailingState.CANCELLED
    approve(press.workspace, press.ledger, new.name, "Ana")
    press.at(2026, 12, 1, 9, 0)
    press.run()
    assert set(press.got) == {"ana@diario.test", "new@post.test"}


def test_the_same_question_is_asked_again(press):
    """Segment, exclusions, limit and occasion are those of the first time."""
    press.list("gone", "email\ndesk@radio.test\n")
    selection = press.selection("national", where='language == "es"', excluded=("gone",), limit=5)
    name = press.schedule(selection=selection, again=True)
    occasion = press.ledger.mailing(name).occasion
    press.edit("six cities", "seven cities")
    result = again(press, name)
    assert result.planned.mailing.occasion == occasion
    assert [row.address for row in press.ledger.deliveries(result.planned.mailing.name)] == ["ana@diario.test"]


def test_what_has_begun_stays_as_it_is(press):
    """A mailing that was sent cannot be staged again."""
    result = press.send()
    with pytest.raises(RefusedError, match="cannot be staged again"):
        again(press, result.sent.mailing.name)


def test_what_follows_another_mailing_is_not_staged_from_lists(press):
    """A correction that waits has its audience from the ledger: it is given anew, not staged again."""
    name = press.send().sent.mailing.name
    press.edit("six cities", "seven cities")
    found = correct(press.workspace, press.ledger, name, "clinics", "Seven", clock=press.clock, doubtful=True)
    _bound, staged = stage(found.plan, ledger=press.ledger, only=True)
    with pytest.raises(RefusedError, match="its audience comes from there"):
        again(press, staged.mailing)


def test_a_new_version_is_not_taken_silently(press):
    """When others hold the earlier text, the new one is taken only when a person says so."""
    press.list("first", "email\nfirst@post.test\n")
    press.send(selection=press.selection("first"))
    name = press.schedule()
    press.edit("six cities", "seven cities")
    with pytest.raises(RefusedError, match="already hold version"):
        again(press, name)
    assert press.ledger.mailing(name).state is MailingState.SCHEDULED
    assert again(press, name, yes_new_version=True).planned.mailing.version == 2
