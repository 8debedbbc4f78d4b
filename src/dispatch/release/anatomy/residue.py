"""Residue: what web pages, wires and newsletters leave around a release."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from dispatch.release.expression import Expression

_LONGEST = 160
#: Why a button that passes a page on is residue.
SHARE = "share widget"
#: Why the words are residue under which a page files a text.
TAGS = "tags of a page"
#: What stands in for the alternatives of a word, `<network>`.
_WORD = Expression(r"<([a-z]+)>")
#: The classes of furniture.toml in the order in which a row is asked, and what `inspect` says of the row.
_CLASSES = {"share": SHARE} | dict.fromkeys(
    ("navigation", "cookies", "related", "media", "figures", "filing", "newsletter", "mail", "rights"), "page furniture"
)
_MENU_ITEM = r"[^\d@.|•·»›:;\"“”]{2,24}"
_MENU = Expression(
    rf"{_MENU_ITEM}(?:\s?[|•·»›]\s?{_MENU_ITEM}){{4,14}}|"
    r"(?:(?:home|about(?: us)?|news(?:room)?|contact(?: us)?|donate|join(?: us)?|log ?in|shop|events|blog|careers|"
    r"search|"
    r"inicio|noticias|contacto|tienda|accueil|actualités|boutique|startseite|aktuelles|kontakt|über uns|quiénes somos|"
    r"qui sommes-nous|press|presse|prensa|media)(?:\s?[|•·»›/]\s?|\s{1,3}|$)){3,12}",
    re.IGNORECASE,
)
#: What only capitals tell: a wire's codes, its path of places.
_CASED = Expression(
    r"[A-ZÄÖÜ]{2,4}\d{3,5}(?:\s[A-Z0-9]{1,5}){0,4}|"
    r"(?:Home|Start|Inicio|Portada|Accueil|Startseite)"
    r"(?:\s[A-ZÀ-Þ][\w&-]*(?:\s(?!(?:of|the|and|to|de|del|la|el|y|du|des|le|et|der|die|das|und)\b)[a-zà-ÿ]+)?){3,14}"
)
#: A row of so many links is the foot of a page when one of them is of the sort that no page goes without.
_FEWEST_LINKS = 3
#: Between the buttons of one row.
_BUTTONS = Expression(r"\s[|·•–—]\s")
_SITE_SUFFIX = Expression(r"\s(?:[-–—|»·•:]|\|)\s[^|–—]{2,60}$")


@cache
def _grammar() -> Mapping[str, Expression]:
    """The pattern of each class, in all languages; furniture.toml is read when the first row is asked."""
    data = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
    words = {name: _alternatives(text, {}) for name, text in data.pop("words").items()}
    classes = {
        name: Expression("|".join(_alternatives(rows, words) for rows in languages.values()))
        for name, languages in data.items()
    }
    return {**classes, "network": Expression(words["network"])}


def _alternatives(rows: str, words: Mapping[str, str]) -> str:
    """One group of all rows, with what the words in angle brackets stand for."""
    whole = "|".join(rows.strip("\n").split("\n"))
    while words and _WORD.search(whole):
        whole = _WORD.sub(lambda match: words[match[1]], whole)
    return f"(?:{whole})"


def reason_of(text: str) -> str | None:
    """Why a line is residue: `share widget`, `page furniture`; None when it may be part of the release."""
    if len(text) > _LONGEST:
        return None
    stripped = text.strip(" *_•·|-–—").rstrip(" ↑⬆▲")
    buttons = _BUTTONS.split(stripped)
    if len(buttons) > 1 and all(button and reason_of(button) for button in buttons):
        return "page furniture"
    if len(buttons) >= _FEWEST_LINKS and any(_is_duty(button) for button in buttons):
        return "page furniture"
    small = stripped.lower()
    for name, reason in _CLASSES.items():
        if _grammar()[name].fullmatch(small):
            return reason
    return "page furniture" if _MENU.fullmatch(stripped) or _CASED.fullmatch(stripped) else None


def _is_duty(button: str) -> bool:
    """Whether a link is one that every page has to have: its cookies, its privacy policy, who answers for it."""
    small = button.strip().lower()
    return any(_grammar()[name].fullmatch(small) for name in ("cookies", "rights")) or small in {"cookies", "cookie"}


#: Fewer entries than elsewhere make a menu on the very top of a page.
_TOP_MENU = Expression(rf"{_MENU_ITEM}(?:\s?[|•·»›]\s?{_MENU_ITEM}){{3,14}}")
_PATH = Expression(r"(?:home|inicio|accueil|startseite)\s?[»›>/|]\s?.{2,120}", re.IGNORECASE)
_LANGUAGES = Expression(
    r"[^\W\d_]{2,12}(?:(?:\s?[|·]\s?|\s/\s)[^\W\d_]{2,12}){2,14}|[^\W\d_]{2,3}(?:/[^\W\d_]{2,3}){2,14}"
)
_BREADCRUMBS = Expression(
    r"[^«»›>/|:.,]{2,40}(?:\s?[»›>]\s?[^«»›>/|,]{2,80}){1,6}|menu|menü|menú|search|suche", re.IGNORECASE
)
#: What stands before a path through a site.
_HERE = Expression(
    r"^(?:you are here|(?:usted )?estás? (?:usted )?(?:en|aquí)|vous êtes ici|"
    r"(?:sie|du) (?:sind|befinden sich|bist) hier)\s?:\s",
    re.IGNORECASE,
)
#: Heads of the words under which a page files a text.
_TAGS = Expression(
    r"(?:etiquetas|tags|keywords|palabras clave|étiquettes|mots[- ]clés|"
    r"schlag(?:worte|wörter)|stich(?:worte|wörter))\s?:?",
    re.IGNORECASE,
)


def is_navigation(text: str) -> bool:
    """Whether a line is a menu or a path through a site: what stands above it belongs to the page."""
    stripped = _HERE.sub("", text.strip(" *_•·|-–—"))
    menus = (_MENU, _TOP_MENU, _LANGUAGES, _BREADCRUMBS, _PATH)
    return len(text) <= _LONGEST and any(pattern.fullmatch(stripped) for pattern in menus)


def heads_tags(text: str) -> bool:
    """Whether a row heads the words under which a page files a text, one to a row."""
    return _TAGS.fullmatch(text) is not None


def is_network(text: str) -> bool:
    """Whether a row names a network and nothing else: a button, where other buttons stand beside it."""
    return len(text) <= _LONGEST and _grammar()["network"].fullmatch(text.strip(" *_•·|-–—").lower()) is not None


def is_menu(columns: Sequence[str]) -> bool:
    """Whether the columns of a row are the entries of a menu: four or more, of a few words each."""
    fewest, most = 4, 3
    return len(columns) >= fewest and all(
        len(entry.split()) <= most and not any(char.isdigit() or char in "@:." for char in entry) for entry in columns
    )


def has_button(columns: Sequence[str]) -> bool:
    """Whether one of the columns of a row is a button of the page: `teilen  twittern  drucken`."""
    return len(columns) >= _FEWEST_LINKS and any(map(reason_of, columns))


def opens_related(text: str) -> bool:
    """Whether everything after this line belongs to the page and not to the release."""
    return len(text) <= _LONGEST and _grammar()["related"].fullmatch(text.strip(" *_•·|-–—:").lower()) is not None


def without_site(text: str) -> str:
    """A page title without its ` - Site name` or ` | Site name`."""
    return _SITE_SUFFIX.sub("", text)
