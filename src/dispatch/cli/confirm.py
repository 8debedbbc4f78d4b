"""The question before a mailing goes out, asked as git send-email asks it."""

import sys
from collections.abc import Collection
from enum import StrEnum
from typing import TextIO

from rich.text import Text

from dispatch.cli.render.page import Page, compose
from dispatch.errors import UsageError


class Choice(StrEnum):
    """What a person answers; the value is the key."""

    YES = "y"
    NO = "n"
    #: Look at the whole mail first.
    PREVIEW = "p"
    #: Send one marked test message to oneself first.
    TEST = "t"


_WORDS = {Choice.YES: "es", Choice.NO: "o", Choice.PREVIEW: "review", Choice.TEST: "est to me"}
#: What `?` tells.
_MEANINGS = {
    Choice.YES: "go on",
    Choice.NO: "stop; nothing is sent",
    Choice.PREVIEW: "look at a whole mail first, then be asked again",
    Choice.TEST: "send one copy, marked as a test, to yourself first, then be asked again",
}


def can_ask(answers: TextIO | None = None) -> bool:
    """True when a person sits there: both the question and the answer have a terminal."""
    answers = sys.stdin if answers is None else answers
    return answers is not None and answers.isatty() and sys.stderr is not None and sys.stderr.isatty()


def ask(page: Page, question: str, choices: Collection[Choice], answers: TextIO) -> Choice:
    """Ask until one of the choices is given.

    Args:
        page: Where the question is written.
        question: Without its question mark's choices: `Send 238 messages now?`.
        choices: Which answers there are, in the order in which they are offered.
        answers: Where the answers come from, a line each; its end means no.
    """
    offered = [choice for choice in Choice if choice in choices]
    while True:
        page.console.print(_prompt(question, offered), end="")
        given = answers.readline()
        if not given:
            page.blank()
            return Choice.NO
        word = given.strip().casefold()
        if word == "?":
            page.rows([[(choice.value, "bold"), _MEANINGS[choice]] for choice in offered])
            continue
        for choice in offered:
            if word and (choice.value + _WORDS[choice]).startswith(word):
                return choice
        *keys, last = (choice.value for choice in offered)
        page.line(f"Please answer {', '.join(keys)} or {last}; ? explains them.")


def _prompt(question: str, offered: list[Choice]) -> Text:
    keys = Text("  ").join(compose((f"[{choice.value}]", "bold"), _WORDS[choice]) for choice in offered)
    return compose(f"{question} ") + keys + Text(": ")


def demand_answer(*, yes: bool, question: str) -> bool:
    """Whether to ask: False with `--yes`, True at a terminal.

    Raises:
        UsageError: An answer is needed and nobody is there to give it.
    """
    if yes:
        return False
    if can_ask():
        return True
    raise UsageError(f"{question} Nobody can answer: there is no terminal", "add --yes to go on without asking")
