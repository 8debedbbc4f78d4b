"""How somebody is reached, whatever stands around it, and who is reached so that is nobody for journalists."""

import pytest

from dispatch.release import read_parts
from dispatch.release.anatomy import reach

RELEASE = "Clinics open at night\n\nLIMA – Six clinics open on Monday, the Harbour Clinics said today.\n\n{}\n"


def contacts(text):
    return [(one.name, one.emails) for one in read_parts(RELEASE.format(text).encode(), ".txt", "x").release.contacts]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@list.example.org.Die Liste zählt 40.", "ana@list.example.org"),
        ("ana@clinics.test.Para más detalles", "ana@clinics.test"),
        ("ana@clinics.orgLa red reúne a seis", "ana@clinics.org"),
        ("ana(at)list.example.org. Die Liste zählt 40.", "ana@list.example.org"),
        ("ana (at) list [dot] test", "ana@list.test"),
        ("ana@clinics.co.uk", "ana@clinics.co.uk"),
        ("ana@clinics.com.Mx", "ana@clinics.com.Mx"),
        ("ana@mail.myClinic.org", "ana@mail.myClinic.org"),
        ("ANA@CLINICS.ORG.AR", "ANA@CLINICS.ORG.AR"),
    ],
)
def test_an_address_ends_where_a_word_runs_into_it(text, address):
    """Behind a complete host, a full stop and a capitalised word begin another sentence; a country's code does not."""
    assert reach.emails(text) == [address]


@pytest.mark.parametrize("text", ["Tel. 0941 555 0151Die Liste zählt 40.", "Tel. 0941 555 0151"])
def test_a_phone_ends_where_a_word_runs_into_it(text):
    """A sentence that lost the space before it."""
    assert reach.phones(text) == ["0941 555 0151"]


@pytest.mark.parametrize(
    "row",
    [
        "Members who got a letter should ring the helpline, not the press office: 0800 000 0177, law@clinics.test",
        "Führungen für Schulklassen bucht die Kunstvermittlung unter schulen@clinics.test.",
        "Réservations : billets@clinics.test",
    ],
)
def test_rows_for_others_are_no_media_contact(row):
    """Neither in a row of their own nor as another sentence of the row that journalists are to read."""
    assert contacts(f"Press contact: Ana Ruiz, 020 7946 0123, ana@clinics.test\n{row}") == [
        ("Ana Ruiz", ("ana@clinics.test",))
    ]
    assert reach.for_journalists(f"Press: Ana Ruiz, ana@clinics.test. {row}") == "Press: Ana Ruiz, ana@clinics.test."


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        # whose name the host of the address has is where the person works
        ("Harbour Row (for Harbour Clinics)\nAna Ruiz\n020 7946 0123\nclinics@harbourrow.test", ["Ana Ruiz"]),
        ("LISTE LAND - Klub\nMag. Ana Ruiz, Referentin\nTel.: +43 1 5550 1214\nana@listeland.test", ["Ana Ruiz"]),
        # an organisation that the headline names stands before the person
        ("Clinics open – Ana Ruiz – Tel.: 04 65 71 03 18 – ana@clinics.test", ["Ana Ruiz"]),
        ("Ana Ruiz\n020 7946 0123\nana@clinics.test\n\nHARBOUR CLINICS, INC.", ["Ana Ruiz"]),
        ("Real Club de Remo – Ana Ruiz – 600 555 128 – ana@clinics.test", ["Ana Ruiz"]),
        # two people of one row
        ("Press: Ana Ruiz, ana@c.test, 020 7946 0533. Investors: Tom Hall, ir@c.test, 020 7946 0534.",
         ["Ana Ruiz", "Tom Hall"]),
        ("For enquiries contact Ana Ruiz (ana@c.test) or, out of hours, Tom Hall (07700 900 123).",
         ["Ana Ruiz", "Tom Hall"]),
        # a first row that says what stands in the columns
        ("Group\tPerson\tMail\nNorth\tAna Ruiz\tana@north.test\nSouth\tTom Hall\ttom@south.test",
         ["Ana Ruiz", "Tom Hall"]),
        ("Responsible: Ana Ruiz, Tom Hall | Ministry of Coasts | Quay 4 | press@coasts.test", ["Ana Ruiz", "Tom Hall"]),
    ],
)  # fmt: skip
def test_organisations_are_nobodys_name(rows, names):
    """People keep their own rows, and each of a row its own contact."""
    assert [name for name, _ in contacts(f"Press contacts:\n{rows}")] == names


def test_information_for_journalists_heads_a_contact():
    """Without a colon, and whom the person works for in brackets."""
    rows = "\tMás información para periodistas\n\tAna Ruiz (agencia Tres Hilos)\n\tana (at) hilos.test"
    assert contacts(rows) == [("Ana Ruiz", ("ana@hilos.test",))]
