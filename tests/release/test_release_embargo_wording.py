"""Which lines keep a text back, whatever their words and their order, and which only sound like it."""

from datetime import UTC, datetime

import pytest

from dispatch.release import read_parts
from dispatch.release.anatomy import embargo

#: By the instant that all of them mean.
KEPT_BACK = {
    "2026-06-17T07:00": [  # BST
        "Not before 8 am BST on Wednesday 17 June 2026",
        "Not to be published before 08:00 BST, 17 June 2026",
        "Please do not publish before 17 June 2026, 08:00 BST",
        "For publication from 08:00 BST on 17 June 2026",
        "Publication: not before 17 June 2026, 8:00 BST",
        "No publication before 17 June 2026, 8:00 BST",
        "Publish after 08:00 BST, 17 June 2026",
        "Strictly confidential until 17 June 2026, 08:00 BST",
        "Hold until 17 June 2026, 08:00 BST",
        "For use after 08:00 BST, 17 June 2026",
        "Not for use before 08:00 BST, 17 June 2026",
        "News embargo: 17 June 2026, 08:00 BST",
        "Under embargo till 17 June 2026 at 08:00 BST",
        "This material is under embargo until 17 June 2026, 08:00 BST",
        "All information in this release is embargoed until 08:00 BST, 17 June 2026",
        "The following is embargoed until 08:00 BST on 17 June 2026",
        "Embargo lifts: 17 June 2026, 08:00 BST",
        "Embargo ends 17 June 2026, 08:00 BST",
        "Media: please observe the embargo until 17 June 2026, 08:00 BST",
        "Please respect the embargo: 17 June 2026, 08:00 BST",
        "Not for release until 17 June 2026 at 08:00 BST",
        "Can be published from 17 June 2026, 08:00 BST",
        "May be published from 17 June 2026, 08:00 BST",
        "Wire and web: not before 17 June 2026, 08:00 BST",
        "Release no earlier than 08:00 BST on 17 June 2026",
        "Free for publication from 17 Jun 2026 07:00 UTC",
        "Free for use from 07:00 UTC on 17 Jun 2026",
        "Releasable 0700 GMT 17 June 2026",
        "Cleared for release at 08:00 BST on 17 June 2026",
        "Press freeze till 8 a.m. BST, 17 June 2026",
        "For release: Wednesday, June 17, 2026, 3:00 a.m. EDT",
        "FOR RELEASE JUNE 17, 2026, 3:00 A.M. EDT",
        "Release time: 3:00 a.m. EDT, June 17, 2026",
        "FOR IMMEDIATE RELEASE after 3:00 a.m. EDT on June 17, 2026",
        "E M B A R G O E D  until 17 June 2026, 08:00 BST",
        "Check against delivery. Embargoed until 17 June 2026, 08:00 BST",
        "Embargo: 17 June 2026, 8am London / 3am New York / 09:00 Berlin",
        "Embargo: 17 June 2026, 09:00 Paris",
    ],
    "2026-06-17T06:00": [  # MESZ
        "Nicht vor Mittwoch, 17. Juni 2026, 08.00 Uhr MESZ veröffentlichen",
        "Bitte nicht vor dem 17. Juni 2026, 8 Uhr MESZ veröffentlichen",
        "Bitte nicht vor Mittwoch, 17. Juni 2026, 8.00 Uhr (MESZ) verwenden!",
        "Veröffentlichung nicht vor Mittwoch, 17. Juni 2026, 8 Uhr MESZ",
        "Veröffentlichung erst ab 17. Juni 2026, 8 Uhr MESZ",
        "Veröffentlichung frühestens am 17. Juni 2026 um 8 Uhr MESZ",
        "Frühestens am 17. Juni 2026, 8 Uhr MESZ, veröffentlichen",
        "Erst ab 17. Juni 2026, 8.00 Uhr MESZ zur Veröffentlichung freigegeben",
        "Erst nach dem 17. Juni 2026, 8.00 Uhr MESZ veröffentlichen",
        "Zur Veröffentlichung ab 17. Juni 2026, 8.00 Uhr MESZ",
        "Freigegeben zur Veröffentlichung ab 17. Juni 2026, 8.00 Uhr MESZ",
        "Freigabe: 17. Juni 2026, 8.00 Uhr MESZ",
        "Frei ab Mittwoch, 17. Juni 2026, 8 Uhr MESZ",
        "Frei zur Veröffentlichung am 17. Juni 2026, 8.00 Uhr MESZ",
        "Sperrfrist: Mittwoch, 17. Juni 2026, 8 Uhr MESZ",
        "SPERRFRIST 17.06.2026, 08:00 Uhr MESZ",
        "Sperrfrist bis 17. Juni 2026, 08:00 Uhr (MESZ)",
        "Achtung Sperrfrist! 17. Juni 2026, 08:00 Uhr MESZ",
        "Bitte beachten Sie die Sperrfrist: 17. Juni 2026, 08:00 Uhr MESZ",
        "Bitte Sperrfrist beachten: 17. Juni 2026, 08:00 Uhr MESZ",
        "Gesperrt bis 17. Juni 2026, 8 Uhr MESZ",
        "Mit Sperrfrist: 17. Juni 2026, 8 Uhr MESZ",
        "Vertraulich bis 17. Juni 2026, 8 Uhr MESZ",
        "Darf nicht vor dem 17. Juni 2026, 8 Uhr MESZ veröffentlicht werden",
        "Nicht zur Veröffentlichung vor dem 17. Juni 2026, 8 Uhr MESZ bestimmt",
        "Verwendung ab 17. Juni 2026, 8 Uhr MESZ frei",
        "Sendesperrfrist: 17. Juni 2026, 8 Uhr MESZ",
        "Diese Mitteilung ist gesperrt bis 17. Juni 2026, 8 Uhr MESZ",
        "Zur Veröffentlichung frei ab 17. Juni 2026, 8 Uhr MESZ",
        "Es gilt das gesprochene Wort. Sperrfrist: 17. Juni 2026, 8 Uhr MESZ",
        "Sperrfrist: 17. Juni 2026, 8 Uhr, Berlin",
        "Sperrfrist: 17. Juni 2026, 8 Uhr (Wien)",
        "Sperrfrist: Mittwoch, 17. Juni 2026, 8 Uhr Brüssel / 7 Uhr Londres",
        "Diese Pressemitteilung unterliegt einer Sperrfrist bis 17. Juni 2026, 8 Uhr MESZ",
    ],
    "2026-10-06T15:00": [  # CEST
        "BAJO EMBARGO HASTA LAS 17:00 CEST DEL MARTES 6 DE OCTUBRE DE 2026",
        "Embargada hasta el 6 de octubre de 2026 a las 17:00 CEST",
        "Nota embargada hasta las 17:00 CEST del 6 de octubre de 2026",
        "Información embargada hasta el 6 de octubre de 2026, 17:00 CEST",
        "No publicar antes del 6 de octubre de 2026, 17:00 CEST",
        "No publicar hasta el 6 de octubre de 2026, 17:00 CEST",
        "Se ruega no difundir antes de las 17:00 CEST del 6 de octubre de 2026",
        "Rogamos no publicar antes de las 17:00 CEST del 6 de octubre de 2026",
        "Por favor, no difundir antes del 6 de octubre de 2026 a las 17:00 CEST",
        "Publicar a partir de las 17:00 CEST del 6 de octubre de 2026",
        "Para publicar a partir del 6 de octubre de 2026, 17:00 CEST",
        "Publicación a partir del 6 de octubre de 2026, 17:00 CEST",
        "Difusión a partir de las 17:00 CEST del 6 de octubre de 2026",
        "Prohibida su difusión antes del 6 de octubre de 2026, 17:00 CEST",
        "Fin del embargo: 6 de octubre de 2026, 17:00 CEST",
        "Embargo informativo: 6 de octubre de 2026, 17:00 CEST",
        "Confidencial hasta el 6 de octubre de 2026, 17:00 CEST",
        "No antes de las 17:00 CEST del 6 de octubre de 2026",
        "Esta información no podrá difundirse antes de las 17:00 CEST del 6 de octubre de 2026",
        "Material embargado hasta el 6 de octubre de 2026, 17:00 CEST",
        "Sous embargo jusqu'au 6 octobre 2026 à 17 h CEST",
        "SOUS EMBARGO JUSQU’AU MARDI 6 OCTOBRE 2026, 17H00 CEST",
        "Embargo : mardi 6 octobre 2026, 17 h 00 CEST",
        "Embargo jusqu'au 6 octobre 2026, 17h00 CEST",
        "Ne pas publier avant le 6 octobre 2026 à 17 h CEST",
        "Merci de ne pas diffuser avant le 6 octobre 2026, 17 h CEST",
        "Prière de ne pas diffuser avant le 6 octobre 2026, 17 h CEST",
        "À ne pas publier avant le mardi 6 octobre 2026, 17h CEST",
        "Pas de diffusion avant le 6 octobre 2026, 17 h CEST",
        "Diffusion autorisée à partir du 6 octobre 2026, 17 h CEST",
        "À publier à partir du 6 octobre 2026, 17 h CEST",
        "À diffuser à partir du 6 octobre 2026, 17 h CEST",
        "Pour diffusion à partir du 6 octobre 2026, 17 h CEST",
        "Publication à partir du 6 octobre 2026, 17 h CEST",
        "Parution : pas avant le 6 octobre 2026, 17 h CEST",
        "Levée de l'embargo : 6 octobre 2026, 17 h CEST",
        "Levée d'embargo le 6 octobre 2026 à 17 h CEST",
        "Fin de l'embargo : 6 octobre 2026 à 17 h CEST",
        "Confidentiel jusqu'au 6 octobre 2026, 17 h CEST",
        "Diffusion interdite avant le 6 octobre 2026, 17 h CEST",
        "Embargo presse : 6 octobre 2026, 17 h CEST",
        "Information sous embargo jusqu'au 6 octobre 2026, 17 h CEST",
        "Document sous embargo jusqu'au 6 octobre 2026, 17 h CEST",
        "Ce communiqué est sous embargo jusqu'au 6 octobre 2026, 17 h CEST",
        "Les informations de ce communiqué sont sous embargo jusqu'au 6 octobre 2026, 17 h CEST",
        "Diffusion autorisée le 6 octobre 2026 à 17 h, heure de Paris",
        "À publier le 6 octobre 2026 à 17 h (Bruxelles)",
        "Para su publicación el martes 6 de octubre de 2026 a las 5 p. m. CEST",
        "Publicable el 6 de octubre de 2026 a las 16:00 h (Londres)",
        "Esta nota está embargada hasta el 6 de octubre de 2026, 17:00 CEST",
        "Contenido bajo embargo hasta el 6 de octubre de 2026, 17:00 CEST",
    ],
}
TOLD = [
    "The film will be released after 5 May 2026",
    "The book is not to be published before 5 May 2026, the court ruled at 10:00 BST",
    "The trade embargo until 5 May 2026 hurt farmers",
    "Sin embargo, hasta el 6 de octubre de 2026 no habrá clases",
    "Publication of the report from 5 May 2026 was welcomed by all at 10:00 BST",
    "Published 5 May 2026, 08:00 BST",
    "Published on 17 June 2026 at 08:00 BST",
    "Release date: 17 June 2026",
    "Last updated: 17 June 2026, 08:00 BST",
    "Veröffentlicht am 17. Juni 2026, 8 Uhr",
    "Veröffentlicht: 17.06.2026, 08:00 Uhr MESZ",
    "Publicado el 6 de octubre de 2026, 17:00 CEST",
    "Publicado: 06/10/2026 17:00 CEST",
    "Publié le 6 octobre 2026 à 17h00 CEST",
    "Mis en ligne le 6 octobre 2026 à 17 h",
    "Die Ausstellung ist bis 17. Juni 2026, 18 Uhr, geöffnet",
    "The exhibition is open until 17 June 2026, 18:00 BST",
    "Anmeldung bis 17. Juni 2026, 12 Uhr MESZ",
    "Accreditation until 17 June 2026, 12:00 BST",
    "Inscripciones hasta el 6 de octubre de 2026, 17:00 CEST",
    "Inscription jusqu'au 6 octobre 2026, 17 h CEST",
    "Nicht vor dem 17. Juni 2026 wird der Landtag über das Gesetz entscheiden",
    "Nicht vor Mittwoch rechnet die Feuerwehr mit dem Ende des Einsatzes",
    "Erst ab 17. Juni 2026 dürfen Boote wieder fahren",
    "Frei ab 18 Jahren",
    "Frühestens am 17. Juni 2026 fahren wieder Züge",
    "Not before 5 May 2026 will trains run again, the company said at 10:00 BST",
    "No antes del 6 de octubre de 2026 se sabrá el resultado",
    "Pas avant le 6 octobre 2026 : la mairie reporte les travaux",
    "Hold the date: 17 June 2026, 08:00 BST",
    "Press conference: 17 June 2026, 08:00 BST",
    "The embargo on arms exports ends on 17 June 2026",
    "Das Embargo gegen Russland gilt bis 17. Juni 2026",
    "El embargo a Cuba dura hasta el 6 de octubre de 2026",
    "L'embargo sur le pétrole est prolongé jusqu'au 6 octobre 2026",
    "Difusión: 6 de octubre de 2026",
    "A partir del 6 de octubre de 2026 se podrá visitar",
    "Publicación de las bases a partir del 6 de octubre de 2026 en la web del ministerio",
    "Publication des résultats à partir du 6 octobre 2026 sur le site",
    "Ab 17. Juni 2026, 8 Uhr, ist die Brücke frei",
    "Release of prisoners not before 17 June 2026, says minister",
    "Released: 17 June 2026, 08:00 BST",
    "Freigabe der Brücke am 17. Juni 2026 um 8 Uhr",
    "Fin de las obras: 6 de octubre de 2026",
    "Use of pesticides banned until 17 June 2026",
    "Press release: 17 June 2026, 08:00 BST",
    "For release: 17 June 2026",
    "Zur Veröffentlichung frei",
    "Sperrfrist entfällt – zur sofortigen Verwendung",
    "Keine Sperrfrist",
    "Embargo: none",
    "EMBARGO: FOR IMMEDIATE RELEASE",
    "Embargo : aucun",
    "Sin embargo informativo",
]
RELEASE = "{}\n\nClinics open at night\n\nDENVER – Six clinics open on Monday, the alliance said today.\n"


@pytest.mark.parametrize(("instant", "line"), [(when, line) for when, lines in KEPT_BACK.items() for line in lines])
def test_a_line_that_keeps_a_text_back_is_an_embargo(instant, line):
    """Until an instant, from one on, not before one: in four languages, none of them is missed."""
    meant = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert embargo.opens(line) is not None
    release = read_parts(RELEASE.format(line).encode(), ".txt", "x").release
    assert (release.embargo, release.headline) == (meant, "Clinics open at night")


@pytest.mark.parametrize("line", TOLD)
def test_a_line_that_tells_of_something_else_is_none(line):
    """An embargo on trade, an exhibition, a deadline, the stamp of a web page: on top and in the body."""
    for source in (RELEASE.format(line), RELEASE.format("PRESS RELEASE") + "\n" + line + "\n"):
        understood = read_parts(source.encode(), ".txt", "x")
        assert (understood.release.embargo, understood.release.embargo_text) == (None, "")


@pytest.mark.parametrize(
    "rows",
    [
        "BAJO EMBARGO HASTA LAS 17:00 (HORA PENINSULAR ESPAÑOLA)\nDEL MARTES 6 DE OCTUBRE DE 2026",
        "SOUS EMBARGO JUSQU’AU MARDI 6 OCTOBRE 2026\nÀ 17 H CEST",
        "Sperrfrist: Dienstag, 6. Oktober 2026\num 17 Uhr MESZ",
        "BAJO EMBARGO HASTA EL MARTES 6 DE OCTUBRE DE 2026, 12:00 (HORA DE\nBUENOS AIRES, UTC-3)",
        "Embargoed until 17:00 CEST\non Tuesday 6 October 2026",
    ],
)
def test_a_second_row_may_hold_the_day_or_the_time(rows):
    """Centred lines on top of a release are broken anywhere."""
    release = read_parts(RELEASE.format(rows).encode(), ".txt", "x").release
    assert (release.embargo, release.headline) == (datetime(2026, 10, 6, 15, tzinfo=UTC), "Clinics open at night")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("EMBARGOED UNTIL 4pm London / 11am New York / 18:00 Berlin, 2 December 2026", "EMB004"),
        ("EMBARGOED UNTIL 16:00 GMT (10:00 New York), 2 December 2026", "EMB004"),
        ("Sperrfrist: 2. Dezember 2026, 9 Uhr Berlin / 8 Uhr New York", "EMB004"),
        ("Embargo: 2 December 2026, 09:00 Springfield", "EMB003"),
        ("Es gilt das gesprochene Wort. Sperrfrist: Redebeginn", "EMB005"),
        ("EMBARGOED/UNDER EMBARGO/EMBARGO", "EMB001"),
        ("EMBARGO UNTIL 12:00 GMT 2 December 2026", "EMB010"),
        ("EMBARGO UNTIL 12:01 ET 2 December 2026", "EMB010"),
        ("EMBARGO UNTIL 12.01 CET 2 December 2026", "EMB010"),
        ("EMBARGOED UNTIL DECEMBER 2, 2026 AT 12:00 (NOON) CT", ""),
        ("Embargo: December 2, 2026, 12:00 p.m. (noon) ET", ""),
        ("Sperrfrist: 2. Dezember 2026, 12:00 Uhr MEZ", ""),
    ],
)
def test_a_line_says_what_is_wrong_with_it(line, code):
    """Cities are zones that must agree; twelve is doubtful unless a unit or a word tells; events have no hour."""
    understood = read_parts(RELEASE.format(line).encode(), ".txt", "x")
    assert [found.code for found in understood.findings if found.code.startswith("EMB")] == ([code] if code else [])
    assert (understood.release.embargo is None) == (code not in {"", "EMB010"})


@pytest.mark.parametrize(
    "line",
    ["Sperrfrist entfällt – zur sofortigen Verwendung", "Keine Sperrfrist", "Embargo: none", "Embargo : aucun",
     "EMBARGO: FOR IMMEDIATE RELEASE", "No embargo - for immediate use", "Embargo lifted"],
)  # fmt: skip
def test_a_line_that_there_is_no_embargo_releases_at_once(line):
    """Such a release is for immediate use, and nothing stops it."""
    understood = read_parts(RELEASE.format(line).encode(), ".txt", "x")
    assert (understood.release.immediate, understood.release.embargo_text) == (True, "")
    assert not [found for found in understood.findings if found.code.startswith("EMB")]
