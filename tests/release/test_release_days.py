"""The day of a text: where a careful reader finds it, and where a day is another thing's."""

import pytest

from dispatch.model.release import Release
from dispatch.release import read_parts
from dispatch.release.anatomy import date_lines, dateline, embargo

LEAD = (
    "Six clinics open at night from Monday, the alliance said today. They will treat anybody who comes, whether or not "
    "they have papers, and they will be paid for by the city."
)
HEADER = "From: Elm Alliance <press@elm.test>\nDate: Mon, 23 Nov 2026 at 16:48\nSubject: Clinics\nTo: <desk@post.test>"


def read(*blocks: str) -> Release:
    """The release that blocks of rows make, a blank line between them."""
    return read_parts("\n\n".join(blocks).encode(), ".txt", "x").release


def test_a_wire_may_print_the_day_in_its_credit():
    """`(ADA/24.11.2026)` behind the place credits a wire and is no region."""
    found = dateline.opening("Innsbruck (ADA/24.11.2026) - Sechs Ambulanzen öffnen am Montag ihre Türen")
    assert found
    assert found.printed
    assert (found.city, found.region, str(found.printed.date)) == ("Innsbruck", None, "2026-11-24")


@pytest.mark.parametrize(
    ("row", "city"),
    [
        ("May 25, 2026 – New York, NY – The project today published interviews", "New York"),
        ("June 3, 2026 -- Tampa, Fla. -- The bridge opens again after two years", "Tampa"),
        ("May 25, 2026 – Seven Tales – the book of the year so far", None),
    ],
)
def test_a_place_with_its_region_may_stand_behind_the_day(row, city):
    """The region tells that what stands between two dashes behind the day is a place."""
    found = dateline.opening(row)
    assert found
    assert found.city == city


@pytest.mark.parametrize(
    ("row", "city", "region"),
    [
        ("Grenchwil SO, 24. November 2026 – Die Uhrenglas AG hat mehr umgesetzt", "Grenchwil", "SO"),
        ("Beschluss vom 13. Oktober 2026 – Az. 4 L 1183/26", None, None),
        ("NEW YORK NY, Nov. 24, 2026 – The project today published interviews", "NEW YORK NY", None),
    ],
)
def test_a_code_behind_a_place_is_its_region(row, city, region):
    """Two capitals behind a name in small letters are a canton or a state; the day of a document has no place."""
    found = dateline.opening(row)
    assert (found.city if found else None, found.region if found else None) == (city, region)


@pytest.mark.parametrize("row", ["24.XI.2026", "2026/11/24", "Dossier de prensa · 24/11/2026", "24-xi-2026"])
def test_days_in_rarer_forms(row):
    """Months in Roman figures, the year first between slashes, and a day beside what sort of document it is."""
    found = read(row, "Clinics open at night", LEAD)
    assert (str(found.date), found.headline) == ("2026-11-24", "Clinics open at night")


def test_a_menu_entry_above_the_text_is_no_head():
    """`Quiénes somos` between other entries heads nothing, so that the dateline below is found."""
    menu = "Progreso Elm\nQuiénes somos\nPrograma\nDona\nEstá usted en: Portada » Actualidad"
    found = read(menu, "12 Feb 2026", "Clinics open at night and on Sundays", f"Elm, 12 de febrero de 2026. {LEAD}")
    assert found.dateline
    assert found.dateline.city == "Elm"


def test_a_collapsed_text_may_have_its_place_in_brackets():
    """Place and head are found in running text also where no full stop ends what stands above them."""
    found = read(
        "Presseinformation 112/2026 24.11.2026 Moore speichern doppelt so viel Kohlenstoff (Nordheim) Die Moore "
        "speichern mehr Kohlenstoff als angenommen. Das zeigt eine Karte, die am Dienstag in Nordheim gezeigt wurde. "
        "Foto: Krull Über die Universität Nordheim: Die Universität Nordheim wurde 1974 gegründet. "
        "Rund 14.000 Studierende lernen hier in siebzig Studiengängen und an vier Orten."
    )
    assert found.headline == "Moore speichern doppelt so viel Kohlenstoff"
    assert found.dateline
    assert (found.dateline.city, len(found.boilerplate)) == ("Nordheim", 1)


def test_place_and_day_may_end_a_text():
    """Below the contact, as a letter ends; a place on top that has no day takes it from there."""
    contact = "Press contact: Jo Reed, 0117 555 0102, jo@elm.test"
    bare = read("PRESS RELEASE", "Clinics open at night", LEAD, contact, "Elm, 24 November 2026")
    wired = read("PRESS RELEASE", "Clinics open at night", f"Elm (XYZ) – {LEAD}", contact, "Elm, 24 November 2026")
    for found in (bare, wired):
        assert found.dateline
        assert (found.dateline.city, str(found.date)) == ("Elm", "2026-11-24")


def test_a_place_above_that_the_dateline_repeats_is_no_residue():
    """`Toronto, Ontario` beside the day on top belongs to the day, also when the lead says it again."""
    found = read(
        "PRESS RELEASE\nToronto, Ontario\nMay 6, 2026", "Clinics open at night", f"TORONTO, May 6, 2026 – {LEAD}"
    )
    assert (found.dateline.city if found.dateline else None, found.residue) == ("TORONTO", ())


def test_a_mail_sent_under_embargo_is_older_than_its_text():
    """A text that comes with a mail has its day, unless it speaks of the day on which its embargo ends as today."""
    plain = read(HEADER, "Clinics open at night", LEAD)
    kept = read(HEADER, "EMBARGOED UNTIL 00:01 GMT, WEDNESDAY 25 NOVEMBER 2026", "Clinics open at night", LEAD)
    assert (str(plain.date), kept.date) == ("2026-11-23", None)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Ana Ruiz · 27 Oct 2026 · 3 min read", True),
        ("11.11.2026 | Rubrik: Recht", True),
        ("Publié le 20/11/2026 – Mis à jour le 20/11/2026", True),
        ("Secretaría de Aguas | 12 de noviembre de 2026 | Comunicado", True),
        ("Posted on February 6, 2026 by admin", True),
        ("3 de junio de 2026 | Actualidad | Medio ambiente", True),
        ("Posted 3 June 2026 in Press releases", True),
        ("3 December 2026 in Housing, News", True),
        ("12 November 2026 in Berlin", False),
        ("Fordbridge, Dorset – Monday 2nd February 2026", False),
        ("MISE À JOUR – 19 août 2026, 18 h", False),
        ("PRESS RELEASE | 3 June 2026 | Brussels", False),
        ("24 November 2026, 10:15", False),
        ("Open Day | 3 June 2026", False),
    ],
)
def test_rows_that_a_page_prints_about_a_text(row, told):
    """Who put it there, under which rubric and how long it is stand beside the day; a place and a title do not."""
    assert date_lines.is_page_row(row) is told


@pytest.mark.parametrize(
    "row", ["Date: 3 June 2026 | Ref: PR/26/31", "Nr. 31 | 3. Juni 2026", "Publié par Jean Petit le 3 juin 2026"]
)
def test_a_day_may_stand_beside_the_number_of_the_document(row):
    """The number of a text and who published it say nothing more than the day does."""
    assert date_lines.is_date_line(row)


def test_the_day_of_the_page_is_residue_below_a_dated_text():
    """A page's row tells the day only of a text that has none of its own."""
    row = "Ana Ruiz · 27 Oct 2026 · 3 min read"
    dated = read("Clinics open at night", row, f"ELM, 26 October 2026 – {LEAD}")
    undated = read("Clinics open at night", row, LEAD)
    assert (str(dated.date), [item.text for item in dated.residue]) == ("2026-10-26", [row])
    assert (str(undated.date), undated.residue, undated.subhead) == ("2026-10-27", (), "")


def test_a_row_of_a_page_does_not_run_into_the_lead():
    """Who wrote a text, its day and its rubric are no dateline of the paragraph below them."""
    found = read(f"Clinics open at night\nBy Joan Weir | 3 December 2026 | Health\n\n{LEAD}")
    assert (str(found.date), found.dateline, found.blocks[0].text) == ("2026-12-03", None, LEAD)


def test_each_answer_of_an_invitation_is_a_row():
    """`What`, `When` and `Where` begin a row each, however narrow the rows are."""
    rows = ("What: First pipe lowered into the trench", "When: Monday 7 December, 10 pm", "Where: Mill Lane, Elm")
    found = read("MEDIA ADVISORY", "Night repairs begin", "\n".join(rows), LEAD)
    assert [block.text for block in found.blocks] == [*rows, LEAD]


def test_an_embargo_broken_before_its_year_goes_on():
    """The year at the head of the next row belongs to the day at the end of this one."""
    row = "NOT FOR PUBLICATION OR BROADCAST BEFORE 00:01 GMT, THURSDAY 26 NOVEMBER"
    assert embargo.goes_on(row, "2026 (19:01 US Eastern, Wednesday 25 November)")
    assert not embargo.goes_on(f"{row} 2026", "2026 budget cuts beds")
