"""What attachments tell about those who wrote them: PDF, Office and OpenDocument files made for each case."""

import io
import random
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfWriter
from pypdf.annotations import Link, Text

from dispatch.message.attached import betrays, bounces
from dispatch.message.enclosures import enclose
from dispatch.model.mail import Organisation


def pdf(*, metadata=None, comment=False, link=False, file=False, password=""):
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata(metadata or {})
    if comment:
        writer.add_annotation(0, Text(text="Is this figure right?", rect=(10, 10, 30, 30)))
    if link:
        writer.add_annotation(0, Link(rect=(10, 10, 30, 30), url="https://www.example.org/"))
    if file:
        writer.add_attachment("budget.txt", b"42")
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


def said(name, octets):
    return [remark.what for remark in betrays(name, octets)]


def test_a_clean_pdf_says_nothing():
    """No author, no title; the program that made it and its links are no secret."""
    assert said("facts.pdf", pdf(metadata={"/Producer": "Writer"}, link=True)) == []


def test_a_pdf_tells_author_company_title_and_program():
    """All its properties are one finding that is good to know."""
    metadata = {"/Author": "R. Okafor", "/Company": "Harbour Holdings", "/Title": "Facts", "/Creator": "Writer 7"}
    [remark] = betrays("facts.PDF", pdf(metadata=metadata))
    for word in ("author R. Okafor", "company Harbour Holdings", "title Facts", "program Writer 7"):
        assert word in remark.what
    assert remark.minor


@pytest.mark.parametrize(
    "value", ["Statement DRAFT 3", "Strictly confidential", "Vertraulich", "Borrador final", "Brouillon"]
)
def test_a_property_that_was_not_meant_for_the_press_is_a_warning(value):
    """A draft, or something confidential, by its own properties."""
    first = next(iter(betrays("facts.pdf", pdf(metadata={"/Title": value}))))
    assert value in first.what
    assert not first.minor


@pytest.mark.parametrize("value", ["Draughty homes", "The drafting of laws", "Internals of a clock", "Facts"])
def test_words_that_only_look_like_it_are_none(value):
    """Whole words count."""
    assert all(remark.minor for remark in betrays("facts.pdf", pdf(metadata={"/Title": value})))


def test_comments_files_and_passwords_of_a_pdf_are_named():
    """What a person left in it, what it encloses, and that nobody can open it."""
    assert said("a.pdf", pdf(comment=True)) == ["still has comments in it"]
    assert said("a.pdf", pdf(file=True)) == ["still has files of its own in it"]
    assert said("a.pdf", pdf(password="secret")) == ["asks for a password"]


@pytest.mark.parametrize(
    "octets", [b"", b"no pdf", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF"]
)
def test_a_pdf_that_is_none_is_one_finding(octets, capfd):
    """Damaged files end in words, and the library writes nothing on its own."""
    assert said("a.pdf", octets) == ["cannot be opened as the document its name says"]
    assert capfd.readouterr() == ("", "")


def test_no_damage_to_a_pdf_ends_in_a_traceback():
    """Random octets overwritten: always an answer."""
    whole, dice = pdf(metadata={"/Author": "R. Okafor"}, comment=True), random.Random(7)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(6):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        said("a.pdf", bytes(broken))


@pytest.mark.parametrize(
    ("name", "parts", "told"),
    [
        ("a.xlsx", {"xl__workbook_xml": '<sheets><sheet name="x" state="veryHidden"/></sheets>'}, ["hidden sheets"]),
        ("a.xlsx", {"xl__comments1_xml": "<comments/>"}, ["comments"]),
        ("a.xlsx", {"xl__threadedComments__threadedComment1_xml": "<c/>"}, ["comments"]),
        ("a.pptx", {"ppt__slides__slide2_xml": '<p:sld show="0"></p:sld>'}, ["hidden slides"]),
        ("a.pptx", {"ppt__notesSlides__notesSlide1_xml": "<p:notes/>"}, ["speaker's notes"]),
        ("a.odt", {"content_xml": "<text:tracked-changes>"}, ["tracked changes"]),
        ("a.odt", {"content_xml": "<office:annotation>", "meta_xml": "<meta/>"}, ["comments"]),
        ("a.odt", {"meta_xml": "<meta:initial-creator>R. Okafor</meta:initial-creator>"}, ["author R. Okafor"]),
        ("a.docx", {"docProps__app_xml": "<Company>A &amp; B</Company><Manager>M. Lindt</Manager>"}, ["company A & B"]),
        ("a.docx", {"docProps__core_xml": "<cp:contentStatus>Draft</cp:contentStatus>"}, ["says 'Draft'", "status"]),
        ("a.docx", {"docProps__app_xml": "<Application>Word</Application>"}, []),
    ],
)
def test_office_documents_tell_what_was_left_in_them(name, parts, told):
    """Hidden sheets and slides, notes, comments, changes, people and companies."""
    found = said(name, archive(**parts))
    assert len(found) == len(told)
    assert all(word in one for word, one in zip(told, found, strict=True))


def test_an_encrypted_office_document_asks_for_a_password():
    """It is a compound file under the name of a new document."""
    assert said("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == ["asks for a password"]


def test_hostile_properties_are_shown_inert():
    """Escapes and a mile of text in a title end as one short line."""
    [remark] = betrays("a.pdf", pdf(metadata={"/Title": "x\x1b[2J\n" + "y" * 5000}))
    assert remark.what.isprintable()
    assert len(remark.what) < 200


def test_the_mail_says_what_its_pdf_tells(tmp_path, release):
    """A warning and an info under one code; an attachment above five megabytes is left out with an error."""
    (tmp_path / "facts.pdf").write_bytes(pdf(metadata={"/Author": "R. Okafor"}, comment=True))
    (tmp_path / "film.zip").write_bytes(bytes((5 << 20) + 1))
    named = replace(release, file="release.md", attachments=("facts.pdf", "film.zip"), images=())
    enclosed = enclose(named, Organisation(), tmp_path)
    assert [(one.code, one.severity.value) for one in enclosed.findings] == [
        ("MSG015", "warning"), ("MSG015", "info"), ("MSG011", "error"),
    ]  # fmt: skip
    assert [one.name for one in enclosed.enclosures] == ["facts.pdf"]


@pytest.mark.parametrize(
    ("name", "octets", "why"),
    [
        ("run.exe", b"MZ\x90", "refuse programs"),
        ("factsheet.pdf", b"MZ\x90", "refuse programs"),
        ("report.JS", b"alert(1)", "refuse programs"),
        ("pictures.rar", b"Rar!", "refuse archives of that kind"),
        ("kit.zip", archive(folder__run_exe="MZ"), "holds a program (folder/run.exe)"),
        ("kit.zip", b"no archive", "no ZIP archive"),
        ("kit.zip", archive(facts_txt="1"), None),
        ("facts.csv", b"a,b", None),
        ("facts.pdf", pdf(), None),
    ],
)
def test_programs_and_closed_archives_are_known(name, octets, why):
    """By name, by how they begin, and within a ZIP archive."""
    found = bounces(name, octets)
    assert (found is None) if why is None else (found is not None and why in found[0])


def test_an_archive_with_a_password_is_refused():
    """Providers refuse what they cannot look into; the flag is in the directory (APPNOTE 4.4.4)."""
    octets = bytearray(archive(facts_txt="1"))
    octets[octets.rindex(b"PK\x01\x02") + 8] |= 1
    assert "asks for a password" in bounces("kit.zip", bytes(octets))[0]


def test_a_program_is_left_out_with_an_error(tmp_path, release):
    """The finding names the file; nothing is attached."""
    (tmp_path / "run.exe").write_bytes(b"MZ")
    enclosed = enclose(replace(release, attachments=("run.exe",)), Organisation(name="Trust"), tmp_path)
    [finding] = enclosed.findings
    assert (finding.code, finding.severity.value) == ("MSG011", "error")
    assert "run.exe" in finding.message
    assert enclosed.enclosures == ()
