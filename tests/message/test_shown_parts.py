"""What themes are given of quotations and notes to editors."""

from dataclasses import replace

import pytest

from dispatch.message import load_theme
from dispatch.message.view import release_view
from dispatch.model.release import Block, BlockType, Quote, Span

LINE = Span(first=1, last=1)
HEADING = Block(type=BlockType.HEADING, text="Further information:", html="<h2>Further information:</h2>", lines=LINE)
NOTE = Block(type=BlockType.PARAGRAPH, text="Pictures are free.", html="<p>Pictures are free.</p>", lines=LINE)


@pytest.mark.parametrize(
    ("speakers", "language", "line"),
    [
        (("Ruth Okafor", "Daniel Frei"), "en", "Ruth Okafor and Daniel Frei"),
        (("Ruth Okafor", "Daniel Frei", "Li Wei"), "es-MX", "Ruth Okafor, Daniel Frei y Li Wei"),
        (("Ruth Okafor", "Daniel Frei"), "de", "Ruth Okafor und Daniel Frei"),
    ],
)
def test_all_speakers_of_a_joint_quotation_are_shown(release, speakers, language, line):
    """In one line as the language lists them, and one by one."""
    quote = Quote(text="Yes.", speaker=speakers[0], speakers=speakers, lines=LINE)
    (shown,) = release_view(replace(release, quotes=(quote,), language=language))["quotes"]
    assert shown == {"text": "Yes.", "speaker": line, "speakers": list(speakers)}


@pytest.mark.parametrize(("speaker", "names"), [("Ruth Okafor", ["Ruth Okafor"]), (None, [])])
def test_one_speaker_or_none_stays_so(release, speaker, names):
    """Without others the speaker is the only one."""
    (shown,) = release_view(replace(release, quotes=(Quote(text="Yes.", speaker=speaker, lines=LINE),)))["quotes"]
    assert (shown["speaker"], shown["speakers"]) == (speaker or "", names)


@pytest.mark.parametrize("theme", ["classic", "note", "bulletin"])
def test_notes_have_one_heading(theme, theme_folder, compiled, release, ana):
    """The author's own, without its colon; the theme's word where there is none."""
    for notes, heading in (((HEADING, NOTE), "Further information"), ((NOTE,), "Notes to editors")):
        mail = compiled(load_theme(theme_folder(theme)), replace(release, notes=notes))
        mail.personalise(ana)
        for part in (mail.facts().html, mail.facts().text):
            assert part.count(heading) == 1
            assert "Further information:" not in part
            assert ("Notes to editors" in part) == (heading == "Notes to editors")
