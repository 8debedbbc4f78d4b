import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import NotFoundError, RefusedError, UsageError
from dispatch.ledger import Bound, Verdict
from dispatch.ledger.identity import slug

#: See `conftest.py`.
ON_EVERY_DATABASE = True

PATH, HEADLINE = "releases/clinics.md", "Night clinics open in six cities"


@pytest.fixture
def known(desk):
    """A ledger that knows one release in one version."""
    ledger = desk.ledger
    assert ledger.bind(ledger.identify(PATH, HEADLINE, "text 1")) == Bound(release="night-clinics-open", version=1)
    return ledger


def test_a_new_release_gets_an_id_from_its_headline(desk):
    """The first words of the headline name it; the ledger writes nothing before it is bound."""
    found = desk.ledger.identify(PATH, HEADLINE, "text 1")
    assert (found.verdict, found.id, found.version, found.versions) == (Verdict.NEW, "night-clinics-open", 1, 0)
    assert desk.ledger.identify(PATH, HEADLINE, "text 1") == found
    assert desk.ledger.versions("night-clinics-open") == []


def test_the_same_path_and_headline_are_the_same_release(known):
    """A changed text is a new version of it; the old text is still the old version."""
    changed = known.identify(PATH, HEADLINE, "text 2")
    assert (changed.verdict, changed.version, changed.versions) == (Verdict.SAME, 2, 1)
    assert known.bind(changed) == Bound(release="night-clinics-open", version=2)
    again = known.identify(PATH, HEADLINE, "text 1")
    assert (again.verdict, again.version) == (Verdict.SAME, 1)
    assert [version.fingerprint for version in known.versions("night-clinics-open")] == ["text 1", "text 2"]


@pytest.mark.parametrize(
    ("path", "headline", "text", "matches"),
    [
        (PATH, "Clinics stay open at night", "text 2", ("path",)),
        ("other.md", HEADLINE, "text 2", ("headline",)),
        ("other.md", "Clinics stay open at night", "text 1", ("fingerprint",)),
        (PATH, "Clinics stay open at night", "text 1", ("fingerprint", "path")),
    ],
)
def test_half_a_match_must_be_asked(known, path, headline, text, matches):
    """When only some of path, headline and text are known, a person says which release it is."""
    found = known.identify(path, headline, text)
    assert found.verdict is Verdict.ASK
    assert [(one.id, one.matches) for one in found.candidates] == [("night-clinics-open", matches)]
    with pytest.raises(RefusedError) as caught:
        known.bind(found)
    assert "--same-release" in caught.value.fix
    assert known.bind(found, same_as="night-clinics-open").release == "night-clinics-open"
    assert known.identify(path, headline, text).verdict is Verdict.SAME


def test_a_person_may_say_that_it_is_new(known):
    """The answer is remembered for this path and headline; the old release keeps its own."""
    found = known.identify(PATH, "Clinics stay open at night", "text 2")
    bound = known.bind(found, new=True)
    assert bound == Bound(release="clinics-stay-open-at", version=1) or bound.version == 1
    assert known.identify(PATH, "Clinics stay open at night", "text 3").id == bound.release
    assert known.identify(PATH, HEADLINE, "text 1").id == "night-clinics-open"


def test_a_new_release_of_the_same_name_gets_a_number(known):
    """An id is never given twice."""
    found = known.identify(PATH, HEADLINE, "text 1")
    bound = known.bind(found, new=True)
    assert bound.release == "night-clinics-open-2"
    assert known.identify(PATH, HEADLINE, "text 1").id == "night-clinics-open-2"


def test_an_id_in_the_file_decides(known):
    """With a known id neither path nor headline matter; an unknown id is a new release."""
    found = known.identify("elsewhere.md", "Anything", "text 9", "night-clinics-open")
    assert (found.verdict, found.id, found.version) == (Verdict.SAME, "night-clinics-open", 2)
    new = known.identify("elsewhere.md", "Anything", "text 9", "anything-2026")
    assert (new.verdict, new.id) == (Verdict.NEW, "anything-2026")
    assert known.bind(new) == Bound(release="anything-2026", version=1)
    assert known.identify("third.md", "Else", "text 10", "anything-2026").verdict is Verdict.SAME


def test_an_id_added_to_a_known_file_is_asked_about_once(known):
    """Writing an id into the file of a known release does not start it anew by itself."""
    found = known.identify(PATH, HEADLINE, "text 2", "clinics-2026")
    assert found.verdict is Verdict.ASK
    assert known.bind(found, same_as="night-clinics-open") == Bound(release="night-clinics-open", version=2)
    again = known.identify(PATH, HEADLINE, "text 3", "clinics-2026")
    assert (again.verdict, again.id) == (Verdict.SAME, "night-clinics-open")


def test_two_processes_that_bind_the_same_file_get_the_same_release(desk):
    """Identified by both before either is bound, it is still one release."""
    second = desk.second()
    one = desk.ledger.identify(PATH, HEADLINE, "text 1")
    two = second.ledger.identify(PATH, HEADLINE, "text 1")
    assert desk.ledger.bind(one) == second.ledger.bind(two)
    second.ledger.close()


def test_an_unusable_id_is_refused(desk):
    """Ids become names of mailings: white space and slashes are not for them."""
    for bad in ("", "a b", "../x", "-x", "x" * 200, "a\nb"):
        with pytest.raises(UsageError):
            desk.ledger.identify(PATH, HEADLINE, "text", bad)


def test_an_unknown_answer_is_refused(known):
    """`--same-release` must name a release."""
    with pytest.raises(NotFoundError):
        known.bind(known.identify(PATH, "Other", "text"), same_as="nothing")


@given(st.text(max_size=80))
def test_every_headline_gives_a_usable_id(headline):
    """Whatever the headline, the id is short, lower case, and of letters, digits and hyphens."""
    name = slug(headline)
    assert 0 < len(name) <= 24
    assert all(part.isalnum() and part.isascii() and part == part.lower() for part in name.split("-"))


def test_ids_read_well():
    """The id is what a person would call the release."""
    assert slug("Night clinics open in six cities") == "night-clinics-open"
    assert slug("¡Atención! Clínicas abiertas de noche") == "atencion-clinicas"
    assert slug("中文") == "release"
