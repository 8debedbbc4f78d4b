"""The parts of a segment: Jinja's syntax tree turned into tests on a contact, one closed set of operations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from operator import ge, gt, le, lt
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

from dispatch.contacts import cells
from dispatch.contacts.fold import fold
from dispatch.contacts.segment import unknown_field
from dispatch.errors import SegmentError
from dispatch.model.contact import FIELDS, Contact


class Sort(Enum):
    """What sort of value a part gives, in the words of error messages."""

    TEXT = "text"
    #: A custom column: text that may also be compared with a number.
    CUSTOM = "a custom column"
    LANGUAGE = "a language"
    #: `beats`, `tags`, or a list in square brackets: folded words.
    LIST = "a list"
    TRUTH = "yes or no"
    NUMBER = "a number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an expression, compiled."""

    sort: Sort
    #: Its value for a contact; text is folded.
    of: Callable[[Contact], Any]
    #: As the person wrote it, for messages.
    shown: str


_LISTS = frozenset({"beats", "tags"})
_TEXTUAL = frozenset({Sort.TEXT, Sort.CUSTOM, Sort.LANGUAGE})
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {"lt": lt, "lteq": le, "gt": gt, "gteq": ge}
# They change nothing: text is compared without case and outer white space.
_WITHOUT_EFFECT = frozenset({"lower", "upper", "trim", "strip", "casefold", "title", "string"})


def compile_expression(expression: str) -> tuple[Callable[[Contact], object], frozenset[str]]:
    """Compile an expression.

    Args:
        expression: As the person wrote it.

    Returns:
        A test, and the names in it that are no fields of every contact.

    Raises:
        SegmentError: It cannot be used; the message says where and why.
    """
    try:
        parser = Parser(Environment(autoescape=False), expression, state="variable")  # noqa: S701  (nothing is rendered)
        tree = parser.parse_expression()
        if not parser.stream.eos:
            raise _wrong(f'"{expression}" goes on after its end', "Join conditions with and or or")
        compiler = _Compiler()
        return compiler.compile(tree).of, frozenset(compiler.custom)
    except TemplateSyntaxError as trouble:
        why = "it ends too early" if "end of template" in str(trouble.message) else trouble.message
        raise _wrong(
            f'"{expression}" cannot be understood: {why}',
            """Write for example: language == "es" and "health" in beats""",
        ) from trouble
    except RecursionError as trouble:
        raise _wrong("The expression is nested too deeply", "Simplify it") from trouble


def _wrong(message: str, fix: str) -> SegmentError:
    return SegmentError(f"{message.rstrip('.')}.", fix)


class _Compiler:
    """Walks the tree once; every kind of node that is not named here is refused."""

    def __init__(self) -> None:
        self.custom: set[str] = set()
        self._visits: dict[str, Callable[[Any], Part]] = {
            "And": self._and,
            "Or": self._or,
            "Not": self._not,
            "Const": self._const,
            "List": self._list,
            "Tuple": self._list,
            "Name": self._name,
            "Getattr": self._getattr,
            "Getitem": self._getitem,
            "Filter": self._filter,
            "Test": self._test,
            "Call": self._call,
            "Compare": self._compare,
        }

    def compile(self, node: nodes.Node) -> Part:
        visit = self._visits.get(type(node).__name__)
        if visit is None:
            raise _wrong(
                f"A segment cannot use {_KINDS.get(type(node).__name__, type(node).__name__.lower())}",
                "Use ==, !=, <, >, in, and, or, not with fields and words",
            )
        return visit(node)

    def _and(self, node: nodes.And) -> Part:
        left, right = self.compile(node.left).of, self.compile(node.right).of
        return _truth(lambda contact: bool(left(contact)) and bool(right(contact)))

    def _or(self, node: nodes.Or) -> Part:
        left, right = self.compile(node.left).of, self.compile(node.right).of
        return _truth(lambda contact: bool(left(contact)) or bool(right(contact)))

    def _not(self, node: nodes.Not) -> Part:
        inner = self.compile(node.node).of
        return _truth(lambda contact: not inner(contact))

    def _const(self, node: nodes.Const) -> Part:
        value = node.value
        if isinstance(value, bool):
            return Part(sort=Sort.TRUTH, of=lambda _: value, shown=str(value).lower())
        if isinstance(value, str):
            folded = fold(value)
            return Part(sort=Sort.TEXT, of=lambda _: folded, shown=f'"{value}"')
        if isinstance(value, int | float):
            return Part(sort=Sort.NUMBER, of=lambda _: value, shown=str(value))
        return Part(sort=Sort.TEXT, of=lambda _: "", shown="none")

    def _list(self, node: nodes.List | nodes.Tuple) -> Part:
        parts = [self.compile(item) for item in node.items]
        if any(part.sort not in _TEXTUAL for part in parts):
            raise _wrong("A list in a segment holds words only", 'Write ["en", "es"]')
        return Part(sort=Sort.LIST, of=lambda contact: tuple(part.of(contact) for part in parts), shown="the list")

    def _name(self, node: nodes.Name) -> Part:
        return self._field(node.name)

    def _getattr(self, node: nodes.Getattr) -> Part:
        return self._member(node.node, node.attr)

    def _getitem(self, node: nodes.Getitem) -> Part:
        if not isinstance(node.arg, nodes.Const) or not isinstance(node.arg.value, str):
            raise _wrong("Only extra and contact have parts in a segment", 'Write extra["column"]')
        return self._member(node.node, node.arg.value)

    def _member(self, owner: nodes.Node, name: str) -> Part:
        if isinstance(owner, nodes.Name) and owner.name == "contact":
            return self._field(name)
        if isinstance(owner, nodes.Name) and owner.name == "extra" and not name.startswith("_"):
            return self._column(name)
        raise _wrong(f"A segment cannot reach .{name}", "Use the fields of a contact only")

    def _field(self, name: str) -> Part:
        if name in _LISTS:
            return Part(sort=Sort.LIST, of=lambda contact: tuple(map(fold, getattr(contact, name))), shown=name)
        if name == "embargo":
            return Part(sort=Sort.TRUTH, of=lambda contact: contact.embargo, shown=name)
        if name in FIELDS:
            sort = Sort.LANGUAGE if name == "language" else Sort.TEXT
            return Part(sort=sort, of=lambda contact: fold(getattr(contact, name)), shown=name)
        if name.startswith("_") or name in {"contact", "extra"}:
            raise unknown_field(name)
        return self._column(name)

    def _column(self, name: str) -> Part:
        self.custom.add(name)
        return Part(sort=Sort.CUSTOM, of=lambda contact: fold(contact.extra.get(name, "")), shown=name)

    def _filter(self, node: nodes.Filter) -> Part:
        inner = self.compile(node.node) if node.node is not None else None
        if inner is not None and node.name in _WITHOUT_EFFECT and inner.sort in _TEXTUAL:
            return inner
        if inner is not None and node.name in {"length", "count"} and inner.sort in {Sort.LIST, *_TEXTUAL}:
            return Part(sort=Sort.NUMBER, of=lambda contact: len(inner.of(contact)), shown=f"{inner.shown}|length")
        raise _wrong(f"A segment has no filter {node.name}", "Filters are not needed: text compares without case")

    def _test(self, node: nodes.Test) -> Part:
        inner = self.compile(node.node).of
        if node.name in {"defined", "true"}:
            return _truth(lambda contact: bool(inner(contact)))
        if node.name in {"undefined", "none", "false"}:
            return _truth(lambda contact: not inner(contact))
        raise _wrong(f"A segment has no test {node.name}", "Use is defined, or compare with ==")

    def _call(self, node: nodes.Call) -> Part:
        method = node.node
        if not isinstance(method, nodes.Getattr) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise _wrong("A segment cannot call anything", "Use ==, in, startswith or endswith")
        inner = self.compile(method.node)
        if inner.sort in _TEXTUAL and method.attr in _WITHOUT_EFFECT and not node.args:
            return inner
        if inner.sort not in _TEXTUAL or method.attr not in {"startswith", "endswith"} or len(node.args) != 1:
            raise _wrong(f"A segment cannot call {method.attr}", "Use ==, in, startswith or endswith")
        edge, ends = self.compile(node.args[0]), method.attr == "endswith"
        if edge.sort not in _TEXTUAL:
            raise _wrong(f"{method.attr} takes a text", f'Write {inner.shown}.{method.attr}("...")')
        if ends:
            return _truth(lambda contact: inner.of(contact).endswith(edge.of(contact)))
        return _truth(lambda contact: inner.of(contact).startswith(edge.of(contact)))

    def _compare(self, node: nodes.Compare) -> Part:
        left, tests = self.compile(node.expr), []
        for operand in node.ops:
            right = self.compile(operand.expr)
            tests.append(_comparison(left, operand.op, right))
            left = right
        if len(tests) == 1:
            return _truth(tests[0])
        return _truth(lambda contact: all(test(contact) for test in tests))


_KINDS = {
    "Mul": "*",
    "Pow": "**",
    "Add": "+",
    "Sub": "-",
    "Div": "/",
    "Mod": "%",
    "Concat": "~",
    "CondExpr": "if … else",
}


def _truth(test: Callable[[Contact], bool]) -> Part:
    return Part(sort=Sort.TRUTH, of=test, shown="the condition")


def _comparison(left: Part, op: str, right: Part) -> Callable[[Contact], bool]:
    if op in {"in", "notin"}:
        test = _membership(left, right)
    elif op in {"eq", "ne"}:
        test = _equality(left, right)
    else:
        return _ordering(left, op, right)
    if op in {"notin", "ne"}:
        return lambda contact: not test(contact)
    return test


def _membership(left: Part, right: Part) -> Callable[[Contact], bool]:
    if left.sort not in _TEXTUAL or right.sort not in {Sort.LIST, *_TEXTUAL}:
        fix = f'Write "..." in {left.shown}' if left.sort is Sort.LIST else "Look for a word in a list or in a text"
        raise _wrong(f"{left.shown} is {left.sort.value} and cannot be looked for in {right.shown}", fix)
    if left.sort is Sort.LANGUAGE and right.sort is Sort.LIST:
        return lambda contact: any(speaks(left.of(contact), wanted) for wanted in right.of(contact))
    if right.sort is Sort.LANGUAGE:
        return lambda contact: speaks(right.of(contact), left.of(contact))
    return lambda contact: left.of(contact) in right.of(contact)


def _equality(left: Part, right: Part) -> Callable[[Contact], bool]:
    if Sort.LIST in {left.sort, right.sort}:
        one, other = (left, right) if left.sort is Sort.LIST else (right, left)
        raise _wrong(f"{one.shown} is a list and never equals {other.shown}", f"Write {other.shown} in {one.shown}")
    if left.sort is Sort.LANGUAGE and right.sort in _TEXTUAL:
        return lambda contact: speaks(left.of(contact), right.of(contact))
    if right.sort is Sort.LANGUAGE and left.sort in _TEXTUAL:
        return lambda contact: speaks(right.of(contact), left.of(contact))
    if left.sort in _TEXTUAL and right.sort in _TEXTUAL:
        return lambda contact: left.of(contact) == right.of(contact)
    if left.sort is right.sort:
        return lambda contact: left.of(contact) == right.of(contact)
    if {left.sort, right.sort} == {Sort.CUSTOM, Sort.NUMBER}:
        return lambda contact: _number(left.of(contact)) == _number(right.of(contact))
    raise _mismatch(left, right)


def _ordering(left: Part, op: str, right: Part) -> Callable[[Contact], bool]:
    compare = _ORDER[op]
    if {left.sort, right.sort} <= {Sort.CUSTOM, Sort.NUMBER} and Sort.NUMBER in {left.sort, right.sort}:

        def numeric(contact: Contact) -> bool:
            one, other = _number(left.of(contact)), _number(right.of(contact))
            return one is not None and other is not None and compare(one, other)

        return numeric
    if left.sort in _TEXTUAL and right.sort in _TEXTUAL:
        return lambda contact: compare(left.of(contact), right.of(contact))
    raise _mismatch(left, right)


def _mismatch(left: Part, right: Part) -> SegmentError:
    truth = next((part.shown for part in (left, right) if part.sort is Sort.TRUTH), "")
    return _wrong(
        f"{left.shown} is {left.sort.value} and cannot be compared with {right.shown}, which is {right.sort.value}",
        f"Write {truth} or not {truth}" if truth else "Compare text with text in quotation marks",
    )


def _number(value: object) -> float | None:
    """A number from a custom column: `12,000` and `12000` are the same."""
    try:
        return float(str(value).replace(",", "").replace(" ", ""))
    except ValueError:
        return None


def speaks(language: str, wanted: str) -> bool:
    """Whether a language tag is the wanted language or a variety of it (RFC 4647 section 3.3.1, basic filtering).

    Args:
        language: The contact's, folded.
        wanted: A tag or the name of a language, folded.
    """
    tag = (cells.language(wanted) or wanted).casefold()
    return language == tag or (bool(tag) and language.startswith(f"{tag}-"))
