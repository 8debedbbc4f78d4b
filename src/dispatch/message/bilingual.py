"""Two languages in one mail: the whole mail in the reader's own, a bar with the other's name, the whole mail again."""

from collections.abc import Mapping
from typing import Final

from dispatch.message.dates import own_name
from dispatch.message.halves import ANCHOR
from dispatch.message.notice import with_above
from dispatch.message.texts import TEXTS, subtag, texts
from dispatch.message.theme import Theme
from dispatch.message.view import direction
from dispatch.model.release import Release

_ABOVE: Final = (
    "margin-top: 0; margin-bottom: 0; padding: 10px 16px; font-family: Arial, sans-serif; font-size: 14px; "
    "line-height: 20px"
)
_TEXT: Final = '{% if release.elsewhere %}{{ release.elsewhere.label }}{{ "\\n\\n" }}{% endif %}'
_HTML: Final = (
    '{% if release.elsewhere %}<p class="elsewhere" lang="{{ release.elsewhere.language }}" '
    'dir="{{ release.elsewhere.dir }}" '
    f'style="{_ABOVE}"><a href="#{ANCHOR}">{{{{ release.elsewhere.label }}}}</a></p>{{% endif %}}'
)


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
    return with_above(theme, _TEXT, _HTML, "it cannot hold two languages")
