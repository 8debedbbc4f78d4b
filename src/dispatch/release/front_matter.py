"""Front matter of a Markdown release: documented keys, their types, and a finding for everything else."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import yaml
from frontmatter.default_handlers import YAMLHandler

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Image, Kind, MediaContact, Span
from dispatch.release.anatomy import dates, embargo
from dispatch.release.expression import Expression

#: Every key that a release may set, in the order in which it is written back.
KEYS = (
    "id", "headline", "subhead", "kicker", "kind", "language", "date", "embargo", "dateline", "subject", "pitch",
    "contacts", "boilerplate", "notes", "images", "attachments", "tags", "translations",
)  # fmt: skip
_CONTACT_KEYS = ("name", "role", "email", "emails", "phone", "phones")
_BOILERPLATE_KEYS = ("title", "text")
_IMAGE_KEYS = ("src", "alt", "caption", "credit", "decorative")
_LANGUAGE = Expression(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")
_ID = Expression(r"[\w][\w.-]{0,79}")

#: A time zone as IANA names it: continent and city.
_ZONE = Expression(r"(?<![\w/])[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2}(?![\w/])")
#: Front matter as other tools write it.
_TOML = Expression(r"\+{3}[ \t]*\n(?P<block>.*?)(?:^\+{3}[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE)
_ROW = Expression(rf"\s*(?P<key>{'|'.join(KEYS)})[ \t]*:[ \t]+(?P<value>[^\s|>\[{{&*!%@`#].*)")
_MOST_FINDINGS = 20
#: A row of hyphens with a documented key below it, as far as the next blank line.
_OPENING = Expression(rf"-{{3,}}[ \t]*\n((?:{'|'.join(KEYS)})[ \t]*:.*?)(?=\n[ \t]*\n|\Z)", re.DOTALL)


@dataclass(slots=True)
class FrontMatter:
    """What stands between the two `---` lines."""

    values: dict[str, object] = field(default_factory=dict)
    lines: dict[str, Span] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    #: Character offset at which the body begins; 0 without front matter.
    end: int = 0


class _WrongError(ValueError):
    """A value has the wrong type; says what was expected."""


def read(source: str, shown: str) -> FrontMatter:
    """The front matter of a source, with a finding for each key that is unknown or of the wrong type."""
    handler = YAMLHandler()
    if (fence := _TOML.match(source)) is not None:
        return _toml(fence, shown)
    if not handler.detect(source):
        return FrontMatter()
    try:
        block, body = handler.split(source)
    except ValueError:
        return _never_closed(source, shown)
    found = FrontMatter(end=len(source) - len(body))
    _fill(found, block, shown)
    return found


def _toml(fence: re.Match[str], shown: str) -> FrontMatter:
    """Front matter as other tools write it: what it says is taken where it is a text, and said to be no YAML."""
    found = FrontMatter(end=fence.end())
    message = "The front matter stands between lines of +++, as TOML; a release has YAML."
    fix = "put it between two lines of three hyphens (---), each row as `key: value`"
    found.findings.append(_finding("REL080", message, (shown, 1, 1), fix))
    try:
        values = tomllib.loads(fence["block"])
    except tomllib.TOMLDecodeError:
        return found
    rows = {row.split("=", 1)[0].strip(): line for line, row in enumerate(fence["block"].split("\n"), start=2)}
    for key, value in values.items():
        if key in KEYS and isinstance(value, str):
            line = rows.get(key, 2)
            _take(found, key, value, Span(first=line, last=line), (shown, line, 1))
    return found


def _never_closed(source: str, shown: str) -> FrontMatter:
    """Keys under a first `---` that no second one closes: read as far as the first blank line, and said to be so."""
    opening = _OPENING.match(source)
    if opening is None:
        return FrontMatter()
    found = FrontMatter(end=opening.end())
    message = "The front matter begins here and is never closed."
    fix = "put a line of three hyphens (---) below its last key"
    found.findings.append(_finding("REL080", message, (shown, 1, 1), fix))
    _fill(found, opening[1], shown)
    return found


def _fill(found: FrontMatter, block: str, shown: str) -> None:
    try:
        root = yaml.compose(block, Loader=yaml.CBaseLoader)
        data = yaml.load(block, Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader builds strings only
    except (yaml.YAMLError, ValueError, RecursionError) as trouble:
        found.findings.append(_unreadable(trouble, shown, block))
        _salvage(found, block, shown)
        return
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode) or not isinstance(data, dict):
        found.findings.append(_finding("REL080", "The front matter is no list of `key: value` lines.", (shown, 2, 1)))
        return
    _check_twice(found, root, shown)
    for key_node, value_node in root.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        key = str(key_node.value)
        last = max(line, value_node.end_mark.line + (value_node.end_mark.column > 0))
        _take(found, key, data.get(key), Span(first=line, last=last), (shown, line, column))


def _check_twice(found: FrontMatter, node: yaml.Node, shown: str) -> None:
    """Report every key that stands twice in one mapping: the last of them counts, and the first may be meant."""
    nodes = [node]
    while nodes and len(found.findings) < _MOST_FINDINGS:
        one = nodes.pop()
        if isinstance(one, yaml.SequenceNode):
            nodes += one.value
        if not isinstance(one, yaml.MappingNode):
            continue
        first: dict[str, int] = {}
        for key_node, value_node in one.value:
            nodes.append(value_node)
            key, line, column = str(key_node.value), key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if key in first:
                message = f'The key "{key}" is given twice, on line {first[key]} and here; this one counts.'
                found.findings.append(_finding("REL083", message, (shown, line, column), "keep one of them"))
            first.setdefault(key, line)


def _salvage(found: FrontMatter, block: str, shown: str) -> None:
    """What rows of a front matter that cannot be read say by themselves, so that the text below is not taken for it."""
    for line, row in enumerate(block.split("\n"), start=1):
        match = _ROW.fullmatch(row)
        if match and match["key"] not in found.values:
            value = match["value"].strip().strip("\"'")
            _take(found, match["key"], value, Span(first=line, last=line), (shown, line, match.start("key") + 1))


def _unreadable(trouble: Exception, shown: str, block: str) -> Finding:
    mark = getattr(trouble, "problem_mark", None)
    problem = getattr(trouble, "problem", None) or "it is not YAML"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = f"The front matter cannot be read: {problem}."
    row = block.split("\n")[line - 1] if mark and line <= block.count("\n") + 1 else ""
    indented = "\t" in row[: len(row) - len(row.lstrip())] or " tab " in problem
    fix = "put blanks in place of the tab" if indented else "put values with a colon or a quotation mark in quotes"
    return _finding("REL080", message, (shown, line, column), fix)


def _take(found: FrontMatter, key: str, value: object, lines: Span, place: tuple[str, int, int]) -> None:
    if key not in KEYS:
        near = get_close_matches(key.casefold(), KEYS, n=1)
        fix = f"write `{near[0]}:`" if near else f"use one of {', '.join(KEYS)}"
        message = f'The front matter has a key that means nothing: "{key}".'
        found.findings.append(_finding("REL081", message, place, fix))
        return
    if value in ("", None):
        return
    try:
        converted = _CONVERTERS[key](value)
    except _WrongError as trouble:
        message, code, fix = (*trouble.args, "REL082", "")[:3] if len(trouble.args) == 1 else (*trouble.args, "")[:3]
        found.findings.append(_finding(code, f"{key}: {message}".rstrip(".") + "." * (message[-1:] != "?"), place, fix))
        return
    found.values[key] = converted
    found.lines[key] = lines


def _finding(code: str, message: str, place: tuple[str, int, int], fix: str = "") -> Finding:
    shown, line, column = place
    severity = Severity.WARNING if code == "REL081" else Severity.ERROR
    fix = fix or "see `dispatch check --explain " + code + "`"
    return Finding(code=code, severity=severity, message=message, fix=fix, file=shown, line=line, column=column)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongError("a text is expected here")
    return value.strip()


def _line(value: object) -> str:
    return " ".join(_text(value).split())


def _single_line(value: object) -> str:
    """A text that becomes a mail header: what stands on a second line could pass for a header of its own."""
    if "\n" in _text(value):
        raise _WrongError("one line is expected here")
    return _line(value)


def _id(value: object) -> str:
    text = _line(value)
    if not _ID.fullmatch(text):
        raise _WrongError("letters, digits, dots and hyphens only, at most 80")
    return text


def _kind(value: object) -> Kind:
    try:
        return Kind(_line(value).casefold())
    except ValueError:
        raise _WrongError(f"one of {', '.join(Kind)} is expected here") from None


def _language(value: object) -> str:
    text = _line(value)
    if not _LANGUAGE.fullmatch(text):
        raise _WrongError("a language code such as en, es or es-MX is expected here")
    parts = text.split("-")
    regions = (part.upper() if len(part) < 4 else part.title() for part in parts[1:])  # noqa: PLR2004 - a script has four
    return "-".join((parts[0].lower(), *regions))


def _date(value: object) -> date:
    text = _line(value)
    printed = dates.match_at(text, 0)
    if printed is None or printed.date is None or printed.end < len(text):
        raise _WrongError("a date such as 2026-12-01 is expected here")
    if not printed.weekday_fits:
        raise _WrongError(f"{printed.text} is a {printed.date:%A}")
    return printed.date


def _embargo(value: object) -> datetime:
    text = _line(value)
    if (zone := _ZONE.search(text)) is not None and not _is_zone(zone.group()):
        near = get_close_matches(zone.group(), available_timezones(), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        fix = f"write {near[0]}" if near else "name it by continent and city, as in America/Chicago"
        raise _WrongError(f'there is no time zone "{zone.group()}"{hint}', "EMB003", fix)
    read_so = embargo.read(f"Embargo: {text}")
    if read_so.instant is None:
        code, message = read_so.troubles[0] if read_so.troubles else ("EMB001", "no date can be read")
        hint = "write it as 2026-12-01 09:00 America/Chicago"
        raise _WrongError(f"{message}; {hint}", code)
    return read_so.instant


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item.strip() for item in value if item.strip())
    raise _WrongError("a list of texts is expected here")


def _mappings(value: object, keys: tuple[str, ...], noun: str) -> list[Mapping[str, object]]:
    items = [value] if isinstance(value, dict) else value
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise _WrongError(f"a list of {noun} is expected here, each with {', '.join(keys)}")
    for item in items:
        if unknown := [key for key in item if key not in keys]:
            near = get_close_matches(str(unknown[0]), keys, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise _WrongError(f'"{unknown[0]}" means nothing here{hint}')
    return items


def _contacts(value: object) -> tuple[MediaContact, ...]:
    found = []
    for item in _mappings(value, _CONTACT_KEYS, "contacts"):
        emails = (*_texts(item.get("email", "")), *_texts(item.get("emails", "")))
        phones = (*_phones(item.get("phone", "")), *_phones(item.get("phones", "")))
        found.append(
            MediaContact(
                name=_line(item.get("name", "")), role=_line(item.get("role", "")), emails=emails, phones=phones
            ),
        )
    return tuple(found)


def _phones(value: object) -> tuple[str, ...]:
    return ((value.strip(),) if value.strip() else ()) if isinstance(value, str) else _texts(value)


def _boilerplate(value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str):
        return (("", value.strip()),)
    items = _mappings(value, _BOILERPLATE_KEYS, "boilerplates")
    return tuple((_line(item.get("title", "")), _text(item.get("text", ""))) for item in items)


def _notes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in re.split(r"\n\s*\n", value) if part.strip())
    return _texts(value)


def _images(value: object) -> tuple[Image, ...]:
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        return tuple(Image(src=src) for src in _texts(value))
    found = []
    for item in _mappings(value, _IMAGE_KEYS, "images"):
        values = {key: _line(item.get(key, "")) for key in _IMAGE_KEYS}
        if not values["src"]:
            raise _WrongError("each image needs a src")
        said = values.pop("decorative").casefold()
        if said not in {"", "yes", "true", "no", "false"}:
            raise _WrongError("decorative is yes or no")
        found.append(Image(**values, decorative=said in {"yes", "true"}))  # type: ignore[arg-type] # four texts
    return tuple(found)


def _translations(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise _WrongError("languages and files are expected here, such as `es: release.es.md`")
    if nameless := [key for key, item in value.items() if not item.strip()]:
        raise _WrongError(f"no file is named for {nameless[0]}; write it as `{nameless[0]}: release.es.md`")
    return tuple((_language(key), _line(item)) for key, item in value.items())


_CONVERTERS: dict[str, Callable[[object], object]] = {
    "id": _id, "headline": _single_line, "subhead": _line, "kicker": _line, "kind": _kind, "language": _language,
    "date": _date, "embargo": _embargo, "dateline": _line, "subject": _single_line, "pitch": _text,
    "contacts": _contacts, "boilerplate": _boilerplate, "notes": _notes, "images": _images,
    "attachments": _texts, "tags": _texts, "translations": _translations,
}  # fmt: skip
