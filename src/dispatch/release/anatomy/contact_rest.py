"""What stands among media contacts and tells nothing of any: the story going on, or a note."""

from dispatch.release.anatomy import reach
from dispatch.release.anatomy.draft import Draft
from dispatch.release.expression import Expression

#: Words that a sentence has at least, and more than which a row holds that has one within.
_SENTENCE_WORDS, _FEW = 4, 6
_ENDS = Expression(r"[^\W\d_][^\W_]+\)?[.!?…][”\"’»)]?$|[.!?…,][”\"»]$|\d[.!?]$")
_SENTENCE = Expression(r"\w{3}[.](?:\s|$)")
#: Somebody speaks: four words or more, a mark of punctuation before or behind the closing mark.
_SPEECH = Expression(
    r"(?:“|„|«\s?|\"|»)(?:[^\s“”„«»\"]{1,40}\s){3,200}[^“”„«»\"]{0,60}?"
    r"(?:[.,!?…]\s?[”“»«\"]|[”“»«\"],?\s[a-zà-ÿ])"
)


def is_prose(text: str) -> bool:
    """Whether a paragraph is a sentence or a quotation, and reaches nobody."""
    words = text.split()
    ended = len(words) >= _SENTENCE_WORDS and _ENDS.search(text) is not None and any(map(str.islower, words[1:]))
    told = ended or (len(words) > _FEW and _SENTENCE.search(text) is not None)
    return (told or _SPEECH.search(text) is not None) and not reach.has_reach(text)


def goes_on(draft: Draft, index: int) -> bool:
    """Whether the story goes on in the paragraphs of prose from one on: somebody speaks in one of them."""
    for other in range(index, len(draft.paragraphs)):
        if draft.roles[other] is not None or not is_prose(draft.text(other)):
            return False
        if _SPEECH.search(draft.text(other)):
            return True
    return False
