"""Lists as tables of web pages."""

import pytest

from dispatch import contacts
from dispatch.errors import InputError

_HEAD = "<tr><th>Name</th><th>E-mail</th><th>Medio</th></tr>"


def _page(rows: str, *, head: str = "", around: str = "{}") -> str:
    return f"<html><head>{head}</head><body>{around.format(f'<table>{rows}</table>')}</body></html>"


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def test_a_page_under_the_name_of_a_workbook_is_read_as_its_table(listed, codes):
    """As many databases export; it says that the name is wrong, and numbers rows as a spreadsheet would."""
    reading = listed(_page(_HEAD + _row("Ana Ruiz", "ana@radio.test", "Radio Sol") + _row("Tom", "no", "x")), "crm.xls")
    assert reading.format == "html"
    assert [(one.email, one.name, one.outlet, one.line) for one in reading.contacts] == [
        ("ana@radio.test", "Ana Ruiz", "Radio Sol", 2)
    ]
    assert ("LST020", None) in codes(reading)
    assert reading.invalid == 1


def test_of_several_tables_the_one_with_the_addresses_is_read(listed, codes):
    """Tables that lay the page out hold it, and tables with some addresses are told."""
    menu = "<table><tr><td>Home</td><td>Contacts</td></tr></table>"
    owner = f"<table>{_row('Exported by', 'desk@pr.test')}</table>"
    rows = _HEAD + _row("Ana", "ana@radio.test", "Sol") + _row("Tom", "tom@post.test", "Post")
    around = f"{menu}<table><tr><td>{owner}</td><td>{{}}</td></tr></table>"
    reading = listed(_page(rows, around=around), "contacts.html")
    assert [one.email for one in reading.contacts] == ["ana@radio.test", "tom@post.test"]
    assert [code for code, _ in codes(reading)] == ["LST025"]


def test_cells_are_read_as_they_are_seen(listed):
    """Markup, references, line ends of the file, open elements and merged cells."""
    rows = (
        "<tr><td colspan=3>Press list</td></tr><tr><th>Outlet<th>Name<th>E-mail"
        "<tr><td rowspan='2'>Caf&eacute;\n  &amp; Co<td><b>Ana</b>&nbsp;Ruiz<td><a href='mailto:a@x.test'>a@x.test</a>"
        "<tr><td>Tom<br><td>t@x.test"
    )
    reading = listed(_page(rows), "a.htm")
    assert [(one.outlet, one.name, one.email) for one in reading.contacts] == [
        ("Café & Co", "Ana Ruiz", "a@x.test"),
        ("Café & Co", "Tom", "t@x.test"),
    ]


def test_an_address_behind_a_link_counts_where_the_row_shows_none(listed):
    """`Write` that opens a mail; a row that shows an address keeps its names as they are."""
    link = '<a href="mailto:{}?subject=Hello">{}</a>'
    rows = _HEAD + _row("Ana", link.format("ana@x.test", "Write"), "Sol")
    rows += _row(link.format("tom@x.test", "Tom Hall"), "tom@x.test", "Post")
    assert [(one.name, one.email) for one in listed(_page(rows), "a.xls").contacts] == [
        ("Ana", "ana@x.test"),
        ("Tom Hall", "tom@x.test"),
    ]


def test_the_encoding_is_what_the_page_declares(listed, tmp_path):
    """Unless its bytes or the person say otherwise; a guess comes last."""
    head = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
    rows = _HEAD + _row("Иван Петров", "ivan@x.test", "Газета")
    reading = listed(_page(rows, head=head.format("windows-1251")).encode("cp1251"), "a.xls")
    assert next(iter(reading.contacts)).name == "Иван Петров"
    assert reading.encoding == "cp1251"
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        path = tmp_path / "b.xls"
        path.write_bytes(_page(rows, head=head.format("no-such")).encode(codec))
        assert next(iter(contacts.read(path).contacts)).name == "Иван Петров"


@pytest.mark.parametrize("content", ["<html><frameset><frame src='sheet001.htm'></frameset></html>", "<table></table>"])
def test_a_page_without_addresses_is_refused_with_the_way_out(listed, content):
    """A workbook that was saved as a page of frames has its rows in another file."""
    with pytest.raises(InputError, match="no table in it holds addresses") as refused:
        listed(content, "a.xls")
    assert "CSV" in refused.value.fix


def test_spans_in_the_millions_cost_nothing(listed):
    """A cell stands for no more columns and rows than a list can have."""
    rows = _HEAD + "<tr><td rowspan=99999999>Ana<td colspan=99999999>ana@x.test<tr><td>tom@x.test"
    assert [(one.name, one.email) for one in listed(f"<table>{rows}", "a.xls").contacts] == [
        ("Ana", "ana@x.test"),
        ("Ana", "tom@x.test"),
    ]


@pytest.mark.parametrize("row", ["<tr><td><div><font>ana@x.test", "<table><tr><td>ana@x.test"])
def test_rows_that_the_parser_would_drop_in_silence_stop_the_list(listed, row):
    """Elements that nobody closes lie in one another until the parser has enough."""
    with pytest.raises(InputError, match="never closed"):
        listed(f"<table>{_HEAD}{row * 300}", "a.xls")
