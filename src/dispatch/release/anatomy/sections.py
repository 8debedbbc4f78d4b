"""Section heads: the lines after which boilerplate, media contacts, notes or legal text follow."""

import re
from dataclasses import dataclass
from enum import StrEnum

from dispatch.release.anatomy import contact_heads
from dispatch.release.expression import Expression

_LONGEST = 110


class Section(StrEnum):
    """What a head opens."""

    BOILERPLATE = "boilerplate"
    CONTACT = "contact"
    NOTE = "note"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head found at the start of a paragraph."""

    section: Section
    #: `the Alliance for Open Clinics` of `About the Alliance for Open Clinics`; the head's words for other sections.
    title: str
    #: Offset of what follows in the same paragraph; its length when nothing does.
    end: int


_ABOUT = (
    r"about|acerca del?|sobre|a propósito del?|[àa] propos des?|[àa] propos du|[àa] propos d[’']|[àa] propos|"
    r"über|zur|informationen zu[rm]?|zum unternehmen"
)
_ABOUT_BARE = Expression(
    r"[\s*_#]*(?:about(?: us| the (?:organi[sz]ation|company|organi[sz]ations|partners))?|boilerplate|who we are|"
    r"quiénes somos|sobre nosotr[oa]s|acerca de nosotr[oa]s|nosotr[oa]s|qui sommes[- ]nous\s?\??|à propos(?: de nous)?|"
    r"über uns|wer wir sind|zum unternehmen|boilerplate)[\s*_:]*",
    re.IGNORECASE,
)
_ABOUT_HEAD = Expression(
    rf"[\s*_#–—-]*(?P<about>{_ABOUT})\s?(?P<title>[^\n:.!?;“”\"]{{2,90}}(?:\.(?:org|com|net|test|de|fr|es))?"
    r"(?:,?\s(?:Inc|Ltd|Corp|Co|(?:[A-Z]\.\s?){1,3}[A-Z])\.?)?(?:\s\([^()]{2,20}\))?)[\s*_]*",
    re.IGNORECASE,
)
_RUN_IN = Expression(
    rf"[\s*_#]*(?P<about>{_ABOUT})\s?(?P<title>[^\n:;“”\"]{{2,80}}?)[*_]*(?::[*_]*\s|\s[–—-]{{1,2}}\s)(?=\S)",
    re.IGNORECASE,
)
#: `About X X is ...`: the title stands twice where its line ended.
_ABOUT_TWICE = Expression(
    r"(?P<head>(?:About|Acerca de|Sobre|[ÀA] propos de|[ÀA] propos du|Über)\s"
    r"(?:the\s|la\s|el\s|le\s|l[’']|die\s|den\s|das\s)?"
    r"(?P<title>[^.:!?]{3,80}?)[.:]?)\s(?:(?:The|La|El|Le|L[’']|Die|Der|Das)\s?)?(?P=title)\b",
)
#: `Harbour Trust in brief`, `Unternehmensprofil`
_IN_BRIEF = Expression(
    r"(?!(?i:facts|news|figures|faits|chiffres|actualités|datos|noticias|zahlen|fakten|das wichtigste)\b)"
    r"(?P<title>[A-ZÀ-ÖØ-Þ][^.:!?]{2,60}?)\s"
    r"(?i:in brief|at a glance|en bref|en breve|auf einen blick|im überblick|im profil)[\s:]*|"
    r"(?i:company profile|profil de l[’']entreprise|perfil de la empresa|"
    r"(?:unternehmens|firmen|kurz)(?:porträt|profil))[\s:]*"
)
_SENDER = Expression(
    r"(?:the|our|el|la|los|las|le|l[’']|les|die|der|das|den|dem)\s?(?:archive|museum|company|trust|charity|union|school|"
    r"hospital|university|library|association|foundation|society|club|theatre|gallery|partners|network|institute|council|"
    r"archivo|museo|empresa|fundación|sindicato|escuela|universidad|biblioteca|asociación|sociedad|teatro|red|instituto|"
    r"musée|entreprise|fondation|syndicat|école|université|bibliothèque|société|théâtre|réseau|institut|"
    r"archiv|unternehmen|stiftung|gewerkschaft|schule|klinik|hochschule|bibliothek|verein|verband|gesellschaft|netzwerk)",
    re.IGNORECASE,
)
_ABOUT_THING = Expression(
    r"(?:the|this|el|la|este|esta|l’|l'|le|die|der|das|dem)?\s?(?:authors?|artists?|speakers?|researchers?|autor(?:es|a|in)?|auteure?s?|study|survey|report|research|data|methodology|event|"
    r"award|"
    r"campaign|tour|exhibition|estudio|encuesta|informe|investigación|evento|campaña|étude|enquête|rapport|événement|"
    r"campagne|studie|umfrage|bericht|veranstaltung|kampagne)\b",
    re.IGNORECASE,
)
#: A row of running text that begins with `Über`: behind a comma at its end it goes on with what is no name.
_SUBORDINATE = Expression(r",(?:\s[a-zà-ÿ]+)?$")
_NOTE = Expression(
    r"[\s*_#]*(?P<words>notes?\s?(?:to|for|from)\s?(?:the\s)?editors?|notes?(?: to| for)? (?:journalists|reporters|"
    r"media|newsdesks?)|"
    r"editors?[’']?s?[’']? notes?|editorial notes?|notes|background(?: notes?| information)?(?= for editors|"
    r"\s*:?\s*$)|for editors|endnotes|footnotes|"
    r"notas? (?:a|para) (?:el|la|los|las)?\s?(?:editor\w*|redacci\w*|periodistas|medios)|notas? (?:al|del) editor\w*|"
    r"notas? a la redacción|notas de redacción|notas|notes? (?:aux?|à l’attention des|pour les) (?:rédact\w*|"
    r"journalistes|éditeurs?)|note à la rédaction|"
    r"notes? de (?:la )?rédaction|(?:hinweise?|anmerkung(?:en)?|infos?) (?:für|an) (?:die )?(?:redaktion(?:en)?|medien|"
    r"journalist\S*|presse)|anmerkungen?|redaktionelle[r]? hinweise?|"
    r"photos?(?: (?:and|&) (?:videos?|captions?|images?))?(?: available| download\w*)?|images?|multimedia|"
    r"high-res(?:olution)? images?|"
    r"fotos?|imágenes|bilder|bildmaterial|pressefotos?|visuels)(?P<tail>\s*[*_]*\s*:?\s*[*_]*)",
    re.IGNORECASE,
)
_LEGAL = Expression(
    r"[\s*_#]*(?P<words>(?:cautionary (?:note|statement)s?|note|notice|statement)? ?(?:regarding|on|about|"
    r"concerning)? ?forward[- ]looking "
    r"(?:statements?|information)|safe[- ]harbou?r(?: statement)?|disclaimer|legal notice|important (?:notice|"
    r"information)|aviso legal|"
    r"descargo de responsabilidad|avertissement|mentions légales|haftungsausschluss|rechtlicher hinweis|"
    r"disclosure)[\s*_]*:?[\s*_]*",
    re.IGNORECASE,
)
_LEGAL_TEXT = Expression(
    r"(?:this (?:press |news )?release (?:may )?contains? (?:certain )?[\"“]?forward[- ]looking|the issuer is solely "
    r"responsible|"
    r"neither the .{4,60} exchange|certain statements (?:in|contained)|the information (?:contained )?in this "
    r"(?:press )?release is provided|"
    r"this e-?mail and any (?:files|attachments)|diese (?:presse)?mitteilung enthält (?:bestimmte )?zukunfts|"
    r"este comunicado (?:puede )?contiene declaraciones|le présent communiqué (?:peut )?(?:contient|contenir) "
    r".{0,30}prospecti)",
    re.IGNORECASE,
)


def head(text: str, *, heading: bool = False) -> Head | None:
    """The section that a paragraph opens, or None.

    Args:
        text: The paragraph.
        heading: The source marks it as a heading, which needs less proof.
    """
    return _boilerplate(text, heading=heading) or _note(text) or _legal(text) or _contact(text, heading=heading)


def _boilerplate(text: str, *, heading: bool) -> Head | None:
    if len(text) <= _LONGEST:
        if _ABOUT_BARE.fullmatch(text):
            return Head(section=Section.BOILERPLATE, title="", end=len(text))
        match = _ABOUT_HEAD.fullmatch(text.rstrip(" :"))
        if match:
            return _about(match, len(text), heading=heading)
    if (brief := _IN_BRIEF.fullmatch(text)) and len(text) <= _LONGEST:
        return Head(section=Section.BOILERPLATE, title=(brief["title"] or "").strip(" *_:"), end=len(text))
    if twice := _ABOUT_TWICE.match(text[:300]):
        return Head(section=Section.BOILERPLATE, title=twice["title"].strip(" *_:"), end=twice.end("head"))
    match = _RUN_IN.match(text[:160])
    return _about(match, match.end(), heading=heading) if match else None


def _about(match: re.Match[str], end: int, *, heading: bool) -> Head | None:
    title = match["title"].strip(" *_:")
    if _ABOUT_THING.match(title):
        return Head(section=Section.NOTE, title=match.group().strip(" *_#:–—-"), end=end)
    if match["about"].casefold() in {"zur", "informationen zu"} and not heading:
        return None
    if _SUBORDINATE.search(title):
        return None
    name = without_article(title)
    words = [word for word in name.split() if word[:1].isalpha()]
    most = 12
    if len(words) > most or not (heading or _is_title(words) or _is_french(match, words) or is_common(title)):
        return None
    return Head(section=Section.BOILERPLATE, title=title, end=end)


def _is_french(match: re.Match[str], words: list[str]) -> bool:
    """`À propos du théâtre de la Rotonde`: French names begin with a common noun."""
    return match["about"].casefold().startswith(("à propos", "a propos")) and any(word[:1].isupper() for word in words)


def is_common(title: str) -> bool:
    """`the archive`, `la asociación`: what the sender is, once its name is known."""
    return _SENDER.fullmatch(title) is not None


def _is_title(words: list[str]) -> bool:
    """Whether words are a name: the first one has a capital."""
    return bool(words) and words[0][:1].isupper()


def without_article(title: str) -> str:
    """A heading's words without their article, however they are written: `HARBOUR TRUST` of `THE HARBOUR TRUST`."""
    return re.sub(r"^(?:(?:the|la|el|los|las|le|les|die|der|das|den)\s|l[’'])(?=\S)", "", title, flags=re.IGNORECASE)


def _note(text: str) -> Head | None:
    match = _NOTE.match(text[:_LONGEST])
    if match is None:
        return None
    whole = match.end() >= len(text)
    if not whole and ":" not in match["tail"]:
        return None
    return Head(section=Section.NOTE, title=match["words"].strip(), end=match.end())


def _legal(text: str) -> Head | None:
    match = _LEGAL.match(text[:_LONGEST])
    if match and match.end() >= len(text):
        return Head(section=Section.LEGAL, title=match["words"].strip(), end=len(text))
    if _LEGAL_TEXT.search(text[:300]):
        return Head(section=Section.LEGAL, title="", end=0)
    return None


def _contact(text: str, *, heading: bool) -> Head | None:
    found = contact_heads.head_end(text, heading=heading)
    return Head(section=Section.CONTACT, title=found[0], end=found[1]) if found else None
