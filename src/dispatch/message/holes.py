"""Holes in the personal lines: fields that subject or pitch print, and that some readers' rows leave empty."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from dispatch.message.personal import template_lines
from dispatch.message.polyglot import chosen
from dispatch.message.texts import subtag
from dispatch.model.contact import FIELDS, Contact
from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release

if TYPE_CHECKING:
    from jinja2 import nodes

#: Always there, or a whole text of its own that may be missing.
_NO_HOLE: Final = frozenset({"email", "embargo", "pitch"})
_NAMED: Final = 3

#: `outlet`, or `extra.NAME`.
Field = str


def find_holes(release: Release, contacts: Iterable[Contact]) -> tuple[Finding, ...]:
    """What readers would miss in their subject and pitch.

    Args:
        release: With its versions; each reader is held against the templates of the one that they get.
        contacts: Everyone who would get it; looked at only when a template prints a field and has nothing instead.

    Returns:
        A warning for each template and field that is empty for some, with how many, who, and the template's line.
    """
    texts = {"": release, **{version.language.lower(): version for version in release.versions}}
    printed = {key: list(_printed(text)) for key, text in texts.items()}
    if not any(printed.values()):
        return ()
    main = subtag(release.language)
    missing: Counter[tuple[str, str, Field, int]] = Counter()
    named: dict[tuple[str, str, Field, int], list[str]] = {}
    for contact in contacts:
        language = chosen(contact.language, texts, main)
        for place in printed[language]:
            if not _value(contact, place[1]):
                hole = (language, *place)
                missing[hole] += 1
                if missing[hole] <= _NAMED:
                    named.setdefault(hole, []).append(contact.email)
    return tuple(_finding(texts[hole[0]], hole, missing[hole], named[hole]) for hole in sorted(missing))


def bare_fields(template: str) -> dict[Field, int]:
    """Fields of a contact that a template prints with nothing to fall back on, and the line of each.

    One that an `if` around it asks for, that has an `or`, or a `default` that counts for empty ones, is not bare. What
    cannot be parsed has no fields: `without_faults` tells about it.
    """
    if "contact" not in template:
        return {}
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - most releases have no template

    from dispatch.templating import sandbox  # noqa: PLC0415

    try:
        tree = sandbox({}).parse(template)
    except TemplateSyntaxError:
        return {}
    found: dict[Field, int] = {}
    for field, line in _bare(tree, frozenset()):
        found.setdefault(field, line)
    return found


def _printed(release: Release) -> Iterator[tuple[str, Field, int]]:
    """Template, field and line in the file (0 when it has none)."""
    first = template_lines(release)
    for key, template in (("subject", release.subject), ("pitch", release.pitch)):
        for field, line in bare_fields(template).items():
            yield key, field, first[key] + line - 1 if key in first else 0


def _bare(node: "nodes.Node", asked: frozenset[Field]) -> Iterator[tuple[Field, int]]:
    """Fields that a node prints as they are, with their lines; `asked` are those an `if` around it asks for."""
    from jinja2 import nodes  # noqa: PLC0415

    field = _field(node)
    if field:
        if field not in asked:
            yield field, node.lineno
    elif isinstance(node, nodes.If | nodes.CondExpr):
        below = asked | _mentioned(node.test)
        for child in node.iter_child_nodes(exclude=("test",)):
            yield from _bare(child, below)
    elif isinstance(node, nodes.Filter) and node.node is not None:
        # without its second argument, `default` counts for what is not there at all; a contact's fields always are
        if node.name not in {"default", "d"} or len(node.args) + len(node.kwargs) < 2:  # noqa: PLR2004
            yield from _bare(node.node, asked)
    elif isinstance(node, nodes.Template | nodes.Output | nodes.Concat | nodes.Add | nodes.With | nodes.FilterBlock):
        for child in node.iter_child_nodes():
            yield from _bare(child, asked)


def _mentioned(test: "nodes.Node") -> frozenset[Field]:
    from jinja2 import nodes  # noqa: PLC0415

    inside = (_field(node) for node in test.find_all((nodes.Getattr, nodes.Getitem)))
    return frozenset(field for field in (_field(test), *inside) if field)


def _field(node: Any) -> Field:
    """`contact.outlet`, `contact["outlet"]` or `contact.extra.pet`, without `contact.`; else empty."""
    path = _path(node)
    if len(path) == 2 and path[0] == "contact" and path[1] in FIELDS and path[1] not in _NO_HOLE:  # noqa: PLR2004
        return path[1]
    return ".".join(path[1:]) if len(path) == 3 and path[:2] == ("contact", "extra") else ""  # noqa: PLR2004


def _path(node: Any) -> tuple[str, ...]:
    from jinja2 import nodes  # noqa: PLC0415

    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        return (*_path(node.node), node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return (*_path(node.node), node.arg.value)
    return ()


def _value(contact: Contact, field: Field) -> object:
    if field.startswith("extra."):
        return contact.extra.get(field.removeprefix("extra."), "").strip()
    return getattr(contact, field)


def _finding(release: Release, hole: tuple[str, str, Field, int], count: int, named: list[str]) -> Finding:
    _, key, field, line = hole
    more = f" and {count - len(named):,} more" if count > len(named) else ""
    readers = "1 reader" if count == 1 else f"{count:,} readers"
    return Finding(
        code="MSG019",
        severity=Severity.WARNING,
        message=f"The {key} prints contact.{field}, which is empty for {readers}: {', '.join(named)}{more}.",
        fix=f"write {{{{ contact.{field} or 'other words' }}}}, or {{% if contact.{field} %}} around the sentence",
        file=release.file,
        line=line or None,
    )
