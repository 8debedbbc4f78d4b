"""Kind and status lines: PRESS RELEASE, MEDIA ADVISORY, FOR IMMEDIATE RELEASE, in four languages."""

import re

from dispatch.model.release import Kind
from dispatch.release.anatomy import headline_words
from dispatch.release.expression import Expression

_NUMBER = r"(?:\s*(?:#|no?\.?|n\.?\s?[°º]|nr\.?|núm\.?)?\s*(?:[a-z]{2,6}[-/]){0,3}\d[\d/.-]{0,9}[a-z]?)?"
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.ADVISORY, (r"(?:media|press|news|event|photo)\s?(?:/\s?press\s)?(?:advisory|alert|invitation)|"
     r"(?:operational )?note (?:for|to) (?:the )?(?:media|press|broadcasters|news ?desks?)|operational note|"
     r"(?:media|press) invite|photo ?call(?: notice)?|photo opportunity|diary (?:note|marker|date)|save the date|"
     r"advisory for (?:the )?media|aviso\s?:|"
     r"aviso (?:a (?:los )?medios|de prensa)|invitación (?:a (?:los )?medios|a la prensa|de prensa)|"
     r"invitation to (?:the )?(?:media|press)|convocatoria (?:de prensa|a (?:los )?medios)|"
     r"invitation (?:à la )?presse|invitation aux médias|avis aux médias|note aux rédactions|presse-?einladung|"
     r"einladung (?:an|für) (?:die )?(?:presse|medien)|medieneinladung|einladung zu[rm] (?:presse|medien)\w+|"
     r"invitation à la (?:conférence|visite) de presse|terminhinweis|terminankündigung|(?:foto|presse|medien)termin")),
    (Kind.WITHDRAWAL, (r"(?:mandatory )?kill(?: notice)?|retraction(?: notice)?|withdrawal(?: notice)?|"
     r"(?:(?:press|news|media) )?release (?:withdrawn|retracted|killed)|withdrawn|"
     r"advisory:? ?(?:please )?disregard (?:the )?(?:press|news|media)? ?release|retirada|anulación|retiro|retrait|"
     r"annulation|zurückziehung|(?:rückruf|rückzug) (?:der|einer|unserer) (?:presse|medien)?(?:mitteilung|meldung)|"
     r"zurückgezogen")),
    (Kind.CORRECTION, (r"/?\s?c ?o ?r ?r ?e ?c ?t ?i ?o ?n\b|"
     r"corrected (?:(?:press |news |media )?release|version|copy)|"
     r"correct(?:ing|ion) and replac\w+|correction notice|corrección|fe de err(?:atas|ores)|rectificación|correction|"
     r"rectificati(?:f|on)|nota aclaratoria|erratum|"
     r"korrektur|berichtigung|korrigierte (?:fassung|version|meldung)|(?:nota|versión|"
     r"comunicado) (?:de prensa )?corregid[oa]|"
     r"(?:version|communiqué) corrigée?")),
    (Kind.UPDATE, (r"updated?(?: (?:press |news |media )?release)?|(?:media|press|news) update|actualización|"
                   r"mise à jour|aktualisierung|"
     r"aktualisiert(?:e fassung)?|actualizad[oa]|mise? à jour")),
    (Kind.STATEMENT, (r"(?:(?:press|public|official|media|joint|club|company|family|"
     r"board|team|party|union) )*statements?|medien-?statement|declaración(?: pública| conjunta)*|"
     r"pronunciamiento(?: público| conjunto)*|"
     r"(?:comunicado y )?posicionamiento|déclaration(?: commune| conjointe)?|prise de position|"
     r"(?:gemeinsame )?(?:presse-?)?(?:erklärung|statement)|"
     r"stellungnahme")),
    (Kind.RELEASE, (r"(?:joint )?(?:press|news|media) ?release|(?:corporate|investor) news|"
     r"(?:nota (?:de|informativa de) prensa|nota informativa|"
     r"comunicado(?: (?:de|a la) prensa| oficial| urgente)?|"
     r"nota a (?:los medios|la prensa))(?: conjunt[oa])?|boletín(?: de prensa| informativo)?|"
     r"gacetilla(?: de prensa)?|dossier de (?:prensa|presse)|press ?kit|"
     r"presse(?:mappe|dossier)|communiqué(?: de presse| aux médias| à la presse)?"
     r"(?: commun| conjoint| (?:inter)?national| régional| intersyndical)?|"
     r"(?:gemeinsame )?(?:pressemitteilung|presseinformation|presse-?info|pressemeldung|(?:presse|medien)?aussendung|"
     r"medienmitteilung|medieninformation)")),
)  # fmt: skip
#: What a row by itself says of a release: whom the law makes publish it. In front of other words it is their subject.
_DUTY = Expression(
    r"(?:product )?recall(?: notice)?|rappel (?:de |d[’'])produits?|retirada de productos?|(?:produkt|waren)?rückruf|"
    r"(?:regulated|inside) information|information (?:réglementée|privilégiée)|información (?:privilegiada|relevante)|"
    r"hecho relevante|insiderinformation|ad-?\s?hoc(?:-?(?:mitteilung|meldung))?",
    re.IGNORECASE,
)
_ANY = "|".join(pattern for _, pattern in _KINDS)
_KIND_AT = Expression(rf"[\s*_#>\[/+]*(?P<words>{_ANY})(?![\w’'-]){_NUMBER}", re.IGNORECASE)
_EACH = tuple((kind, Expression(rf"(?:{pattern})", re.IGNORECASE)) for kind, pattern in _KINDS)
_AROUND = " .:!*_)]/|–—·•+-"
_LONGEST = 120
_OF_ANOTHER = frozenset({Kind.CORRECTION, Kind.UPDATE, Kind.WITHDRAWAL})
#: `RECTIFICATIF au communiqué du 8 septembre`: the words name the document that is corrected.
_ABOUT_ANOTHER = Expression(
    r"\s(?:au|du|de la|à la|a la|al|del|zur|zum|zu|der|des|of|to|for|the)\s[^:.!?]{0,40}"
    r"(?:release|communiqué|mitteilung|meldung|information|comunicado|nota|boletín|statement)\b(?:[^.!?]|(?<=\d)\.|(?<=\bn[ro])\.){0,70}$",
    re.IGNORECASE,
)
_ISSUED_KINDS = frozenset({Kind.RELEASE, Kind.ADVISORY})
#: `Pressemitteilung der Hochschule`: whose document it is, and not what it is about.
_OWNER = Expression(
    r"\s(?:der|des|du|de la|de l[’']|de los|de las|del|de|from|of|by|von|vom)\s?"
    r"(?!.*\b(?:ante|sobre|frente|contra|sur|contre|zu|zum|zur|über|gegen|on|about|regarding|following|"
    r"after)\b)[^.!?:]+?(?:,?\s(?:nr|no|núm|n)\.\s?[°º]?\s?\d[\d/.-]{0,9})?$",
    re.IGNORECASE,
)
#: `(English version below)`: where the same stands in another language.
_REMARK = Expression(
    r"\s?[(\[][^()\[\]]{0,60}\b(?:english|español|spanish|inglés|français|francés|french|anglais|deutsch|german|"
    r"französisch|englisch|"
    r"texte?o?|version|versión|fassung|summary|resumen|résumé|zusammenfassung)\b[^()\[\]]{0,60}[)\]]$",
    re.IGNORECASE,
)
#: `ACTUALIZACIÓN (20:00 horas)`: when, or which one of several.
_WHICH = Expression(r"\s?\((?=[^()]*\d)[^()]{1,40}\)$")
#: `NEWS RELEASE – CORRECTED`, `Pressemitteilung (aktualisiert)`
_MARKED = Expression(
    r"\s?[,:–—(\[-]\s?(?:(?P<updated>updated|aktualisiert|actualizad[oa]|mis à jour)|"
    r"corrected|korrigiert|corregid[oa]|corrigé)[)\]]?",
    re.IGNORECASE,
)
#: What withdraws a text when it stands alone; in a headline the word speaks of something else.
_WITHDRAWS = Expression(
    r"(?:rückzug|widerruf(?:en)?|nul[ao]|à annuler|annulée?|anulad[oa]|retirée?|retirad[oa])", re.IGNORECASE
)
_DOCUMENT = (
    r"(?:release|advisory|statement|announcement|version|copy|communiqué|texte|note|invitation|"
    r"comunicado|nota|convocatoria|boletín|versión|(?:presse|medien)?(?:mitteilung|meldung|information|aussendung|einladung)|"
    r"fassung)"
)
_REPLACES = (
    r"(?:(?:annule|remplace|rectifie)(?:\set\s(?:annule|remplace))?|"
    r"(?:anula|sustituye|reemplaza|rectifica)(?:\sy\s(?:anula|sustituye|reemplaza|rectifica))?|"
    r"replaces|supersedes|corrects|ersetzt|berichtigt)"
)
#: `Ce communiqué annule et remplace celui du 23 novembre`: a text that stands for an earlier one.
_STANDS_FOR = Expression(
    rf"(?:\w{{2,12}}\s?:\s)?(?:the|this|our|le|la|ce|cette|notre|el|la|este|esta|nuestr[oa]|die|diese|unsere)\s"
    rf"(?:(?:présente?|presente|vorliegende|corrected|updated|press|news|media|joint|de)\s){{0,3}}"
    rf"{_DOCUMENT}(?:\sde\s(?:presse|prensa))?\s{_REPLACES}\s",
    re.IGNORECASE,
)
#: The same without its subject: `Anula y sustituye a la nota del 23 de noviembre`, `annule et remplace`.
_REPLACING = Expression(
    rf"[\s:,.(–—-]*{_REPLACES}(?:\s(?:(?:al?|el|la|le|celui|die|der|das|our|the|notre|nuestr[oa]|unsere)\s){{0,2}}"
    rf"(?:(?:press|news|media|earlier|previous)\s)?(?:{_DOCUMENT}|celui)\b[^.!?]{{0,70}})?[)\s.!]*",
    re.IGNORECASE,
)
#: `REMINDER: MEDIA ADVISORY`
_AGAIN = Expression(r"(?:reminder|recordatorio|rappel|erinnerung)\s?[:–—-]\s?", re.IGNORECASE)
_REPEATED = Expression(r"(\w{3,20})(?:[\s,/–-]{1,3}\1){1,4}[!.]?", re.IGNORECASE)
_DO_NOT_USE = Expression(
    r"[\s:.–—-]*(?:please |bitte )?(?:do not (?:use|publish)|no (?:usar|publicar)|"
    r"ne pas (?:utiliser|publier|diffuser)|nicht (?:mehr )?(?:verwenden|veröffentlichen))"
    rf"(?:\s(?:this|the|it|ce|cette|le|la|est[ea]|el)(?:\s(?:press |news )?{_DOCUMENT})?)?[.!\s]*$",
    re.IGNORECASE,
)
_SPACED = Expression(r"(?:\w\s){5,40}\w")
#: `Harbour Group – press release – 11 September`: whose document it is stands before the words.
_WITHIN = Expression(
    r"[^.:!?\d]{3,60}\s[–—|-]\s(?:(?:press|news|media) release|nota de prensa|communiqué de presse|pressemitteilung)"
    r"(?:\s[–—|-]\s[^.!?]{3,40})?",
    re.IGNORECASE,
)
#: `News from the Fen Trust`: what sort of text stands below.
_NEWS_FROM = Expression(r"news from (?:the )?[^.:!?\d]{3,40}", re.IGNORECASE)
#: `UNIVERSITY OF ELM NEWS RELEASE`
_SENT_BY = Expression(r"[A-ZÀ-Þ][^.:!?\d]{2,50}\s(?:(?:PRESS|NEWS|MEDIA) RELEASE|(?:Press|News|Media) Release)")
_CHANGES = Expression(
    r"(?:[^.!?:]|:(?=\d)){0,60}?[:,–—(-]\s?(?:please|adds?|supersedes|corrects?|correcting|fixes|clarifies|changes|replaces|removes|"
    r"with (?:new|corrected)|adding|añade|corrige|ajoute|ergänzt|korrigiert|mit)\b",
    re.IGNORECASE,
)
_STATUS = Expression(
    r"[\s*_#>\[(]*(?:(?:for|pour|para|zur)\s+(?:su\s+)?(?:immediate\s+(?:release|publication|distribution|use)|"
    r"release:?\s+immediate(?:ly)?|(?:diffusion|publication|parution)\s+immédiate|"
    r"(?:publicación|difusión|divulgación|distribución)\s+inmediata|"
    r"(?:sofortigen|umgehenden)\s+(?:veröffentlichung|verwendung)|(?:freien\s+)?veröffentlichung\s+frei(?:gegeben)?)|"
    r"(?:de\s+)?publicación\s+inmediata|(?:à\s+)?diffusion\s+immédiate|release:?\s+immediate(?:ly)?|"
    r"immediate\s+release|ab\s+sofort\s+zur\s+veröffentlichung|sofort\s+frei(?:gegeben)?)(?!\w)",
    re.IGNORECASE,
)
_ISSUED = Expression(
    r"(?:issued|released|made|gave|delivered|offered|provided|shared)\s+(?:the\s+following|this|a)\s+"
    r"(?:\w+\s+)?statement|the\s+following\s+(?:\w+\s+)?statement|"
    r"(?:said|wrote)\s+the\s+following|(?:declaró|manifestó|expresó|dijo|afirmó|señaló)\s+lo\s+siguiente|"
    r"a\s+déclaré\s+ce\s+qui\s+suit|erklärte?\s+folgendes|"
    r"(?:emitió|emite|difundió|publicó|hizo|realizó|ofreció|compartió|expresó)\s+(?:\w+\s+)?(?:la|el)\s+siguiente\s+"
    r"(?:declaración|comunicado|pronunciamiento|mensaje)|(?:la|el)\s+siguiente\s+(?:declaración|pronunciamiento)|"
    r"(?:fait|publié|émis|livré)\s+la\s+déclaration\s+suivante|la\s+déclaration\s+suivante|"
    r"(?:gab|gibt|veröffentlichte|veröffentlicht)\s+(?:dazu\s+)?folgende\s+(?:erklärung|stellungnahme)|"
    r"folgende[sn]?\s+(?:erklärung|stellungnahme|statement)|erklärt\s+dazu:",
    re.IGNORECASE,
)
#: The rows of an invitation begin with the question that they answer.
_ASKED = Expression(
    r"(?:what|who|when|where|why|qué|quién(?:es)?|cuándo|dónde|quoi|qui|quand|où|was|wer|wann|wo)\s?[:–—]\s?\S",
    re.IGNORECASE,
)
_STATEMENT_HEAD = Expression(
    r"(?:[^.!?:]{3,60}\s?[:–—-]\s)?(?:\w+\s){0,6}(?:joint\s|public\s)?(?:statement|declaración|pronunciamiento|"
    r"posicionamiento|déclaration|prise de position|stellungnahme|(?:presse-?)?(?:erklärung|statement))\s"
    r"(?:by|from|of|on|regarding|about|in\s+response|following|de|del|des|du|sobre|ante|sur|zu|zum|zur|von|der)\b|"
    r"comunicado\s(?:oficial\s)?(?:del?|de la)\s[^.:]{3,60}\s(?:sobre|ante|en relación con|frente a)\s|"
    r".{0,80}\b(?:issues?|releases?)\s(?:a\s)?(?:joint\s)?statement\b",
    re.IGNORECASE,
)


def kind_line(text: str) -> tuple[Kind, int] | None:
    """The kind a line opens with, and the offset after its words; None when it opens with none."""
    match = _KIND_AT.match(text[:120])
    if match is None:
        return None
    words = match["words"]
    for kind, pattern in _EACH:
        if pattern.fullmatch(words):
            return kind, match.end()
    return Kind.RELEASE, match.end()


def whole_kind(text: str) -> Kind | None:
    """The kind of a line that is nothing but a kind line; None for other lines."""
    text = _unspaced(text)
    text = _REMARK.sub("", text) if text.endswith((")", "]")) else text
    text = _REPEATED.sub(r"\1", text) if _REPEATED.fullmatch(text) else text
    text = text[again.end() :] if (again := _AGAIN.match(text)) and kind_line(text[again.end() :]) else text
    text = _WHICH.sub("", text) if changes(text) else text
    found = kind_line(text)
    if (halves := text.split(" / ")) and len(halves) > 1 and all(kind_line(half) for half in halves):
        # the same in two languages
        return whole_kind(halves[0])
    if found is None:
        return _otherwise(text)
    kind, end = found
    if kind is Kind.RELEASE and (marked := _MARKED.fullmatch(text, end)):
        return Kind.UPDATE if marked["updated"] else Kind.CORRECTION
    if is_slug(text) or end >= len(text.rstrip(_AROUND)):
        return kind
    if kind in _ISSUED_KINDS and _OWNER.match(text[end:].rstrip(_AROUND)) and len(text) <= _LONGEST:
        return kind
    unused = kind is Kind.WITHDRAWAL and _DO_NOT_USE.match(text[end:])
    another = kind in _OF_ANOTHER and _ABOUT_ANOTHER.match(text[end:]) and len(text) <= _LONGEST
    replacing = kind in _OF_ANOTHER and _REPLACING.fullmatch(text[end:])
    return kind if unused or another or replacing else None


def _otherwise(text: str) -> Kind | None:
    """The kind of a row that does not begin with the words of one."""
    alone = text.strip(_AROUND)
    word = _WITHDRAWS.match(alone)
    if word and (word.end() == len(alone) or _DO_NOT_USE.match(alone, word.end())):
        return Kind.WITHDRAWAL
    if len(text) <= _LONGEST and _REPLACING.fullmatch(text) and len(alone.split()) > 1:
        return Kind.CORRECTION
    sender = _SENT_BY.fullmatch(text) and not any(map(headline_words.is_verb, text.casefold().split()))
    return Kind.RELEASE if _WITHIN.fullmatch(text) or sender or _DUTY.fullmatch(alone) else None


def _unspaced(text: str) -> str:
    """`P R E S S   R E L E A S E` as it is read."""
    if not _SPACED.fullmatch(text):
        return text
    return " ".join("".join(word.split()) for word in re.split(r"\s{2,}", text))


def says_what_changed(text: str) -> Kind | None:
    """The kind of a line above a text that tells what is new in it: `UPDATED 3 p.m.: adds the number of vans`."""
    found = kind_line(text)
    return changes(text) if found and _CHANGES.match(text[found[1] :]) else None


def stands_for(text: str) -> bool:
    """Whether a paragraph begins with saying that this text replaces an earlier one."""
    return _STANDS_FOR.match(text) is not None


def changes(text: str) -> Kind | None:
    """The kind of a row that begins with the word for a correction or an update: `Update, 5 August`."""
    found = kind_line(text)
    return found[0] if found and found[0] in {Kind.CORRECTION, Kind.UPDATE} else None


def is_remark(text: str) -> bool:
    """Whether a row only says where the same stands in another language: `(English summary below)`."""
    return _REMARK.fullmatch(text) is not None


def of_another(text: str) -> bool:
    """Whether a kind line speaks of an earlier document, so that a date in it is not this one's."""
    found = kind_line(text)
    return found is not None and found[0] in _OF_ANOTHER


def is_answer(text: str) -> bool:
    """Whether a row of an invitation begins with the question that it answers: `When: Monday, 10 a.m.`."""
    return _ASKED.match(text) is not None


def is_masthead(text: str) -> bool:
    """Whether a row above a headline says what sort of text stands below it: `News from the Fen Trust`."""
    return _NEWS_FROM.fullmatch(text) is not None and not any(map(headline_words.is_verb, text.casefold().split()))


def is_status(text: str) -> bool:
    """Whether a line is nothing but "for immediate release"."""
    end = status_end(text)
    return end is not None and end >= len(text.rstrip(_AROUND))


def is_slug(text: str) -> bool:
    """Whether a line is a wire's slug between slashes: `/C O R R E C T I O N -- Company/`."""
    return len(text) <= _LONGEST and text.startswith("/") and text.rstrip().endswith("/")


def status_end(text: str) -> int | None:
    """The offset after "for immediate release" at the start of a line, or None."""
    match = _STATUS.match(text[:120])
    return match.end() if match else None


def announces_statement(lead: str) -> bool:
    """Whether a lead says that a statement follows."""
    return _ISSUED.search(lead) is not None


def titled_statement(headline: str) -> bool:
    """Whether a headline presents a statement: `Statement by ...`, `X issues statement`."""
    return _STATEMENT_HEAD.match(headline) is not None
