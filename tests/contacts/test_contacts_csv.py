"""Text lists: encodings, delimiters, line ends, headers and every shape of broken row."""

import csv
from contextlib import nullcontext, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.addresses import unsafe_characters
from dispatch.contacts import read
from dispatch.errors import InputError

NAMES = "name,email,outlet\nZoé Müller,zoe@x.test,Ñandú FM\nJosé Peña,jose@x.test,Café Época\n"


@pytest.mark.parametrize(
    ("content", "encoding", "guessed"),
    [
        (NAMES.encode(), "UTF-8", False),
        (NAMES.encode("utf-8-sig"), "UTF-8 with BOM", False),
        (NAMES.encode("utf-16"), "UTF-16", False),
        (b"\xfe\xff" + NAMES.encode("utf-16-be"), "UTF-16", False),
        (NAMES.encode("utf-32"), "UTF-32", False),
        (NAMES.encode("cp1252"), "cp1252", True),
        (NAMES.encode("mac_roman"), "Mac Roman", True),
    ],
)
def test_names_are_right_in_every_encoding(listed, codes, content, encoding, guessed):
    """Accented names come out right, and a guess is said to be one."""
    reading = listed(content)
    assert [contact.name for contact in reading.contacts] == ["Zoé Müller", "José Peña"]
    assert [contact.outlet for contact in reading.contacts] == ["Ñandú FM", "Café Época"]
    assert reading.encoding == encoding
    assert codes(reading) == ([("LST001", None)] if guessed else [])


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1250", ["Łukasz Żółć", "Świętopełk Brzęczyszczykiewicz", "Jiří Dvořák"]),
        ("cp1251", ["Иван Петров", "Наталья Смирнова"]),
        ("cp1253", ["Γιώργος Παπαδόπουλος", "Ελένη Νικολάου"]),
        ("gb18030", ["张伟", "人民日报", "李娜"]),
        ("cp1252", ["Zoë", "“Ñandú” Müller", "François Lefèvre", "Éloïse Noël"]),
    ],
)
def test_names_in_other_scripts_are_guessed_too(listed, encoding, names):
    """A list that is neither UTF-8 nor Western is read in the likeliest other encoding, and that is said."""
    reading = listed(b"name,email\n" + "".join(f"{n},a{i}@x.test\n" for i, n in enumerate(names)).encode(encoding))
    assert [contact.name for contact in reading.contacts] == names
    assert [finding.code for finding in reading.findings] == ["LST001" if encoding == "cp1252" else "LST032"]


def test_encoding_can_be_given(listed):
    """--encoding decides; one that does not fit is an error that says so."""
    reading = listed(NAMES.encode("cp1252"), encoding="latin-1")
    assert next(iter(reading.contacts)).name == "Zoé Müller"
    assert not reading.findings
    with pytest.raises(InputError, match="not in utf-8"):
        listed(NAMES.encode("cp1252"), encoding="utf-8")
    with pytest.raises(InputError, match="no encoding"):
        listed(NAMES, encoding="klingon")


def test_a_stray_byte_costs_one_row(listed, codes):
    """A UTF-8 list with one broken letter refuses that row and keeps the accents of all others."""
    content = (NAMES + "Ana,ana@x.test,Radio\n" * 1).encode() + b"Bj\xf8rn,b@x.test,R\n"
    reading = listed(content)
    assert [contact.name for contact in reading.contacts] == ["Zoé Müller", "José Peña", "Ana"]
    assert codes(reading) == [("LST032", None), ("LST010", 5)]


def test_broken_letters_are_not_taken_for_another_code_page(listed, codes):
    """Separators and overrides in UTF-8 stay what they are, and their rows refused, beside a few stray bytes."""
    content = "name,email\nAna\u2028Ruiz,a@x.test\nAna\u202eRuiz,b@x.test\n".encode()
    reading = listed(content + b"Bj\xf8rn,c@x.test\nJos\xe9,d@x.test\nEve,e@x.test\n")
    assert [contact.name for contact in reading.contacts] == ["Eve"]
    assert codes(reading) == [("LST032", None), ("LST009", 2), ("LST009", 3), ("LST010", 4), ("LST010", 5)]


@pytest.mark.parametrize("size", [200_000, 2 << 20])
def test_a_giant_cell_costs_its_row_and_is_called_by_its_name(listed, size):
    """Without a quotation mark in it, it is one row with too long a cell, and the next one is read."""
    reading = listed(f"email,name\na@x.test,{'x' * size}\nb@x.test,Ben\n")
    assert [contact.email for contact in reading.contacts] == ["b@x.test"]
    assert (reading.rows, [finding.line for finding in reading.findings]) == (2, [2])
    assert "characters" in reading.findings[0].message


def test_a_name_of_thousands_of_letters_is_refused(listed, codes):
    """It would go out in the To header and fill every summary."""
    reading = listed(f"email,name,notes\na@x.test,{'x' * 3000},\nb@x.test,Ben,{'y' * 3000}\n")
    assert [contact.email for contact in reading.contacts] == ["b@x.test"]
    assert codes(reading) == [("LST033", 2)]


def test_a_second_column_for_addresses_is_told(listed, codes):
    """Its addresses get nothing, so nobody should learn that afterwards."""
    reading = listed("email,name,email\na@x.test,Ana,b@x.test\n")
    assert next(iter(reading.contacts)).alternates == ("b@x.test",)
    assert codes(reading) == [("LST014", 1)]


def test_a_list_without_header_has_no_line_0(listed):
    """What is said about it points at a line that is there."""
    reading = listed("Ana,ana@x.test\nBen,ben@x.test\n")
    assert len(reading.contacts) == 2
    assert all(finding.line != 0 for finding in reading.findings)
    assert reading.findings


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(listed, delimiter, end):
    """Every usual delimiter and line end is recognised, with other delimiters inside cells."""
    rows = [["E-Mail", "Outlet", "Beats"], ["a@x.test", '"Smith, Jones; Co"', '"health, labor"'], ["b@x.test", "B", ""]]
    reading = listed(end.join(delimiter.join(row) for row in rows) + end)
    assert reading.delimiter == delimiter
    first, second = reading.contacts
    assert (first.outlet, first.beats, first.line) == ("Smith, Jones; Co", ("health", "labor"), 2)
    assert (second.outlet, second.beats, second.line) == ("B", (), 3)


def test_excels_sep_line(listed):
    """`sep=;` names the delimiter and is no row; lines still count from the top of the file."""
    reading = listed("sep=;\r\nemail;name\r\na@x.test;Ana\r\nbad;Ben\r\n")
    assert reading.delimiter == ";"
    assert [contact.line for contact in reading.contacts] == [3]
    assert reading.findings[0].line == 4


def test_title_rows_above_the_header(listed, codes):
    """Titles above the header are passed over and said; empty rows count for nothing."""
    reading = listed("Media list 2026,,\nupdated by Kim,,\n,,\nName,Email,Outlet\nAna,a@x.test,X\n,,\n")
    assert codes(reading) == [("LST015", 1)]
    assert (reading.rows, len(reading.contacts)) == (1, 1)


def test_embedded_newlines_keep_the_lines_right(listed):
    """A note of several lines is one cell, and the rows after it keep their line numbers."""
    reading = listed('email,notes\na@x.test,"one\ntwo, with a comma\n""three"""\nb@x.test,\nbad,\n')
    first, second = reading.contacts
    assert first.notes == 'one\ntwo, with a comma\n"three"'
    assert second.line == 5
    assert reading.findings[0].line == 6


def test_a_forgotten_quotation_mark_costs_one_row(listed, codes):
    """A quotation mark that is never closed costs its own row, in the middle or at the end of a file."""
    middle = listed('email,outlet\na@x.test,"Ana\nb@x.test,B\nc@x.test,"C"\nd@x.test,D\n')
    assert [contact.email for contact in middle.contacts] == ["b@x.test", "c@x.test", "d@x.test"]
    assert codes(middle) == [("LST019", 2)]
    end = listed('email,outlet\na@x.test,A\nb@x.test,"B\nc@x.test,C\n')
    assert [contact.email for contact in end.contacts] == ["a@x.test", "c@x.test"]
    assert codes(end) == [("LST019", 3)]
    long = listed('email,outlet\nz@x.test,"Z\n' + "".join(f"a{i}@x.test,A\n" for i in range(900)))
    assert len(long.contacts) == 900


def test_one_bad_row_never_hides_the_next(listed):
    """Every bad row has its own finding with line and cell, and the good ones are all read."""
    reading = listed(
        "name,email\n"
        "Ana,a@x.test\n"
        'Two,"b@x.test, c@x.test"\n'
        "Bad,nobody\n"
        "None,\n"
        'Inject,"d@x.test\r\nBcc: e@evil.test"\n'
        "Word =?utf-8?q?a=0d=0aBcc=3a_e=40x?=,f@x.test\n"
        "More,g@x.test,extra,cells\n"
        "Zed,z@x.test,,\n"
        "Last,h@x.test\n",
    )
    assert [contact.email for contact in reading.contacts] == ["a@x.test", "z@x.test", "h@x.test"]
    assert [(finding.code, finding.line, finding.column) for finding in reading.findings] == [
        ("LST007", 3, 2),
        ("LST005", 4, 2),
        ("LST006", 5, 2),
        ("LST009", 6, 2),
        ("LST009", 8, 1),
        ("LST012", 9, 3),
    ]
    assert (reading.rows, reading.invalid) == (9, 6)
    assert reading.findings[0].message == 'Two addresses in one cell: "b@x.test, c@x.test".'
    assert reading.findings[0].file == "lists/list.csv"


@pytest.mark.parametrize(
    "text", ["A\nB", "A\rB", "A\0B", "A\x1b[31mB", "A\x85B", "A\u2028B", "A\u202eB", "=?utf-8?b?QQ==?=", "A\tB"]
)
@pytest.mark.parametrize("header", ["name", "first_name", "last_name", "honorific", "outlet", "role", "region"])
def test_unsafe_text_refuses_the_row(listed, header, text):
    """Whatever could forge a header refuses its row with line and cell, in every field that can reach one."""
    reading = listed(f'email,{header}\na@x.test,"{text}"\nb@x.test,fine\n')
    assert [contact.email for contact in reading.contacts] == ["b@x.test"]
    (finding,) = reading.findings
    assert (finding.code, finding.line, finding.column) == ("LST009", 2, 2)


def test_templates_in_cells_are_only_text(listed):
    """Jinja in a cell is kept literally."""
    reading = listed("email,name\na@x.test,{{7*7}}\nb@x.test,{% include '/etc/passwd' %}\n")
    assert [contact.name for contact in reading.contacts] == ["{{7*7}}", "{% include '/etc/passwd' %}"]


def test_custom_columns(listed, codes):
    """Unknown columns are kept under safe, distinct names; dangerous ones are renamed and said."""
    reading = listed('email,Member Type,__class__,keys,Foo,Foo,Dirección\na@x.test,TV,1,2,3,4,"Calle 1\nMadrid"\n')
    (contact,) = reading.contacts
    assert dict(contact.extra) == {
        "member_type": "TV",
        "column_class": "1",
        "column_keys": "2",
        "foo": "3",
        "foo_2": "4",
        "direccion": "Calle 1 Madrid",
    }
    assert codes(reading) == [("LST027", 1), ("LST013", 1)]
    assert reading.columns["Member Type"] == "member_type"
    assert reading.columns["Foo (6)"] == "foo_2"


def test_no_email_column_by_name(listed, codes):
    """A column that holds addresses is taken when none is named so; a list without any is one error."""
    reading = listed("Nimi,Osoite\nAna,a@x.test\nBen,b@x.test\n")
    assert [contact.email for contact in reading.contacts] == ["a@x.test", "b@x.test"]
    assert codes(reading) == [("LST016", 1)]
    nothing = listed("name,outlet\nAna,X\nBen,Y\n")
    assert codes(nothing) == [("LST003", 1)]
    assert (nothing.rows, nothing.invalid, len(nothing.contacts)) == (2, 2, 0)


def test_a_list_without_a_header(listed, codes):
    """Without a header the addresses are found, the first row included."""
    reading = listed("Ana,a@x.test\nBen,b@x.test\n")
    assert [contact.email for contact in reading.contacts] == ["a@x.test", "b@x.test"]
    assert codes(reading)[0] == ("LST016", 1)
    bare = listed("a@x.test\nb@x.test\n")
    assert len(bare.contacts) == 2


def test_swapped_columns_are_refused(listed, codes):
    """An e-mail column full of names beside another full of addresses is one error, not one for each row."""
    reading = listed("Email,Name\nAna,a@x.test\nBen,b@x.test\n")
    assert codes(reading) == [("LST004", 1)]
    assert (reading.invalid, len(reading.contacts)) == (2, 0)


def test_empty_files(listed, codes, tmp_path):
    """An empty list, or a header alone, is a warning; what is no file at all stops."""
    assert codes(listed("")) == [("LST030", None)]
    assert codes(listed("\n\n,,\n")) == [("LST030", None)]
    assert codes(listed("email,name\n")) == [("LST030", None)]
    with pytest.raises(InputError, match="no list"):
        read(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="not a file"):
        read(tmp_path)
    with pytest.raises(InputError, match="not a text file"):
        listed(b"\x00\x01\x02\x03\xff\x00\x00email")


def test_many_bad_rows_are_counted(listed):
    """Beyond a thousand findings of one code the rest is a number, so that memory stays flat."""
    reading = listed("email\n" + "nobody\n" * 1_500)
    assert len(reading.findings) == 1_001
    assert reading.findings[-1].message.startswith("500 more")
    assert reading.invalid == 1_500


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(tmp_path_factory, content):
    """Any bytes give a reading whose numbers add up, or a clear error."""
    path = tmp_path_factory.mktemp("any") / "list.csv"
    path.write_bytes(b"email,name\n" + content)
    try:
        reading = read(path)
    except InputError:
        return
    assert reading.rows == len(reading.contacts) + reading.invalid == len(list(reading.contacts)) + reading.invalid


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"], exclude_characters="\ufffd"),
    max_size=12,
)


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12), st.sampled_from([",", ";", "\t", "|"]))
def test_what_csv_writes_is_read_back(tmp_path_factory, rows, delimiter):
    """Whatever Python's csv writes under a header is read back cell by cell."""
    path = tmp_path_factory.mktemp("any") / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target, delimiter=delimiter)
        writer.writerow(["email", "outlet", "role", "notes"])
        writer.writerows([f"a{number}@x.test", *row] for number, row in enumerate(rows))
    kept = {int(contact.email[1:].partition("@")[0]): contact for contact in read(path).contacts}
    for number, (outlet, role, notes) in enumerate(rows):
        if "=?" in f"{outlet}{role}{notes}":
            continue
        for written, got in ((outlet, kept[number].outlet), (role, kept[number].role), (notes, kept[number].notes)):
            assert got in {written.strip(), ""}


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfemail,name\na@x.test,Ana\nb@x.test,B\xff\xfeen\nc@x.test,Cy\n",
        "email,name\na@x.test,Ana\nb@x.test,B".encode("utf-16") + b"\x00\xdc" + "\nc@x.test,Cy\n".encode("utf-16-le"),
        "email,name\na@x.test,Ana\nb@x.test,B".encode("utf-16")
        + b"\x00\xdc"
        + "\nc@x.test,Cy\nx".encode("utf-16-le")
        + b"\n",
    ],
)
def test_broken_letters_under_a_byte_order_mark(listed, content):
    """A file that promises an encoding and breaks it loses that row, with its line, and no other."""
    reading = listed(content)
    assert [contact.email for contact in reading.contacts] == ["a@x.test", "c@x.test"]
    assert ("LST010", 3) in [(finding.code, finding.line) for finding in reading.findings]


def test_two_forgotten_quotation_marks_hide_nobody(listed, codes):
    """Two rows whose marks would close each other are refused one by one, and not read as one."""
    reading = listed('outlet,email,role\n"A,a@x.test,R\n"B,b@x.test,S\nC,c@x.test,T\n')
    assert [contact.email for contact in reading.contacts] == ["c@x.test"]
    assert [line for _, line in codes(reading)] == [2, 3]


def test_a_line_without_end_fits_into_memory(listed):
    """Megabytes without a line end are bad rows, not one row of megabytes."""
    reading = listed(b"email,name\na@x.test,Ana\n" + b"x" * (3 << 20) + b"\nb@x.test,Ben\n")
    assert [contact.email for contact in reading.contacts] == ["a@x.test", "b@x.test"]
    assert all(len(finding.message) < 200 for finding in reading.findings)


def test_who_opted_out_is_heard_even_from_a_bad_row(listed):
    """A row that is refused for its name still says that its address must not be mailed."""
    reading = listed('email,name,Email Opt Out\na@x.test,"A\nB",yes\nb@x.test,Ben,no\n')
    assert [item.email for item in reading.suppressions] == ["a@x.test"]
    assert [contact.email for contact in reading.contacts] == ["b@x.test"]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 2)), min_size=1, max_size=30),
    st.integers(0, 2),
    st.sampled_from([",", ";", "\t"]),
)
def test_no_forgotten_quotation_mark_hides_a_clean_row(tmp_path_factory, rows, place, delimiter):
    """Whichever rows have an open quotation mark, and in whichever cell: every other row is read, no row is lost."""
    header = ["outlet", "role"]
    header.insert(place, "email")
    lines = [delimiter.join(header)]
    for number, (broken, where) in enumerate(rows):
        cells = ["The Post", "Reporter"]
        cells.insert(place, f"a{number}@x.test")
        cells[where] = '"' * broken + cells[where]
        lines.append(delimiter.join(cells))
    path = tmp_path_factory.mktemp("any") / "list.csv"
    path.write_text("\n".join(lines) + "\n")
    reading = read(path)
    emails = {contact.email for contact in reading.contacts}
    assert emails >= {f"a{number}@x.test" for number, (broken, _) in enumerate(rows) if not broken}
    assert reading.rows == len(rows)
    assert {finding.line for finding in reading.findings} >= {
        number + 2 for number, (broken, _) in enumerate(rows) if broken and f"a{number}@x.test" not in emails
    }


def test_notes_of_several_lines_may_hold_addresses(listed):
    """A note with addresses and commas in it is no forgotten quotation mark."""
    reading = listed('email,notes\na@x.test,"Call Bob, bob@x.test\nor\neve@x.test"\nb@x.test,\n')
    assert [contact.email for contact in reading.contacts] == ["a@x.test", "b@x.test"]
    assert not reading.findings


def test_a_lost_letter_matters_where_it_is_mailed(listed, codes):
    """The sign for a lost letter refuses a row whose name has it; in the desk's own notes it does not matter."""
    reading = listed("email,name,notes\na@x.test,Ana,caf\ufffd\nb@x.test,Zo\ufffd,\n")
    assert [contact.email for contact in reading.contacts] == ["a@x.test"]
    assert codes(reading) == [("LST010", 3)]


FIELDS = ["name", "first_name", "honorific", "outlet", "role", "beats", "region", "phone", "tags", "language", "Market"]
ODD = st.text("ab,;|='\"?<>@ \t\r\n\0\x0b\x85\x9b\u200b\u202e\u2028\u2066\ufffdéß-+", max_size=10)


@settings(deadline=None)
@given(st.lists(st.tuples(*[ODD] * len(FIELDS)), min_size=1, max_size=4))
def test_whatever_is_read_is_safe_in_a_header(tmp_path_factory, rows):
    """No value of a contact that can reach the head of a mail holds what could forge one."""
    path = tmp_path_factory.mktemp("any") / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(["email", *FIELDS])
        writer.writerows([f"a{number}@x.test", *row] for number, row in enumerate(rows))
    contacts = ()
    # a file with many NULs may be refused as no text
    with suppress(InputError) if any("\0" in value for row in rows for value in row) else nullcontext():
        contacts = read(path).contacts
    for contact in contacts:
        for field in FIELDS[:-1]:
            value = getattr(contact, field)
            for text in value if isinstance(value, tuple) else (value,):
                assert not unsafe_characters(text), (field, text)
                assert text == text.strip()
        assert not unsafe_characters(contact.extra.get("market", ""))
