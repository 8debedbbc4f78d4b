"""Whom a pronoun or an office beside a quotation means: the person whom the words before it are about."""

import re
from collections.abc import Iterable, Mapping, Sequence

from dispatch.release.anatomy.names import SAYING
from dispatch.release.expression import Expression

#: Paragraphs above a quotation in which the person is looked for, and where in a sentence its subject stands.
_ABOVE, _FIRST, _OPENING = 6, 30, 90
_LONGEST = 4000
_SENTENCE = Expression(r"(?<![A-Z.][.])(?<=[.!?”\"»])\s+(?=[A-ZÀ-ÖØ-Þ])")
#: `Modou, de 31 años, ...`, `Amina, 34, ...`: somebody whose surname is kept back.
_BY_FIRST_NAME = Expression(
    r"(?:^|(?<=[\n.]\s)|(?<=\n))(?P<name>[A-ZÀ-ÖØ-Þ][a-zß-ÿ]{2,20}),\s(?:de\s|aged\s)?\d{1,3}(?:,|\s(?:años|ans|Jahre)\b)"
)
_ARTICLE = Expression(
    r"(?:\b(?:the|an?|el|la|los|las|del|al|un|una|le|les|du|des|aux?|une|de[rmns]|die|das|im|am|beim|vom|zum|zur)\s|"
    r"l[’'])$",
    re.IGNORECASE,
)
_BY_VERB = Expression(
    rf"(?:^|[.!?”»,]\s)(?:(?:y|e|también|además|asimismo)\s)?(?:{SAYING})(?:\s(?:también|además))?(?:\sque|\s?:)\s*$",
    re.IGNORECASE,
)
_WORD = Expression(r"[^\W\d_][\w’'-]*")
_UNNAMED = Expression(
    rf"(?:An?|One|Another|Some|Una?|Otr[oa]|Une|Eine?|Einer)\s[^.!?“”\"«»„]{{2,90}}?\b(?:{SAYING}|asked|called)\b"
)
#: `Tadsen spoke of the hunters. She took their worry seriously: “...”`
_BY_PRONOUN = Expression(r"\b(?:she|he|they|sie|er|elle|il|ella|él)\b[^.!?“”\"«»„]{0,80}:\s*$", re.IGNORECASE)


def by_first_name(text: str) -> list[str]:
    """Those of whom a text gives a first name and an age, and nothing else."""
    return [match["name"] for match in _BY_FIRST_NAME.finditer(text)]


def persons(known: Iterable[str], text: str) -> list[str]:
    """Those of some names that have no article before them where a text first has them, as things and places have.

    Args:
        known: Names in the order of the text.
        text: The whole text.
    """
    found, at = list[str](), 0
    for name in known:
        here = text.find(name, at)
        at = max(at, here)
        if here < 0 or not _ARTICLE.search(text[max(0, here - _FIRST) : here]):
            found.append(name)
    return found


def is_unnamed(before: str) -> bool:
    """Whether the last sentence tells what somebody says whom it does not name: `A neighbour asked: “...`."""
    return _UNNAMED.match(_SENTENCE.split(before.strip())[-1]) is not None


def is_announced(before: str) -> bool:
    """Whether a pronoun says before a colon who speaks, or a Spanish verb without one."""
    return _BY_PRONOUN.search(before) is not None or _BY_VERB.search(before) is not None


def subject(text: str, known: Mapping[str, str]) -> str | None:
    """Whom a stretch of text is about at its end: the last sentence that opens with a person, else its only person.

    Args:
        text: A paragraph, or as much of it as stands before a quotation.
        known: Full names by each surname that only one has.
    """
    sentences = _SENTENCE.split(text)[::-1]
    for opening in (_FIRST, _OPENING):
        found = next((name for sentence in sentences for name in _mentioned(sentence[:opening], known)), None)
        if found:
            return found
    everybody = set(_mentioned(text, known))
    return everybody.pop() if len(everybody) == 1 else None


def above(texts: Sequence[str], index: int, known: Mapping[str, str]) -> str | None:
    """The nearest person whom the paragraphs above one are about."""
    nearest = (subject(text[-_LONGEST:], known) for text in reversed(texts[max(0, index - _ABOVE) : index]))
    return next(filter(None, nearest), None)


def _mentioned(text: str, known: Mapping[str, str]) -> list[str]:
    """Known people in the order in which a text has them, by a surname or by a full name."""
    found = [(match.start(), known[match.group()]) for match in _WORD.finditer(text) if match.group() in known]
    found += [(at, name) for name in known if " " in name and (at := text.find(name)) >= 0]
    return [name for _, name in sorted(found)]
