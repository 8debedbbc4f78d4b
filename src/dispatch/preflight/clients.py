"""Rules about mail programs: what of the finished HTML is lost in which of them (data: caniemail.com)."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from dispatch.model.finding import Finding, Severity
from dispatch.preflight.rule import Case, Rule
from dispatch.preflight.templates import place

#: Features without which a mail falls apart or something of it cannot be seen; all others only look plainer.
_NEEDED: Final = frozenset(
    {
        "css-at-import", "css-columns", "css-display-flex", "css-display-grid", "css-display-none", "css-float",
        "css-position", "css-background-image", "css-transform", "css-variables", "css-clip-path", "css-mask-image",
        "css-z-index", "css-column-count", "css-left-right-top-bottom", "css-visibility", "css-writing-mode",
        "html-audio", "html-video", "html-form", "html-base", "html-button-submit", "html-dialog", "html-image-maps",
        "html-input-text", "html-marquee", "html-meter", "html-object", "html-picture", "html-progress",
        "html-select", "html-svg", "html-textarea", "html-link", "html-popover",
        "image-apng", "image-avif", "image-base64", "image-hdr", "image-heif", "image-ico", "image-mp4", "image-svg",
        "image-tiff", "image-webp",
    }
)  # fmt: skip
#: Features that a mail cannot do without, and that leave it readable where they are lost.
_ORDINARY: Final = frozenset(
    {
        "css-overflow-wrap", "css-text-decoration", "css-word-break", "css-word-wrap", "css-font", "css-font-family",
        "html-body", "html-dir", "html-lang", "html-role", "html-style",
    }
)  # fmt: skip
#: CSS properties whose feature has another name.
_PROPERTIES: Final = MappingProxyType(
    {
        **dict.fromkeys(("left", "right", "top", "bottom"), "left-right-top-bottom"),
        **{f"margin-{side}": "margin" for side in ("top", "right", "bottom", "left")},
        **{f"padding-{side}": "padding" for side in ("top", "right", "bottom", "left")},
        **{f"border-{side}": "border" for side in ("top", "right", "bottom", "left", "color", "style", "width")},
        "columns": "column-count",
    }
)
_ELEMENTS: Final = MappingProxyType({"ul": "lists", "ol": "lists", "map": "image-maps", "button": "button-submit"})
#: Attributes that are features of their own.
ATTRIBUTES: Final = frozenset(
    {
        "align", "aria-describedby", "aria-hidden", "aria-label", "aria-labelledby", "aria-live", "background",
        "cellpadding", "cellspacing", "dir", "height", "hidden", "lang", "required", "role", "srcset", "target",
        "valign", "width",
    }
)  # fmt: skip
_FUNCTIONS: Final = MappingProxyType(
    {"var(": "variables", "calc(": "unit-calc", "clamp(": "function-clamp", "linear-gradient(": "linear-gradient"}
)
_UNIT: Final = re.compile(r"\b\d*\.?\d+(rem|em|ex|ch|vh|vw|vmin|vmax|cm|mm|in|pc|pt)\b")
_ENDING: Final = re.compile(r"\.(apng|avif|heif|heic|ico|mp4|svg|tiff?|webp|bmp)(?:[?#]|$)", re.IGNORECASE)
_TITLED: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A feature that the mail uses and some programs do not have."""

    #: caniemail's slug: `css-display-flex`.
    feature: str
    #: In caniemail's words: `display:flex`.
    title: str
    #: Programs without it, and those that have it partly.
    without: tuple[str, ...]
    partly: tuple[str, ...]
    #: Where it is used first: the element's start, shortened.
    where: str
    #: How often it is used.
    uses: int
    #: Without it the mail falls apart or something cannot be seen.
    needed: bool

    @property
    def ordinary(self) -> bool:
        """Nearly every mail uses it, and is read without."""
        return not self.needed and (self.feature in _ORDINARY or not self.without)

    @property
    def words(self) -> str:
        """`display:flex is lost in Outlook for Windows, GMX; partly in Gmail`."""
        told = [f"is lost in {', '.join(self.without)}"] if self.without else []
        told += [f"{'partly' if told else 'works only partly'} in {', '.join(self.partly)}"] if self.partly else []
        return f"{self.title} {'; '.join(told)}"


def lacks(html: str) -> Sequence[Lack]:
    """What of a mail's HTML some programs do not show: its elements, attributes, inline styles and pictures.

    Style sheets in the head are not looked at: they are for programs that know them, and themes must do without.

    Args:
        html: The finished HTML part.

    Returns:
        The needed ones first.
    """
    reader = _Features()
    reader.feed(html)
    table = _table()
    found = [
        Lack(
            feature=slug,
            title=table["features"][slug]["title"],
            without=tuple(table["clients"][number] for number in table["features"][slug].get("n", ())),
            partly=tuple(table["clients"][number] for number in table["features"][slug].get("a", ())),
            where=where,
            uses=uses,
            needed=slug in _NEEDED,
        )
        for slug, (where, uses) in reader.found.items()
        if slug in table["features"]
    ]
    return sorted(found, key=lambda lack: (not lack.needed, not lack.without, lack.feature))


class _Features(HTMLParser):
    """Collects features: where each is used first, and how often."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, int]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, its attributes and its style."""
        values = {name: value or "" for name, value in attrs}
        where = _shortened(self.get_starttag_text() or tag)
        names = {f"html-{_ELEMENTS.get(tag, tag)}", *(f"html-{name}" for name in ATTRIBUTES & values.keys())}
        names |= {f"css-{name}" for name in _styles(values.get("style", ""))}
        if tag in {"img", "source"}:
            names |= _pictures(values.get("src", ""))
        if tag == "meta" or (tag == "link" and values.get("rel") != "stylesheet"):
            names = set()
        for name in names:
            first, uses = self.found.get(name, (where, 0))
            self.found[name] = first, uses + 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<img />` is `<img>`."""
        self.handle_starttag(tag, attrs)


def _styles(style: str) -> Iterator[str]:
    """Features of an inline style, without `css-`."""
    for declaration in style.split(";"):
        name, _, value = (part.strip().lower() for part in declaration.partition(":"))
        if not name or not value:
            continue
        yield _PROPERTIES.get(name, name)
        if name == "display":
            yield f"display-{value.removeprefix('inline-')}"
        if name == "background" and "url(" in value:
            yield "background-image"
        yield from (feature for function, feature in _FUNCTIONS.items() if function in value)
        yield from (f"unit-{unit}" for unit in _UNIT.findall(value))


def _pictures(source: str) -> set[str]:
    if source.startswith("data:"):
        return {"image-base64"}
    ending = _ENDING.search(source)
    name = ending[1].lower() if ending else ""
    return {f"image-{ {'heic': 'heif', 'tif': 'tiff'}.get(name, name) }"} if name else set()


def _shortened(start: str) -> str:
    one_line = " ".join(start.split())
    return one_line if len(one_line) <= _TITLED else f"{one_line[: _TITLED - 1]}…"


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    """What mail programs support, read once."""
    table: dict[str, Any] = json.loads((Path(__file__).parent / "clients.json").read_text(encoding="utf-8"))
    return table


def _lost(case: Case) -> Iterator[Finding]:
    """At the theme's line where it is the theme's, else at the release."""
    needed = [lack for lack in lacks(case.mail.html) if lack.needed] if case.mail else []
    files = case.templates() if case.templates and needed else {}
    for lack in needed:
        file, line = place(lack.feature, files, ATTRIBUTES) or (case.release.file, None)
        yield Finding(
            code="CLI001",
            severity=Severity.WARNING,
            message=f"{lack.words[:1].upper()}{lack.words[1:]}: {lack.where}",
            fix="use what every program shows: tables, plain colours, PNG or JPEG; see `dispatch theme check`",
            file=file,
            line=line,
        )


def _pale(case: Case) -> Iterator[Finding]:
    for name, colour in case.organisation.colours:
        ratio = contrast(colour) if name in _WRITTEN_IN else None
        if ratio is not None and ratio < _READABLE:
            yield Finding(
                code="CLI002",
                severity=Severity.WARNING,
                message=f"The {name} colour {colour} on white has a contrast of {ratio:.1f}; text needs {_READABLE}.",
                fix="choose a darker shade for [organisation] colours in dispatch.toml",
                file="dispatch.toml",
            )


def _rare(case: Case) -> Iterator[Finding]:
    for where, families in case.organisation.fonts:
        rare = [name for name in (" ".join(one.split()) for one in families.split(",")) if name.lower() not in _COMMON]
        if rare:
            yield Finding(
                code="CLI003",
                severity=Severity.INFO,
                message=f"Not every reader has the font {rare[0]} ({where}); the others see the next one.",
                fix="look at the mail without it, too: `dispatch preview` on another machine",
                file="dispatch.toml",
            )


#: Colours of `[organisation]` in which themes write on white, or on which they write in white.
_WRITTEN_IN: Final = frozenset({"brand", "text", "link"})
#: Fonts that come with Windows, macOS, iOS and most other systems, by that name or by one that stands in for it.
_COMMON: Final = frozenset(
    {"arial", "courier", "courier new", "georgia", "helvetica", "tahoma", "times", "times new roman", "trebuchet ms",
     "verdana", "sans-serif", "serif", "monospace"}
)  # fmt: skip
#: Contrast that text needs (WCAG 2.2, 1.4.3).
_READABLE: Final = 4.5
_HEX: Final = re.compile(r"#(?:([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})|([0-9a-f])([0-9a-f])([0-9a-f]))", re.IGNORECASE)


def contrast(colour: str) -> float | None:
    """Contrast of a colour such as `#1f4e79` or `navy` to white, 1 to 21 (WCAG 2.2); None for other words."""
    named = colour.strip().lower()
    if named.isalpha():
        from PIL.ImageColor import colormap  # noqa: PLC0415 - for names alone, which few write

        named = str(colormap.get(named, ""))
    parts = _HEX.fullmatch(named)
    if parts is None:
        return None
    digits = [part * 2 if len(part) == 1 else part for part in parts.groups() if part]
    channels = [int(part, 16) / 255 for part in digits]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]  # noqa: PLR2004
    luminance = sum(value * weight for value, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return 1.05 / (luminance + 0.05)


RULES = (
    Rule(
        code="CLI001",
        severity=Severity.WARNING,
        title="Lost in some mail programs",
        explanation=(
            "The mail uses something that a program which journalists use does not show, so that for them the layout "
            "falls apart or a part is invisible. What each program shows comes from caniemail.com. Shipped themes use "
            "nothing of the kind; look into your own theme, or into HTML that came with the release."
        ),
        check=_lost,
    ),
    Rule(
        code="CLI002",
        severity=Severity.WARNING,
        title="Pale colour",
        explanation=(
            "Headings, links or text in one of the organisation's colours are hard to read on white: the contrast is "
            "below 4.5 to 1, which accessibility guidelines (WCAG 2.2) demand of text. Choose a darker shade for mails."
        ),
        check=_pale,
    ),
    Rule(
        code="CLI003",
        severity=Severity.INFO,
        title="Font that few have",
        explanation=(
            "A mail names fonts and brings none: fetching them would tell a server who reads, and most programs do not "
            "fetch them. Readers without this one see the theme's own, so look at the mail in those as well."
        ),
        check=_rare,
    ),
)
