"""Releases that came by mail: below a forwarder's note, with the headline in the subject, or attached to a note."""

import runpy
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from dispatch.model.finding import Severity
from dispatch.release import read_parts

MADE = runpy.run_path(str(Path(__file__).parent / "documents.py"))
RELEASE = """Halden harbour opens its first night ferry

HALDEN, Maine, Nov. 24, 2026 - Halden Harbour will run a ferry at night from December, it said on Tuesday.

"The water is open anyway," said Una Ford, harbour master.

Media contact: Una Ford, una@halden.test, +1 207 555 0101
"""
NOTES = {
    "en": "Hello,\n\nplease find attached our press release.\n\nBest,\nUna\n",
    "es": "Hola,\n\nadjunto la nota de prensa.\n\nSaludos,\nRocío\n",
    "fr": "Bonjour,\n\nvous trouverez ci-joint notre communiqué.\n\nBien à vous,\nLéa\n",
    "de": "Liebe Kolleginnen und Kollegen,\n\nanbei unsere Pressemitteilung.\n\nViele Grüße\nJan\n",
}


def mail(subject, text, *, page="", files=()):
    """The release and the findings of a message."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Una Ford <una@halden.test>", "desk@paper.test", subject
    message.set_content(page or text, subtype="html" if page else "plain")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    found = read_parts(bytes(message), ".eml", "mail.eml")
    return found.release, [finding for finding in found.findings if finding.code == "REL097"]


@pytest.mark.parametrize("language", NOTES)
@pytest.mark.parametrize("suffix", [".docx", ".odt", ".html"])
def test_a_note_that_covers_the_release_is_said_to_be_one(language, suffix):
    """The warning names the file and the command that reads it; the headline is that of the subject."""
    make = {".docx": MADE["as_docx"], ".odt": MADE["as_odt"], ".html": lambda text: MADE["as_page"](text).encode()}
    name = f"press release{suffix}"
    release, (told,) = mail("Night ferry for Halden", NOTES[language], files=[(name, make[suffix](RELEASE))])
    assert told.severity is Severity.WARNING
    assert name in told.message
    assert f"dispatch inspect 'press release{suffix}'" in told.fix
    assert release.headline == "Night ferry for Halden"


def test_a_note_that_covers_a_file_which_is_not_read_says_so():
    """Nobody is sent to a command that would refuse the file."""
    _, (told,) = mail("Night ferry", NOTES["en"], files=[("release.pdf", b"%PDF-1.4")])
    assert told.severity is Severity.WARNING
    assert "as DOCX or plain text" in told.fix


@pytest.mark.parametrize(
    ("text", "files"),
    [
        (RELEASE, [("release.docx", MADE["as_docx"](RELEASE))]),
        (RELEASE, [("timetable.pdf", b"%PDF-1.4")]),
        (NOTES["en"], [("logo.png", b"\x89PNG")]),
        (NOTES["en"], [("broken.docx", MADE["as_docx"](RELEASE)[:-100])]),
        (NOTES["en"], [("empty.docx", b"")]),
    ],
)
def test_a_mail_that_is_the_release_itself_is_not_called_a_note(text, files):
    """Files with it are named, as before."""
    _, (told,) = mail("Night ferry", text, files=files)
    assert told.severity is Severity.INFO


@pytest.mark.parametrize(
    ("subject", "headline", "embargoed"),
    [
        ("EMBARGO until 2 December 2026, 09:00 GMT - Night ferry opens", "Night ferry opens", True),
        ("[Embargo until 2 December 2026, 09:00 GMT] Night ferry opens", "Night ferry opens", True),
        ("Press release: Night ferry opens", "Night ferry opens", False),
        ("Fwd: NP: Night ferry opens", "Night ferry opens", False),
        ("Night ferry opens - and stays open", "Night ferry opens - and stays open", False),
        ("Halden: a ferry at night", "Halden: a ferry at night", False),
    ],
)
def test_labels_of_a_subject_are_no_part_of_the_headline(subject, headline, embargoed):
    """They are read for what they are."""
    page = "".join(f"<p>{row}</p>" for row in RELEASE.split("\n\n")[1:])
    release, _ = mail(subject, "", page=page)
    assert release.headline == headline
    assert (release.embargo is not None) == embargoed


def test_an_embargo_in_the_subject_counts_though_the_text_has_a_headline():
    """It is the one place that everybody reads, and often the only one where it stands."""
    release, _ = mail("EMBARGO until 2 December 2026, 09:00 GMT - Ferry", RELEASE)
    assert release.embargo is not None
    assert release.headline == "Halden harbour opens its first night ferry"
    assert [item.text for item in release.residue] == ["Ferry"]


def test_a_text_that_was_passed_on_behind_marks_is_read_as_it_was_written():
    """Its few wrapped rows are joined; its date is its own, and not the day on which it was passed on."""
    rows = RELEASE.replace("December, it", "\nDecember, it").replace("from \n", "from\n").splitlines()
    head = "Can you send this? B\n\n---------- Forwarded message ---------\nFrom: Una Ford <una@halden.test>\n"
    head += "Date: Mon, 23 Nov 2026 at 17:02\nSubject: Ferry\nTo: Boss <boss@halden.test>\n\n"
    release, _ = mail("Fwd: Ferry", head + "\n".join(f"> {row}".rstrip() for row in rows) + "\n")
    assert (release.dateline.city, release.date) == ("HALDEN", date(2026, 11, 24))
    assert release.blocks[0].text == "Halden Harbour will run a ferry at night from December, it said on Tuesday."


def test_a_wrapped_text_with_one_long_row_is_joined_all_the_same():
    """A standing paragraph pasted from elsewhere is not wrapped, and changes nothing above it."""
    text = """El club renueva a su capitana hasta 2030

Huelva, 24 de noviembre de 2026.- El Club Deportivo Marismas
y su capitana, Lucía Ferrán Ortiz, han llegado a un acuerdo
para prolongar su contrato hasta el 30 de junio. No estará el
29 de noviembre por lesión.

«Aquí aprendí a jugar y aquí quiero terminar», ha señalado
Ferrán. «Esta casa es la mía».

Sobre el Club Marismas
Fundado en 1921, el Club Marismas es el club decano del fútbol onubense y cuenta con once mil socios.
"""
    release = read_parts(text.encode(), ".txt", "x").release
    assert len(release.blocks) == 2
    assert {quote.speaker for quote in release.quotes} == {"Lucía Ferrán Ortiz"}
    assert len(release.boilerplate) == 1
