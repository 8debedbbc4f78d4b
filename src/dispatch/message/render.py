"""Renders a theme for one contact, with a token where each value goes that may be filled in later (DESIGN 4.1)."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from jinja2 import BytecodeCache, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.bccache import Bucket
from jinja2.runtime import Undefined
from jinja2.utils import LRUCache
from markupsafe import Markup, escape

from dispatch.errors import ThemeError
from dispatch.message.blame import lined
from dispatch.message.frame import unsubscribe_url
from dispatch.message.frozen import TOKEN
from dispatch.message.halves import SECOND, joined_texts
from dispatch.message.plain import Footnotes, plain, underlined
from dispatch.message.sites import PITCH, Literal, Plan, plan, printed
from dispatch.message.theme import HTML, SUBJECT, TEXT
from dispatch.message.use import PITCH_OF_CONTACT
from dispatch.templating import Fields, LenientFields, Sandbox, sandbox

#: Characters a template may print.
_LARGEST: Final = 2_000_000
#: A name no template can write, so that only we can hand out tokens.
_SLOT: Final = "slot here"


class Printed(str):
    """A contact's field: text that remembers which one it is, as long as nothing works on it."""

    __slots__ = ("field",)
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a token stands for."""

    text: str
    #: The field it is, or nothing when it was computed.
    field: str
    #: Template and ordinal of the printed expression.
    place: tuple[str, int]


@dataclass(slots=True, kw_only=True)
class Rendering:
    """A theme rendered for one contact."""

    subject: str = ""
    text: str = ""
    html: str = ""
    #: The document of the second half; empty in a mail of one language.
    second: str = ""
    #: By number of the token.
    values: list[Value] = field(default_factory=list)


class Marks:
    """Tokens: URL-safe words that nothing else contains, one for each value printed."""

    def __init__(self, seed: str) -> None:
        #: Mixed case, so that a filter that changes case is noticed.
        self.prefix = f"qX{seed[:10]}Zv"
        self.pattern = re.compile(rf"{self.prefix}(\d{{5}})k")
        self.unsubscribe = self._word(99999)

    def word(self, number: int) -> str:
        """The token of a value."""
        if number >= 99999:  # noqa: PLR2004
            raise OverflowError("a template prints more than 99,999 values")
        return self._word(number)

    def index(self, digits: str) -> int:
        """The value's number; `TOKEN` for the request to be removed."""
        return TOKEN if digits == "99999" else int(digits)

    def _word(self, number: int) -> str:
        return f"{self.prefix}{number:05d}k"


class _Codes(BytecodeCache):
    """Compiled templates by name, text and slots: whoever renders a file, and however often, it is compiled once."""

    def __init__(self) -> None:
        self._kept = LRUCache(64)

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code, when there is one."""
        bucket.code = self._kept.get(self._place(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        self._kept[self._place(bucket)] = bucket.code

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        """The name: the text has a checksum of its own."""
        return name

    def _place(self, bucket: Bucket) -> tuple[Any, ...]:
        assert isinstance(bucket.environment, _Marking)
        slots = frozenset(slot for slot in bucket.environment.slots if slot[0] == bucket.key)
        return bucket.key, bucket.checksum, slots


_CODES: Final = _Codes()
#: What was planned for templates, by all of their texts and what must not become a slot.
_PLANS: Final = LRUCache(16)


class _Marking(Sandbox):
    """A sandbox that hands printed expressions to the token filter."""

    slots: frozenset[tuple[str, int]] = frozenset()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, bytecode_cache=_CODES)
        #: Syntax trees that are not compiled yet, by name.
        self._trees: dict[str, nodes.Template] = {}

    @classmethod
    def made(cls, files: Mapping[str, str], filters: Mapping[str, Any]) -> "_Marking":
        """One for these templates."""
        environment = sandbox(files, finalize=_finalised, kind=cls)
        assert isinstance(environment, cls)
        environment.filters.update(filters)
        return environment

    def planned(self, files: Mapping[str, str], literal: Literal) -> Plan:
        """How the templates use contacts; from now on what becomes a slot is marked. Syntax errors come from here."""
        key = frozenset(files.items()), literal
        found: Plan | None = _PLANS.get(key)
        if found is None:
            # a tree stays unmarked until it is compiled
            self._trees = {name: super(_Marking, self)._parse(text, name, name) for name, text in files.items()}
            found = _PLANS[key] = plan(self._trees, literal)
        self.slots = frozenset(found.slots)
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = self._trees.pop(name or "", None) or super()._parse(source, name, filename)
        for ordinal, (output, position, node) in enumerate(list(printed(tree))):
            if (name or "", ordinal) in self.slots:
                slot = nodes.Filter(node, _SLOT, [nodes.Const((name, ordinal))], [], None, None)
                slot.set_lineno(node.lineno)
                output.nodes[position] = slot
        return tree


class Renderer:
    """A theme and a release, ready to be rendered for one contact after another.

    Args:
        job: What `mail.job` makes: theme files, release, organisation, sender, words.
        literal: Printed expressions that must not become slots.
    """

    def __init__(self, job: Mapping[str, Any], literal: Literal) -> None:
        self._job = job
        self.marks = Marks(job["seed"])
        files = dict(job["files"])
        files[PITCH] = job["pitch"]
        if job["subject"]:
            files[SUBJECT] = job["subject"]
        self._subject_is_template = SUBJECT in files
        filters = {_SLOT: self._slot, "plain": self._plain, "underlined": underlined}
        self._environment = _Marking.made(files, filters)
        #: How the theme uses contacts.
        self.plan = self._environment.planned(files, literal)
        self._globals = _globals(job)
        self._second = _globals({**job, **job["second"]}) if job.get("second") else {}
        #: Template that is being rendered.
        self.at = ""
        self._rendering = Rendering()
        self._plainly = False
        self._notes = Footnotes()

    def render(self, row: Mapping[str, Any], *, plainly: bool = False) -> Rendering:
        """Everything for one contact, tokens in place; `plainly` prints the values themselves."""
        self._rendering = Rendering()
        self._plainly = plainly
        contact = _contact(row)
        names = {**self._globals, "contact": contact, "footnotes": self._footnotes}
        names["unsubscribe"] = unsubscribe_url(self._job["sender"]["unsubscribe"], self.marks.unsubscribe)
        pitch = self._run(PITCH, names)
        pitch = pitch if self.filled(pitch).strip() else ""
        result = self._rendering
        result.subject = self._run(SUBJECT, names) if self._subject_is_template else self._job["headline"]
        self._notes = Footnotes()
        result.text = self._run(TEXT, {**names, PITCH: pitch.strip("\n")})
        result.html = self._run(HTML, {**names, PITCH: paragraphs(pitch)})
        if self._job.get("second"):
            self._render_second({**names, **self._second, "contact": _contact(_as_in_second(row), SECOND)})
        return result

    def _render_second(self, names: Mapping[str, Any]) -> None:
        """The half in the other language; the personal lines stand above the first alone."""
        result = self._rendering
        self._notes = Footnotes()
        text = self._run(TEXT, {**names, PITCH: ""})
        result.text = joined_texts(result.text, text, self._job["second"]["name"])
        result.second = self._run(HTML, {**names, PITCH: Markup()})

    def filled(self, text: str) -> str:
        """A text with the values of the last rendering in place of their tokens."""
        values = self._rendering.values
        return self.marks.pattern.sub(
            lambda found: "" if found[1] == "99999" else values[int(found[1])].text,
            text,
        )

    def _run(self, name: str, names: Mapping[str, Any]) -> str:
        """One template, stopped when it prints too much."""
        self.at = name
        pieces, size = [], 0
        for part in self._environment.get_template(name).generate(names):
            pieces.append(part)
            size += len(part)
            if size > _LARGEST:
                raise ThemeError(f"{name}: it prints more than {_LARGEST:,} characters.", "look for loops in it")
        return "".join(pieces)

    def _slot(self, value: Any, place: tuple[str, int]) -> Any:
        """A token for a printed value; markup made from data is printed as it is."""
        if self._plainly:
            return value
        value = _finalised(value)
        if isinstance(value, Undefined):
            str(value)  # raises, naming the unknown name
        if isinstance(value, Markup):
            return value
        text = value if isinstance(value, Printed) else str(value)
        if self.marks.prefix in text or (place[0] == PITCH and "\n" in text):
            return text
        values = self._rendering.values
        values.append(Value(text=str(text), field=getattr(text, "field", ""), place=place))
        token = self.marks.word(len(values) - 1)
        return Markup(token) if place[0].endswith(".html") else token  # noqa: S704  (letters and digits of ours)

    def _plain(self, markup: Any) -> str:
        """Filter: markup of the release as text, its links as footnotes."""
        return plain(str(markup), self._notes)

    def _footnotes(self) -> list[str]:
        """Function: the numbered addresses of the links so far."""
        return list(self._notes)


def prepare(files: Mapping[str, str]) -> None:
    """Compile a theme's templates before there is a release, so that its first mail need not wait for them.

    Args:
        files: As in a job; what is wrong with them is told when there is one.
    """
    files = {**files, PITCH: PITCH_OF_CONTACT}
    environment = _Marking.made(files, dict.fromkeys((_SLOT, "plain", "underlined"), str))
    with suppress(Exception):
        environment.planned(files, Literal())
        for name in files:
            environment.get_template(name)


def paragraphs(text: str) -> Markup:
    """Plain text as HTML paragraphs: a blank line divides them, a line end is a line break."""
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", text)]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(line.strip()) for line in block.split("\n")))
        for block in blocks
        if block.strip()
    )


def problem(error: Exception, job: Mapping[str, Any], at: str = "") -> ThemeError:
    """What went wrong in a template, with the file and line Jinja knows; `at` is where it was at the time."""
    if isinstance(error, ThemeError):
        placed = re.match(rf"({PITCH}|{re.escape(SUBJECT)}):(\d+)(?=: )", error.message)
        if placed:
            rest = error.message[placed.end() :]
            return ThemeError(f"{_place(placed[1], int(placed[2]), job)}{rest}", error.fix)
        return ThemeError(_shown(lined(error.message, job["files"]), job), error.fix)
    name, line = _where(error, job)
    where = _place(name or at, line, job)
    return ThemeError(f"{where}: {_what(error)}", "correct the template")


def _what(error: Exception) -> str:
    """One sentence about an error of Jinja or Python."""
    if isinstance(error, MemoryError):
        return "it needs too much memory."
    if isinstance(error, RecursionError):
        return "it calls or includes itself without end."
    if isinstance(error, TemplateNotFound):
        return f"the theme has no file {error.name!r}."
    if isinstance(error, TemplateSyntaxError):
        return f"{(error.message or 'it is no template').rstrip('.')}."
    what = str(error) or type(error).__name__
    return what if what.endswith("?") else f"{what.rstrip('.')}."


def _where(error: Exception, job: Mapping[str, Any]) -> tuple[str, int]:
    """Template and line of the innermost frame that is a template's."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or "", error.lineno
    found = ("", 0)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file in job["files"] or file in {PITCH, SUBJECT}:
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _place(name: str, line: int, job: Mapping[str, Any]) -> str:
    """Where that is: a theme's file, or the front matter of the release, with the line when it is known."""
    if not name:
        return str(job["shown"])
    key = name.removesuffix(".txt")
    first = job["lines"].get(key)
    if first and (name == PITCH or (name == SUBJECT and job["subject"])):
        return f"{job['release_file']}:{first + max(line - 1, 0)}, {key}"
    return f"{_shown(name, job)}{f':{line}' if line else ''}"


def _shown(name: str, job: Mapping[str, Any]) -> str:
    """A template's name as the person knows it."""
    first = name.split(":", maxsplit=1)[0]
    if first == PITCH or (first == SUBJECT and job["subject"]):
        return f"{job['release_file']}, {first.removesuffix('.txt')}{name[len(first) :]}"
    if first in job["shared"]:
        return f"Dispatch's own {name}"
    return f"{job['shown']}/{name}" if first in job["files"] else name


def _finalised(value: Any) -> Any:
    """Lists print with commas, nothing prints as nothing."""
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _as_in_second(row: Mapping[str, Any]) -> dict[str, Any]:
    """A contact's row with what it says in the second half in its place."""
    own = {name.removesuffix(SECOND): value for name, value in row["extra"].items() if name.endswith(SECOND)}
    return {**row, "greeting": row["greetings"][1], "extra": {**row["extra"], **own}}


def _contact(row: Mapping[str, Any], half: str = "") -> Fields:
    """A contact's row as templates read it; in the second half, where `half` is SECOND, some of it differs."""
    told = {"greeting", *(f"extra.{name.removesuffix(SECOND)}" for name in row["extra"] if name.endswith(SECOND))}

    def marked(name: str) -> str:
        return f"{name}{half}" if name in told else name

    values: dict[str, object] = {
        name: _printed(marked(name), value)
        if isinstance(value, str)
        else tuple(value)
        if isinstance(value, list)
        else value
        for name, value in row.items()
        if name not in {"extra", "greetings"}
    }

    def column(name: str) -> Printed:
        return _printed(marked(f"extra.{name}"), row["extra"].get(name, ""))

    extra = LenientFields("contact.extra", {name: column(name) for name in row["extra"]}, column)
    return Fields("contact", {**values, "extra": extra})


def _printed(name: str, value: str) -> Printed:
    text = Printed(value)
    text.field = name
    return text


def _globals(job: Mapping[str, Any]) -> dict[str, object]:
    """The names that are the same for everyone."""
    return {
        "release": _fields("release", job["release"]),
        "organisation": _fields("organisation", job["organisation"]),
        "sender": _fields("sender", job["sender"]),
        "t": Fields("t", job["texts"]),
    }


def _fields(label: str, value: Any, key: str = "") -> Any:
    """Plain data as templates read it: `html` is markup, objects are fields, lists cannot be changed."""
    if isinstance(value, Mapping):
        return Fields(label, {name: _fields(f"{label}.{name}", part, name) for name, part in value.items()})
    if isinstance(value, list):
        return tuple(_fields(label.removesuffix("s"), part) for part in value)
    return Markup(value) if key == "html" else value  # noqa: S704  (sanitised when the release was read)
