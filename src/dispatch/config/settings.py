"""What dispatch.toml may say: every key, its type and its default."""

import re
from collections.abc import Container
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from dispatch.addresses import NoAddress, parse_address

_DURATION = re.compile(r"\s*(\d+)\s*(s|min|m|h|d)\s*", re.IGNORECASE)
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_HEX = re.compile(r"#[0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?")
_FAMILY = re.compile(r"[A-Za-z][A-Za-z0-9 -]{0,39}")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def parse_duration(text: object) -> object:
    """A duration as people write it: `45s`, `30min`, `2h`, `1d`.

    Raises:
        ValueError: It is text of another form.
    """
    if not isinstance(text, str):
        return text
    match = _DURATION.fullmatch(text)
    if not match:
        msg = f"{text!r} is no duration; write a number and s, min, h or d, for example 2h"
        raise ValueError(msg)
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2].lower()])


def written_duration(span: timedelta) -> str:
    """A duration as it would stand in dispatch.toml: `24h`, `7d`, `30min`, `45s`."""
    seconds = round(span.total_seconds())
    for unit in ("d", "h", "min"):
        count, rest = divmod(seconds, _SECONDS[unit])
        if not rest and count > (unit == "d"):  # a day is better known as 24h
            return f"{count}{unit}"
    return f"{seconds}s"


def parse_frequency(text: str) -> tuple[int, timedelta]:
    """How often within which time: `2/7d` is twice in seven days.

    Raises:
        ValueError: It is text of another form.
    """
    count, _, span = text.partition("/")
    period = parse_duration(span) if count.strip().isdigit() and span.strip() else None
    if not isinstance(period, timedelta) or not int(count) or not period:
        msg = f"{text!r} is no limit; write a number, a slash and a duration, for example 2/7d"
        raise ValueError(msg)
    return int(count), period


def _known_limit(text: str) -> str:
    if text:
        parse_frequency(text)
    return text


def _one_address(text: str) -> str:
    if not text:
        return text
    parsed = parse_address(text)
    if isinstance(parsed, NoAddress):
        msg = f"{text!r} {parsed.reason}"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns ValueError into a finding about the key
    return parsed.email


def _known_zone(text: str) -> str:
    if text:
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            msg = f"{text!r} is no time zone; write one such as Europe/London or America/Chicago"
            raise ValueError(msg) from error
    return text


def _split(value: object) -> object:
    """Lists may come from one environment variable, separated by commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
EmailText = Annotated[str, AfterValidator(_one_address)]
Names = Annotated[tuple[str, ...], BeforeValidator(_split)]


class Table(BaseModel):
    """One table of dispatch.toml: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SenderTable(Table):
    """`[sender]`: who writes."""

    name: str = ""
    email: EmailText = ""
    reply_to: EmailText = ""
    bounce: EmailText = ""
    unsubscribe: EmailText = ""


class ContactTable(Table):
    """`[[organisation.contacts]]`: a media contact that every release falls back to."""

    name: str = ""
    role: str = ""
    email: EmailText = ""
    phone: str = ""


def _known_colours(colours: dict[str, str]) -> dict[str, str]:
    """Names of letters, colours that mail programs know: `#1f4e79`, `#14a`, `navy` (CSS Color 4, section 6.1)."""
    for name, colour in colours.items():
        if not _NAME.fullmatch(name):
            msg = f"{name!r} is no name for a colour; write letters and hyphens, for example brand"
            raise ValueError(msg)
        if not _HEX.fullmatch(colour) and colour.lower() not in _colour_names():
            msg = f"{colour!r} is no colour; write one such as #1f4e79 or navy"
            raise ValueError(msg)
    return colours


def _colour_names() -> Container[str]:
    from PIL.ImageColor import colormap  # noqa: PLC0415 - for names alone, which few write

    return colormap.keys()


def _known_fonts(text: str) -> str:
    """Families that a sheet can name, separated by commas."""
    for family in text.split(",") if text else ():
        if not _FAMILY.fullmatch(family.strip()):
            msg = f"{family.strip()!r} is no font; write its name, for example Georgia, or several with commas between"
            raise ValueError(msg)
    return text


FontText = Annotated[str, AfterValidator(_known_fonts)]


class FontsTable(Table):
    """`[organisation] fonts`: families by where they are used; those of the theme follow them."""

    text: FontText = ""
    headings: FontText = ""


class OrganisationTable(Table):
    """`[organisation]`: in whose name."""

    name: str = ""
    address: str = ""
    website: str = ""
    boilerplate: str = ""
    logo: str = ""
    colours: Annotated[dict[str, str], AfterValidator(_known_colours)] = Field(default_factory=dict)
    fonts: FontsTable = FontsTable()
    contacts: tuple[ContactTable, ...] = ()


class SendTable(Table):
    """`[send]`: how mailings go out when nothing else is said."""

    backend: str = ""
    theme: str = "classic"
    expires: Duration = timedelta(hours=24)
    late: Duration = timedelta(hours=2)
    failover: Names = ()


class LedgerTable(Table):
    """`[ledger]`: where it is remembered who got what."""

    url: str = ""


class CheckTable(Table):
    """`[check]`: which findings weigh what."""

    ignore: Names = ()
    error: Names = ()
    warning: Names = ()


class ApprovalTable(Table):
    """`[approval]`: how many people must sign a mailing off before it goes out."""

    required: int = Field(default=0, ge=0, le=9)


class NotifyTable(Table):
    """`[notify]`: who hears how a scheduled mailing went, and at once when a run stops."""

    to: EmailText = ""
    #: Name of a backend; empty takes the mailing's own.
    backend: str = ""
    #: A program that gets the summary as JSON on its standard input.
    command: str | tuple[str, ...] = ""


class LimitsTable(Table):
    """`[limits]`: how often one person hears from us; withdrawals and corrections are exempt."""

    per_contact: Annotated[str, AfterValidator(_known_limit)] = ""
    one_per_outlet: bool = False
    colleague: Duration = timedelta(0)
    #: Suppressing `ana@x.test` suppresses `ana+news@x.test` too.
    plus_tags: bool = False


class Settings(Table):
    """The whole of dispatch.toml."""

    zone: Annotated[str, AfterValidator(_known_zone)] = ""
    sender: SenderTable = SenderTable()
    organisation: OrganisationTable = OrganisationTable()
    send: SendTable = SendTable()
    #: Raw tables: each backend validates its own.
    backends: dict[str, dict[str, Any]] = Field(default_factory=dict)
    ledger: LedgerTable = LedgerTable()
    check: CheckTable = CheckTable()
    segments: dict[str, str] = Field(default_factory=dict)
    approval: ApprovalTable = ApprovalTable()
    notify: NotifyTable = NotifyTable()
    limits: LimitsTable = LimitsTable()
