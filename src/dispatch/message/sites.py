"""Reads from a theme's syntax trees how it uses what differs between contacts (DESIGN 4.1).

A printed expression is *static* when nothing in it can differ between contacts, a *slot* when its value may be filled
in at the merge, and *literal* when it must be rendered for each contact, because something works on what was printed.
A contact's field that is only printed needs no look at it before the merge; one that is tested for truth matters by
its truth, and any other use by its whole value. These matters together decide which shape a contact gets.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jinja2 import nodes

from dispatch.errors import ThemeError
from dispatch.message.use import CONTACT_NAMES, Use
from dispatch.templating import near

#: Name under which the pitch is a template.
PITCH: Final = "pitch"
_CONSTANT: Final = frozenset({"release", "organisation", "sender", "t", "footnotes", "range", "true", "false", "none"})
_HARMLESS_CALLS: Final = _CONSTANT | {"contact", "namespace", "dict", "joiner", "cycler"}


@dataclass(slots=True)
class Plan:
    """What a theme does with contacts."""

    #: Flags by field: `first_name`, `extra.pet`.
    uses: dict[str, Use] = field(default_factory=dict)
    #: The contact as a whole is used; every field matters.
    whole: bool = False
    #: Printed expressions that become slots, by template and ordinal.
    slots: set[tuple[str, int]] = field(default_factory=set)
    #: Something works on the finished pitch, so it is rendered for each contact.
    pitch_literal: bool = False
    #: What is printed elsewhere is captured and worked on, so everything is rendered for each contact.
    slow: bool = False

    def add(self, name: str, use: Use) -> None:
        """Note one more use of a field."""
        self.uses[name] = self.uses.get(name, Use(0)) | use


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """What must not become a slot: single expressions that stood where a value cannot be filled in, or everything."""

    places: frozenset[tuple[str, int]] = frozenset()
    everything: bool = False


def printed(tree: nodes.Template) -> Iterator[tuple[nodes.Output, int, nodes.Expr]]:
    """Every printed expression with the Output it belongs to and its position there, in a stable order."""
    for output in tree.find_all(nodes.Output):
        for position, node in enumerate(output.nodes):
            if not isinstance(node, nodes.TemplateData):
                yield output, position, node


def plan(trees: Mapping[str, nodes.Template], literal: Literal) -> Plan:
    """How these templates use contacts.

    Args:
        trees: Syntax trees by template name; the pitch is named `pitch`.
        literal: What was found not to work as a slot.

    Returns:
        The plan.

    Raises:
        ThemeError: Escaping is switched off somewhere, or the request to be removed is used other than printed.
    """
    _refuse_raw(trees)
    result = Plan()
    static = _static_names(trees.values())
    result.slow = not all(_calls_are_printed(tree, static) and _captures_its_own(tree) for tree in trees.values())
    if result.slow:
        literal = Literal(everything=True)
    for name in sorted(trees, key=lambda name: name == PITCH):  # the pitch last: what is done with it decides
        everything = literal.everything or (name == PITCH and result.pitch_literal)
        _Reader(name, trees[name], static, Literal(places=literal.places, everything=everything), result).read()
    return result


class _Reader:
    """Walks one template."""

    def __init__(self, name: str, tree: nodes.Template, static: frozenset[str], literal: Literal, result: Plan) -> None:
        self._name = name
        self._tree = tree
        self._static = static
        self._literal = literal
        self._plan = result
        self._ordinals = {id(node): number for number, (_, _, node) in enumerate(printed(tree))}

    def read(self) -> None:
        for node in self._tree.body:
            self._visit(node, inside=False)

    def _visit(self, node: nodes.Node, *, inside: bool) -> None:
        """A statement; `inside` is true where the output is captured and worked on."""
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                self._output(child, inside=inside)
        elif isinstance(node, nodes.If):
            self._use(node.test, Use.TRUTH)
            for branch in (*node.body, *node.elif_, *node.else_):
                self._visit(branch, inside=inside)
        elif isinstance(node, nodes.Expr):
            self._use(node, Use.VALUE)
        else:
            captured = isinstance(node, (nodes.FilterBlock, nodes.AssignBlock, nodes.CallBlock))
            for part in node.iter_child_nodes():
                self._visit(part, inside=inside or captured)

    def _output(self, node: nodes.Expr, *, inside: bool) -> None:
        """A printed expression."""
        if isinstance(node, nodes.TemplateData) or _is_static(node, self._static):
            return
        key = (self._name, self._ordinals[id(node)])
        if inside or self._literal.everything or key in self._literal.places:
            bare = isinstance(node, nodes.Name) and not inside  # the pitch, the request to be removed: printed whole
            self._use(node, Use.PRINT if bare else Use.VALUE)
            return
        self._plan.slots.add(key)
        in_pitch = Use.TRUTH | Use.LINES if self._name == PITCH else Use(0)
        self._use(node, Use.PRINT | in_pitch)

    def _use(self, node: nodes.Node | None, use: Use) -> None:
        """An expression whose result is used that way."""
        name = contact_field(node)
        if node is None:
            return
        if name:
            self._known(name, node)
            self._plan.add(name, use)
        elif isinstance(node, nodes.Name):
            self._use_name(node, use)
        elif isinstance(node, nodes.Not):
            self._use(node.node, Use.TRUTH)
        elif isinstance(node, nodes.CondExpr):
            self._use(node.test, Use.TRUTH)
            self._use(node.expr1, use)
            self._use(node.expr2, use)
        elif isinstance(node, (nodes.And, nodes.Or)):
            self._use(node.left, use | Use.TRUTH)
            self._use(node.right, use)
        else:
            for child in node.iter_child_nodes():
                self._use(child, Use.VALUE)

    def _known(self, name: str, node: nodes.Node) -> None:
        """A misspelt field is an error wherever it stands, not only where some contact leads to it."""
        if not name.startswith("extra.") and name not in CONTACT_NAMES:
            raise ThemeError(
                f"{self._name}:{node.lineno}: contact has no field {name!r}{near(name, CONTACT_NAMES) or '.'}",
                f"use one of contact's fields, or contact.extra.{name} for a custom column",
            )

    def _use_name(self, node: nodes.Name, use: Use) -> None:
        """A bare name: the contact as a whole, the finished pitch, the request to be removed."""
        if node.name == "contact":
            self._plan.whole = True
        elif node.name == PITCH and Use.VALUE in use:
            self._plan.pitch_literal = True
        elif node.name == "unsubscribe" and Use.VALUE in use:
            raise ThemeError(
                f"{self._name}:{node.lineno}: unsubscribe differs in each message and is known only when it is sent.",
                "print it as it is: {{ unsubscribe }}",
            )


def contact_field(node: nodes.Node | None) -> str:
    """`first_name` for `contact.first_name`, `extra.pet` for `contact.extra.pet`, nothing for anything else."""
    match node:
        case nodes.Getattr(node=nodes.Name(name="contact"), attr=attr) if attr != "extra":
            return str(attr)
        case nodes.Getitem(node=nodes.Name(name="contact"), arg=nodes.Const(value=str(key))) if key != "extra":
            return key
        case nodes.Getattr(node=nodes.Getattr(node=nodes.Name(name="contact"), attr="extra"), attr=attr):
            return f"extra.{attr}"
        case nodes.Getitem(
            node=nodes.Getattr(node=nodes.Name(name="contact"), attr="extra"),
            arg=nodes.Const(value=str(key)),
        ):
            return f"extra.{key}"
    return ""


def _refuse_raw(trees: Mapping[str, nodes.Template]) -> None:
    """No `{% autoescape false %}`: what contacts write is never markup."""
    for name, tree in trees.items():
        for node in tree.find_all(nodes.EvalContextModifier):
            raise ThemeError(
                f"{name}:{node.lineno}: autoescape cannot be switched off in a theme.",
                "remove the autoescape tag; values are escaped where it is needed",
            )


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    """Every name in an expression, itself included."""
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def _is_static(node: nodes.Node, static: frozenset[str]) -> bool:
    return all(name.name in static for name in _names(node))


def _calls_are_printed(tree: nodes.Template, static: frozenset[str]) -> bool:
    """Whether macros, blocks and the like are only printed: then nothing works on what they print."""
    direct = {id(node) for _, _, node in printed(tree)}
    return all(id(call) in direct or _makes_no_text(call, static) for call in tree.find_all(nodes.Call))


def _captures_its_own(tree: nodes.Template) -> bool:
    """Whether every captured block holds its text itself: no macro, include or block prints into it from elsewhere."""
    return not any(
        isinstance(part, (nodes.Include, nodes.Block)) or not _makes_no_text(part, frozenset())
        for captured in tree.find_all((nodes.FilterBlock, nodes.AssignBlock, nodes.CallBlock))
        for child in captured.iter_child_nodes(exclude=("call",))
        for part in (child, *child.find_all((nodes.Include, nodes.Block, nodes.Call)))
        if isinstance(part, (nodes.Include, nodes.Block, nodes.Call))
    )


def _makes_no_text(call: nodes.Node, static: frozenset[str]) -> bool:
    """Whether a call cannot print a contact's value: it is no macro, block or recursion of a loop."""
    if not isinstance(call, nodes.Call) or _root(call.node) in _HARMLESS_CALLS:
        return True
    return _is_static(call.node, static) and not isinstance(call.node, nodes.Name)


def _root(node: nodes.Node) -> str:
    """The name an attribute chain starts from."""
    while isinstance(node, (nodes.Getattr, nodes.Getitem)):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _static_names(trees: Iterable[nodes.Template]) -> frozenset[str]:
    """Names whose value cannot differ between contacts: the given ones, and those set only from such."""
    bindings = list(_bindings(trees))
    static = set(_CONSTANT) | {name for name, _ in bindings}
    changed = True
    while changed:
        wrong = {name for name, source in bindings if source is None or not _is_static(source, frozenset(static))}
        changed = bool(wrong & static)
        static -= wrong
    return frozenset(static)


def _bindings(trees: Iterable[nodes.Template]) -> Iterator[tuple[str, nodes.Node | None]]:
    """Every name that templates bind, with what it is bound to; None when that cannot be told."""
    for tree in trees:
        understood: set[int] = set()
        sets = [(node.target, node.node) for node in tree.find_all(nodes.Assign)]
        loops = [(node.target, node.iter) for node in tree.find_all(nodes.For)]
        for target, source in (*sets, *loops):
            for name in _names(target):
                understood.add(id(name))
                yield name.name, source
        yield from (("loop", source) for _, source in loops)
        for parameter, sources in _parameters(tree, trees):
            understood.add(id(parameter))
            yield from ((parameter.name, source) for source in sources)
        for name in tree.find_all(nodes.Name):
            if name.ctx != "load" and id(name) not in understood:
                yield name.name, None
        for imported in tree.find_all((nodes.Import, nodes.FromImport, nodes.Macro, nodes.NSRef)):
            # What is imported without context knows nothing but what it is given.
            alone = isinstance(imported, (nodes.Import, nodes.FromImport)) and not imported.with_context
            yield from ((name, nodes.Const(None) if alone else None) for name in _imported(imported))


def _parameters(
    tree: nodes.Template, trees: Iterable[nodes.Template]
) -> Iterator[tuple[nodes.Name, Sequence[nodes.Node | None]]]:
    """The parameters of a template's macros, with all that any call of that name gives; None when that is not plain."""
    calls = [call for one in trees for call in one.find_all(nodes.Call)]
    for macro in tree.find_all(nodes.Macro):
        given: list[nodes.Node | None] = list(macro.defaults)
        for call in calls:
            if macro.name in {getattr(call.node, "name", None), getattr(call.node, "attr", None)}:
                given += [*call.args, *(pair.value for pair in call.kwargs)]
                given += [None] if call.dyn_args or call.dyn_kwargs else []
        yield from ((parameter, given or [nodes.Const(None)]) for parameter in macro.args)


def _imported(node: nodes.Node) -> list[str]:
    """Names that an import or macro brings."""
    if isinstance(node, nodes.Import):
        return [node.target]
    if isinstance(node, nodes.FromImport):
        return [name[1] if isinstance(name, tuple) else name for name in node.names]
    return [node.name] if isinstance(node, (nodes.Macro, nodes.NSRef)) else []
