"""Boilerplate: the standing paragraph about an organisation, with a heading or without one."""

import re

from dispatch.release.anatomy import headline_words, names
from dispatch.release.expression import Expression

_NAME = (
    r"(?P<name>(?:The |La |El |Los |Las |Le |Les |L’|L'|Die |Der |Das )?[A-ZÀ-ÖØ-Þ0-9][^,.;:!?()“”«»\"\n]{1,90}?"
    r"(?:\s(?:Inc|Ltd|Corp|Co|e\.\s?V)\.)?)"
)
_ASIDE = r"(?:\s?[\[(][^()\[\]]{1,80}[)\]]|,\s[^,]{3,90},)?"
#: A name of words in capitals and particles between them.
_PROPER = (
    r"(?P<name>(?:The |La |El |Los |Las |Le |Les |L’|L'|Die |Der |Das )?[A-ZÀ-ÖØ-Þ0-9][\w’'&-]*"
    r"(?:(?:\s(?:du|des|de la)\s[a-zà-ÿ-]{4,16}(?=\sd[eu]))?"
    r"\s(?:(?:of|for|and|the|de|del|du|des|la|las|los|y|e|et|für|der|die|und|von|in)\s){0,2}(?:[dl][’'])?"
    r"[A-ZÀ-ÖØ-Þ0-9&][\w’'&-]*){0,9})"
)
_COPULA = Expression(
    rf"(?:\"|“)?{_NAME}(?:”|\")?{_ASIDE}\s(?:"
    r"is (?:an?|the|one|dedicated|committed)\b|are (?:an?|the)\b|(?:has|have) (?:been (?:an?|the|in|at|"
    r"on|part|home|\w+ing|dedicated|committed)|"
    r"served|worked|provided|"
    r"advocated|\w{3,14} [^.,]{0,120}?\bsince (?:\d{4}|its))\b|"
    r"(?!(?:para|contra|entre|sans|pour|dans|avec|über|gegen|ohne|asbl)\b)[a-zà-ÿ]{4,14} (?:[^.,]{0,80}? )?"
    r"(?:desde (?:el año )?|depuis |seit )\d{4}\b|"
    r"(?:looks after|cares for|works|makes|builds|runs|sells|publishes|produces|delivers|helps|trains|designs|"
    r"provides|serves|supports|operates|promotes|advances|fights|empowers)\b|"
    r"es (?:una?|la|el|un)\b|son (?:una?|la|el|las|los)\b|(?:trabaja|promueve|defiende|ofrece|brinda|acompaña|"
    r"impulsa)\b|"
    r"est (?:une?|la|le|l’|l')\b|(?:œuvre|défend|accompagne|soutient|gère|milite)\b|"
    r"ist (?:mit [^,;]{3,40}\s)?(?:eine?|der|die|das|Deutschlands|Österreichs)\b|sind (?:eine?|der|die|das)\b|"
    r"(?:unterstützt|betreibt|berät|fördert|arbeitet seit)\b)",
)
_BEGUN = Expression(
    rf"(?![^,]{{1,90}}\s(?:is|es|est|ist|are|son|sont|sind)\s){_NAME},\s"
    rf"(?:founded|established|set up|fundad[oa]|cread[oa]|nacid[oa]|fondée?|créée?|"
    rf"installée?|née?|gegründet)\b[^,]{{2,80}},\s(?=[a-zà-ÿ])"
)
#: What only organisations do, so that no further word is needed.
_GATHERS = Expression(
    rf"(?:\"|“)?{_NAME}(?:”|\")?{_ASIDE}\s(?:"
    r"exists? to\b|(?:represents|brings together|unites|advocates)\b|was (?:founded|established|created|formed)\b|"
    r"(?:agrupa|reúne|representa|nació|cuenta con)\b|fue (?:fundad|cread|constituid)[oa]\b|"
    r"(?:regroupe|rassemble|réunit|représente|fédère|compte)\b|(?:a été|fut) (?:fondé|créé)e?\b|"
    r"(?:vertritt|vereint|bündelt|setzt sich|engagiert sich|zählt)\b|wurde .{0,40}gegründet\b)",
)
#: Any present tense after a name in capitals.
_DOES = Expression(
    rf"{_PROPER}{_ASIDE}\s"
    r"(?!(?:the|de|des|les|las|los|la|le|une|una|et|est|das|den|an|als|aus|bis|plus|para|sans|vers|dans|entre)\s)"
    r"[a-zà-ÿ]{2,}(?:s|t|en|an|a|e)\s",
)
_OPENING_NAME = Expression(_PROPER)
#: What an organisation does year after year: the last paragraph of a text that says so describes it.
_YEARLY = Expression(
    r"\b(?:(?:a|each|every|per) year|annually|al año|cada año|por año|par an|chaque année|im Jahr|jährlich|pro Jahr)\b",
    re.IGNORECASE,
)
_FOUNDED = Expression(
    rf"(?:Founded|Established|Created|Since its founding|Headquartered|Based|Fundad[ao]|Cread[ao]|Desde su fundación|"
    rf"Fondée?|Créée?|"
    rf"Gegründet|Seit ihrer Gründung|Seit (?:19|20)\d\d)\b.{{2,80}}?,\s(?:the\s|la\s|el\s|l’|die\s|der\s|ist\s|"
    rf"setzt\s)?{_NAME}",
)
#: Whom only organisations count.
HEADS = (
    "members|employees|staff|people|volunteers|students|patients|miembros|soci[oa]s|emplead[oa]s|personas|estudiantes|"
    "membres|salariés|adhérents|personnes|bénévoles|étudiants|Mitgliedern?|Beschäftigten?|Mitarbeiter\\w*|Menschen|"
    "Studierenden?|Ehrenamtlichen?|Freiwilligen?|Gönner\\w*"
)
#: The second sentence of a standing paragraph: `It has 412 beds`, `Sie beschäftigt 310 Menschen`.
_SIZE = Expression(
    rf"[.]\s(?:It|They|Sie|Er|Es|Elle|Il|Tiene|Cuenta con|Emplea)\s(?:[a-zà-ÿ]+\s){{0,4}}\d[\d.,\s]*(?:mil\s|mille\s)?"
    rf"(?:{HEADS}|beds|camas|lits|Betten)\b|"
    r"[.]\s(?:It|They|Sie|Er|Es|Elle|Il)\s[^.]{0,90}\b(?:employs?|emploie|beschäftigt|emplea)\s(?:[a-z]+\s)?\d",
)
#: `It is an independent charity`, `Elle est un réseau de ...`: the words behind the pronoun and the article.
_IS_ONE = Expression(
    r"[.]\s(?:It is (?:an?|the)|Sie ist eine?|Er ist ein|Elle est une?|Il est un|Es una?)\s(?P<sort>[^.,;]{3,60})"
)
_STANDING = Expression(
    r"\b(?:learn more|for more information|more information|to learn more|visit (?:us|www|http|our)|find out more|"
    r"nonprofit|non-profit|"
    r"not-for-profit|501\(c\)|network of|coalition of|organi[sz]ation|association|federation|founded in|established "
    r"in|headquartered|"
    r"charity|university|college|hospital|museum|orchestra|library|cooperative|public body|employs|"
    r"universidad|museo|cooperativa|université|musée|établissement|coopérative|universität|hochschule|krankenhaus|"
    r"genossenschaft|union of|think tank|agency|provider|leading|mission|foundation|institute|company|"
    r"más información|organización|red de|asociación|fundación|sin (?:fines|ánimo) de lucro|coalición|federación|"
    r"sindicato|empresa|misión|"
    r"pour en savoir plus|plus d[’']informations?|association|organisme|sans but lucratif|réseau|fédération|"
    r"organisation|fondation|but non "
    r"lucratif|entreprise|"
    r"collectif|syndicat|weitere informationen|mehr informationen|verein|verband|netzwerk|stiftung|gemeinnützig\w*|"
    r"zusammenschluss|"
    r"partido|party|parti|partei|fundad[oa]s?|cread[oa]s?|fondée?s?|créée?s?|gegründet|founded|established|set up in|"
    r"regulator|ombudsman|watchdog|authority|"
    r"bündnis|unternehmen|dachverband|organisation|initiative|mehr unter|sitz in)\b|"
    r"\w*(?:organisation|verband|verbund|netzwerk|einrichtung|institut|betrieb|hersteller)\b|"
    rf"\d[\d.,\s]*(?:mil\s|mille\s)?(?:{HEADS})\b",
    re.IGNORECASE,
)
_LABEL = Expression(r"^(?:(?:zum )?hintergrund|background|contexto|antecedentes|contexte|kontext)\s?:\s", re.IGNORECASE)
_HEAD = 420
_MOST_WORDS, _MOST_OF_NAME = 12, 6
_TELLING = Expression(r"\d|\s(?:and|that|which|y|e|que|et|qui|und|die|der|das)$")
#: Words before something that has no name of its own.
_INDEFINITE_WORDS = (
    "a an some any this these un une des ce cette ces unos unas este esta ein eine einige "
    "in im seit since en desde dans depuis nach bei"
)
_INDEFINITE = frozenset(_INDEFINITE_WORDS.split())
_COMMON = Expression(r"(?:The |La |El |Los |Las |Le |Les |L’|L')[^A-ZÀ-ÖØ-Þ]+")
_ARTICLE = Expression(r"^(?:The|La|El|Los|Las|Le|Les|L’|L'|Die|Der|Das)\s?(?=[A-ZÀ-Ö])")


def organisation(text: str, *, expected: bool = False) -> str | None:
    """The organisation a paragraph is the standing description of, or None.

    Only the first 420 characters are looked at for the name; a paragraph in quotation marks is never one.

    Args:
        text: The paragraph.
        expected: It stands where boilerplates stand, so that any present tense will do.
    """
    text = _LABEL.sub("", text)
    start = text[:_HEAD]
    if not start or start[0] in '“„«"‘':
        return None
    if match := _BEGUN.match(start):
        return _named(match["name"])
    expected = expected or _SIZE.search(text[:2000]) is not None or is_one(text)
    gathers = _GATHERS.match(start)
    patterns = (_COPULA, _FOUNDED, *((_DOES,) if expected and not (gathers and _is_whole(gathers["name"])) else ()))
    matches = [(pattern, match) for pattern in patterns if (match := pattern.match(start))]
    matches += [(_GATHERS, gathers)] if gathers else []
    pattern, match = min(matches, key=lambda found: len(found[1]["name"]), default=(None, None))
    if match is None or not (expected or pattern is _GATHERS or _STANDING.search(text[:2000])):
        return None
    return _named(match["name"])


def is_one(text: str) -> bool:
    """Whether the second sentence says what sort of organisation the first one is about."""
    match = _IS_ONE.search(text[:_HEAD])
    return match is not None and _STANDING.search(match["sort"]) is not None


def _is_whole(name: str) -> bool:
    """Whether words before a verb are a name with its adjectives, and hold no verb before it: they count and join."""
    return len(name.split()) <= _MOST_OF_NAME and _TELLING.search(name) is None


def trade(text: str) -> str | None:
    """The organisation that a paragraph begins with when it says what that one is or does, however it goes on."""
    match = _COPULA.match(text[:_HEAD]) or _GATHERS.match(text[:_HEAD])
    return _named(match["name"]) if match else None


def _named(name: str) -> str | None:
    """A name without its article, or None when it is none."""
    bare = without_article(name)
    if not bare[:1].isupper() or _is_common(bare) or len(bare.split()) > _MOST_WORDS:
        return None
    return None if bare.split()[0].casefold() in _INDEFINITE else bare


def _is_common(name: str) -> bool:
    """`La exposición`, `The show`: a thing without a name of its own that is no organisation either."""
    words = name.casefold().replace("’", " ").replace("'", " ").split()
    return _COMMON.fullmatch(name) is not None and not any(map(headline_words.is_institution, words))


def full_name(common: str, text: str) -> str:
    """The name that a paragraph begins with below a heading that only says `the archive`; else the heading's words."""
    match = _OPENING_NAME.match(text[:_HEAD])
    return match["name"] if match and common.rsplit(maxsplit=1)[-1].casefold() in match["name"].casefold() else common


def without_article(name: str) -> str:
    """A name as it is looked up: `Harbour Trust` for `The Harbour Trust`."""
    return _ARTICLE.sub("", name).strip(" ,.")


def does_yearly(text: str) -> bool:
    """Whether a paragraph tells what somebody does year after year."""
    return _YEARLY.search(text[:_HEAD]) is not None


def is_labelled(text: str) -> bool:
    """Whether a paragraph says itself that it tells the background."""
    return _LABEL.match(text) is not None


def named_in(name: str, elsewhere: str, *, whole: bool = False) -> bool:
    """Whether an organisation is spoken of elsewhere, by its name; as `whole` words when that is asked for."""
    folded = elsewhere.casefold()
    if whole:
        return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", folded) is not None
    return name.casefold() in folded or names.LEGAL_FORM.sub("", name).casefold() in folded
