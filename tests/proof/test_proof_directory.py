"""Finding people in an audience."""

from hypothesis import given
from hypothesis import strategies as st

from dispatch.model.contact import Contact
from dispatch.proof.directory import EXTREMES, Directory, folded


def contact(number, **changes):
    address = changes.pop("email", f"r{number}@x.test")
    return Contact(email=address, key=address, **changes)


PEOPLE = Directory(
    [
        contact(0, name="Ana Núñez", first_name="Ana", outlet="El Diario", language="es"),
        contact(1, name="K. Lee", first_name="K.", outlet="The Post", language="en"),
        contact(2, outlet="Radio Uno"),
        contact(3, name="Maximiliane Featherstonehaugh", first_name="Maximiliane", outlet="Blatt", language="de"),
    ]
)


def test_words_are_found_anywhere_in_any_order_without_accents():
    """`diario nunez` finds Ana Núñez of El Diario; an address and a language are found too."""
    assert list(PEOPLE.find("diario nunez")) == [0]
    assert list(PEOPLE.find("R1@X")) == [1]
    assert list(PEOPLE.find("")) == [0, 1, 2, 3]
    assert list(PEOPLE.find("nobody")) == []
    assert list(PEOPLE.find("e", among=[3, 1])) == [3, 1]


def test_extremes_come_first():
    """The longest and shortest names lead their lists; who has no name is neither."""
    assert next(iter(PEOPLE.longest)) == 3
    assert next(iter(PEOPLE.shortest)) == 1
    assert 2 not in PEOPLE.shortest


def test_missing_is_what_others_have():
    """Who lacks what others have is incomplete; a role that nobody has is missing nowhere."""
    assert list(PEOPLE.incomplete) == [2]
    assert PEOPLE.missing(2) == ("name", "first_name", "language")


def test_numbers_are_found_by_address():
    """An address leads to its number; a stranger's to None."""
    assert PEOPLE.number("r1@x.test") == 1
    assert PEOPLE.number("stranger@x.test") is None


@given(st.lists(st.text(max_size=12), min_size=1, max_size=40))
def test_everyone_is_found_by_their_own_name(names):
    """Each contact is among those found by any word of its own name; extremes are bounded."""
    people = Directory([contact(number, name=name) for number, name in enumerate(names)])
    for number, name in enumerate(names):
        for word in folded(name).split():
            assert number in people.find(word)
    assert len(people.longest) <= EXTREMES
