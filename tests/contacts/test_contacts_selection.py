"""Selection: who gets it, who does not and why, and numbers that add up."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.contacts import Fate, parse_segment, read, select
from dispatch.contacts.hashes import Hashes
from dispatch.contacts.keys import Keys
from dispatch.contacts.spool import Spool
from dispatch.errors import SegmentError


def emails(contacts):
    return [contact.email for contact in contacts]


def adds_up(audience):
    counts = dataclasses.asdict(audience.counts)
    rows = counts.pop("rows")
    assert rows == sum(counts.values())
    assert counts["deliveries"] == len(audience.contacts) == len(list(audience.contacts))
    left_out = sum(len(share) for share in audience.left_out.values())
    assert left_out == rows - counts["deliveries"] - counts["invalid"]
    return True


@pytest.fixture
def two(listed):
    """Two lists with one bad row and two people on both."""
    one = listed(
        "email,name,tags,embargo,outlet\na@x.test,Ana,press,yes,X\nb@x.test,Ben,tv,yes,X\nnobody,Bad,,,\n", "1.csv"
    )
    other = listed(
        "email,name,tags,embargo\nA@X.test,Ana again,radio,\nc@x.test,Cy,,yes\nb@x.test,Ben,tv,yes\n", "2.csv"
    )
    return one, other


def test_duplicates_keep_the_first_and_merge(two):
    """The first row counts, with all tags; trust with an embargo needs every row."""
    audience = select(two)
    assert adds_up(audience)
    ana, ben, _ = audience.contacts
    assert (ana.name, ana.email, ana.tags, ana.embargo) == ("Ana", "a@x.test", ("press", "radio"), False)
    assert (ben.tags, ben.embargo) == (("tv",), True)
    assert emails(audience.contacts) == ["a@x.test", "b@x.test", "c@x.test"]
    assert audience.counts.duplicates == 2
    assert audience.duplicates == (0, 2)
    assert [(finding.file, finding.line, finding.address) for finding in audience.findings] == [
        ("lists/2.csv", 2, "A@x.test"),
        ("lists/2.csv", 4, "b@x.test"),
    ]
    assert "lists/1.csv:2" in audience.findings[0].message


def test_suppressed_people_are_told_by_list(listed):
    """The first three with their lines; not those of whom the list itself says so, nor those nobody selected."""
    people = "".join(f"p{number}@x.test,,en\n" for number in range(5))
    one = listed(f"email,status,language\n{people}q@x.test,unsubscribed,en\nr@x.test,,es\n", "1.csv")
    other = listed("email\nz@x.test\n", "2.csv")
    gone = {f"p{number}@x.test" for number in range(5)} | {"r@x.test"}
    audience = select([one, other], where=parse_segment('language != "es"'), suppressed=gone.__contains__)
    assert audience.counts.suppressed == 6
    told = [finding for finding in audience.findings if finding.code == "LST037"]
    assert [(item.file, item.line, item.address) for item in told] == [("lists/1.csv", 2, "p0@x.test")]
    assert "p0@x.test (line 2), p1@x.test (line 3), p2@x.test (line 4) and 2 more" in told[0].message
    assert select([other]).findings == ()


def test_contacts_know_their_file_and_line(two):
    """A contact remembers where it came from."""
    assert [(contact.file, contact.line) for contact in select(two).contacts][-1] == ("lists/2.csv", 3)


def test_excluded_lists(two, listed):
    """People on an --except list are left out, whatever the case of their address."""
    audience = select(two, excluded=[listed("email\nB@X.TEST\nz@x.test\n", "no.csv")])
    assert adds_up(audience)
    assert emails(audience.contacts) == ["a@x.test", "c@x.test"]
    assert emails(audience.left_out[Fate.EXCLUDED]) == ["b@x.test"]


def test_suppressed_reached_and_limit(two):
    """Suppression, earlier deliveries and the limit are each counted once, the limit after everything else."""
    audience = select(two, suppressed={"a@x.test"}.__contains__, reached={"a@x.test", "b@x.test"}.__contains__)
    assert adds_up(audience)
    assert (audience.counts.suppressed, audience.counts.already_sent, audience.counts.deliveries) == (1, 1, 1)
    limited = select(two, limit=1, reached={"a@x.test"}.__contains__)
    assert adds_up(limited)
    assert emails(limited.contacts) == ["b@x.test"]
    assert emails(limited.left_out[Fate.BEYOND_LIMIT]) == ["c@x.test"]
    assert adds_up(select(two, limit=0))


def test_one_per_outlet(listed):
    """Within an outlet the role decides, then the order; nobody without an outlet is left out."""
    reading = listed(
        "email,outlet,role\na@x.test,The Post,Reporter\nb@x.test,the  POST,News editor\nc@x.test,Other,\n"
        "d@x.test,,\ne@x.test,,\nf@x.test,Other,\ng@x.test,Diario,Redacción\nh@x.test,Diario,Reportera\n",
    )
    audience = select([reading], one_per_outlet=True)
    assert adds_up(audience)
    assert emails(audience.contacts) == ["b@x.test", "c@x.test", "d@x.test", "e@x.test", "g@x.test"]
    assert emails(audience.left_out[Fate.SAME_OUTLET]) == ["a@x.test", "f@x.test", "h@x.test"]
    without = select([reading], one_per_outlet=True, suppressed={"b@x.test"}.__contains__)
    assert "a@x.test" in emails(without.contacts)
    again = select([reading], one_per_outlet=True, reached={"b@x.test"}.__contains__)
    assert "a@x.test" not in emails(again.contacts)


def test_who_opted_out_is_suppressed(listed):
    """A status column that says unsubscribed keeps a person from being mailed, on every list."""
    first = listed("email,status\na@x.test,subscribed\nb@x.test,unsubscribed\n", "1.csv")
    audience = select([first, listed("email\nb@x.test\nc@x.test\n", "2.csv")])
    assert adds_up(audience)
    assert emails(audience.contacts) == ["a@x.test", "c@x.test"]
    assert audience.counts.suppressed == 1
    assert [(item.email, item.reason, item.line) for item in first.suppressions] == [("b@x.test", "unsubscribed", 3)]


def test_a_segment_sees_merged_tags_and_custom_columns(two):
    """--where looks at the merged contact; a name that no list has stops with the near matches."""
    assert emails(select(two, where=parse_segment('"radio" in tags')).contacts) == ["a@x.test"]
    with pytest.raises(SegmentError) as caught:
        select(two, where=parse_segment('outlets == "X"'))
    assert "outlet" in caught.value.fix


def test_iterating_twice_and_at_once(two):
    """An audience can be read again, and by two readers at the same time."""
    audience = select(two)
    assert list(audience.contacts) == list(audience.contacts)
    assert [one.email for one, _ in zip(audience.contacts, audience.contacts, strict=True)] == emails(audience.contacts)
    assert next(iter(audience.contacts)) in audience.contacts


ADDRESS = st.sampled_from([f"{name}@x.test" for name in ("a", "b", "c", "d", "e", "bad..", "")])
LISTS = st.lists(st.lists(st.tuples(ADDRESS, st.sampled_from(["X", "Y", ""])), max_size=8), min_size=1, max_size=3)


@settings(deadline=None)
@given(
    LISTS,
    st.lists(ADDRESS, max_size=3),
    st.none() | st.integers(0, 5),
    st.booleans(),
    st.sets(ADDRESS),
    st.sets(ADDRESS),
)
def test_the_numbers_always_add_up(tmp_path_factory, lists, excluded, limit, per_outlet, suppressed, reached):  # noqa: PLR0917
    """Whatever is selected, every row is counted once, nobody gets it twice, and nobody who must not gets it."""
    folder = tmp_path_factory.mktemp("lists")
    readings = []
    for number, rows in enumerate(lists):
        path = folder / f"{number}.csv"
        path.write_text("email,outlet\n" + "".join(f"{email},{outlet}\n" for email, outlet in rows))
        readings.append(read(path))
    without = folder / "no.csv"
    without.write_text("email\n" + "".join(f"{email}\n" for email in excluded))
    audience = select(
        readings,
        excluded=[read(without)],
        limit=limit,
        one_per_outlet=per_outlet,
        suppressed=suppressed.__contains__,
        reached=reached.__contains__,
    )
    assert adds_up(audience)
    chosen = emails(audience.contacts)
    assert len(chosen) == len(set(chosen))
    assert not set(chosen) & {*excluded, *suppressed, *reached}
    assert limit is None or len(chosen) <= limit


def test_a_long_spool_lies_in_a_file_and_reads_the_same():
    """Beyond some thousand rows a spool moves to a file; order, size and content stay, for several readers at once."""
    spool = Spool("x.csv")
    rows = [
        (
            f"a{n}@x.test",
            f"a{n}@x.test",
            "Zoë",
            *[""] * 5,
            ("b",),
            *[""] * 5,
            n % 2 == 0,
            "",
            (),
            "",
            (),
            {"k": str(n)},
            n,
        )
        for n in range(10_000)
    ]
    for row in rows[:9_000]:
        spool.put(row)
    half = spool.rows()
    assert [next(half) for _ in range(100)] == rows[:100]
    for row in rows[9_000:]:
        spool.put(row)
    assert len(spool) == 10_000
    assert list(spool.rows()) == rows
    assert [contact.line for contact in spool] == list(range(10_000))
    assert dict(next(contact for contact in spool if contact.line == 4).extra) == {"k": "4"}


@settings(deadline=None)
@given(st.lists(st.text(max_size=3), max_size=300))
def test_hashes_know_what_is_new(texts):
    """A string is new exactly once, however far the table grows."""
    hashes = Hashes()
    seen = set()
    for text in texts:
        assert hashes.add(text) is (text not in seen)
        seen.add(text)
        assert text in hashes
    assert len(hashes) == len(seen)


def test_hashes_grow():
    """A table that was made too small takes more."""
    hashes = Hashes(10)
    assert all(hashes.add(str(number)) for number in range(5_000))
    assert not any(hashes.add(str(number)) for number in range(5_000))
    assert "5000" not in hashes


@settings(deadline=None)
@given(st.lists(st.text(max_size=3), max_size=300))
def test_keys_number_strings_exactly(texts):
    """Each different string gets the next number, keeps it, and nothing else is found."""
    keys = Keys()
    numbers = {}
    for text in texts:
        assert keys.add(text) == numbers.setdefault(text, len(numbers))
    assert len(keys) == len(numbers)
    assert all(keys.number(text) == number for text, number in numbers.items())
    assert "four" not in keys
