"""Whom a pronoun, an office or a surname beside a quotation means, and where nobody is meant."""

import pytest

from dispatch.release.anatomy import quotes, speakers


def said_by(*texts):
    """The speaker of the last quotation."""
    marked = quotes.scan(texts)
    return speakers.attribute(texts, marked.quotations)[-1]


OPENING = "Elspeth Garrioch, the printer who built a museum, died on Saturday. She was 92."


@pytest.mark.parametrize(
    "text",
    [
        "She set every label by hand. “A misprint is a fingerprint,” she used to tell school classes.",
        "Asked for her secret, she always answered: “Nobody has ever asked the ink.”",
    ],
)
def test_a_pronoun_means_whom_the_paragraphs_above_are_about(text):
    """An obituary names its person on top and goes on with pronouns."""
    assert said_by(OPENING, "Born in Wick, Miss Garrioch entered the trade in 1950.", "In 1985 it ended.", text) == (
        "Elspeth Garrioch"
    )


def test_a_pronoun_means_whom_the_sentence_before_names():
    """And not whoever spoke in the paragraph above; of several the one with whom the sentence begins."""
    above = "“Strokes keep no hours,” said Ana Ruiz, a nurse."
    named = "Among the first was Tom Hall, 58, a driver. Mr Hall walked out six days later. “I lost a day,” he said."
    assert said_by(above, named) == "Tom Hall"
    assert said_by(above, "Tom Hall, 58, met Eva Weiss of Elm. “I lost a day,” he said.") == "Tom Hall"
    assert said_by(above, "Finance chief Tom Hall spoke about costs.", "“We have bought early,” he said.") == "Tom Hall"


@pytest.mark.parametrize(
    ("texts", "speaker"),
    [
        (("El acueducto terminó, informó su titular, Ana Ruiz, en una visita.", "Nada más.",
          "“El agua que entra es la que sale”, afirmó el secretario, quien recordó 2023."), "Ana Ruiz"),
        (("Ana Ruiz, ministre des Forêts, a présenté le plan en Conseil des ministres.",
          "« Un enfant retient mieux le nom », a déclaré la ministre à l’issue du Conseil."), "Ana Ruiz"),
        (("Die Landesministerin für Gesundheit, Dr. Eva Weiß, kam.",
          "„Das ist ein Ausflug“, sagte Weiß. Das Land will zahlen.",
          "Die Ministerin ging auf die Kritik ein. „Wir kaufen auch Feuerwehrautos.“"), "Eva Weiß"),
        (("Eva Weiß ging auf die Jäger ein. Ihre Sorge nehme sie ernst: „Ein Hochsitz im Wasser ist ein Turm.“",),
         "Eva Weiß"),
    ],
)  # fmt: skip
def test_an_office_means_whom_the_text_is_about(texts, speaker):
    """Where no office of that name is given to somebody; a Council behind a preposition is no speaker."""
    assert said_by(*texts) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“I come with a bicycle,” said the new president after the vote.", "Ana Ruiz"),
        ("La nouvelle présidente arrive en mai. « Une caisse ne ferme pas », a-t-elle affirmé.", "Ana Ruiz"),
    ],
)
def test_a_newcomer_is_whom_the_text_named_first(text, speaker):
    """Unless that one has spoken already: then nobody is known."""
    assert said_by("The club has named Ana Ruiz to follow Tom Hall.", text) == speaker
    assert said_by("The club met.", "“No,” said Ana Ruiz. “We wait and see.”", text) is None


@pytest.mark.parametrize(
    "words", ["Y añade: «Cantamos hasta mañana».", "Apuntó que «el coro crecerá el año que viene»."]
)
def test_a_spanish_verb_needs_no_pronoun(words):
    """It means whom the paragraph above is about."""
    assert said_by("Ana Ruiz dirige el coro.", words) == "Ana Ruiz"


@pytest.mark.parametrize(
    "texts",
    [
        ("Ana Ruiz came.", "« Nous chantons ici », indique le rapport."),
        ("Ana Ruiz came.", "“We sing on,” said the union."),
        ("Ana Ruiz runs the depot. A driver told of the cold.", "“My feet freeze every morning,” said the driver."),
        ("Ana Ruiz runs the depot.", "A neighbour told the council of the noise. “I have not slept since,” he said."),
    ],
)
def test_whom_a_text_leaves_unnamed_nobody_is_taken_for(texts):
    """Words in the wrong mouth are worse than none."""
    assert said_by(*texts) is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("„Wir singen laut“, sagt die Meteorologin Ana Ruiz vom Wetterdienst.", "Ana Ruiz"),
        ("„Wir singen laut“, sagt Meteorologin und Autorin Ana Ruiz.", "Ana Ruiz"),
        ("„Wir singen laut“, so die Leiterin Dr. med. Ana Ruiz.", "Ana Ruiz"),
        ("“We sing on,” said Elm University's Ana Ruiz.", "Ana Ruiz"),
        ("Ana Ruiz y Tom Hall coinciden: «Cantamos hasta mañana».", "Ana Ruiz"),
        ("A juicio de Ana Ruiz, «cantar es lo único que nos queda en este pueblo».", "Ana Ruiz"),
        ("Ana Ruiz, présidente, sourit : « Nous chantons. » Elle ajoute : « Nous restons ici. »", "Ana Ruiz"),
        ("„Sie reden über uns“, vermutet Doktorand Jonas Abt.", "Jonas Abt"),
        ("„Eine Karre steigt keine Treppe“, entgegnet Zusteller und Betriebsrat Jonas Abt aus Hamm.", "Jonas Abt"),
        ("It would meet at any hour, “preferably at three, so that the board knows”, as convenor Ana Ruiz put it.",
         "Ana Ruiz"),
        ("Jonas Abt fuhr mit. „Zuerst den Zug streichen, dann suchen“, ärgert sich Abt.", "Jonas Abt"),
        ("Zum Rücktritt von Tom Hall erklärt die Vorsitzende der Liste, Ana Ruiz: „Dieser Schritt war überfällig.“",
         "Ana Ruiz"),
        ("Modou, de 31 años, comparte habitación. «Me ducho en el almacén», cuenta.", "Modou"),
        ("'A ship that carries lorries can carry a chair; that's all,' said Ana Ruiz.", "Ana Ruiz"),
        ("«Nos pidieron que no hubiera carteles», cuenta la directora, Ana Ruiz, «y no los hay».", "Ana Ruiz"),
    ],
)  # fmt: skip
def test_a_speaker_is_named_without_trade_or_title(text, speaker):
    """By a trade, by two, by a surname behind any verb, by a first name and an age."""
    assert said_by(text) == speaker


def test_a_paragraph_that_breaks_off_goes_on_in_the_next():
    """A row that begins with a name may have been left apart."""
    assert said_by("“The cheapest thing here is a switch,” says author", "Ana Ruiz of Elm.") == "Ana Ruiz"


@pytest.mark.parametrize(
    "text",
    [
        "Presenta su nueva sala, «El árbol que se deja desnudar», que abrirá el sábado.",
        "The paper: Ruiz A. and others, “White light shortens adult life in nine species”, Ecology 14.",
    ],
)
def test_works_are_no_quotations(text):
    """Neither between commas and told about, nor in a row that cites them."""
    assert quotes.scan([text]).quotations == ()
