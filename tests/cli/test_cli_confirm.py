"""The question before a mailing goes out."""

import io
import re

import pytest

from dispatch.cli.confirm import Choice, ask, demand_answer
from dispatch.cli.render.page import Page
from dispatch.errors import UsageError

ALL = tuple(Choice)


def answered(text, choices=ALL):
    stream = io.StringIO()
    choice = ask(Page(stream, terminal=True, width=80), "Send 238 messages now?", choices, io.StringIO(text))
    return choice, re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("y\n", Choice.YES),
        ("YES\n", Choice.YES),
        ("n\n", Choice.NO),
        (" p \n", Choice.PREVIEW),
        ("test\n", Choice.TEST),
    ],
)
def test_the_first_letter_or_the_word_answers(text, choice):
    """Case and blanks do not matter."""
    assert answered(text)[0] is choice


def test_the_question_shows_its_keys():
    """As in git send-email, the key stands in brackets within the word."""
    assert answered("y\n")[1] == "Send 238 messages now? [y]es  [n]o  [p]review  [t]est to me: "


def test_a_question_mark_explains_the_keys():
    """Each key that is offered and what it does, and then the question again."""
    choice, shown = answered("?\ny\n", (Choice.YES, Choice.NO, Choice.PREVIEW))
    assert choice is Choice.YES
    assert shown.count("Send 238 messages now?") == 2
    assert "nothing is sent" in shown
    assert "look at a whole mail" in shown
    assert "marked as a test" not in shown


def test_an_empty_or_foreign_answer_is_asked_again():
    """Nothing is sent by pressing Enter."""
    choice, shown = answered("\nwhat\n\x1b[A\nyes\n")
    assert choice is Choice.YES
    assert shown.count("Send 238 messages now?") == 4
    assert "? explains them" in shown


def test_the_end_of_input_means_no():
    """Ctrl-D sends nothing."""
    assert answered("")[0] is Choice.NO


def test_what_is_not_offered_is_not_taken():
    """Without a test address there is no test to ask for."""
    choice, shown = answered("t\nn\n", (Choice.YES, Choice.NO))
    assert choice is Choice.NO
    assert "est to me" not in shown


def test_nobody_there_is_wrong_usage_at_once():
    """Under pytest there is no terminal: the command ends with exit 2 and names --yes."""
    with pytest.raises(UsageError) as caught:
        demand_answer(yes=False, question="Send 238 messages now?")
    assert "--yes" in caught.value.fix
    assert not demand_answer(yes=True, question="Send?")
