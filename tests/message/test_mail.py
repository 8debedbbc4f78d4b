"""Whole messages: headers, hostile values, memory of ways, bytes that stay the same."""

import re
import subprocess
import sys
from dataclasses import replace

import html5lib
import pytest

from dispatch.errors import LedgerError, RefusedError, ThemeError
from dispatch.message import load_theme, thaw
from dispatch.model.contact import Contact
from dispatch.model.mail import Sender
from dispatch.model.release import Image


@pytest.fixture(scope="module")
def classic(theme_folder):
    """The classic theme."""
    return load_theme(theme_folder("classic"))


def test_every_header_stands_once(classic, compiled, ana, envelope, parsed):
    """RELIABILITY 3: each header once, one recipient, in CRLF lines of at most 998 octets."""
    content = compiled(classic).merge(ana, envelope).content
    message, _, _ = parsed(content)
    assert sorted(message.keys()) == sorted(
        ["Date", "From", "Reply-To", "To", "Subject", "Message-ID", "List-Unsubscribe", "List-Id", "Content-Language",
         "MIME-Version", "Content-Type"],
    )  # fmt: skip
    assert message["To"] == "Ana Ruíz <ana@radio.test>"
    assert message["From"] == "Alliance Press Office <press@alliance.test>"
    assert message["List-Unsubscribe"] == "<mailto:press@alliance.test?subject=unsubscribe%20tok-1>"
    assert message["List-Id"] == "Alliance for Open Clinics <press.alliance.test>"
    assert message["Date"].datetime == envelope.date
    assert message["Message-ID"] == "<1.abc@alliance.test>"
    assert not any(part.defects for part in message.walk())
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")


def test_a_long_unsubscribe_address_is_never_encoded_or_broken(classic, compiled, ana, envelope):
    """Header URLs stay whole beyond 76 characters."""
    sender = Sender(name="P", email="press@alliance.test", unsubscribe=f"{'remove' * 8}@{'alliance' * 6}.test")
    content = compiled(classic, sender=sender).merge(ana, replace(envelope, token="t" * 90)).content
    line = next(line for line in content.split(b"\r\n") if b"<mailto:" in line)
    assert line == f" <mailto:{sender.unsubscribe}?subject=unsubscribe%20{'t' * 90}>".encode()


def test_a_thread_is_kept(classic, compiled, ana, envelope, parsed):
    """References name every message before, In-Reply-To the last."""
    message, _, _ = parsed(
        compiled(classic).merge(ana, replace(envelope, references=("<a@b.test>", "<c@d.test>"))).content
    )
    assert message["References"] == "<a@b.test> <c@d.test>"
    assert message["In-Reply-To"] == "<c@d.test>"


def test_addresses_in_other_scripts(classic, compiled, ana, envelope):
    """A domain becomes A-labels; a local part needs SMTPUTF8; nothing is mangled."""
    mail = compiled(classic)
    assert mail.merge(ana, replace(envelope, recipient="ana@münchen.test")).recipient == "ana@xn--mnchen-3ya.test"
    message = mail.merge(ana, replace(envelope, recipient="añá@radio.test", name=""))
    assert message.utf8
    assert "To: añá@radio.test\r\n".encode() in message.content


@pytest.mark.parametrize(
    "name", ["a\r\nBcc: x@y.test", "=?utf-8?q?a=0d=0aBcc=3a_e=40x?=", "a\u202eb", "a\x00b", "a\u2028b"]
)  # fmt: skip
def test_hostile_names_are_refused_with_their_row(name, classic, compiled, ana, envelope):
    """What could become another header stops the row where it is staged, and again where it is sent."""
    mail = compiled(classic)
    with pytest.raises(RefusedError, match=r"lists/radio.csv:2"):
        mail.personalise(replace(ana, name=name))
    with pytest.raises(RefusedError):
        mail.merge(ana, replace(envelope, name=name))


def test_a_hostile_value_in_the_subject_is_refused(themed, compiled, release, ana):
    """A custom subject that prints a field cannot be used to write headers."""
    mail = compiled(themed(), replace(release, subject="{{ contact.outlet }}: news"))
    with pytest.raises(RefusedError, match="a value in the subject"):
        mail.personalise(replace(ana, outlet="=?utf-8?q?=0d=0a?="))


@pytest.mark.parametrize(
    "value", ["{{7*7}}", "{% include '/etc/passwd' %}", "<script>alert(1)</script>", '" onmouseover="x']
)
def test_values_are_text_wherever_they_stand(*, value, themed, compiled, ana, envelope, parsed):
    """Templates and markup in a contact's field appear literally, in text, attributes and the plain part."""
    theme = themed('<html><head></head><body><p title="{{ contact.outlet }}">{{ contact.outlet }}</p></body></html>',
                   "{{ contact.outlet }}")  # fmt: skip
    _, text, html = parsed(compiled(theme).merge(replace(ana, outlet=value), envelope).content)
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    (paragraph,) = tree.iter("p")
    assert paragraph.text == value
    assert paragraph.attrib == {"title": value}
    assert not list(tree.iter("script"))
    assert text.strip() == value


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:x", " data:text/html,x", "//evil.test", "vbscript:x", "file:///etc"]
)
def test_only_web_and_mail_addresses_become_links(*, url, themed, compiled, ana, envelope, parsed):
    """A field that is no http, https or mailto address leaves an empty link, from the first contact on."""
    theme = themed('<html><head></head><body><a href="{{ contact.extra.site }}">site</a></body></html>')
    mail = compiled(theme)
    for site, href in (("https://a.test/ñ", "https://a.test/%C3%B1"), (url, ""), (url, ""), (url, "")):
        _, _, html = parsed(mail.merge(replace(ana, extra={"site": site}), envelope).content)
        assert re.search(r'href="([^"]*)"', html)[1] == href


def test_a_known_way_is_not_rendered_again(classic, compiled, ana, release):
    """A thousand contacts who differ only in printed fields share one shape, and cost two renderings."""
    mail = compiled(
        classic, replace(release, pitch="For {{ contact.outlet }}: {% if contact.embargo %}soon{% endif %}")
    )
    asked = []
    workshop = mail._workshop

    class Counted:
        def compile(self, row):
            asked.append(row)
            return workshop.compile(row)

    mail._workshop = Counted()
    people = [replace(ana, email=f"{n}@radio.test", outlet=f"Radio {n}", first_name=f"Ana{n % 7}") for n in range(1000)]
    assert {mail.personalise(one).shape for one in people} == {0}
    assert mail.personalise(people[700]).values == ("Radio 700", "Hello,")
    assert len(asked) == 2
    assert mail.personalise(replace(ana, embargo=True)).shape == 1


def test_nobody_goes_another_s_way_unproved(themed, compiled, ana, envelope):
    """Where contacts that should share a shape turn out not to, each is rendered for itself."""
    mail = compiled(themed("<html><body><p>{% if contact.embargo %}soon{% else %}now{% endif %}</p></body></html>"))
    workshop = mail._workshop

    class Forgetful:
        def compile(self, row):
            answer = workshop.compile(row)
            return {**answer, "plan": {"whole": False, "uses": {}}}

    mail._workshop = Forgetful()
    for embargo in (False, True) * 4:
        content = mail.merge(replace(ana, embargo=embargo), envelope).content
        assert (b">soon</p>" in content, b">now</p>" in content) == (embargo, not embargo)


def test_a_theme_that_changes_printed_values_falls_back_and_says_so(themed, compiled, ana, envelope, parsed):
    """A filter around an include works on what was printed: right, slow, and a finding names the theme."""
    theme = themed(
        "<html><head></head><body>{% filter upper %}{% include 'part.html' %}{% endfilter %}</body></html>",
        **{"part.html": "<p>{{ contact.outlet }}</p>"},
    )
    mail = compiled(theme)
    for outlet in ("Radio Sur", "El Diario"):
        _, _, html = parsed(mail.merge(replace(ana, outlet=outlet), envelope).content)
        assert f"<p>{outlet.upper()}</p>" in html
    assert [(one.code, one.file) for one in mail.findings] == [("MSG010", "templates/small")]


def test_mostly_foreign_text_goes_in_base64(*, themed, compiled, release, ana, envelope, parsed):
    """Greek is encoded in base64 with its values, lines of 76 octets."""
    theme = themed("<html><head></head><body><p>{{ contact.name }}{{ release.subhead }}</p></body></html>",
                   "{{ contact.name }} {{ release.subhead }}\n{{ release.subhead }}")  # fmt: skip
    mail = compiled(theme, replace(release, subhead="Νυχτερινές κλινικές σε έξι πόλεις " * 20))
    for name in ("Άννα", "Ελένη", "Ιώ"):
        content = mail.merge(replace(ana, name=name), envelope).content
        message, text, html = parsed(content)
        assert {part["Content-Transfer-Encoding"] for part in message.iter_parts()} == {"base64"}
        assert text.startswith(f"{name} Νυχτερινές")
        assert f"<p>{name}Νυχτερινές" in html
        assert max(map(len, content.split(b"\r\n"))) <= 78


def test_the_same_mail_has_the_same_bytes(classic, compiled, ana, envelope):
    """Compiling again changes nothing, nor does freezing and thawing."""
    first, second = compiled(classic), compiled(classic)
    message = first.merge(ana, envelope)
    assert second.merge(ana, envelope) == message
    personal = first.personalise(ana)
    assert thaw(first.frozen().to_bytes()).fill(personal.shape, personal.values, envelope) == message


@pytest.mark.parametrize("data", [b"", b"something else", b"dispatch mail 1\nxx", b"dispatch mail 9\n"])
def test_damaged_mail_is_an_error_of_the_ledger(data):
    """What is no mail of ours is named as such."""
    with pytest.raises(LedgerError):
        thaw(data)


def test_sending_needs_no_template_engine():
    """Thawing and filling import only the standard library and the model."""
    code = (
        "import sys; from dispatch.message import thaw\n"
        "bad = [m for m in ('jinja2', 'markupsafe', 'premailer', 'lxml', 'pydantic', 'nh3') if m in sys.modules]\n"
        "sys.exit(str(bad) if bad else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("language", ["en", "es-MX", "fr", "de", "pt"])
@pytest.mark.parametrize("theme", ["classic", "note"])
def test_themes_speak_the_release_s_language(
    *, language, theme, theme_folder, compiled, release, envelope, parsed, ana
):
    """Both themes work in every language, for a full and an empty contact, without a fallback."""
    mail = compiled(load_theme(theme_folder(theme)), replace(release, language=language, pitch="Hi.\n\nZoë"))
    for contact in (ana, Contact(email="b@radio.test", key="b@radio.test")):
        message, text, _ = parsed(mail.merge(contact, envelope).content)
        assert message["Content-Language"] == language
        assert "12 Lake Street" in text
        assert "press@alliance.test" in text
        assert max(map(len, text.splitlines())) <= 72
    assert mail.findings == ()


def test_a_bare_release_still_makes_a_mail(*, theme_folder, compiled, release, organisation, ana, envelope, parsed):
    """Nothing but a headline: no empty labels, no error."""
    bare = replace(release, subhead="", kicker="", date=None, dateline=None, blocks=(), boilerplate=(), contacts=(),
                   end_mark=None, immediate=False)  # fmt: skip
    for name in ("classic", "note"):
        mail = compiled(
            load_theme(theme_folder(name)), bare, organisation=replace(organisation, name="", address="", website="")
        )
        message, text, html = parsed(mail.merge(ana, envelope).content)
        assert message["Subject"] == "Night clinics open in six cities"
        assert "None" not in text + html
        assert "Media contact" not in text


def test_colours_of_the_organisation_reach_the_mail(*, classic, compiled, organisation, ana, envelope, parsed):
    """The brand colour replaces the theme's; what is no colour does not."""
    for colour, used in (("#a1b2c3", "#a1b2c3"), ("red;}x{", "#1d4e79")):
        mail = compiled(classic, organisation=replace(organisation, colours=(("brand", colour),)))
        _, _, html = parsed(mail.merge(ana, envelope).content)
        assert f"color:{used}" in html
        assert "var(" not in html


@pytest.mark.parametrize(
    ("theme", "headings"),
    [("classic", 'Georgia, "Times New Roman", serif'), ("bulletin", "Helvetica, Arial, sans-serif"), ("note", "")],
)
def test_fonts_of_the_organisation_come_before_the_theme_s(
    theme, headings, *, theme_folder, compiled, organisation, ana
):
    """Whoever lacks them sees what the theme names; spaces in a name are quoted."""
    branded = replace(organisation, fonts=(("headings", "Gill Sans, Verdana"), ("text", "Palatino")))
    mail = compiled(load_theme(theme_folder(theme)), organisation=branded)
    mail.personalise(ana)
    html = mail.facts().html.replace("'", '"')
    assert "font-family:Palatino, " in html
    assert not headings or f'font-family:"Gill Sans", Verdana, {headings}' in html


def test_too_many_shapes_are_an_error(themed, compiled, ana):
    """A theme that makes a mail of its own for everyone is stopped with what to change."""
    theme = themed('<html><head></head><body><p class="{{ contact.outlet }}">x</p></body></html>')
    mail = compiled(theme)
    mail._shapes = [None] * 20_000
    with pytest.raises(ThemeError, match="a mail of its own for nearly every contact"):
        mail.personalise(ana)


def test_line_breaks_in_a_pitch_make_paragraphs_for_that_contact_alone(themed, compiled, ana, envelope, parsed):
    """A pitch of one line is a slot, one of several is divided into paragraphs; neither changes the other."""
    theme = themed("<html><head></head><body>{{ pitch }}</body></html>", "{{ pitch }}")
    mail = compiled(theme)
    for pitch, paragraphs in (("one", 1), ("two", 1), ("a\n\nb\nc", 2), ("three", 1), ("d\n\ne", 2), ("", 0)):
        _, text, html = parsed(mail.merge(replace(ana, pitch=pitch), envelope).content)
        assert html.count("<p>") == paragraphs
        assert text.strip().replace("\r\n", "\n") == pitch


@pytest.mark.parametrize("theme", ["classic", "note"])
def test_pictures_are_shown_with_their_captions(*, theme, theme_folder, compiled, release, ana, envelope, parsed):
    """Description, caption and credit in both parts; the address of a picture on the web in the text."""
    picture = Image(src="https://a.test/x.png", alt="A nurse", caption="Ruth Okafor at work.", credit="Lee Park")
    mail = compiled(
        load_theme(theme_folder(theme)), replace(release, images=(picture, Image(src="https://a.test/y.png")))
    )
    _, text, html = parsed(mail.merge(ana, envelope).content)
    assert 'src="https://a.test/x.png" alt="A nurse"' in html
    assert "Ruth Okafor at work. (Lee Park)" in html
    assert "[A nurse] Ruth Okafor at work. (Lee Park)" in text
    assert "[Picture] https://a.test/y.png" in text


def test_a_headline_that_cannot_be_a_subject_is_refused(themed, compiled, release):
    """The release's file is named."""
    with pytest.raises(RefusedError, match=r"releases/night-clinics\.md: the headline"):
        compiled(themed(), replace(release, headline="News\u202e"))
