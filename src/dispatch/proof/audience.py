"""Who would get it and who would not, in a press officer's words."""

from pathlib import PurePath

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


def list_words(by_list: tuple[tuple[str, int], ...]) -> str:
    """`national 176, radio 62` for files such as `lists/national.csv`."""
    return spread_words(tuple((PurePath(file).stem or file, count) for file, count in by_list))


def spread_words(spread: tuple[tuple[str, int], ...], most: int = 6) -> str:
    """`national 176, radio 62`; the smallest are summed up beyond `most`; empty when of nobody anything is known."""
    if not any(name for name, _ in spread):
        return ""
    shown = [f"{name or '–'} {count:,}" for name, count in spread[:most]]
    rest = sum(count for _, count in spread[most:])
    return ", ".join([*shown, *([f"others {rest:,}"] if rest else [])])
