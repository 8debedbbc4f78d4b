"""Media contacts that only a sentence of the text names: `..., says Ana Ruiz, who answers the press (ana@x.test)`."""

import re
from collections.abc import Iterator

from dispatch.model.release import MediaContact
from dispatch.release.anatomy import names, reach
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression

#: How sure it is that such a person is there for journalists.
CONFIDENCE = 0.6
_SENTENCE = Expression(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-Þ„“«])")
_TELLS = Expression(
    r"\b(?:press|media|journalists?|reporters?|newsrooms?|interviews?|presse\w*|medien\w*|redaktion\w*|journalist\w+|"
    r"prensa|medios|periodistas|entrevistas?|médias|journalistes|rédactions|toutes? (?:les )?demandes?)\b",
    re.IGNORECASE,
)


def find(draft: Draft) -> Iterator[MediaContact]:
    """Whoever a sentence names with an address or a telephone and says to be there for journalists, from the end on."""
    for role in (Role.NOTE, Role.BOILERPLATE, Role.BODY):
        for index in reversed(draft.having(role)):
            for sentence in _SENTENCE.split(draft.text(index)) if reach.has_reach(draft.text(index)) else ():
                people = names.people(sentence[: reach.first(sentence)])
                if people and _TELLS.search(sentence) and not reach.is_for_others(sentence):
                    yield MediaContact(
                        name=people[-1],
                        emails=tuple(reach.emails(sentence)),
                        phones=tuple(reach.phones(sentence)),
                        lines=draft.span(index),
                    )
