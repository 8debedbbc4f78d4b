"""Notes as a list: the items that are parts of their own, such as `2. About River Trust: ...`, taken out of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dispatch.model.release import BlockType
from dispatch.release.anatomy.draft import Draft
from dispatch.release.expression import Expression
from dispatch.release.source import Paragraph, offset_after, plain

#: What counts a note that stands in a row of its own.
NUMBER = Expression(r"(?:\d{1,2}[.)]|\(\d{1,2}\)|\[\d{1,2}\])\s+(?=\S)")
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_LIST = re.compile(r"<(?P<tag>[uo]l)(?: start=\"(?P<start>\d+)\")?>")
_PARAGRAPH = re.compile(r"^\s*<p>|</p>\s*$")


def items(paragraph: Paragraph) -> list[str]:
    """The inline HTML of each item; none when the list holds other lists or paragraphs."""
    if paragraph.shape is not BlockType.LIST or paragraph.html.count("<ul") + paragraph.html.count("<ol") != 1:
        return []
    found = [_PARAGRAPH.sub("", item).strip() for item in _ITEM.findall(paragraph.html)]
    rows = paragraph.text.split("\n")
    return found if [plain(item) for item in found] == rows else []


def take_out(draft: Draft, index: int, taken: Sequence[int]) -> list[int]:
    """Cut a list around some of its items, which become paragraphs; what is left stays a list.

    Args:
        draft: The sheet; paragraphs are put in the place of the list.
        index: The list.
        taken: Numbers of the items, from 0.

    Returns:
        For each paragraph that takes the place of the list the number of the item that it is, -1 for a list.
    """
    whole = draft.paragraphs[index]
    pieces = list(_pieces(draft.document.source, whole, taken))
    draft.replace(index, [paragraph for paragraph, _ in pieces])
    return [number for _, number in pieces]


def _pieces(source: str, whole: Paragraph, taken: Sequence[int]) -> Iterator[tuple[Paragraph, int]]:
    html = items(whole)
    texts = whole.text.split("\n")
    ends = _ends(source, whole, texts)
    runs: list[list[int]] = []
    for number in range(len(texts)):
        if runs and number not in taken and runs[-1][-1] not in taken:
            runs[-1].append(number)
        else:
            runs.append([number])
    start = whole.start
    for run in runs:
        end = ends[run[-1]]
        alone = run[0] in taken
        text = "\n".join(texts[number] for number in run)
        made = html[run[0]] if alone else _as_list(whole, [html[number] for number in run], run[0])
        yield replace(
            whole, text=text, html=made, rows=tuple(text.split("\n")), start=start, end=end,
            shape=BlockType.PARAGRAPH if alone else BlockType.LIST,
        ), run[0] if alone else -1  # fmt: skip
        start = end + len(source[end : whole.end]) - len(source[end : whole.end].lstrip())


def _ends(source: str, whole: Paragraph, texts: Sequence[str]) -> list[int]:
    """Where in the source each item ends; the last one with the list."""
    ends: list[int] = []
    at = whole.start
    for text in texts:
        mark = NUMBER.match(source, at)
        at = offset_after(source, mark.end() if mark else at, whole.end, text)
        ends.append(at)
        at += len(source[at : whole.end]) - len(source[at : whole.end].lstrip())
    return [*ends[:-1], whole.end]


def _as_list(whole: Paragraph, html: Sequence[str], before: int) -> str:
    """Items as a list of the same sort, counting on where they stood."""
    match = _LIST.match(whole.html)
    tag = match["tag"] if match else "ul"
    first = int(match["start"] or 1) + before if match else 1
    start = f' start="{first}"' if tag == "ol" and first > 1 else ""
    inner = "".join(f"<li>{item}</li>" for item in html)
    return f"<{tag}{start}>{inner}</{tag}>"
