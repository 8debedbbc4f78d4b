"""`--both`: two languages in one mail, the reader's own first."""

from email import policy
from email.parser import BytesParser

import pytest
from desk import assert_frozen_is_sent
from lxml import etree

from dispatch.clock import SystemClock
from dispatch.errors import UsageError
from dispatch.workflows.check import check
from dispatch.workflows.material import Selection
from dispatch.workflows.pack import make_pack
from dispatch.workflows.preview import preview

SPANISH = """# La Alianza abre clínicas nocturnas en seis ciudades

PORTLAND, Maine – Seis clínicas que no cierran de noche empiezan hoy su trabajo, dijo la Alianza.
"""
ARABIC = """# عيادات ليلية

بورتلاند – تفتح ست عيادات أبوابها.
"""
SELECTION = Selection(lists=("national",))


@pytest.fixture
def spanish(root):
    """The release with a Spanish version beside it."""
    path = root / "releases" / "clinics.es.md"
    path.write_text(SPANISH, encoding="utf-8")
    return path


def drafted(reopen, **changes):
    return preview(reopen(), "clinics", SELECTION, ledger=None, clock=SystemClock(), both=True, **changes)


def mail(reopen, address, **changes):
    content = drafted(reopen, as_address=address, **changes).message.content
    return BytesParser(policy=policy.strict).parsebytes(content)


def parts(found):
    return [found.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html")]


@pytest.mark.parametrize(
    "reader",
    [
        ("ana@diario.test", "es, en", "English version below", "La Alianza"),
        ("k.lee@post.test", "en, es", "Versión en español más abajo", "Alliance"),
        ("maximiliane@blatt.test", "en, es", "Versión en español más abajo", "Alliance"),
    ],
)
@pytest.mark.parametrize("theme", ["classic", "note", "bulletin"])
def test_the_reader_s_own_comes_first(reopen, spanish, theme, reader):
    """Subject and first half in the reader's language, the other below it, named above; each half says its language."""
    address, languages, label, subject = reader
    found = mail(reopen, address, theme=theme)
    first, second = languages.split(", ")
    assert found["Content-Language"] == languages
    assert found["Subject"].startswith(subject)
    text, html = parts(found)
    words = {"en": "You receive this", "es": "Recibe este mensaje"}
    for part in (text, html):
        at = [part.index(label), part.index(words[first]), part.index(words[second])]
        assert at == sorted(at)
    tree = etree.HTML(html)
    assert [one.get("lang") for one in tree.findall("body/div[@role='main']/div")] == [first, second]
    assert len(tree.findall(".//*[@role='main']")) == 1
    assert tree.get("lang") == first
    assert tree.find(".//*[@id='other-language']").get("lang") == second
    assert tree.find(".//a[@href='#other-language']") is not None
    assert text.splitlines().count("-- ") == 1


def test_each_half_greets_in_its_language_and_the_personal_lines_stand_once(reopen, spanish, root):
    """A note greets in both; the pitch belongs to the reader, not to the release."""
    (root / "lists" / "national.csv").write_text(
        "email,name,language,pitch\na@x.test,Ana Ruiz,es,Le interesa\n", "utf-8"
    )
    text, html = parts(mail(reopen, "a@x.test", theme="note"))
    for part in (text, html):
        assert part.index("Hola, Ana Ruiz:") < part.index("Dear Ana Ruiz,")
        assert part.count("Le interesa") == 1


def test_what_is_frozen_is_what_is_sent(reopen, spanish):
    """Thawed from its bytes every message is the same, and no shape was too hard to fill in."""
    draft = drafted(reopen).draft
    assert_frozen_is_sent(draft)
    assert "MSG010" not in {finding.code for finding in draft.mail.findings}


def test_the_embargo_stands_first_in_both_halves(reopen, spanish, root):
    """The notice opens each half in its language, with the reader's own zone."""
    path = root / "releases" / "clinics.md"
    path.write_text(
        path.read_text("utf-8").replace("---\n", '---\nembargo: "2031-12-01 00:01 Europe/London"\n', 1), "utf-8"
    )
    (root / "lists" / "national.csv").write_text(
        "email,language,time_zone,embargo\na@x.test,es,America/Chicago,yes\n", "utf-8"
    )
    found = mail(reopen, "a@x.test")
    text, html = (" ".join(part.split()) for part in parts(found))
    assert text.startswith("EMBARGADO hasta el lunes, 1 de diciembre de 2031")
    below = text.index("EMBARGOED until Monday, December 1, 2031, 00:01 Greenwich Mean Time")
    assert text.index("=====") < below < text.index("Media contact")
    assert "where you are: Sunday, November 30, 2031, 6:01 PM Central Standard Time" in html
    assert found["Subject"].startswith("EMBARGADO")


def test_with_three_languages_it_is_the_reader_s_and_the_release_s_own(reopen, spanish):
    """Who reads the release's own gets that alone: there is no telling which of the others they would want."""
    spanish.with_name("clinics.de.md").write_text("# Nachtkliniken\n\nPORTLAND – Sechs Kliniken.\n", "utf-8")
    assert mail(reopen, "ana@diario.test")["Content-Language"] == "es, en"
    assert mail(reopen, "maximiliane@blatt.test")["Content-Language"] == "de, en"
    assert mail(reopen, "k.lee@post.test")["Content-Language"] == "en"


def test_two_directions_in_one_mail(reopen, root):
    """Each half is mirrored for itself, and says how it runs."""
    (root / "releases" / "clinics.ar.md").write_text(ARABIC, encoding="utf-8")
    (root / "lists" / "national.csv").write_text("email,language\na@x.test,ar\n", "utf-8")
    _, html = parts(mail(reopen, "a@x.test"))
    halves = etree.HTML(html).findall("body/div[@role='main']/div")
    assert [half.get("dir") for half in halves] == ["rtl", "ltr"]
    assert "text-align:right" in halves[0].find(".//td[@class='letterhead']").get("style").replace(" ", "")
    assert "text-align:left" in halves[1].find(".//td[@class='letterhead']").get("style").replace(" ", "")


def test_shapes_and_sizes_are_its_own(reopen, spanish):
    """The proof pack groups what differs, and the size that is judged is that of both halves."""
    alone = preview(reopen(), "clinics", SELECTION, ledger=None, clock=SystemClock()).draft
    draft = drafted(reopen).draft
    assert draft.mail.facts().size > 1.5 * alone.mail.facts().size
    pack = make_pack(reopen(), draft, clock=SystemClock())
    languages = {
        BytesParser(policy=policy.default).parsebytes(one.content)["Content-Language"] for one in pack.renderings
    }
    assert languages == {"es, en", "en, es"}


def test_one_language_cannot_be_two(reopen):
    """Without a version in another language --both says what to write."""
    with pytest.raises(UsageError, match="one language only"):
        check(reopen(), "clinics", SELECTION, ledger=None, clock=SystemClock(), both=True)
