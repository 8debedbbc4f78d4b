"""What is probably wrong with a contact although it can be mailed: slips of the pen, mangled letters, look-alikes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from dispatch.phones import impossible

# Mail providers whose names people mistype; shorter names would be too easily like another one.
_WELL_KNOWN = (
    "gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "protonmail.com",
    "hotmail.es", "hotmail.fr", "yahoo.es", "yahoo.fr", "orange.fr", "wanadoo.fr", "laposte.net", "t-online.de",
    "comcast.net", "verizon.net", "terra.com.br",
)  # fmt: skip
_SHORTEST = min(map(len, _WELL_KNOWN)) - 1
_LONGEST = max(map(len, _WELL_KNOWN)) + 1
# Real domains that are one letter away from a well-known one.
_REAL = frozenset({"ymail.com", "email.com", "mail.com", "yahoo.co", "gmail.co", "fmail.com", "zmail.com", "hmail.com"})
_MANGLED = re.compile(r"[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]|â€[\x80-\xbf™œ˜“”\x9d¦]")
_SCIENTIFIC = re.compile(r"\d[.,]?\d*[eE]\+\d+")
_PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "e", "da", "do", "dos", "di", "du", "van", "von", "der", "den"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One doubt about one cell."""

    code: str
    #: The field whose cell it is about.
    field: str
    message: str
    fix: str


def doubts(email: str, name: str, phone: str, texts: str) -> Iterator[Doubt]:
    """What to look at twice in a contact.

    Args:
        email: Its address.
        name: Its full name.
        phone: Its phone number.
        texts: All its cells in one string.

    Yields:
        Doubts; none of them keeps the contact from being mailed.
    """
    domain = email.rpartition("@")[2]
    if meant := meant_domain(domain):
        yield Doubt(
            code="LST021",
            field="email",
            message=f"{email} is probably a slip of the pen for {meant}.",
            fix=f"write {email.rpartition('@')[0]}@{meant} if that is meant",
        )
    if not domain.isascii():
        yield from _foreign(email, domain)
    if name.isupper() and len(name) > 4 and " " in name:  # noqa: PLR2004
        yield Doubt(
            code="LST024",
            field="name",
            message=f'The name is in capitals and would be greeted so: "{name}".',
            fix=f"write {in_small_letters(name)} if that is right",
        )
    if phone and _SCIENTIFIC.search(phone):
        yield Doubt(
            code="LST028",
            field="phone",
            message=f'A spreadsheet has rounded the phone number: "{phone}".',
            fix="format the column as text and type the number again",
        )
    elif phone and (why := impossible(phone)):
        yield Doubt(
            code="LST035",
            field="phone",
            message=f'"{phone}" cannot be a phone number: {why}.',
            fix="correct it; the address is mailed all the same",
        )
    if not texts.isascii() and (found := _MANGLED.search(texts)):
        yield from _mangled(texts, found.start())


def _foreign(email: str, domain: str) -> Iterator[Doubt]:
    import idna  # noqa: PLC0415  (for the rare non-ASCII domain)

    shown = idna.encode(domain, uts46=True).decode("ascii")
    scripts = {script for label in domain.split(".") for script in _scripts(label) if len(_scripts(label)) > 1}
    if scripts:
        yield Doubt(
            code="LST022",
            field="email",
            message=f"{email} mixes {' and '.join(sorted(scripts))} letters that look alike; it is really {shown}.",
            fix="type the address again, unless you are sure of it",
        )
    else:
        yield Doubt(code="LST031", field="email", message=f"{email} is mailed at {shown}.", fix="")


@lru_cache(maxsize=512)
def _scripts(label: str) -> frozenset[str]:
    """The alphabets of a label among those whose letters are mistaken for each other."""
    names = (unicodedata.name(letter, "").partition(" ")[0].title() for letter in label if letter.isalpha())
    return frozenset(name for name in names if name in {"Latin", "Cyrillic", "Greek", "Armenian"})


def _mangled(texts: str, place: int) -> Iterator[Doubt]:
    start = texts.rfind(" ", 0, place) + 1
    word = re.split(r"[ ,;]", texts[start:], maxsplit=1)[0]
    try:
        repaired = word.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return
    if repaired != word:
        yield Doubt(
            code="LST002",
            field="",
            message=f'"{word}" looks like "{repaired}" read in the wrong encoding.',
            fix="export the list again as UTF-8, or give --encoding utf-8",
        )


@lru_cache(maxsize=16_384)
def meant_domain(domain: str) -> str:
    """The well-known domain that a domain is one slip away from, or an empty string."""
    if not _SHORTEST <= len(domain) <= _LONGEST or domain in _WELL_KNOWN or domain in _REAL:
        return ""
    for slip in (domain, *_without_one(domain)):
        meant = _slips().get(slip, "")
        if meant and _one_slip(domain, meant):
            return meant
    return ""


@cache
def _slips() -> dict[str, str]:
    """Each well-known domain, and each with one letter taken out."""
    return {slip: known for known in reversed(_WELL_KNOWN) for slip in (known, *_without_one(known))}


def _without_one(domain: str) -> tuple[str, ...]:
    return tuple(domain[:index] + domain[index + 1 :] for index in range(len(domain)))


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, added, mistaken, or two neighbours swapped (Damerau)."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return shorter in _without_one(longer)
    wrong = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]]  # noqa: PLR2004
    return len(wrong) == 1 or (swapped and one[wrong[1]] == other[wrong[0]])


def in_small_letters(name: str) -> str:
    """A name in capitals as it is usually written; particles stay small unless they come first."""
    words = name.lower().split()
    return " ".join(
        word if word in _PARTICLES and index else "-".join(part.capitalize() for part in word.split("-"))
        for index, word in enumerate(words)
    )
