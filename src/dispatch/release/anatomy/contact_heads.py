"""Heads of contact sections: lines made only of the words that announce whom a journalist may reach."""

import re
from collections.abc import Sequence

from dispatch.release.anatomy.dates import fold
from dispatch.release.anatomy.names import NAME
from dispatch.release.anatomy.reach import has_reach, is_for_others
from dispatch.release.expression import Expression

#: One of these must stand in the head.
_KEY_WORDS = (
    "contact contacts contacting inquiry inquiries enquiry enquiries query queries interview interviews questions "
    "contacto contactos contactar contacte entrevista entrevistas consultas informes contacter contactez "
    "renseignements entrevues entretiens kontakt kontakte pressekontakt pressekontakte medienkontakt "
    "medienkontakte ansprechpartner ansprechpartnerin ansprechpartnerinnen ansprechperson ansprechpersonen "
    "ruckfragen ruckfrage ruckfragehinweis ruckfragehinweise presseruckfragen anfragen presseanfragen "
    "medienanfragen pressestelle presseburo presseabteilung presseteam pressesprecher pressesprecherin "
    "auskunft auskunfte interviewanfragen kontaktdaten ressource ressources"
)
#: Together with a word about information they announce a contact, alone they may announce a link.
_MORE_WORDS = (
    "information info informations details detail informacion informationen auskunfte auskunft relations office "
    "bureau oficina gabinete departamento jefatura service team desk press prensa presse medien media"
)
_FILLER_WORDS = (
    "for to the a of all any your and or more further additional additionally general please with about our only media "
    "footage video videos pictures spokespeople tickets copies review "
    "investor investors ir inversores inversionistas investisseurs investoren corporate company "
    "press news pr editorial public primary local national international member reporters journalists journalist "
    "requests request opportunities available availability person persons people details information data "
    "schedule arrange an photos images material call reach email e mail write get in touch who may should us this "
    "release story de del la el los las para por favor con y o al mas mayor mayores detalles datos prensa medios "
    "comunicacion comunicaciones periodistas persona personas responsable responsables solicitar solicitudes "
    "atencion medio medios oficina gabinete departamento jefatura informacion pour plus d des du le les l vos "
    "votre vous "
    "veuillez merci presse medias communication relations service tout toute toutes autres demandes demande "
    "wissenschaftliche wissenschaftlicher fachliche fachlicher scientific scientifique scientifiques "
    "cientifico cientifica "
    "complementaires supplementaires amples obtenir informations journalistes aux personne personnes ressource et "
    "nur ausschliesslich uniquement exclusivement solo solamente exclusivamente exclusively "
    "ou fur die der den das bei und oder bitte ihr ihre ihren weitere weiteren medien redaktion redaktionen "
    "medienschaffende journalisten journalistinnen innen fragen informationen wenden sich sie richten uns"
)
_KEYS = frozenset(_KEY_WORDS.split())
_MORE = frozenset(_MORE_WORDS.split())
_FILLER = frozenset(_FILLER_WORDS.split()) | _MORE
#: `For the press`, `Nur für Medien`: whom what follows is for.
_FOR = frozenset(["for", "pour", "fur", "para", "nur", "only", "solo"])
_JOURNALIST_WORDS = (
    "press media presse prensa medien medios medias journalists journalistes journalisten periodistas redaktionen"
)
_JOURNALISTS = frozenset(_JOURNALIST_WORDS.split())
_LONGEST = 90
_MOST_WORDS = 12
_MOST_STRANGE = 4
#: How early a key word stands in a head that goes on: `For interviews, pictures and a place on the preview: Ana Ruiz`.
_FIRST = 3
_NEAR = 200
_WORD = Expression(r"\S+\s*")
_PREFIX = Expression(r"[^:\n@]{3,110}:")
_NAMED = Expression(rf"\s*{NAME}(?=,|\s[–—|(-]|\s\d)")
_LABEL = Expression(r"(?:\([^()]{2,40}\)\s*)?[*_]*\s*$")
#: What somebody writes to who is no journalist.
_OF_OTHERS = (
    r"(?!.{0,70}\b(?:rendez-vous|réserv|billet|command|achet|appointment|book|ticket|order|buy|citas?\b|reserva|entradas|"
    r"comprar|pedidos?|buchen|bestell|karten))"
)
_PROSE = Expression(
    r"(?:rsvp|please (?:rsvp|confirm|register)|to (?:attend|register|rsvp)|confirmar (?:su )?asistencia|"
    r"(?:se ruega|favor de|por favor,?) confirmar|merci de (?:bien vouloir )?confirmer|"
    r"inscriptions? (?:des? )?(?:journalistes|presse|médias)|accréditations?|"
    r"acreditaciones|(?:wir bitten um|um|bitte um) (?:vorherige )?anmeldung|anmeldung(?:en)?|akkreditierung)\b|"
    rf"{_OF_OTHERS}(?:for|to (?:get|obtain|request|schedule|arrange))\s[^.:@]{{3,90}}?[, ](?:please\s)?"
    r"(?:contact|call|e-?mail|reach(?: out to)?|"
    r"write to|get in touch with)\b|(?:please\s)?(?:direct|send)\s(?:all\s|any\s)?(?:media|press)\s[^.:@]{3,60}\sto\b|"
    r"(?:media|press|journalists|reporters)[^.:@]{0,60}\s(?:may|should|can|please)\s(?:contact|call|e-?mail|reach)\b|"
    r"contact\s(?=[A-ZÀ-Þ])|"
    r"(?:[\w’'.-]+\s){2,4}(?:can be (?:reached|contacted)|is available)\s[^.:@]{0,40}\b(?:at|on|by|via)\b|"
    r"(?:para|si desea|si requiere)\s[^.:@]{3,90}?[, ](?:(?:por favor|favor de)\s)?(?:contact[ae]\w*|comun[ií][cq]\w+|"
    r"póngase en "
    r"contacto|escrib[aei]\w*|llam[ae]\w*|dirigirse)\b|"
    rf"{_OF_OTHERS}pour\s[^.:@]{{3,90}}?[, ](?:veuillez\s|merci de\s|prière de\s)?"
    r"(?:contacte[rz]|communiquer avec|communiquez avec|"
    r"joindre|"
    r"vous adresser|écrire)\b|"
    r"(?:für|bei)\s[^.:@]{3,90}?[, ](?:bitte\s)?(?:wenden sie sich|kontaktieren sie|steht|stehen|erreichen sie|"
    r"richten sie)\b|"
    r"(?:rück|presse|medien)\w*(?:fragen|anfragen)\s(?:bitte\s)?(?:an|beantwortet|richten)\b|"
    r"verantwortlich(?: für [\w ]{3,30})?\s?:|"
    r"(?:media|press) (?:inquiries|enquiries|queries|questions)[^.:@]{0,40}\b(?:to|answered by|handled by)\b|"
    r"(?:les )?(?:demandes (?:de|des) (?:la )?(?:presse|médias|journalistes))[^.:@]{0,60}\b(?:à|auprès de|par)\b|"
    r"(?:las )?(?:consultas|solicitudes) (?:de|de los) (?:prensa|medios|periodistas)[^.:@]{0,60}\b(?:a|por|con)\b|"
    r"(?:gabinete|oficina|departamento|dirección) de (?:comunicación|prensa)(?: y [\w ]{3,30})?\s?:",
    re.IGNORECASE,
)


#: `Contact for the press is Ana Ruiz, ...`
_IS = Expression(r"[^.:;,@\d]{4,70}?\s(?:is|are|ist|sind|es|son|est|sont)\s(?=\S)")
#: `please contact Ana Ruiz at Ruiz & Co`, the address on the next line.
_TO_A_PERSON = Expression(
    r"\b(?:contact|call|e-?mail|reach|contacte[rz]?|kontaktieren sie)\s[A-ZÀ-Þ][\w’'-]+\s[A-ZÀ-Þ]"
)


def head_end(text: str, *, heading: bool = False) -> tuple[str, int] | None:
    """The words of a contact head at the start of a paragraph and the offset after them, or None."""
    if is_for_others(text):
        return None
    alone = _LABEL.sub("", text.strip(" *_#:–—-"))
    colon = ":" if text.rstrip(" *_").endswith(":") else ""
    if len(alone) <= _LONGEST and _announces(alone + colon, alone=True, heading=heading):
        return alone, len(text)
    prefix = _PREFIX.match(text)
    if prefix and _introduces(prefix.group(), text):
        return prefix.group().strip(" *_#:–—-"), prefix.end()
    prose = _PROSE.match(text.lstrip(" *_–—-"))
    if prose and (
        has_reach(text)
        or text.rstrip(" *_").endswith(":")
        or (len(text) <= _LONGEST and prose.group().endswith(":"))
        or (len(text) <= _LONGEST + 20 and _TO_A_PERSON.search(text))
    ):
        return prose.group().strip(" ,"), 0
    named = _IS.match(text)
    words = re.findall(r"[^\W\d_]+", fold(named.group())) if named and has_reach(text) else []
    if any(word in _KEYS for word in words) and all(word in _KEYS or word in _FILLER for word in words[:-1]):
        return named.group().strip(), 0  # type: ignore[union-attr] # it has words
    return None


def _introduces(prefix: str, text: str) -> bool:
    """Whether words before a colon are a contact head; words about media alone need somebody to reach behind them."""
    reaches = has_reach(text[:_NEAR])
    if _announces(prefix, alone=False, heading=False):
        return reaches or len(text) <= _LONGEST
    words = re.findall(r"[^\W\d_]+", fold(prefix))
    if reaches and any(word in _KEYS for word in words[:_FIRST]) and _NAMED.match(text[len(prefix) :]):
        return True
    known = [word for word in words if word in _FILLER]
    several, more = 2, sum(word in _MORE for word in words)
    # `OHE press office:` has the sender's initials before the words.
    initials = len(known) == len(words) - 1 and more >= several and words[0] not in _FILLER and prefix[:2].isupper()
    return reaches and more > 0 and (len(known) == len(words) or initials)


def _announces(text: str, *, alone: bool, heading: bool) -> bool:
    words = re.findall(r"[^\W\d_]+", fold(text))
    if not words or len(words) > _MOST_WORDS:
        return False
    strange = sum(word not in _KEYS and word not in _FILLER for word in words)
    if strange:
        # `Für Rückfragen und O-Töne am Streiktag:`: who reads on finds somebody to reach.
        begins = any(word in _KEYS for word in words[:_FIRST])
        return alone and text.endswith(":") and begins and strange <= _MOST_STRANGE
    if any(word in _KEYS for word in words):
        return True
    if alone and text.endswith(":") and any(word in _MORE for word in words):
        return True
    told = words[0] in _FOR or (words[0] not in _JOURNALISTS and _is_information_for(words))
    if alone and told and any(word in _JOURNALISTS for word in words):
        return True
    several = 2
    return (heading or not alone or len(words) >= several) and sum(word in _MORE for word in words) >= several


def _is_information_for(words: Sequence[str]) -> bool:
    """Whether words say information and for whom: `Más información para periodistas`."""
    return any(word in _MORE for word in words[:_FIRST]) and any(word in _FOR for word in words[1:])


def leading_words(text: str) -> int | None:
    """Length of the words at the start of running text that are a contact head, a capital or an address after them."""
    end = 0
    keyed = False
    for match in _WORD.finditer(text):
        word = fold(match.group()).strip(" .,:;&/-")
        if word not in _KEYS and word not in _FILLER:
            break
        keyed = keyed or word in _KEYS
        end = match.end()
    return end if keyed and end and text[end:].lstrip()[:1].isupper() and has_reach(text) else None
