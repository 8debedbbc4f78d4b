"""The header that a mail program prints above a text that was forwarded: From, Sent, To, Subject."""

import re

from dispatch.release.anatomy import dates, kind, mail_footer, names, prominence, reach
from dispatch.release.anatomy.draft import Draft, Role
from dispatch.release.expression import Expression

_FIELD = Expression(
    r"(?:from|sent|to|b?cc|subject|date|reply-to|importance|attachments?|von|gesendet|an|betreff|datum|"
    r"anlagen?|antwort an|priorität|de|enviado(?: el)?|para|cco|asunto|fecha|adjuntos?|importancia|"
    r"responder a|envoyé(?: le)?|à|objet|cci|van|aan|onderwerp|verzonden|"
    r"da|inviato|a|oggetto|data|pièces? jointes?|répondre à)\s?:\s\S.{0,300}",
    re.IGNORECASE,
)
_MARK = Expression(
    r"-{2,}\s?(?:forwarded|original|weitergeleitete|ursprüngliche|mensaje|message|nachricht|begin forwarded)\b.{0,40}|"
    r"begin forwarded message:|begin doorgestuurd bericht:|début du message (?:réexpédié|transféré) ?:|"
    r"anfang der weitergeleiteten nachricht:|inicio del mensaje reenviado:",
    re.IGNORECASE,
)
_FROM = Expression(r"(?:from|von|de|van|da)\s?:\s[\"“„]?([^<\[\"”“@(|]{4,60}?)[\"”“]?\s*(?:[<\[(|].*)?", re.IGNORECASE)
_SENT = Expression(r"(?:sent|date|gesendet|datum|enviado(?: el)?|fecha|envoyé(?: le)?)\s?:\s", re.IGNORECASE)
#: Why its rows are residue.
REASON = "mail header"
_FEWEST = 3
_REACH = 24
#: Rows of a signature, and characters of its first one.
_SIGNATURE, _LONGEST_ROW = 12, 90
#: Characters of a note to a colleague.
_NOTE = 300
#: Rows of a signature that no header tells of.
_FEW_ROWS = 5
#: Characters of a few lines that hand over a text.
_LETTER = 500
#: Letters of a name that a host is called by.
_HOST = 6
_PART, _LETTERS = Expression(r"\s[–—|·-]\s|,"), Expression(r"[\W_]+")
_ARTICLE = Expression(r"(?:the|el|la|le|les|l|der|die|das)\b\W*")
#: A mark says that the rows below it are a header, so two will do.
_FEWEST_BELOW_MARK = 2


def is_field(text: str) -> bool:
    """Whether a row may be a field of a mail's header."""
    return _FIELD.fullmatch(text) is not None or _MARK.fullmatch(text) is not None


def sent(text: str) -> dates.PrintedDate | None:
    """The date of a field that says when a mail was sent; None for other fields."""
    return next((found for found in dates.find(text) if found.date), None) if _SENT.match(text) else None


def find(draft: Draft) -> None:
    """Claim the headers printed on top, when sender and subject or receiver stand there, and what a forwarder wrote."""
    reach = min(_REACH, len(draft.paragraphs))
    at, last = 0, -1
    while at < reach:
        run = []
        while at < len(draft.paragraphs) and is_field(draft.text(at)):
            run.append(at)
            at += 1
        _claim(draft, run)
        if run and draft.reasons.get(run[0]) == REASON:
            _claim_note(draft, last, run[0])
            last = run[-1]
        at += 1
    if last >= 0:
        _claim_letter(draft, last)


def _claim_note(draft: Draft, header: int, other: int) -> None:
    """What who passes a mail on says about it stands between its header and that of the mail: `One for you, Sam?`."""
    rows = draft.free(header + 1, other) if header >= 0 else []
    if sum(len(draft.text(index)) for index in rows) <= _NOTE:
        for index in rows:
            draft.claim(index, Role.RESIDUE, REASON)


def _claim_letter(draft: Draft, header: int) -> None:
    """The lines with which the sender hands over the text: a greeting on top of them, the kind of the text below."""
    below = draft.free(header + 1, header + _REACH)
    if not below or not prominence.greets(draft.text(below[0])):
        return
    kinds = (at for at, index in enumerate(below) if kind.whole_kind(draft.text(index)) is not None)
    rows = below[: next(kinds, 0)]
    if sum(len(draft.text(index)) for index in rows) <= _LETTER:
        for index in rows:
            draft.claim(index, Role.RESIDUE, REASON)


def claim_closing(draft: Draft) -> None:
    """The regards of a sender below the contact of the text that came with a mail, and the rows that sign them."""
    regards = [index for index in range(len(draft.paragraphs)) if mail_footer.is_regards(draft.text(index))]
    rows = [index for index, role in enumerate(draft.roles) if role is not Role.RESIDUE or index in regards]
    rows = rows[-_FEW_ROWS:]
    closing = next((index for index in rows if index in regards), None)
    if closing is None or REASON not in draft.reasons.values():
        return
    signed = [draft.text(index) for index in rows if index > closing]
    reached = any(draft.roles[at] is Role.CONTACT and reach.has_reach(draft.text(at)) for at in range(closing))
    if reached and not any(len(row) > _LONGEST_ROW or reach.has_reach(row) for row in signed):
        for index in range(closing, rows[-1] + 1):
            draft.roles[index], draft.reasons[index] = Role.RESIDUE, mail_footer.REASON


def _claim(draft: Draft, run: list[int]) -> None:
    marked = any(_MARK.fullmatch(draft.text(index)) for index in run)
    fields = [draft.text(index) for index in run]
    dated = any(map(sent, fields)) and any(map(_FROM.fullmatch, fields))
    addressed = len(run) >= _FEWEST and (dated or any("@" in field for field in fields))
    if not addressed and not (marked and len(run) > _FEWEST_BELOW_MARK):
        return
    above = [at for at in draft.free(0, run[0]) if marked or any(row.endswith(f": {draft.text(at)}") for row in fields)]
    for index in [*above, *run]:
        draft.claim(index, Role.RESIDUE, REASON)
    if run:
        _claim_signature(draft, [index for index in draft.having(Role.RESIDUE) if index < run[-1]])


def _claim_signature(draft: Draft, header: list[int]) -> None:
    """What stands below the text under the name of who passed it on: the first sender of a header above another's."""
    rows = [draft.text(index) for index in header if _FROM.fullmatch(draft.text(index))]
    senders = [_spoken(match[1]).casefold() for row in rows if (match := _FROM.fullmatch(row))]
    if len(senders) < 2 or senders[0] == senders[-1]:  # noqa: PLR2004 - who passed it on, and whose text it is
        return
    first, last_one = (_host(row) for row in (rows[0], rows[-1]))
    host = first if first != last_one else ""
    signed = next((at for at in draft.free(header[-1]) if _is_of(draft.text(at), senders[0], host)), None)
    last = len(draft.paragraphs) - 1
    if signed is not None and last - signed < _SIGNATURE and len(draft.text(signed)) <= _LONGEST_ROW:
        for index in range(signed, last + 1):
            draft.claim(index, Role.RESIDUE, mail_footer.REASON)


def _spoken(sender: str) -> str:
    """`Kessler, Ulrich`, as an office's list of addresses has it, in the order in which he signs."""
    last, comma, first = sender.partition(", ")
    return f"{first} {last}" if comma and names.is_person(f"{first} {last}") else sender


def claim_signer(draft: Draft) -> None:
    """What stands below the contact of a text that was passed on, in a name that the text never speaks: who did so.

    Nothing in the header may tell: `Sports desk` passes on what `Ludovic Aumont` signs.
    """
    header = [index for index in draft.having(Role.RESIDUE) if draft.reasons.get(index) == REASON]
    fields = [draft.text(index) for index in header]
    if not any(map(_MARK.fullmatch, fields)) and len([row for row in fields if _FROM.fullmatch(row)]) < 2:  # noqa: PLR2004
        return
    host = next((found for row in reversed(fields) if _FROM.fullmatch(row) and (found := _host(row))), "")
    rows = _last_rows(draft)
    if rows and rows[0] > header[-1] and _is_signature(draft, rows, host):
        for index in rows:
            draft.roles[index], draft.reasons[index] = Role.RESIDUE, mail_footer.REASON


def _last_rows(draft: Draft) -> list[int]:
    """The rows that stand together at the very end, without what mail program or page print below them."""
    left = [index for index, role in enumerate(draft.roles) if role is not Role.RESIDUE][-1:]
    group = draft.paragraphs[left[0]].group if left else -1
    return [index for index in range(len(draft.paragraphs)) if draft.paragraphs[index].group == group]


def _is_signature(draft: Draft, rows: list[int], host: str) -> bool:
    """Whether a few short rows name somebody of whom nothing is said elsewhere, below a contact of the text's own."""
    texts = [draft.text(index) for index in rows]
    if len(rows) > _FEW_ROWS or max(map(len, texts)) > _LONGEST_ROW or any(index in draft.starts for index in rows):
        return False
    above = range(rows[0])
    reached = any(draft.roles[index] is Role.CONTACT and reach.has_reach(draft.text(index)) for index in above)
    told = any(texts[0].casefold() in draft.text(index).casefold() for index in above)
    own = host and any(host in address.replace("-", "") for text in texts for address in reach.emails(text))
    return reached and not told and not own and names.is_person(texts[0])


def _host(row: str) -> str:
    """The host of the address in a field."""
    return next((address.rpartition("@")[2] for address in reach.emails(row)), "").replace("-", "")


def _is_of(text: str, sender: str, host: str) -> bool:
    """Whether a row begins with the name of a sender, or with what its host is called: `Elm Post` of `elmpost.test`."""
    if len(text) > _LONGEST_ROW:
        return False
    first = dates.fold(_PART.split(text)[0])
    words = (_LETTERS.sub("", name) for name in (first, _ARTICLE.sub("", first)))
    return text.casefold().startswith(sender) or any(len(name) >= _HOST and name in host for name in words)
