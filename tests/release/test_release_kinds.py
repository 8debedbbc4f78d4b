"""What sort of document a text is, told by a row of its own or by its headline."""

import pytest

from dispatch.model.release import Kind
from dispatch.release import read_parts
from dispatch.release.anatomy import kind


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("INVITACIÓN A LOS MEDIOS", Kind.ADVISORY),
        ("INVITATION TO THE PRESS", Kind.ADVISORY),
        ("FE DE ERRORES", Kind.CORRECTION),
        ("AKTUALISIERUNG der Pressemitteilung vom 23. November 2026", Kind.UPDATE),
        ("COMMUNIQUÉ DE PRESSE NATIONAL", Kind.RELEASE),
        ("Nota a los medios", Kind.RELEASE),
        ("NEWS RELEASE – CORRECTED", Kind.CORRECTION),
        ("Pressemitteilung (aktualisiert)", Kind.UPDATE),
        ("Berichtigung zur Pressemitteilung Nr. 31", Kind.CORRECTION),
        ("Fototermin", Kind.ADVISORY),
        ("Medienstatement", Kind.STATEMENT),
        ("Withdrawn: please do not use", Kind.WITHDRAWAL),
        ("KILL KILL KILL", Kind.WITHDRAWAL),
        ("NULA - NO PUBLICAR", Kind.WITHDRAWAL),
        ("À annuler : ne pas publier ce communiqué", Kind.WITHDRAWAL),
        ("Annulé : le festival de la Combe n'aura pas lieu", None),
        ("CORRECCIÓN – Sustituye al comunicado enviado el 23 de noviembre de 2026", Kind.CORRECTION),
        ("ANULA Y SUSTITUYE A LA NOTA DEL 23 DE NOVIEMBRE", Kind.CORRECTION),
        ("Rectificatif – annule et remplace", Kind.CORRECTION),
        ("Corrects the map of the moor", None),
        ("Aktualisiert", Kind.UPDATE),
        ("REMINDER: MEDIA ADVISORY", Kind.ADVISORY),
        ("Rappel : la piscine ferme lundi", None),
        ("Press release corrected after complaint by rival", None),
        ("Aktualisierung der Karte vom Moor. Zwölf Seen fehlen", None),
    ],
)
def test_rows_that_name_a_kind(row, found):
    """A row names the kind and perhaps the document that it changes; more words tell about something."""
    assert kind.whole_kind(row) is found


@pytest.mark.parametrize(
    ("above", "note", "headline"),
    [
        ("COMMUNIQUÉ DE PRESSE", "Ce communiqué annule et remplace celui du 23 novembre. Dix lits, et non vingt.", ""),
        (
            "PRESSEMITTEILUNG",
            "Diese Meldung ersetzt die Fassung von 12.15 Uhr. Es sind zehn Betten, nicht zwanzig.",
            "",
        ),
        ("", "In the release issued Tuesday, July 14, the number of beds was wrong. It is ten. The text follows.", "!"),
    ],
)
def test_a_note_on_what_was_wrong_stands_above_the_text(above, note, headline):
    """Headline, place and day are looked for below the note, and the text corrects another."""
    lead = "Ten beds for otters were set up in the night, the trust said today, and all of them can swim."
    title, marked = "Ten beds for otters in the fen", "CORRECTION: Ten beds for otters in the fen"
    rows = (above, note, "Elm, 24 November 2026", title, lead) if not headline else (marked, note, f"ELM - {lead}")
    found = read_parts("\n\n".join(row for row in rows if row).encode(), ".txt", "x").release
    assert (found.headline, found.kind) == (marked if headline else title, Kind.CORRECTION)
    assert [block.text for block in found.notes] == [note]
    assert found.dateline
    assert found.dateline.city
    assert found.dateline.city.casefold() == "elm"


def test_a_masthead_stands_above_a_headline():
    """`News from ...` is the name of a service when a headline stands below it, and else the headline itself."""
    lead = "ELM, 3 June 2026 - Two otters were born in the night, the trust said today, and both of them can swim."
    served = read_parts(f"News from the Elm Trust\n\nOtters born in the fen\n\n{lead}\n".encode(), ".txt", "x")
    alone = read_parts(f"News from the otters\n\n{lead}\n".encode(), ".txt", "x")
    assert (served.release.headline, served.release.residue) == ("Otters born in the fen", ())
    assert alone.release.headline == "News from the otters"


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("Comunicado del Club Elma sobre los incidentes del domingo", Kind.STATEMENT),
        ("Pressestatement der Bürgerliste Elm zum Rücktritt des Baurats", Kind.STATEMENT),
        ("El comunicado del club sobre los incidentes llega tarde", Kind.RELEASE),
    ],
)
def test_headlines_that_present_a_statement(headline, found):
    """Whose words follow, and on what, makes a statement of a text."""
    lead = (
        "Elm, 3 June 2026 - Nobody was hurt on Sunday, and nobody will be. We say so because we were asked to say it."
    )
    assert read_parts(f"{headline}\n\n{lead}\n".encode(), ".txt", "x").release.kind is found


@pytest.mark.parametrize(
    ("above", "row", "headline", "mark"),
    [
        (
            "PRESS RELEASE\n\nElm Trust for the fen",
            "Headline: Otters born in the fen",
            "Otters born in the fen",
            "[Ends]",
        ),
        ("MEDIA ADVISORY", "WHAT: Otters of the fen shown to cameras", "Otters of the fen shown to cameras", "(Fin)"),
    ],
)
def test_the_words_of_a_form_are_no_part_of_its_rows(above, row, headline, mark):
    """What an office's form prints before the headline is cut off, and its end mark may stand in brackets."""
    lead = "Two otters were born in the night, the trust said today, and both of them can swim, which is early."
    text = f"{above}\n\n{row}\n\n{lead}\n\nThey sleep by day.\n\n{mark}\n"
    found = read_parts(text.encode(), ".txt", "x").release
    assert (found.headline, found.end_mark) == (headline, mark)
