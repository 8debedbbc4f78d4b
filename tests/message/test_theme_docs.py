"""docs/writing-a-theme.md names everything that templates know, and its examples work."""

import re
from pathlib import Path

from dispatch.message import load_theme
from dispatch.message.mail import job
from dispatch.message.texts import TEXTS
from dispatch.message.theme import shared_parts
from dispatch.message.use import CONTACT_NAMES
from dispatch.templating import NAMES

PAGE = (Path(__file__).parents[2] / "docs/writing-a-theme.md").read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
FENCED = re.findall(r"^```html\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_every_name_is_documented(release, sender, organisation, themed):
    """Names, words, fields of a contact, and fields of the release, its parts, the organisation and the sender."""
    data = job(release, themed(), sender, organisation)
    known = {*NAMES, *CONTACT_NAMES, *data["release"], *data["organisation"], *data["sender"], "extra", *TEXTS["en"]}
    for part in ("blocks", "boilerplate", "contacts"):
        known |= set(data["release"][part][0])
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", PROSE))))
    assert known <= words


def test_every_macro_is_documented_with_its_arguments():
    """The table has each macro of the HTML file as it is declared, and each of the text file by name."""
    declared = re.findall(r"\{% macro (.+?) %\}", shared_parts()["parts.html"])
    assert [macro for macro in declared if f"| `{macro}` |" not in PAGE] == []
    named = re.findall(r"\{% macro (\w+)", shared_parts()["parts.txt"])
    assert [name for name in named if f"| `{name}(" not in PAGE] == []


def test_the_example_is_a_theme(tmp_path, compiled, ana):
    """It can be copied from the page and is a whole mail."""
    (tmp_path / "mail.html").write_text(FENCED[0], encoding="utf-8")
    (tmp_path / "mail.txt").write_text("{{ release.headline }}\n", encoding="utf-8")
    mail = compiled(load_theme(tmp_path))
    mail.personalise(ana)
    assert "Zoë Ibarra" in mail.facts().html


def test_the_examples_of_macros_work(tmp_path, compiled, ana):
    """Each stands in a template of its kind."""
    examples = [line.split("|", 3)[3] for line in PAGE.split("\n") if line.startswith("| `") and "parts." in line]
    calls = re.findall(r"\{\{ (parts\.\w+)\([^{}]*\) \}\}", "".join(examples))
    assert len(calls) >= 8
    html, text = "", ""
    for example in re.findall(r"`((?:\{%.*?%\})?\{\{ parts.*?\}\}(?:\{% endfor %\})?)`", "".join(examples)):
        if "image" in example or "quotes" in example:
            continue
        text, html = (text + example, html) if "parts.about" in example else (text, html + example)
    (tmp_path / "mail.html").write_text(
        f'{{% import "parts.html" as parts %}}<html><body>{html}</body></html>', "utf-8"
    )
    (tmp_path / "mail.txt").write_text(f'{{% import "parts.txt" as parts %}}{text}', "utf-8")
    mail = compiled(load_theme(tmp_path))
    mail.personalise(ana)
    assert "Zoë Ibarra" in mail.facts().html
    assert "About the Alliance" in mail.facts().text
