"""Where in a theme's own files something of a mail comes from."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Features whose name is not what is written, as regular expressions.
_WRITTEN: Final = MappingProxyType(
    {
        "css-variables": r"\bvar\(",
        "css-unit-calc": r"\bcalc\(",
        "css-function-clamp": r"\bclamp\(",
        "css-linear-gradient": r"\blinear-gradient\(",
        "css-left-right-top-bottom": r"(?<![\w-])(?:left|right|top|bottom)\s*:",
        "css-column-count": r"(?<![\w-])column(?:s|-count)\s*:",
        "css-background-image": r"(?<![\w-])background(?:-image\s*:|\s*:[^;}]*url\()",
        "html-lists": r"<(?:ul|ol|dl)\b",
        "html-image-maps": r"<map\b",
        "html-button-submit": r"<button\b",
        "html-input-text": r"<input\b",
        "image-base64": r"<(?:img|source)\b[^>]*\bsrc\s*=\s*[\"']?data:",
        "image-heif": r"\.hei[cf]\b",
        "image-tiff": r"\.tiff?\b",
    }
)
_SIDES: Final = r"(?:-(?:top|right|bottom|left|color|style|width))?"


def place(feature: str, files: Mapping[str, str], attributes: frozenset[str]) -> tuple[str, int] | None:
    """File and line where a theme uses a feature first; None when none of its files does.

    Args:
        feature: caniemail's slug: `css-display-flex`.
        files: The theme's own markup and the sheet that is inlined, by path.
        attributes: Names of the features that are attributes.
    """
    pattern = re.compile(_written(feature, attributes), re.IGNORECASE)
    for path, text in files.items():
        if found := pattern.search(text):
            return path, text.count("\n", 0, found.start()) + 1
    return None


def _written(feature: str, attributes: frozenset[str]) -> str:
    """How a feature is written in markup or in a sheet."""
    if feature in _WRITTEN:
        return _WRITTEN[feature]
    kind, _, name = feature.partition("-")
    if kind == "image":
        return rf"\.{name}\b"
    if kind == "html":
        return rf"<[a-z][^<>]*\s{name}\s*=" if name in attributes else rf"<{name}\b"
    what, _, value = name.partition("-")
    if what == "display" and value:
        return rf"(?<![\w-])display\s*:\s*(?:inline-)?{value}"
    if what == "unit" and value:
        return rf"\d{value}\b"
    return rf"(?<![\w-]){name}{_SIDES}\s*:"
