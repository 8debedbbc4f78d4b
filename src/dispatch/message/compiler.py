"""Compiles shapes: renders, inlines, finds the slots, encodes, and proves each shape against the plain way."""

import hashlib
import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from quopri import decodestring
from typing import Any, Final

from jinja2.utils import LRUCache
from lxml import etree

from dispatch.errors import ThemeError
from dispatch.message.frame import boundary_for
from dispatch.message.frozen import TOKEN, shape_from, subject_text, written_line
from dispatch.message.halves import joined
from dispatch.message.inline import Inliner, PremailerInliner
from dispatch.message.printable import piece, quoted_printable, shorter_in_base64
from dispatch.message.render import Marks, Renderer, Rendering, problem
from dispatch.message.sites import Literal
from dispatch.message.slots import Found, disarm, find, refuse_in_sheets, selected_attributes
from dispatch.message.theme import HTML
from dispatch.message.wrap import wrapped

#: Rounds in which expressions may turn out not to work as slots.
_ROUNDS: Final = 12
#: Contacts of each shape that are rendered both ways and compared.
_PROOFS: Final = 2
#: Shapes that are kept for that; each takes memory, and nearly every contact may have one of its own.
_RECENT: Final = 32
#: Stands for the delivery's token where two ways of rendering are compared.
_EXAMPLE: Final = "example-token"

Json = dict[str, Any]


class Compiler:
    """Makes shapes from rows; runs in a child process (`child`), or directly in a test.

    Args:
        job: What `mail.job` makes.
        inliner: Writes the sheet into the elements; premailer when it is None.

    Raises:
        ThemeError: A template cannot be compiled.
    """

    def __init__(self, job: Mapping[str, Any], inliner: Inliner | None = None) -> None:
        self._job = job
        self._inliner = inliner or PremailerInliner(job["inline"], job["kept"])
        second = job.get("second")
        self._second_inliner = inliner or PremailerInliner(second["inline"], "") if second else None
        self._selected = selected_attributes(job["inline"])
        self._literal = Literal()
        self._renderer = self._made()
        self._shapes: dict[str, int] = {}
        self._proofs: dict[str, int] = {}
        #: Shapes that the next contact may be compared with.
        self._recent = LRUCache(_RECENT)

    def compile(self, row: Mapping[str, Any]) -> Json:
        """The shape for one contact's row.

        Args:
            row: What `view.contact_view` makes.

        Returns:
            `shape` (number), `new` (the shape, when it was not known), `sources` (field names or None) and `values`
            for this contact, `plan` (what decides about the shape), `findings` (codes so far).
        """
        try:
            for _ in range(_ROUNDS):
                answer = self._attempt(row)
                if answer is not None:
                    return answer
        except Exception as error:
            raise problem(error, self._job, self._renderer.at) from error
        raise ThemeError(f"{self._job['shown']}: the theme cannot be compiled.", "simplify its use of contact fields")

    def close(self) -> None:
        """Nothing is held."""

    def _made(self) -> Renderer:
        try:
            return Renderer(self._job, self._literal)
        except Exception as error:
            raise problem(error, self._job) from error

    def _attempt(self, row: Mapping[str, Any]) -> Json | None:
        """One try; None when some expressions had to become literal first."""
        rendering = self._renderer.render(row)
        if not self._whole(rendering):
            self._go_slowly()
            return None
        order = _order(rendering)
        key = _key(rendering, order)
        known = key in self._shapes
        prove = self._proofs.get(key, 0) < _PROOFS
        shape = (self._recent.get(key) or self._shape(rendering, order)) if prove else None
        if shape is None and prove:
            return None
        values = _values(rendering, order)
        if shape is not None:
            if not self._proved(shape, [value for _, value in values], row):
                self._go_slowly()
                return None
            self._recent[key] = shape
        self._proofs[key] = self._proofs.get(key, 0) + 1
        number = self._shapes.setdefault(key, len(self._shapes))
        plan = self._renderer.plan
        return {
            "shape": number,
            "new": None if known else shape,
            "sources": [source for source, _ in values],
            "values": [value for _, value in values],
            "plan": {"whole": plan.whole, "uses": {name: int(use) for name, use in plan.uses.items()}},
            "findings": ["MSG010"] if plan.slow or self._literal.everything else [],
        }

    def _go_slowly(self) -> None:
        """Render everything literally from now on: right, but a shape for nearly every contact."""
        if self._literal.everything:
            raise ThemeError(
                f"{self._job['shown']}: the request to be removed, or a release text, is changed after it was printed.",
                "print {{ unsubscribe }} outside filter blocks",
            )
        self._literal = Literal(everything=True)
        self._renderer = self._made()

    def _shape(self, rendering: Rendering, order: Sequence[int]) -> Json | None:
        """The finished shape; None when a value stands where it cannot be filled in, which is then literal."""
        marks = self._renderer.marks
        html = self._document(rendering, marks)
        found = find(html, marks, self._selected)
        places = {rendering.values[one.index].place for one in found if one.place == "literal" and one.index != TOKEN}
        if places:
            self._literal = Literal(places=self._literal.places | places)
            self._renderer = self._made()
            return None
        shape = {
            "subject": _split(rendering.subject, marks, order),
            "text": _text_part(rendering, marks, order, self._renderer),
            "html": _html_part(html, found, order, self._renderer),
        }
        return {**shape, "boundary": boundary_for(json.dumps(shape, sort_keys=True))}

    def _document(self, rendering: Rendering, marks: Marks) -> str:
        """The finished document; two languages are finished each for itself, since their sheets may be mirrored."""
        first = self._inlined(rendering.html, marks, self._inliner)
        if not rendering.second or self._second_inliner is None:
            return first
        second = self._inlined(rendering.second, marks, self._second_inliner)
        about = {"first": self._job["release"], "second": self._job["release"]["elsewhere"]}
        return joined(first, second, about)

    def _inlined(self, html: str, marks: Marks, inliner: Inliner) -> str:
        """The document with its sheet inlined and its links disarmed; tokens survive."""
        refuse_in_sheets(html, marks)
        try:
            inlined = inliner.inline(html)
        except (AttributeError, TypeError, ValueError, etree.LxmlError) as error:  # premailer found no document in it
            raise ThemeError(
                f"{HTML}: what it prints is no HTML document.", "let it print <html> and <body>"
            ) from error
        if sorted(marks.pattern.findall(inlined)) != sorted(marks.pattern.findall(html)):
            raise ThemeError(
                f"{HTML}: a contact's value stands where the HTML is not valid.", "check the HTML around it"
            )
        return disarm(inlined, marks)

    def _whole(self, rendering: Rendering) -> bool:
        """Whether every token handed out is there and nothing was done to any."""
        marks = self._renderer.marks
        everywhere = f"{rendering.subject}\n{rendering.text}\n{rendering.html}\n{rendering.second}"
        seen = marks.pattern.findall(everywhere)
        if everywhere.lower().count(marks.prefix.lower()) != len(seen):
            return False
        wanted = {f"{number:05d}" for number, value in enumerate(rendering.values) if value.place[0] != "pitch"}
        return wanted <= set(seen)

    def _proved(self, compiled: Json, values: Sequence[str], row: Mapping[str, Any]) -> bool:
        """Whether filling in gives what rendering this contact alone gives (same text, same tree)."""
        shape = shape_from(compiled)
        marks = self._renderer.marks
        plain = self._renderer.render(row, plainly=True)
        html = marks.pattern.sub(_EXAMPLE, self._document(plain, marks))
        text = "".join(written_line((marks.pattern.sub(_EXAMPLE, line),), (), "") for line in plain.text.split("\n"))
        return (
            subject_text(shape.subject, values) == subject_text((plain.subject,), ())
            and _decoded(shape.text.fill(values, _EXAMPLE), shape.text.encoding) == text
            and _tree(_decoded(shape.html.fill(values, _EXAMPLE), shape.html.encoding)) == _tree(html)
        )


def _order(rendering: Rendering) -> list[int]:
    """For each token its place among the delivery's values; a field printed twice is kept once."""
    seen: dict[str, int] = {}
    order: list[int] = []
    for number, value in enumerate(rendering.values):
        order.append(seen.setdefault(value.field or f"#{number}", len(seen)))
    return order


def _values(rendering: Rendering, order: Sequence[int]) -> list[tuple[str | None, str]]:
    """Each distinct value with the field it comes from, in the order of the slots' indexes."""
    found = {at: (value.field or None, value.text) for at, value in zip(order, rendering.values, strict=True)}
    return [found[at] for at in range(len(found))]


def _key(rendering: Rendering, order: Sequence[int]) -> str:
    """What makes two renderings the same shape."""
    whole = json.dumps([rendering.subject, rendering.text, rendering.html, rendering.second, list(order)])
    return hashlib.sha256(whole.encode()).hexdigest()


def _split(text: str, marks: Marks, order: Sequence[int]) -> list[str | int]:
    """Strings and value indexes, in turn; empty strings left out."""
    parts: list[str | int] = []
    for number, part in enumerate(marks.pattern.split(text)):
        if number % 2:
            index = marks.index(part)
            parts.append(TOKEN if index == TOKEN else order[index])
        elif part:
            parts.append(part)
    return parts or [""]


def _text_part(rendering: Rendering, marks: Marks, order: Sequence[int], renderer: Renderer) -> Json:
    """The text part: finished lines, and lines that are wrapped when their values are known."""
    pieces: list[Any] = []
    run: list[str] = []
    for line in rendering.text.split("\n"):
        if marks.prefix in line:
            pieces += ["".join(run)] if run else []
            run = []
            pieces.append({"line": _split(line, marks, order)})
        else:
            run.append(wrapped(line) + "\n")
    pieces += ["".join(run)] if run else []
    if shorter_in_base64(renderer.filled(rendering.text)):
        return {"encoding": "base64", "pieces": pieces}
    finished = [quoted_printable(one).decode() if isinstance(one, str) else one for one in pieces]
    return {"encoding": "quoted-printable", "pieces": finished}


def _html_part(html: str, found: Sequence[Found], order: Sequence[int], renderer: Renderer) -> Json:
    """The HTML part: finished pieces and slots in turn."""
    in_base64 = shorter_in_base64(renderer.filled(html))
    pieces: list[Any] = []
    at = 0
    for one in found:
        before = html[at : one.start]
        pieces += [before if in_base64 else piece(before).decode()] if before else []
        pieces.append([TOKEN if one.index == TOKEN else order[one.index], one.place])
        at = one.end
    rest = html[at:]
    pieces.append(rest if in_base64 else quoted_printable(rest).decode())
    return {"encoding": "base64" if in_base64 else "quoted-printable", "pieces": pieces}


def _decoded(body: bytes, encoding: str) -> str:
    """A part's text, line ends as LF."""
    octets = b64decode(body) if encoding == "base64" else decodestring(body)
    return octets.decode().replace("\r\n", "\n")


def _tree(html: str) -> object:
    """A document as nested tuples: tags, sorted attributes, text; comments are left as text."""
    return _node(etree.HTML(html))


def _node(element: Any) -> object:
    return (
        str(element.tag),
        tuple(sorted(element.attrib.items())) if isinstance(element.tag, str) else (),
        element.text or "",
        tuple(_node(child) for child in element),
        element.tail or "",
    )
