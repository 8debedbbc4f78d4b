"""How to reach somebody: e-mail addresses, hidden ones, and phone numbers as they are printed."""

import re

from dispatch.release.expression import Expression

#: Where an address ends whose next sentence lost the space before it: `ana@x.org.Die Partei`, `ana@x.orgDie Partei`.
_RUN_ON = (
    r"(?:com|org|net|edu|gov|info|test|example|[a-z]{2})(?=\.?[A-ZÀ-Þ][a-zß-ÿ])"
    r"(?!\.[A-Z][a-z](?!\w|\s[a-zß-ÿ])|\.?[\w-]{1,63}\.[^\W\d_])"
)
EMAIL = Expression(
    rf"(?<![\w.+-])[\w.+’'-]{{1,64}}@(?:[\w-]{{1,63}}\.){{1,6}}?"
    rf"(?:{_RUN_ON}|[^\W\d_]{{2,24}}(?![\w-]|\.[^\W\d_]{{2}}))"
)
#: What scrapers leave where an address stood.
HIDDEN = Expression(
    r"\[\s?e-?mail\s?protected\s?\]|\[\s?correo\s?(?:electrónico\s)?protegido\s?\]|/cdn-cgi/l/email-protection",
    re.IGNORECASE,
)
#: `name (at) host [dot] org`
SPELLED = Expression(
    r"(?<![\w.])([\w.+-]{1,40})\s?[\[({]\s?(?:at|arroba|ät|a|@)\s?[\])}]\s?([\w-]{1,40}(?:(?:\.|\s\.\s|\s?[\[({]\s?(?:dot|punto|"
    r"punkt)\s?[\])}]\s?)[\w-]{2,24}){1,3})",
    re.IGNORECASE,
)
_PHONE = Expression(
    r"(?<![\w/@.,+-])(?:(?:\+|00)\s?\d{1,3}[^\S\n]?[.(/-]?[^\S\n]?)?\(?\d{1,5}\)?"
    r"(?:(?:[^\S\n]|[./–-]){0,3}\(?\d{1,5}\)?){1,6}"
    r"(?:\s?(?:,?\s?(?:ext\.?|extension|x|poste|int\.?|durchwahl|dw\.?|anexo))\s?\.?\s?\d{1,6})?"
    # a word may run into it that a sentence begins with
    r"(?-i:(?![a-zß-ÿ\d_@]|[A-ZÀ-Þ](?![a-zß-ÿ])))",
    re.IGNORECASE,
)
_DATE = Expression(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d\s?[-–/]\s?(?:19|"
    r"20)?\d\d"
)
_URL = Expression(r"https?://\S+|www\.\S+")
_DIGIT = Expression(r"\d")
_FEWEST, _MOST = 7, 15
#: Where another sentence begins, and how long a paragraph may be in which it is looked at by itself.
_SENTENCE, _LONGEST = Expression(r"(?<=\w{2}[.!?])\s+(?=[A-ZÀ-ÖØ-Þ¿¡])"), 600
_LABEL = Expression(
    r"(?:tel|phone|cell|mobile|mobil|móvil|celular|fon|teléf|téléph|whatsapp|office|direct|oficina|portable|handy|"
    r"[tmpcf]\s?[:.])",
    re.IGNORECASE,
)


#: `Suppliers should write to ...`: an address for somebody else.
_FOR_OTHERS = Expression(
    r"^(?!(?:journalist\w*|reporters|media|press|presse\w*|prensa|medios|editors|periodistas|redaktion\w*|medien\w*)\b)"
    r"(?:"
    r"(?:members of the public\s|(?:\w+\s){1,3})(?:should|can|may|must|pueden|deben|peuvent|doivent|können|sollen)\s"
    r"(?!be reached)|"
    # Anwohner, die Fragen haben, erreichen ...
    r"[\w’-]+(?: und [\w-]+)?,? (?:die|who|qui|que)\s[^.:@]{3,120}\s"
    r"(?:erreich|wend|meld|schreib|richt|should|can|may|peuvent|pueden)|"
    r"(?:\w+ )?(?:the |all |for (?:the )?|für (?:die )?|pour (?:le |les )?|para (?:el |los )?)?(?:general )?"
    r"(?:public(?! (?:information|affairs|relations|safety))|visitors?|customers?|consumers?|patients|readers|"
    r"bookings?|tickets?|público(?: en general)?|clientes|consumidores|visitantes|reservas|grand public|clients|"
    r"visiteurs|réservations?|bürger\w*|kund\w+|verbraucher\w*|besucher\w*)\b[^:@]{0,30}:)",
    re.IGNORECASE,
)


#: `Residents with questions can call ...`, `réservations : ...`, `Kundenservice: ...`, wherever they stand in a row.
_FOR_CUSTOMERS = Expression(
    r"^[^.:@]{0,20}\b(?:residents|visitors|customers|consumers|riverains|visiteurs|clients|consommateurs|habitants|parents|"
    r"vecinos|visitantes|clientes|consumidores|anwohner\w*|kund\w+|verbraucher\w*|besucher\w*|(?:schul|schüler|reise)\w+|"
    r"schools|classes|scolaires|escolares)\b[^.:@]{0,80}\s"
    r"(?:can|may|should|peuvent|pueden|können|erreichen|wenden|melden|buch(?:t|en)|book)\b|"
    r"\b(?:réservations?|billetterie|reservas?|bookings?|box office|tickets?|entradas|karten|"
    r"service (?:consommateurs|clients)|customer service|atención al (?:cliente|consumidor)|"
    r"(?:kunden|verbraucher)(?:service|telefon))\s?:",
    re.IGNORECASE,
)


def is_for_others(text: str) -> bool:
    """Whether a row, or each sentence of it that reaches somebody, tells others than journalists whom to ask."""
    if _FOR_OTHERS.search(text) is not None or (len(text) <= _LONGEST and _FOR_CUSTOMERS.search(text) is not None):
        return True
    telling = len(text) <= _LONGEST and ("@" in text or _DIGIT.search(text))
    sentences = _SENTENCE.split(text) if telling else []
    reaching = [sentence for sentence in sentences[1:] if has_reach(sentence)]
    return bool(reaching) and not has_reach(sentences[0]) and all(map(_FOR_OTHERS.search, reaching))


def for_journalists(text: str) -> str:
    """A row without those of its sentences that tell others whom to ask, where another one reaches somebody too."""
    if len(text) > _LONGEST or text.count("@") < 2 or not has_reach(text):  # noqa: PLR2004 - one for each of two
        return text
    kept = [sentence for sentence in _SENTENCE.split(text) if not (is_for_others(sentence) and has_reach(sentence))]
    return " ".join(kept) if any(map(has_reach, kept)) else text


def emails(text: str) -> list[str]:
    """E-mail addresses in a text, in order, each once; `name (at) host [dot] org` is read as one."""
    plain = [(match.start(), match.group().strip("’'.")) for match in EMAIL.finditer(text)]
    spelled = [(match.start(), _unspelled(match)) for match in SPELLED.finditer(text)]
    return list(dict.fromkeys(address for _, address in sorted(plain + spelled)))


def _unspelled(match: re.Match[str]) -> str:
    host = re.sub(r"\s?[\[({]\s?(?:dot|punto|punkt)\s?[\])}]\s?", ".", match[2], flags=re.IGNORECASE)
    address = match[1] + "@" + "".join(host.split())
    whole = EMAIL.match(address)
    return whole.group() if whole else address


def phones(text: str) -> list[str]:
    """Phone numbers in a text as printed, in order, each once; dates, years and prices are none."""
    if not _DIGIT.search(text):
        return []
    text = _URL.sub(lambda match: " " * len(match.group()), text)
    found = []
    for match in _PHONE.finditer(text):
        printed = match.group().strip(" .,-–/")
        digits = sum(char.isdigit() for char in re.split(r"ext|x|poste|int", printed, flags=re.IGNORECASE)[0])
        if _FEWEST <= digits <= _MOST and not _DATE.fullmatch(printed) and _grouped(printed, text[: match.start()]):
            found.append(_balanced(printed))
    return list(dict.fromkeys(found))


def _grouped(printed: str, before: str) -> bool:
    """Whether digits are written like a phone: with a plus, in groups, or after a label."""
    if printed.startswith(("+", "00", "(", "0")) or _LABEL.search(before[-16:]):
        return True
    return bool(re.search(r"\d[\s.–-]\d", printed)) and "," not in printed


def _balanced(printed: str) -> str:
    return printed if printed.count("(") == printed.count(")") else printed.replace("(", "").replace(")", "")


def first(text: str) -> int:
    """Where the first address or phone number of a text stands; its length without one."""
    return min((at for known in (*emails(text), *phones(text)) if (at := text.find(known)) >= 0), default=len(text))


def ends(text: str) -> int:
    """Behind the last address or phone number of a text; 0 without one."""
    spelled = [match.end() for pattern in (EMAIL, SPELLED) for match in pattern.finditer(text)]
    return max((*spelled, *(text.rfind(phone) + len(phone) for phone in phones(text))), default=0)


def has_reach(text: str) -> bool:
    """Whether a text names an address, a hidden one, or a phone number."""
    if "@" in text and EMAIL.search(text):
        return True
    bracketed = any(mark in text for mark in "[({/")
    return bool((bracketed and (HIDDEN.search(text) or SPELLED.search(text))) or phones(text))
