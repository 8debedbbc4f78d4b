"""Themes on disk, and what happens to hostile or broken ones."""

import os
from dataclasses import replace

import pytest

from dispatch.errors import ThemeError
from dispatch.message import compile_mail, load_theme
from dispatch.model.release import Span

GOOD = {"mail.html": "<html><head></head><body>x</body></html>", "mail.txt": "x"}


@pytest.fixture
def folder(tmp_path):
    """Writes a theme."""

    def write(**files):
        place = tmp_path / "templates/own"
        place.mkdir(parents=True, exist_ok=True)
        for name, text in {**GOOD, **files}.items():
            if text is not None:
                (place / name).write_text(text, encoding="utf-8")
        return place

    return write


@pytest.mark.parametrize("name", ["classic", "note"])
def test_our_themes_load(name, theme_folder):
    """Each has a name, a description, two templates and two sheets."""
    theme = load_theme(theme_folder(name))
    assert theme.name == name
    assert theme.description
    assert theme.shown == f"templates/{name}"
    assert theme.inline
    assert "prefers-color-scheme: dark" in theme.kept


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"mail.txt": None}, "templates/own/mail.txt is missing"),
        ({"mail.html": None}, "templates/own/mail.html is missing"),
        ({"theme.toml": "name = "}, "templates/own/theme.toml"),
        ({"theme.toml": "nmae = 'x'"}, "unknown key nmae"),
        ({"theme.toml": "texts = 3"}, "texts must be tables"),
        ({"inline.css": "p {}\n@import url(http://x.test/a.css);"}, "templates/own/inline.css:2: @import"),
        ({"kept.css": "</style><script>"}, "templates/own/kept.css:1"),
        ({"mail.txt": "x" * 300_000}, "larger than 256 kB"),
    ],
)
def test_a_broken_theme_is_named_with_its_file(files, message, folder):
    """Missing, misspelt, importing, too large: one sentence with the file, and what to do."""
    with pytest.raises(ThemeError) as caught:
        load_theme(folder(**files))
    assert message in caught.value.message
    assert caught.value.fix


def test_a_missing_theme_is_named(tmp_path):
    """A folder that is not there."""
    with pytest.raises(ThemeError, match="There is no theme nothing"):
        load_theme(tmp_path / "templates/nothing")


def test_files_outside_the_theme_are_not_read(folder, tmp_path):
    """Symlinks out of the folder and pipes are refused."""
    place = folder()
    (tmp_path / "secret.txt").write_text("secret")
    (place / "part.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(ThemeError, match="leads out of the theme's folder"):
        load_theme(place)
    (place / "part.txt").unlink()
    os.mkfifo(place / "part.txt")
    with pytest.raises(ThemeError, match="not a regular file"):
        load_theme(place)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"mail.html": "<p>\n{% if %}</p>"}, "templates/own/mail.html:2: Expected an expression"),
        ({"mail.html": "<p>\n{{ contact.frist_name }}"}, "mail.html:2: contact has no field 'frist_name'; did"),
        ({"mail.html": "{% if false %}{{ contact.pet }}{% endif %}"}, "mail.html:1: contact has no field 'pet'"),
        ({"mail.html": "\n\n{{ release.headlin }}"}, "mail.html:3: release has no field 'headlin'; did you"),
        ({"mail.txt": "{{ relase }}"}, "templates/own/mail.txt:1: 'relase' is unknown; did you mean release?"),
        ({"mail.txt": "{{ t.nothing }}"}, "templates/own/mail.txt:1: t has no field 'nothing'"),
        ({"mail.html": "{% include '/etc/passwd' %}"}, "mail.html:1: the theme has no file '/etc/passwd'"),
        ({"mail.html": "{% include '../classic/mail.txt' %}"}, "the theme has no file '../classic/mail.txt'"),
        ({"mail.txt": "a\n{{ 'a' * 10**9 }}"}, "templates/own/mail.txt:2: a repetition that long is not allowed"),
        ({"mail.txt": "{{ 10**10**8 }}"}, "templates/own/mail.txt:1: a power that large is not allowed"),
        ({"mail.txt": "{% for i in range(10**9) %}{% endfor %}"}, "mail.txt:1: range(1000000000) is too long"),
        (
            {"mail.txt": "{% for i in range(90000) %}{{ 'a long text that is printed often' }}{% endfor %}"},
            "templates/own/mail.txt: it prints more than 2,000,000 characters",
        ),
        ({"mail.html": "{{ ''.__class__.__mro__ }}"}, "access to attribute '__class__' of 'str' object is unsafe"),
        ({"mail.html": "{{ release.blocks.append(1) }}"}, "templates/own/mail.html:1"),
        ({"mail.html": "<p>{{ contact.name|safe }}</p>"}, "No filter named 'safe'"),
        ({"mail.html": "{% autoescape false %}{% endautoescape %}"}, "autoescape cannot be switched off"),
        ({"mail.html": "<script>{{ contact.name }}</script>"}, "a contact's value stands in <script>"),
        ({"mail.html": "<style>p { color: {{ contact.name }} }</style>"}, "a contact's value stands in <style>"),
        ({"mail.html": "<p onclick='{{ contact.name }}'>x</p>"}, "in the script attribute onclick"),
        ({"mail.html": "<img src='https://x.test/{{ contact.email }}'>"}, "that would track who reads"),
        ({"mail.html": "<p><!-- {{ contact.name }} --></p>"}, "in a comment"),
        ({"mail.html": "{{ unsubscribe|upper }}"}, "templates/own/mail.html:1: unsubscribe differs in each message"),
        ({"mail.html": "{% filter upper %}{{ unsubscribe }}{% endfilter %}"}, "unsubscribe differs in each message"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_named(files, message, folder, compiled, ana):
    """Syntax, unknown names (also where no contact leads), forbidden reading, runaway arithmetic, dangerous places."""
    with pytest.raises(ThemeError) as caught:
        compiled(load_theme(folder(**files))).personalise(ana)
    assert message in caught.value.message
    assert caught.value.fix


def test_the_pitch_and_subject_of_a_release_are_named_too(themed, compiled, release, ana):
    """A wrong template in the front matter names the release's file."""
    with pytest.raises(ThemeError, match=r"releases/night-clinics\.md, pitch:1: contact has no field"):
        compiled(themed(), replace(release, pitch="{{ contact.frist_name }}")).personalise(ana)
    with pytest.raises(ThemeError, match=r"releases/night-clinics\.md, subject:1"):
        compiled(themed(), replace(release, subject="{{ nothing }}")).personalise(ana)


def test_a_wrong_template_in_the_front_matter_has_its_line_in_the_file(themed, compiled, release, ana):
    """The line counts from the top of the file; the text of a block begins below its key."""
    spans = (("subject", Span(first=6, last=6)), ("pitch", Span(first=7, last=9)))
    found = replace(release, lines=spans, pitch="Hello,\n{{ contact.frist_name }}")
    with pytest.raises(ThemeError, match=r"releases/night-clinics\.md:9, pitch: contact has no field"):
        compiled(themed(), found).personalise(ana)
    with pytest.raises(ThemeError, match=r"releases/night-clinics\.md:6, subject: "):
        compiled(themed(), replace(found, pitch="", subject="{{ nothing }}")).personalise(ana)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("  \n", "mail.html is empty"),
        ("<!-- {{ release.headline }} -->", "no HTML document"),
        ("{% macro a() %}{{ a() }}{% endmacro %}<p>{{ a() }}</p>", "calls or includes itself without end"),
    ],
)
def test_trouble_with_a_theme_is_said_in_words(html, words, folder, compiled, ana):
    """Nobody is told about NoneType or the depth of Python's recursion."""
    with pytest.raises(ThemeError) as caught:
        compiled(load_theme(folder(**{"mail.html": html}))).personalise(ana)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}", "more than 3 seconds"),
        ("{% set n = namespace(a='aaaaaaaa') %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}{% endfor %}", "much"),
    ],
)  # fmt: skip
def test_a_theme_that_loops_cannot_hurt(*, text, message, folder, release, sender, organisation, ana, tmp_path):
    """The child gives up; the error names the template and its line; the next theme works."""
    theme = load_theme(folder(**{"mail.txt": text}))
    mail = compile_mail(release, theme, sender, organisation, confined_to=tmp_path)
    with pytest.raises(ThemeError) as caught:
        mail.personalise(ana)
    assert caught.value.message.startswith("templates/own/mail.txt:1: ")
    assert message in caught.value.message


def test_a_child_that_dies_is_an_error_not_a_wait(*, folder, release, sender, organisation, ana, tmp_path):
    """When the child is killed the theme is blamed in one sentence."""
    mail = compile_mail(release, load_theme(folder()), sender, organisation, confined_to=tmp_path)
    mail._workshop._child.end()
    with pytest.raises(ThemeError, match="rendering took too much memory"):
        mail.personalise(ana)


def test_child_and_parent_make_the_same_mail(*, theme_folder, release, sender, organisation, compiled, ana, tmp_path):
    """Where a shape is compiled does not change a byte."""
    theme = load_theme(theme_folder("classic"))
    apart = compile_mail(release, theme, sender, organisation, confined_to=tmp_path)
    here = compiled(theme)
    assert apart.personalise(ana) == here.personalise(ana)
    assert apart.frozen().to_bytes() == here.frozen().to_bytes()
