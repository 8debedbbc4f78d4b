"""Quotations over one or many paragraphs, and who speaks."""

import pytest

from dispatch.release.anatomy import quotes, speakers

ONE = [
    ("“We open on Monday,” said Ana Ruiz, a nurse.", "We open on Monday,", "Ana Ruiz"),
    ('"We open on Monday," Ana Ruiz said.', "We open on Monday,", "Ana Ruiz"),
    ("Ana Ruiz, director of the clinic, said, “We open on Monday.”", "We open on Monday.", "Ana Ruiz"),
    ("“We open on Monday.” – Ana Ruiz, director", "We open on Monday.", "Ana Ruiz"),
    ("“We open on Monday,” branch secretary Ana Ruiz said.", "We open on Monday,", "Ana Ruiz"),
    ("“We open on Monday,” said Dr. Ana María de la Cruz-Ruiz.", "We open on Monday,", "Ana María de la Cruz-Ruiz"),
    ("“We open on Monday,” said Commissioner Ana Ruiz.", "We open on Monday,", "Ana Ruiz"),
    (("According to Ana Ruiz, the head nurse, “nobody who works in this city at night has ever asked us for less than "
    "this.”"),
     "nobody who works in this city at night has ever asked us for less than this.", "Ana Ruiz"),
    ("«Abrimos el lunes», afirmó Ana Ruiz, directora.", "Abrimos el lunes", "Ana Ruiz"),
    ("“Abrimos el lunes”, señaló la presidenta de la Cámara, Ana Ruiz.", "Abrimos el lunes", "Ana Ruiz"),
    ("« Nous ouvrons lundi », a déclaré Léa Petit.", "Nous ouvrons lundi", "Léa Petit"),
    ("« Nous ouvrons lundi », prévient Léa Petit, présidente.", "Nous ouvrons lundi", "Léa Petit"),
    ("« Nous ouvrons, a déclaré Léa Petit, porte-parole. Et nous restons. »",
     "Nous ouvrons, a déclaré Léa Petit, porte-parole. Et nous restons.", "Léa Petit"),
    ("„Wir öffnen am Montag“, sagt Jan Weiß.", "Wir öffnen am Montag", "Jan Weiß"),
    ("»Wir öffnen am Montag«, erklärte Dr. Jan Weiß.", "Wir öffnen am Montag", "Jan Weiß"),
    ('"Wir öffnen am Montag", so Vereins-Obfrau Eva Weiß.', "Wir öffnen am Montag", "Eva Weiß"),
    ("„Wir öffnen am Montag“, kündigt Eva Weiß an.", "Wir öffnen am Montag", "Eva Weiß"),
    ("« Nous ouvrons lundi », se réjouit le recteur, M. Léo Petit.", "Nous ouvrons lundi", "Léo Petit"),
    ("«Abrimos el lunes», razona la ponente, la magistrada Ana Ruiz.", "Abrimos el lunes", "Ana Ruiz"),
    ("Léa Petit, elle, salue les équipes. « Nous ouvrons lundi », a-t-elle confié.", "Nous ouvrons lundi", "Léa Petit"),
    ("”We open on Monday,” said Ana Ruiz.", "We open on Monday,", "Ana Ruiz"),
    ("“He called it a “stunt” and left,” said Ana Ruiz.", "He called it a “stunt” and left,", "Ana Ruiz"),
]  # fmt: skip
SCARE = [
    "The “Remain in Mexico” plan was announced.",
    "Der „Hilda“ genannte Kahn liegt im Hafen.",
    "La llamada «ley mordaza» sigue vigente.",
    "Le film « La longue nuit » sort lundi.",
    "It is a 12\" pipe and a 6' wall.",
    "They’re the clinics’ nurses’ keys.",
    "Referencia: A. Ruiz et al., «Late treatment preserves hearing in aged mice», Anales, 2026.",
]


@pytest.mark.parametrize(("text", "words", "speaker"), ONE)
def test_a_quotation_in_one_paragraph_has_words_and_speaker(text, words, speaker):
    """In the marks and the attributions of four languages."""
    marked = quotes.scan([text])
    assert [found.text for found in marked.quotations] == [words]
    assert speakers.attribute([text], marked.quotations) == [speaker]
    assert marked.unclosed == ()


@pytest.mark.parametrize("text", SCARE)
def test_titles_scare_quotes_and_inches_are_no_quotation(text):
    """Nobody speaks."""
    assert quotes.scan([text]).quotations == ()


@pytest.mark.parametrize(
    "texts",
    [
        ["“One.", "“Two.", "“Three.”"],
        ["“One.", "Two.", "Three.”"],
        ['"One.', '"Two.', '"Three."'],
        ["«One.", "»Two.", "»Three.»"],
        ["« One.", "« Two.", "« Three. »"],
        ["„One.", "Two.", "Three.“"],
    ],
)
def test_a_quotation_over_paragraphs_is_one(texts):
    """Whether each paragraph opens again or only the first one opens."""
    (found,) = quotes.scan(texts).quotations
    assert found.text.replace("\n\n", "|") == "One.|Two.|Three."
    assert (found.first, found.last, found.closed) == (0, 2, True)


def test_a_quotation_that_nobody_closes_ends_with_the_last_that_opened():
    """It is told, and does not swallow what follows."""
    marked = quotes.scan(["“One.", "“Two.", "The clinic opens.", "It is new."])
    assert [found.text for found in marked.quotations] == ["One.\n\nTwo."]
    assert marked.unclosed == (0,)


def test_an_unclosed_quotation_does_not_swallow_the_next_one():
    """A paragraph that opens and closes its own mark later on is its own."""
    texts = ["“One, she said.", "Then Ana Ruiz said, “Two is better.”"]
    marked = quotes.scan(texts)
    assert [found.text for found in marked.quotations if found.closed] == ["Two is better."]


def test_a_second_quotation_in_the_paragraph_has_the_same_speaker():
    """`“A,” said X. “B.”`"""
    text = "“We open on Monday,” said Ana Ruiz. “Come and see.”"
    marked = quotes.scan([text])
    assert speakers.attribute([text], marked.quotations) == ["Ana Ruiz", "Ana Ruiz"]


def test_a_surname_and_a_pronoun_become_the_full_name():
    """The text names the person in full elsewhere."""
    texts = ["“We open on Monday,” said Ana Ruiz.", "“Come and see us,” Ruiz said.", "“It is warm inside,” she added."]
    marked = quotes.scan(texts)
    assert speakers.attribute(texts, marked.quotations) == ["Ana Ruiz"] * 3


def test_the_paragraph_before_may_name_the_speaker():
    """`Name, title, issued the following statement:`"""
    texts = ["In the U.S. Ana Ruiz, director, issued the following statement in response:", "“We open on Monday.”"]
    marked = quotes.scan(texts)
    assert speakers.attribute(texts, marked.quotations) == ["Ana Ruiz"]


def test_the_next_line_may_sign():
    """`– Name, title` below the quotation."""
    texts = ["“We open on Monday.”", "– Ana Ruiz, director"]
    marked = quotes.scan(texts)
    assert speakers.attribute(texts, marked.quotations) == ["Ana Ruiz"]


JOINT = {
    "“We wait,” said Ana Ruiz, director of River Trust, and Tom Hall of Lake Watch.": ("Ana Ruiz", "Tom Hall"),
    "Ana Ruiz, director of River Trust, and Tom Hall, its chair, said: “We wait.”": ("Ana Ruiz", "Tom Hall"),
    "“No vamos a esperar más”, afirmaron Ana Ruiz, directora de Río Vivo, y Tomás Gil, portavoz.": (
        "Ana Ruiz",
        "Tomás Gil",
    ),
    "« Nous attendons », déclarent Anne Roux, présidente, et Luc Petit.": ("Anne Roux", "Luc Petit"),
    "„Wir warten“, sagen Anna Roth, Leiterin des Bundes, und Tom Kurz vom Verein.": ("Anna Roth", "Tom Kurz"),
    "“We wait,” said Ana Ruiz of River Trust, Tom Hall of Lake Watch and Eva Kern of Sea Aid.": (
        "Ana Ruiz",
        "Tom Hall",
        "Eva Kern",
    ),
    "Ana Ruiz, director of River Trust, Tom Hall, its chair, and Eva Kern, of Sea Aid, said: “We wait.”": (
        "Ana Ruiz",
        "Tom Hall",
        "Eva Kern",
    ),
    "« Nous attendons », déclarent Anne Roux (Rivière), Luc Petit (Lac) et Ève Kern (Mer).": (
        "Anne Roux",
        "Luc Petit",
        "Ève Kern",
    ),
    "„Wir warten“, sagen Anna Roth vom Bund, Tom Kurz von der Wasserwacht und Eva Kern von Seehilfe.": (
        "Anna Roth",
        "Tom Kurz",
        "Eva Kern",
    ),
    "“We wait,” said Ana Ruiz, mother of Tom Hall and Eva Kern.": (),
    "“We wait,” said Ana Ruiz of River Trust, which was founded by Tom Hall and Eva Kern.": (),
    "“We wait,” said Ana Ruiz, and Tom Hall added that others had left.": (),
    "“We wait,” said Ana Ruiz, and the crowd cheered.": (),
}


@pytest.mark.parametrize("text", JOINT)
def test_several_may_say_it_together(text):
    """Whoever else is named beside the speaker is kept; who says something else is another voice."""
    quotation = quotes.scan([text]).quotations[0]
    speaker = speakers.attribute([text], [quotation])[0]
    assert speakers.together([text], quotation, speaker) == JOINT[text]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The treasurer disagrees.", "Ana Ruiz"),
        ("The new treasurer disagrees.", None),
        ("Asked about it, Hall left.", "Tom Hall"),
    ],
)
def test_the_sentence_before_the_words_may_say_who_speaks(sentence, speaker):
    """By an office or a surname; of a new holder of an office nobody is known, and the last speaker is none."""
    texts = ["Ana Ruiz, treasurer of the club, met Tom Hall.", f"{sentence} “We open on Monday,” she said."]
    marked = quotes.scan(texts)
    assert speakers.attribute(texts, marked.quotations) == [speaker]
