"""Reads a theme: a folder with `theme.toml`, HTML and text templates, a sheet to inline and a sheet to keep."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from dispatch.errors import ThemeError
from dispatch.message.intruders import intruders
from dispatch.message.sheets import slip
from dispatch.message.unclosed import unclosed
from dispatch.model.finding import Finding
from dispatch.wording import reason

#: The templates every theme has.
HTML: Final = "mail.html"
TEXT: Final = "mail.txt"
#: Optional; the headline is the subject without it.
SUBJECT: Final = "subject.txt"
INLINE: Final = "inline.css"
KEPT: Final = "kept.css"
#: Largest theme file in octets, and most files in a theme.
_LARGEST: Final = 256 * 1024
_MOST: Final = 64
_SUFFIXES: Final = frozenset({".html", ".txt", ".css"})
_KEYS: Final = frozenset({"name", "description", "texts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme as it was on disk: changes after this moment concern the next mailing."""

    name: str
    description: str
    #: The folder as the person knows it: `templates/classic`.
    shown: str
    #: Text of every template by its path in the folder.
    files: Mapping[str, str]
    #: CSS that is written into the elements.
    inline: str
    #: CSS that stays a sheet: media queries, dark mode.
    kept: str
    #: The theme's own words by language.
    texts: Mapping[str, Mapping[str, str]]
    #: Templates among `files` that come with Dispatch and not from the folder.
    shared: frozenset[str] = frozenset()
    #: What it brings that a mail must not.
    findings: tuple[Finding, ...] = ()
    #: A notice above everything else states the embargo (`notice.with_notice`).
    announces_embargo: bool = False

    @property
    def own_markup(self) -> Mapping[str, str]:
        """The folder's HTML templates and the sheet to inline, by the path that the person knows."""
        html = {name: text for name, text in self.files.items() if name.endswith(".html") and name not in self.shared}
        return {f"{self.shown}/{name}": text for name, text in (html | {INLINE: self.inline}).items()}


def load_theme(folder: Path) -> Theme:
    """Read a theme.

    Args:
        folder: Path of the theme, such as `templates/classic`.

    Returns:
        The theme; its templates are not compiled yet (`compile_mail` does that, in a child process).

    Raises:
        ThemeError: The folder or one of its files is missing, unreadable, too large or leads out of the folder.
    """
    shown = f"{folder.parent.name}/{folder.name}" if folder.parent.name else folder.name
    if not folder.is_dir():
        raise ThemeError(f"There is no theme {folder.name} ({shown}).", "name a folder in templates/")
    texts = _files(folder, shown)
    settings = _settings(folder, shown)
    for name in (HTML, TEXT):
        if name not in texts:
            raise ThemeError(f"{shown}/{name} is missing.", f"write {name}, or copy it from templates/classic")
        if not texts[name].strip():
            raise ThemeError(f"{shown}/{name} is empty.", f"write {name}, or copy it from templates/classic")
    for name in (INLINE, KEPT):
        _refuse_imports(f"{shown}/{name}", texts.get(name, ""))
        if broken := slip(texts.get(name, "")):
            raise ThemeError(f"{shown}/{name}:{broken.line}: {broken.what}.", broken.fix)
    own = {name: text for name, text in texts.items() if not name.endswith(".css")}
    shared = {name: text for name, text in shared_parts().items() if name not in own}
    return Theme(
        name=str(settings.get("name", folder.name)),
        description=str(settings.get("description", "")),
        shown=shown,
        files={**shared, **own},
        inline=texts.get(INLINE, ""),
        kept=texts.get(KEPT, ""),
        texts=_words(settings.get("texts", {}), f"{shown}/theme.toml"),
        shared=frozenset(shared),
        findings=(*intruders(texts, shown), *unclosed(texts, shown)),
    )


@cache
def shared_parts() -> Mapping[str, str]:
    """The macros that every theme may import; a file of that name in the theme takes their place."""
    folder = Path(__file__).parent / "shared"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()}


def _files(folder: Path, shown: str) -> dict[str, str]:
    """Every template and sheet of the folder, read once."""
    root = folder.resolve()
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES and not path.is_dir():
            name = path.relative_to(folder).as_posix()
            found[name] = _read(path, root, f"{shown}/{name}")
            if len(found) > _MOST:
                raise ThemeError(f"{shown} has more than {_MOST} files.", "keep only what the theme needs")
    return found


def _read(path: Path, root: Path, shown: str) -> str:
    """A file's text, if it is a regular file inside the folder and not too large."""
    real = path.resolve()
    if not real.is_relative_to(root):
        raise ThemeError(f"{shown} leads out of the theme's folder.", "copy the file into the theme")
    if not real.is_file():
        raise ThemeError(f"{shown} is not a regular file.", "replace it by a file")
    if real.stat().st_size > _LARGEST:
        raise ThemeError(f"{shown} is larger than {_LARGEST // 1024} kB.", "make it smaller")
    try:
        return real.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(f"{shown} cannot be read: {reason(error)}.", "save it as UTF-8") from error


def _settings(folder: Path, shown: str) -> dict[str, object]:
    """What theme.toml says; nothing when there is none."""
    path = folder / "theme.toml"
    if not path.exists():
        return {}
    try:
        settings = tomllib.loads(_read(path, folder.resolve(), f"{shown}/theme.toml"))
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{shown}/theme.toml: {error}.", "correct the TOML") from error
    unknown = sorted(set(settings) - _KEYS)
    if unknown:
        raise ThemeError(f"{shown}/theme.toml: unknown key {unknown[0]}.", f"use one of {', '.join(sorted(_KEYS))}")
    return settings


def _words(tables: object, shown: str) -> dict[str, dict[str, str]]:
    """The `[texts.LANGUAGE]` tables."""
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ThemeError(f"{shown}: texts must be tables by language.", 'write [texts.en] and under it why = "…"')
    return {language: {key: str(value) for key, value in table.items()} for language, table in tables.items()}


def _refuse_imports(shown: str, css: str) -> None:
    """No sheet that brings another: nothing is fetched while a mail is made, nor by whoever reads it."""
    found = re.search(r"@import|</style|expression\s*\(|javascript:", css, re.IGNORECASE)
    if found:
        line = css.count("\n", 0, found.start()) + 1
        raise ThemeError(f"{shown}:{line}: {found.group()} is not allowed in a theme.", "remove it")
