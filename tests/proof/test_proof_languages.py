"""A release in several languages: each reader gets their own, and what must agree is compared."""

from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from desk import assert_frozen_is_sent

from dispatch.clock import SystemClock
from dispatch.model.mail import Organisation
from dispatch.model.release import Block, BlockType, Release, Span
from dispatch.preflight.rule import Case
from dispatch.preflight.versions import RULES, numbers
from dispatch.proof import audience_line, build_page, headline_words
from dispatch.proof.live_views import state
from dispatch.workflows.drift import changed, sources_of
from dispatch.workflows.material import Selection, read_release
from dispatch.workflows.pack import make_pack
from dispatch.workflows.pressroom import Pressroom, ServeRequest
from dispatch.workflows.preview import preview

SPANISH = """---
pitch: Pensé en usted.
contacts:
  - name: Maya Lindt
    email: maya@alliance.test
    phone: "+44 23 9200 0000"
---
# La Alianza por Clínicas Abiertas abre clínicas nocturnas en seis ciudades

PORTLAND, Maine – Seis clínicas que no cierran de noche empiezan hoy su trabajo, dijo la Alianza.

«Nadie debería esperar hasta la mañana», dijo Maya Lindt, directora de la Alianza.

## Acerca de la Alianza

La Alianza es una red de clínicas. Más en https://www.example.org/.
"""


@pytest.fixture
def bilingual(root):
    """The release with a Spanish version beside it."""
    path = root / "releases" / "clinics.es.md"
    path.write_text(SPANISH, encoding="utf-8")
    return path


def shown(reopen, **changes):
    selection = Selection(lists=("national",))
    return preview(reopen(), "clinics", selection, ledger=None, clock=SystemClock(), **changes)


def mail(reopen, address):
    content = shown(reopen, as_address=address).message.content
    return BytesParser(policy=policy.strict).parsebytes(content)


@pytest.mark.parametrize(
    ("address", "language", "words"),
    [
        ("ana@diario.test", "es", "Nota de prensa"),
        ("k.lee@post.test", "en", "Press release"),
        ("maximiliane@blatt.test", "en", "Press release"),
    ],
)
def test_each_reader_gets_their_language(reopen, bilingual, address, language, words):
    """Spanish for who reads Spanish, the release's own for everyone else: subject, greeting, words and headers."""
    found = mail(reopen, address)
    assert found["Content-Language"] == language
    text, html = (found.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html"))
    assert words in text
    assert f'lang="{language}"' in html
    assert ("noche" in text) == (language == "es")
    assert found["Subject"].startswith("La Alianza" if language == "es" else "Alliance")


def test_a_longer_translation_is_no_empty_text_part(reopen, bilingual):
    """The largest mail is judged, in whatever language it is: another dateline than the release's is no trouble."""
    longer = SPANISH.replace("PORTLAND, Maine", "LONDRES").replace("## Acerca", "Y más. " * 400 + "\n\n## Acerca")
    bilingual.write_text(longer, encoding="utf-8")
    draft = shown(reopen).draft
    assert "LONDRES" in draft.mail.facts().text
    assert "MSG009" not in {finding.code for finding in draft.findings}


def test_a_region_finds_its_language(reopen, bilingual, root):
    """es-MX reads the Spanish version; a version for a region is preferred by its own readers."""
    (root / "lists" / "national.csv").write_text("email,language\nmx@x.test,es-MX\nar@x.test,es-AR\n", "utf-8")
    bilingual.with_name("clinics.es-MX.md").write_text(SPANISH.replace("seis", "6"), encoding="utf-8")
    assert "en 6 ciudades" in mail(reopen, "mx@x.test")["Subject"]
    assert "en seis ciudades" in mail(reopen, "ar@x.test")["Subject"]


def test_what_is_frozen_is_what_is_sent(reopen, bilingual):
    """Thawed from its bytes, every reader's message is the same, octet for octet."""
    draft = shown(reopen).draft
    assert_frozen_is_sent(draft)


def test_a_version_is_a_source_and_part_of_the_text(reopen, bilingual):
    """A changed translation is a changed release: in its fingerprint, and in what a mailing is made of."""
    before, _ = read_release(reopen(), "clinics")
    assert "releases/clinics.es.md" in sources_of(reopen(), "clinics", ("national",), "classic")
    bilingual.write_text(SPANISH.replace("seis", "siete"), encoding="utf-8")
    after, _ = read_release(reopen(), "clinics")
    assert before.fingerprint != after.fingerprint
    bilingual.unlink()
    alone, _ = read_release(reopen(), "clinics")
    assert alone.versions == ()


def test_a_translation_that_the_front_matter_names_is_a_source_too(reopen, root, tmp_path):
    """It may lie anywhere and have any name: a mailing notices its change, and the live page follows it."""
    folder = root / "translations"
    folder.mkdir()
    version = folder / "clinicas.md"
    version.write_text(SPANISH, encoding="utf-8")
    main = root / "releases" / "clinics.md"
    text = main.read_text(encoding="utf-8")
    main.write_text(text.replace("---\n", "---\ntranslations:\n  es: ../translations/clinicas.md\n", 1), "utf-8")
    before, _ = read_release(reopen(), "clinics")
    assert [item.language for item in before.versions] == ["es"]
    sources = sources_of(reopen(), "clinics", ("national",), "classic")
    assert changed(reopen(), sources) == ()
    request = ServeRequest(release="clinics", selection=Selection(lists=("national",)))
    room = Pressroom(reopen, request, SystemClock())
    try:
        assert folder.resolve() in room.watched()
        room.make().close()
        assert not room.stale()
        version.write_text(SPANISH.replace("seis", "siete"), encoding="utf-8")
        assert room.stale()
    finally:
        room.close()
    assert [Path(path).name for path in changed(reopen(), sources)] == ["clinicas.md"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("---\npitch", '---\nembargo: "2031-01-01T09:00:00+00:00"\npitch'), "LAN001"),
        (("maya@alliance.test", "otra@alliance.test"), "LAN003"),
        (("Seis clínicas que", "Para 12.000 personas, seis clínicas que"), "LAN004"),
        (("«Nadie debería esperar hasta la mañana», dijo Maya Lindt, directora de la Alianza.", "Y ya."), "LAN005"),
        (("Maya Lindt, directora", "Maya Lind, directora"), "LAN006"),
        (("abre clínicas", "abre 240 clínicas"), "LAN004"),
        (("contacts:", "attachments: [ficha.pdf]\ncontacts:"), "LAN007"),
        (("contacts:", 'images: [{src: "https://x.test/a.png", alt: Ala}]\ncontacts:'), "LAN007"),
        (("pitch: Pensé en usted.\n", ""), "LAN008"),
        (("pitch: Pensé en usted.\n", "pitch: Pensé en usted.\nlanguage: fr\n"), "LAN009"),
    ],
)
def test_what_must_agree_is_compared(reopen, bilingual, change, code):
    """Embargo, contacts, numbers, quotations and who is quoted: a difference is named with the version's file."""
    assert not {finding.code for finding in shown(reopen).draft.findings if finding.code.startswith("LAN")}
    bilingual.write_text(SPANISH.replace(*change), encoding="utf-8")
    found = [finding for finding in shown(reopen).draft.findings if finding.code.startswith("LAN")]
    assert code in {finding.code for finding in found}
    assert {finding.file for finding in found} == {"releases/clinics.es.md"}


def test_dates_and_grouped_digits():
    """12,000 and 12.000 are the same number; two dates are not the same date."""

    def written(text, **changes):
        block = Block(type=BlockType.LEAD, text=text, html="", lines=Span(first=1, last=1))
        return Release(file="r.md", fingerprint="0", headline="x", blocks=(block,), **changes)

    assert numbers(written("12,000 of 1 234 567 in 2026")) == numbers(written("12.000 de 1.234.567 en 2026"))
    main = written("x", date=datetime(2026, 1, 1, tzinfo=UTC).date())
    version = replace(main, file="r.es.md", date=datetime(2026, 1, 2, tzinfo=UTC).date())
    case = Case(release=replace(main, versions=(version,)), organisation=Organisation(), now=datetime.now(UTC))
    assert [finding.code for rule in RULES if rule.check for finding in rule.check(case)] == ["LAN002"]


@pytest.mark.parametrize(
    ("headline", "subhead", "told"),
    [
        ("Un 51 % más de sitio", "En 12 ciudades", "only here: 51; only in r.md: 15"),
        ("Un 15 % más de sitio", "En doce ciudades", ""),
        ("Un 15 por ciento más", "En 12 ciudades, las 24 horas", ""),
        ("Un 15% más, 7 por ciento menos", "En 21 ciudades", "only here: 21, 7; only in r.md: 12"),
        ("Un 15 % más, 2.100 plazas", "En 12 ciudades", "only here: 2100"),
        ("15 % على الأقل", "١٢ مدينة", ""),
    ],
)
def test_small_figures_of_a_headline_are_compared_with_care(headline, subhead, told):
    """15 and 51 differ, and so do 12 and 21; a number in words, or one that only one of them has, is no trouble."""
    main = Release(file="r.md", fingerprint="0", headline="15 % more room", subhead="In 12 cities")
    version = replace(main, file="r.es.md", headline=headline, subhead=subhead)
    case = Case(release=replace(main, versions=(version,)), organisation=Organisation(), now=datetime.now(UTC))
    found = [finding.message for rule in RULES if rule.check for finding in rule.check(case)]
    assert found == ([f"Numbers in the text differ, {told}."] if told else [])


def test_two_halves_of_one_mail_share_their_files(reopen, bilingual):
    """With --both every reader gets the attachments of both, so nothing is missing."""
    bilingual.write_text(SPANISH.replace("contacts:", "attachments: [ficha.pdf]\ncontacts:"), encoding="utf-8")
    (bilingual.parent / "ficha.pdf").write_bytes(b"%PDF-1.4")
    assert "LAN007" not in {finding.code for finding in shown(reopen, both=True).draft.findings}


def test_readers_of_each_version_are_counted(reopen, bilingual):
    """By the version that they get, whatever their own language is: in the proof, the pack, on the live page."""
    draft = shown(reopen).draft
    assert draft.versions == (("English", 2), ("Spanish", 2))
    assert headline_words(4, versions=draft.versions) == "4 would get it: 2 in English, 2 in Spanish"
    proof = make_pack(reopen(), draft, clock=SystemClock()).proof
    assert "2 in English, 2 in Spanish" in str(audience_line(proof))
    assert "2 in English, 2 in Spanish" in build_page(proof)
    request = ServeRequest(release="clinics", selection=Selection(lists=("national",)))
    room = Pressroom(reopen, request, SystemClock())
    making = room.make()
    assert state(making.edition())["versions"] == "2 in English, 2 in Spanish"
    making.close()
    room.close()


def test_one_version_is_not_counted(reopen):
    """Where everyone gets the same text there is nothing to tell."""
    assert shown(reopen).draft.versions == ()
    assert headline_words(4, 1) == "4 would get it: 1 now, embargoed, 3 at the lift"
    assert headline_words(0, 0, (("English", 0),)) == "0 would get it"


def test_a_version_that_nobody_reads_is_told(reopen, root, bilingual):
    """With a zero, for that is what somebody wants to know."""
    (root / "lists" / "national.csv").write_text("email,language\na@x.test,en-GB\nb@x.test,fr\n", "utf-8")
    assert shown(reopen).draft.versions == (("English", 2), ("Spanish", 0))
