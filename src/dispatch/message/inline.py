"""Writes a theme's sheet into the elements, because mail clients drop sheets (Inliner; premailer does the work)."""

import logging
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final, Protocol

import cssutils
from jinja2.utils import LRUCache
from premailer import Premailer


class Inliner(Protocol):
    """Moves CSS from a sheet into style attributes."""

    def inline(self, html: str) -> str:
        """The document with every rule of the sheet written where it applies."""
        ...


class PremailerInliner:
    """Premailer, kept away from network and files.

    Args:
        css: The sheet to inline; media queries do not belong in it.
        kept: A sheet that goes into the head as it is.
    """

    def __init__(self, css: str, kept: str) -> None:
        self._css = css
        self._kept = kept

    def inline(self, html: str) -> str:
        """The document with every rule of the sheet written where it applies, the kept sheet in its head."""
        document = _Offline(
            html,
            css_text=[self._css] if self._css.strip() else None,
            disable_validation=True,
            disable_basic_attributes=["width", "height"],
            allow_network=False,
            allow_loading_external_files=False,
            cache_css_parsing=False,
        ).transform(pretty_print=False)
        style = f'<style type="text/css">\n{self._kept.strip()}\n</style>'
        return str(document).replace("</head>", f"{style}</head>", 1) if self._kept.strip() else str(document)


class _Offline(Premailer):  # type: ignore[misc]
    """Parses sheets without fetching what they import: cssutils does so even when premailer forbids network."""

    def _parse_css_string(self, css_body: str, validate: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002
        return _parsed(css_body)

    def _parse_style_rules(self, css_body: str, ruleset_index: int) -> Any:
        """What a sheet says, selector by selector: premailer writes it anew for each document."""
        place = css_body, ruleset_index
        if place not in _RULES:
            _RULES[place] = super()._parse_style_rules(css_body, ruleset_index)
        return _RULES[place]


def prepare(css: str) -> None:
    """Take a sheet apart before there is a document; what is wrong with it is told when there is one."""
    with suppress(Exception):
        PremailerInliner(css, "").inline("<html><head></head><body></body></html>")


def _nothing(_url: str) -> None:
    """Fetches no sheet."""


_PARSER: Final = cssutils.CSSParser(validate=False, fetcher=_nothing, loglevel=logging.CRITICAL)

#: What premailer took from sheets, by the sheet and its place among those of a document.
_RULES: Final = LRUCache(16)


@lru_cache(maxsize=16)
def _parsed(css: str) -> Any:
    """A sheet taken apart; a theme's sheets stay what they are from one release to the next."""
    return _PARSER.parseString(css)
