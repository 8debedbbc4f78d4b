"""A rule about the two parts of a mail: what the HTML says, the plain text says too."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import permutations
from typing import Final

from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release
from dispatch.preflight.rule import Case, Rule

_NUMBER: Final = re.compile(r"\d[\d.,]*\d")
#: White space, soft hyphens and joiners: where lines break in either part means nothing.
_NOTHING: Final = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")
_UNSEEN: Final = frozenset({"style", "script", "title", "head"})
_NAMED: Final = 4


class _Seen(HTMLParser):
    """Collects what a reader of the HTML sees, descriptions of pictures included."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A picture's description is seen where the picture is not."""
        self._hidden += tag in _UNSEEN
        self.text.extend(value for name, value in attrs if name == "alt" and value)

    def handle_endtag(self, tag: str) -> None:
        """What is never shown ends."""
        self._hidden -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._hidden:
            self.text.append(data)


def _differ(case: Case) -> Iterator[Finding]:
    if case.mail is None:
        return
    reader = _Seen()
    reader.feed(case.mail.html)
    parts = {"HTML": _run_together("".join(reader.text)), "plain text": _run_together(case.mail.text)}
    for (has, one), (lacks, other) in permutations(parts.items()):
        told = [
            fact for fact in _facts(case.release) if _run_together(fact) in one and _run_together(fact) not in other
        ]
        if told:
            more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
            message = f"The {has} says what the {lacks} does not: {', '.join(told[:_NAMED])}{more}."
            fix = f"print the same of the release in the theme's {'mail.txt' if has == 'HTML' else 'mail.html'}"
            yield Finding(code="MSG016", severity=Severity.ERROR, message=message, fix=fix, file=case.release.file)


def _facts(release: Release) -> dict[str, None]:
    """Numbers, people and addresses of a release, in its order, each once."""
    texts = [release.headline, release.subhead, release.body_text, *(item.text for item in release.boilerplate)]
    found = dict.fromkeys(number for text in texts for number in _NUMBER.findall(text))
    found |= dict.fromkeys(quote.speaker for quote in release.quotes if quote.speaker)
    for contact in release.contacts:
        found |= dict.fromkeys((contact.name, *contact.emails, *contact.phones))
    found.pop("", None)
    return found


def _run_together(text: str) -> str:
    return _NOTHING.sub("", text).casefold()


RULES: tuple[Rule, ...] = (
    Rule(
        code="MSG016", severity=Severity.ERROR, title="HTML and text tell different facts", check=_differ,
        explanation="A number, a person or an address of the release stands in one part of the mail and not in the "
        "other, so that some of its readers never learn it. Both parts come from the theme: one of its two templates "
        "leaves out a part of the release that the other prints.",
    ),
)  # fmt: skip
