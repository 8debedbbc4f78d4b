"""Do not annoy: limits of frequency, one per outlet, colleagues; all reported, and overridable."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.config.settings import parse_frequency
from dispatch.workflows.correct import correct

ANA, LEE, DESK = "ana@diario.test", "k.lee@post.test", "desk@radio.test"


def other(press, number, *lists):
    """Send a release of its own to some lists."""
    body = press.body.replace("night clinics", f"day clinics {number}")
    press.release("", body, name=f"day-{number}")
    path = press.root / "releases" / f"day-{number}.md"
    path.write_text(path.read_text().replace("id: night-clinics", f"id: day-clinics-{number}"))
    return press.send(release=f"day-{number}", selection=press.selection(*(lists or ("national",))))


@pytest.fixture
def limited(press):
    press.settings('\n[limits]\nper_contact = "2/7d"\n')
    press.list("ana", f"email,name\n{ANA},Ana Ruiz\n")
    return press


def codes(plan):
    return {finding.code for finding in plan.draft.findings}


def test_the_third_in_a_week_is_held_back(limited):
    """Ana had two this week: she is left out, counted and named; the others get it; a week later she does, too."""
    other(limited, 1, "ana")
    other(limited, 2, "ana")
    plan = limited.plan()
    assert (plan.draft.audience.counts.gated, plan.deliveries, plan.draft.audience.counts.rows) == (1, 2, 3)
    (finding,) = [one for one in plan.draft.findings if one.code == "LIM001"]
    assert ANA in finding.message
    assert "--ignore-limits" in finding.fix
    limited.server.received.clear()
    limited.send()
    assert set(limited.got) == {LEE, DESK}
    limited.later(days=7, seconds=1)
    assert limited.plan().draft.audience.counts.gated == 0


def test_a_person_can_override_it(limited):
    """With --ignore-limits everyone gets it."""
    other(limited, 1, "ana")
    other(limited, 2, "ana")
    assert limited.plan(ignore_limits=True).deliveries == 3


def test_what_was_refused_or_rehearsed_does_not_count(limited):
    """Only what people got is counted."""
    limited.answers(answers={f"RCPT TO:<{ANA}": "550 5.1.1 User unknown"})
    other(limited, 1, "ana")
    other(limited, 2, "ana")
    assert limited.plan().draft.audience.counts.gated == 0


def test_corrections_go_to_everyone_and_count_for_nothing(limited):
    """A correction reaches who has it, whatever the limit, and holds nobody back later."""
    other(limited, 1, "ana")
    name = limited.send().sent.mailing.name
    limited.edit("six cities", "seven cities")
    found = correct(
        limited.workspace, limited.ledger, name, "clinics", "Seven, not six", clock=limited.clock, doubtful=True
    )
    assert found.plan.deliveries == 3
    limited.send_plan(found.plan)
    limited.later(days=6, hours=23)
    other(limited, 3, "ana")
    limited.later(hours=2)
    assert limited.ledger.frequent(limited.clock.now() - timedelta(days=7), 2) == frozenset()


def test_one_per_outlet_always(press):
    """Two people of one desk: the setting says one; a person can say both."""
    press.list("national", "email,outlet,role\na@post.test,The Post,reporter\nb@post.test,The Post,news editor\n")
    press.settings("\n[limits]\none_per_outlet = true\n")
    plan = press.plan()
    assert [contact.email for contact in plan.draft.audience.contacts] == ["b@post.test"]
    assert press.plan(ignore_limits=True).deliveries == 2


def test_a_colleague_mailed_them_lately(press):
    """Another release within three days is a warning that names the mailing; the same release is not."""
    press.settings('\n[limits]\ncolleague = "3d"\n')
    other(press, 1)
    plan = press.plan()
    (finding,) = [one for one in plan.draft.findings if one.code == "LIM002"]
    assert "day-clinics-1-1" in finding.message
    assert plan.deliveries == 3
    press.send()
    press.later(days=3, seconds=1)
    assert "LIM002" not in codes(press.plan(again=True))


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from([("h", "hours"), ("d", "days"), ("min", "minutes")]))
def test_a_frequency_is_a_number_and_a_span(count, size, unit):
    """`2/7d` in every unit, with spaces where people put them."""
    assert parse_frequency(f" {count} / {size}{unit[0]}") == (count, timedelta(**{unit[1]: size}))


@pytest.mark.parametrize("text", ["2", "2/", "/7d", "0/7d", "2/0d", "two/7d", "2/7", "-1/7d", "2/7d/3"])
def test_anything_else_is_none(text):
    """The configuration is refused with an example of the right form."""
    with pytest.raises(ValueError, match=r"2/7d|no duration"):
        parse_frequency(text)
