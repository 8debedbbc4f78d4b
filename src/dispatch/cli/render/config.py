"""Settings and their sources, in words and as data."""

import json

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page, Piece
from dispatch.workflows.settings import Setting, SettingsResult


def people(result: SettingsResult, page: Page) -> None:
    """A line per setting; defaults are dim."""
    page.line(("Workspace ", "bold"), str(result.root))
    page.rows([_row(setting) for setting in result.settings])


def _row(setting: Setting) -> list[Piece]:
    if setting.source == "default":
        return [(setting.key, "dim"), (setting.source, "dim"), (_value(setting.value), "dim")]
    return [(setting.key, "bold"), (setting.source, "cyan"), _value(setting.value)]


def _value(value: object) -> str:
    """As it would stand in dispatch.toml."""
    if value in ("", None, (), [], {}):
        return "–"
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> Json:
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return str(value)


def data(result: SettingsResult) -> Json:
    """Settings by their dotted key order."""
    return {
        "root": str(result.root),
        "settings": [
            {"key": setting.key, "value": _plain(setting.value), "source": setting.source}
            for setting in result.settings
        ],
    }
