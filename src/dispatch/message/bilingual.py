"""Two languages in one mail: the whole mail in the reader's own, a bar with the other's name, the whole mail again."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dispatch.errors import ThemeError
from dispatch.message.dates import own_name
from dispatch.message.halves import ANCHOR
from dispatch.message.notice import root
from dispatch.message.texts import TEXTS, subtag, texts
from dispatch.message.theme import HTML, TEXT, Theme
from dispatch.message.view import direction
from dispatch.model.release import Release

_ABOVE: Final = "margin: 0; padding: 10px 16px; font-family: Arial, sans-serif; font-size: 14px; line-height: 20px"


def elsewhere(release: Release, own: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What the first half says about the second: `English version below`, in that language.

    Args:
        release: The second half's.
        own: The theme's words by language.
    """
    language = release.language
    bare = subtag(language)
    known = bare in TEXTS or "below" in own.get(bare, {})
    label = texts(language, own)["below"] if known else f"{own_name(language)} ↓"
    return {"label": label, "name": own_name(language), "language": language, "dir": direction(language)}


def with_label(theme: Theme) -> Theme:
    """A theme whose mails name the other language on top; it need not know about languages.

    Raises:
        ThemeError: Its HTML has no body that could carry it.
    """
    files = dict(theme.files)
    text, html = root(files, TEXT, theme), root(files, HTML, theme)
    files[text] = '{% if release.elsewhere %}{{ release.elsewhere.label }}{{ "\\n\\n" }}{% endif %}' + files[text]
    body = re.search(r"<body\b[^>]*>", files[html], re.IGNORECASE)
    if body is None:
        raise ThemeError(f"{theme.shown}/{html} has no <body>, so that it cannot hold two languages.", "write one")
    files[html] = files[html][: body.end()] + _label() + files[html][body.end() :]
    return replace(theme, files=files)


def _label() -> str:
    return (
        '{% if release.elsewhere %}<p lang="{{ release.elsewhere.language }}" dir="{{ release.elsewhere.dir }}" '
        f'style="{_ABOVE}"><a href="#{ANCHOR}">{{{{ release.elsewhere.label }}}}</a></p>{{% endif %}}'
    )
