"""The words of notices in every language that mails have words in."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dispatch.message import load_theme
from dispatch.message.dates import locale_of
from dispatch.message.notice import EMBARGO
from dispatch.message.texts import TEXTS
from dispatch.model.contact import Contact
from dispatch.model.release import Release
from dispatch.workflows import correct, notices, withdraw

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_each_language_has_all_words(language):
    """Those of themes, of embargoes, corrections and withdrawals; CLDR knows how to write its dates."""
    assert TEXTS[language].keys() == TEXTS["en"].keys()
    for words in (notices._WORDS, correct._WORDS, withdraw._WORDS):
        assert language in words
    assert withdraw._WORDS[language][1].format(headline="H", date="D", reason="R").count("R") >= 1
    bulletin = tomllib.loads((ROOT / "templates/bulletin/theme.toml").read_text(encoding="utf-8"))
    assert bulletin["texts"][language]["items"]
    assert locale_of(language).language == language


def test_where_there_are_no_words_the_whole_notice_is_english(embargoed):
    """One line never speaks two languages."""
    assert embargoed("eu") == "EMBARGOED until Tuesday, December 1, 2026, 9:00 AM UTC"
    assert embargoed("pt-BR").startswith("SOB EMBARGO até terça-feira, 1 de dezembro de 2026")
    assert embargoed("en-GB").startswith("EMBARGOED until Tuesday, 1 December 2026")


@pytest.fixture
def embargoed(tmp_path):
    """What a reader without a known zone is told."""

    def told(language):
        release = Release(
            file="r.md", fingerprint="0", headline="H", language=language, embargo=datetime(2026, 12, 1, 9, tzinfo=UTC)
        )
        prepare = notices.dress(release, load_theme(ROOT / "templates/note"))[2]
        return prepare(Contact(email="a@x.test", key="a@x.test")).extra[EMBARGO]

    return told
