"""Who would get it and who would not, in a press officer's words."""

from pathlib import PurePath

from dispatch.model.contact import Contact
from dispatch.model.mailing import AudienceCounts

#: Words for the reasons, in the order in which they are told.
REASONS = (
    ("duplicates", "twice"),
    ("suppressed", "suppressed"),
    ("already_sent", "already have it or are queued"),
    ("not_selected", "not selected"),
    ("gated", "held back"),
    ("invalid", "unreadable"),
)


Spread = tuple[tuple[str, int], ...]


def headline_words(deliveries: int, early: int | None = None, versions: Spread = ()) -> str:
    """`238 would get it: 201 in English, 37 in Spanish; 2 now, embargoed, 236 at the lift`.

    Args:
        deliveries: How many would get it.
        early: How many of them before an embargo's lift; None when there is none.
        versions: Readers of each language version; empty where there is only one.
    """
    details = "; ".join(filter(None, (version_words(versions), wave_words(deliveries, early)))) if deliveries else ""
    return f"{deliveries:,} would get it{f': {details}' if details else ''}"


def version_words(versions: Spread) -> str:
    """`201 in English, 37 in Spanish`; empty where there is only one version."""
    return ", ".join(f"{count:,} in {language}" for language, count in versions)


def language_name(code: str) -> str:
    """`Spanish`; the code itself where nobody knows a name for it."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - seldom are languages told by name

    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def written_words(languages: str) -> str:
    """`English`, or `Spanish and English` of a mail with both.

    Args:
        languages: The mail's Content-Language (RFC 3282): `en`, or `es, en`.
    """
    codes = [code.strip() for code in languages.split(",")]
    return " and ".join(language_name(code) for code in codes if code)


def reading_words(spread: Spread) -> str:
    """`readers of en 201, es 37`: what the lists say about people, whatever the mail is written in."""
    told = spread_words(spread)
    return f"readers of {told}" if told else ""


def reader_words(contact: Contact) -> str:
    """`Ana Núñez, El Diario, es`, as far as it is known; the address of who has no name."""
    return ", ".join(part for part in (contact.name or contact.email, contact.outlet, contact.language) if part)


def wave_words(deliveries: int, early: int | None) -> str:
    """`2 now, embargoed, 236 at the lift`; empty when there is no lift to wait for, or nobody to get it.

    Args:
        deliveries: How many would get it.
        early: How many of them before the lift; None when there is none.
    """
    if early is None or not deliveries:
        return ""
    if early == deliveries:
        return "all now, embargoed"
    return f"{early:,} now, embargoed, {deliveries - early:,} at the lift" if early else "all at the lift"


def left_out_words(counts: AudienceCounts) -> str:
    """`9 twice, 4 suppressed, 1 unreadable`; empty when nobody is left out."""
    told = ((getattr(counts, reason), word) for reason, word in REASONS)
    return ", ".join(f"{count:,} {word}" for count, word in told if count)


def list_words(by_list: Spread) -> str:
    """`national 176, radio 62` for files such as `lists/national.csv`."""
    return spread_words(tuple((PurePath(file).stem or file, count) for file, count in by_list))


def spread_words(spread: Spread, most: int = 6) -> str:
    """`national 176, radio 62`; the smallest are summed up beyond `most`; empty when of nobody anything is known."""
    if not any(name for name, _ in spread):
        return ""
    shown = [f"{name or '–'} {count:,}" for name, count in spread[:most]]
    rest = sum(count for _, count in spread[most:])
    return ", ".join([*shown, *([f"others {rest:,}"] if rest else [])])
