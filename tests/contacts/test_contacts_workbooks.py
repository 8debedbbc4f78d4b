"""Workbooks: sheets, titles, merged cells, numbers, and archives that want to hurt."""

import io
import zipfile
from pathlib import Path

import pytest

from dispatch.contacts import read
from dispatch.errors import InputError

HEADER = ["Name", "Email", "Outlet", "Phone", "Embargo"]


def test_a_workbook_with_titles_numbers_and_merged_cells(xlsx):
    """Titles are passed over, merged cells hold for every row, numbers are whole, formulas give their value."""
    rows = [
        ["Media list"],
        [],
        [None, *HEADER],
        [None, "Ana", "ana@x.test", "The Post", 3125550101, True],
        [None, "Ben", "ben@x.test", None, "+1 312 555 0142", False],
        [None, "Cy", '=CONCAT("cy","@x.test")→cy@x.test', "Other", None, None],
        [None, "Bad", "nobody", None, None, None],
    ]
    reading = read(xlsx({"Contacts": (rows, ["D4:D5"])}))
    ana, ben, cy = reading.contacts
    assert (ana.name, ana.outlet, ana.phone, ana.embargo, ana.line) == ("Ana", "The Post", "3125550101", True, 4)
    assert (ben.outlet, ben.embargo) == ("The Post", False)
    assert cy.email == "cy@x.test"
    assert [(finding.code, finding.line, finding.column) for finding in reading.findings] == [
        ("LST015", 1, None),
        ("LST005", 7, 3),
    ]
    assert (reading.format, reading.encoding, reading.delimiter) == ("xlsx", None, None)


def test_the_sheet_with_the_contacts_is_found(xlsx):
    """The visible sheet with addresses is read; another one with addresses is a warning, a hidden one is not."""
    about = ([["About this list"], ["kept by Kim"]], [])
    contacts = ([HEADER, ["Ana", "ana@x.test"], ["Ben", "ben@x.test"]], [])
    old = ([HEADER, ["Old", "old@x.test"]], [])
    reading = read(xlsx({"Info": about, "Contacts": contacts, "~Old": old}))
    assert [contact.email for contact in reading.contacts] == ["ana@x.test", "ben@x.test"]
    assert not reading.findings
    second = read(xlsx({"Contacts": contacts, "More": old}))
    assert [finding.code for finding in second.findings] == ["LST025"]
    assert '"More"' in second.findings[0].message


def test_the_sheet_can_be_named(xlsx, tmp_path):
    """The TOML file beside a workbook names the sheet; a name that it does not have is an error with the choice."""
    path = xlsx({"One": ([HEADER, ["Ana", "ana@x.test"]], []), "Two": ([HEADER, ["Ben", "ben@x.test"]], [])})
    hints = path.with_suffix(".toml")
    hints.write_text('sheet = "Two"\n')
    assert [contact.email for contact in read(path).contacts] == ["ben@x.test"]
    hints.write_text('sheet = "Three"\n')
    with pytest.raises(InputError) as caught:
        read(path)
    assert "One" in caught.value.fix


def test_an_old_workbook():
    """An XLS file of the nineties is read, in German."""
    reading = read(Path(__file__).parent / "data" / "presse.xls")
    assert [(contact.name, contact.outlet, contact.language) for contact in reading.contacts] == [
        ("Zoë Müller", "Tagesblick", "de"),
        ("Jörg Groß", "Ñandú Radio", "de"),
    ]
    assert reading.format == "xls"


def test_an_opendocument_sheet(tmp_path):
    """An ODS file is read."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in (["Nombre", "Apellidos", "Correo"], ["Ana", "Ruiz Ibáñez", "ana@x.test"])
    )
    with zipfile.ZipFile(tmp_path / "lista.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Lista">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    reading = read(tmp_path / "lista.ods")
    assert [contact.name for contact in reading.contacts] == ["Ana Ruiz Ibáñez"]
    assert reading.format == "ods"


def test_a_wrong_ending_is_seen_through(xlsx, listed, codes):
    """What a list is decides its content: a workbook called .csv, a text called .xlsx."""
    reading = read(xlsx({"Contacts": ([HEADER, ["Ana", "ana@x.test"]], [])}, "list.csv"))
    assert (reading.format, len(reading.contacts)) == ("xlsx", 1)
    assert [finding.code for finding in reading.findings] == ["LST020"]
    text = listed("email\na@x.test\n", "list.xlsx")
    assert (text.format, len(text.contacts)) == ("csv", 1)
    assert codes(text) == [("LST020", None)]


def test_an_empty_workbook(xlsx):
    """A workbook without rows is a warning."""
    assert [finding.code for finding in read(xlsx({"Sheet1": ([], [])})).findings] == ["LST030"]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 but nothing else", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04" + b"\0" * 5_000],
)
def test_damaged_files_are_one_clear_error(listed, content):
    """A damaged workbook is an error, never a traceback."""
    with pytest.raises(InputError, match=r"list\.xlsx"):
        listed(content, "list.xlsx")


def test_a_bomb_is_refused_before_it_goes_off(tmp_path):
    """An entry that unpacks to far more than it weighs is refused, even when the archive lies about its size."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (64 << 20))
    with pytest.raises(InputError, match="unpacks to more"):
        read(path)
    data = bytearray(path.read_bytes())
    for place in (22, data.rindex(b"PK\x01\x02") + 24):
        data[place : place + 4] = (1_000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"unpacks to more|damaged"):
        read(path)


def test_too_many_entries_and_no_lists(tmp_path):
    """Archives with thousands of files, documents and archives without lists are refused by name."""
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.csv", "")
    with pytest.raises(InputError, match="2,001 files"):
        read(many)
    document = tmp_path / "release.docx"
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(InputError, match="document"):
        read(document)
    other = tmp_path / "photos.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.jpg", "")
    with pytest.raises(InputError, match="without lists"):
        read(other)


MEMBERS = '"Email Address","First Name","Last Name",MEMBER_RATING,TIMEZONE,TAGS\n'


def mailchimp(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}_members_export_1.csv", content)
    return packed.getvalue()


def test_mailchimps_archive(listed):
    """Members are contacts; who unsubscribed or bounced is a suppression, never a recipient."""
    reading = listed(
        mailchimp(
            subscribed=MEMBERS + 'ana@x.test,Ana,Ruiz,2,America/Chicago,"""press"",""radio"""\nbad,,,,,\n',
            unsubscribed=MEMBERS + "ben@x.test,Ben,B,2,,\n",
            cleaned=MEMBERS + "cy@x.test,Cy,C,2,,\n",
        ),
        "export.zip",
    )
    (ana,) = reading.contacts
    assert (ana.name, ana.time_zone, ana.tags) == ("Ana Ruiz", "America/Chicago", ("press", "radio"))
    assert [(item.email, item.reason) for item in reading.suppressions] == [
        ("ben@x.test", "unsubscribed"),
        ("cy@x.test", "cleaned"),
    ]
    assert (reading.format, reading.rows, reading.invalid) == ("mailchimp", 2, 1)
    assert ("LST005", "lists/export.zip/subscribed_members_export_1.csv", 3) in [
        (finding.code, finding.file, finding.line) for finding in reading.findings
    ]


def test_an_unsubscribed_file_alone(listed, codes):
    """One of Mailchimp's files of lost members is never a list of recipients, even alone."""
    reading = listed(MEMBERS + "ben@x.test,Ben,B,2,,\n", "unsubscribed_members_export_1.csv")
    assert (reading.rows, len(reading.contacts), len(reading.suppressions)) == (0, 0, 1)
    assert codes(reading) == [("LST023", None)]


def test_a_sheet_of_billions_of_cells_is_refused(xlsx):
    """Two cells at opposite ends make a sheet of 17 billion; the process that opens it gives up, not this one."""
    path = xlsx({"Contacts": ([HEADER, ["Ana", "ana@x.test"]], [])})
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content["xl/worksheets/sheet1.xml"] = content["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    with pytest.raises(InputError, match="more memory"):
        read(path)


@pytest.mark.parametrize("place", [600, 1500, 2100, 3000, 3600, 4200])
def test_no_damage_crashes(tmp_path, place):
    """A workbook with broken octets anywhere is read or refused."""
    data = bytearray((Path(__file__).parent / "data" / "presse.xls").read_bytes())
    data[place : place + 40] = b"\xff" * 40
    path = tmp_path / "broken.xls"
    path.write_bytes(data)
    try:
        reading = read(path)
    except InputError:
        return
    assert reading.rows == len(reading.contacts) + reading.invalid
