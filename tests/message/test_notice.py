"""The notice above a mail: it states the embargo once, and moves no line of the theme."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dispatch.errors import ThemeError
from dispatch.message import load_theme
from dispatch.message.bilingual import with_label
from dispatch.message.notice import EMBARGO, with_notice

LIFT = datetime(2026, 12, 2, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["classic", "note", "bulletin"])
def test_an_embargo_is_stated_once(name, theme_folder, compiled, release, ana):
    """In the notice of either part, and not by the theme again; without a notice the theme states it."""
    theme = load_theme(theme_folder(name))
    embargoed = replace(release, embargo=LIFT, embargo_text="until midnight", immediate=False)
    told = replace(ana, extra={EMBARGO: "EMBARGOED until the second"})
    for dressed, words in ((with_notice(theme, embargo=True), "the second"), (theme, "until midnight")):
        mail = compiled(dressed, embargoed)
        mail.personalise(told)
        facts = mail.facts()
        for part in (facts.html, facts.text):
            assert part.casefold().count("embargoed") == 1
            assert words in part
        mail.close()


def test_a_notice_in_the_text_part_stands_alone(theme_folder, compiled, release, ana):
    """Each line of it is a paragraph; what the theme begins with follows after a blank line."""
    theme = with_notice(load_theme(theme_folder("classic")), embargo=True)
    mail = compiled(theme, replace(release, embargo=LIFT, notice=("A correction.",)))
    mail.personalise(replace(ana, extra={EMBARGO: "EMBARGOED"}))
    assert mail.facts().text.startswith("A correction.\n\nEMBARGOED\n\nALLIANCE FOR OPEN CLINICS\n")


@pytest.mark.parametrize("file", ["mail.html", "mail.txt"])
def test_errors_name_the_line_that_the_file_has(file, themed, compiled, ana):
    """Whatever stands above a theme's mail, its third line stays the third."""
    files = {"mail.html": "<html>\n<body>\n<p>x</p></body></html>", "mail.txt": "a\nb\nc"}
    files[file] = files[file].replace("<p>x</p>", "{{ release.headlin }}").replace("c", "{{ release.headlin }}")
    theme = themed(html=files["mail.html"], text=files["mail.txt"])
    with pytest.raises(ThemeError, match=rf"{file}:3: release has no field"):
        compiled(with_label(with_notice(theme, embargo=True))).personalise(ana)


def test_a_notice_and_what_is_below_it_are_as_wide_as_the_sheet(theme_folder, compiled, release, ana):
    """In themes with a sheet in the middle; in a letter, as wide as its lines."""
    for name, wide in (("classic", "max-width:604px"), ("bulletin", "max-width:604px"), ("note", "max-width:640px")):
        mail = compiled(with_notice(load_theme(theme_folder(name)), embargo=False), replace(release, notice=("Word.",)))
        mail.personalise(ana)
        (opening,) = re.findall(r'<p class="notice"[^>]*>', mail.facts().html)
        assert wide in opening
        assert 'dir="auto"' in opening
