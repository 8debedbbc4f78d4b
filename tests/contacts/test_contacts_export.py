"""Writing lists: what spreadsheets read rightly, and what we read back unchanged."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.contacts import read, select, to_csv
from dispatch.contacts.export import neutral
from dispatch.errors import InputError

LIST = (
    "email,name,outlet,role,beats,language,phone,embargo,tags,notes,Market,other email\n"
    'ana@x.test,Ana Ruiz,"=HYPERLINK(""http://evil.test"",""x"")",-role,"health, labor",es,+1 312,yes,a;b,"two\nlines",'
    "@cmd,b@x.test ::: c@x.test\n"
    "zoe@bücher.example,Zoë Müller,'quoted',,,,,,,,,\n"
)


def test_formulas_are_neutralised_and_read_back(listed, tmp_path):
    """Cells that a spreadsheet would calculate begin with an apostrophe; reading the file gives the same contacts."""
    reading = listed(LIST)
    assert to_csv(reading, tmp_path / "out.csv") == 2
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as source:
        cells = [cell for row in csv.reader(source) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert '\'=HYPERLINK("http://evil.test","x")' in cells
    again = read(tmp_path / "out.csv")
    for before, after in zip(reading.contacts, again.contacts, strict=True):
        for field in (
            "email",
            "key",
            "name",
            "outlet",
            "role",
            "beats",
            "language",
            "phone",
            "embargo",
            "tags",
            "notes",
        ):
            assert getattr(after, field) == getattr(before, field), field
        assert (after.alternates, dict(after.extra)) == (before.alternates, dict(before.extra))


def test_an_audience_is_written_merged(listed, tmp_path):
    """An audience is written as it would be mailed: each person once, with merged tags and all custom columns."""
    audience = select(
        [
            listed("email,tags,Foo\na@x.test,x,1\n", "1.csv"),
            listed("email,tags,Bar\na@x.test,y,\nb@x.test,,2\n", "2.csv"),
        ]
    )
    assert to_csv(audience, tmp_path / "out.csv") == 2
    first, second = read(tmp_path / "out.csv").contacts
    assert (first.tags, dict(first.extra), dict(second.extra)) == (("x", "y"), {"foo": "1"}, {"bar": "2"})


def test_a_place_that_cannot_be_written(listed, tmp_path):
    """A folder that does not exist is an error that says so, and leaves nothing behind."""
    with pytest.raises(InputError, match="cannot be written"):
        to_csv(listed("email\na@x.test\n"), tmp_path / "absent" / "out.csv")


def test_the_old_file_stays_when_writing_fails(listed, tmp_path):
    """A file is replaced at once or not at all."""

    class Broken:
        custom = frozenset()

        @property
        def contacts(self):
            yield next(iter(listed("email\na@x.test\n").contacts))
            raise RuntimeError

    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(RuntimeError):
        to_csv(Broken(), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.csv", "out.csv"]


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_cell_is_a_formula(cell):
    """Whatever a cell holds, a spreadsheet does not calculate it."""
    assert not neutral(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
