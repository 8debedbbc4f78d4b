"""Contact lists as they were understood, in words and as data."""

from dispatch.cli.answer import Json
from dispatch.cli.render.findings import show_findings, tally
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import audience_json
from dispatch.cli.render.words import many
from dispatch.contacts import ListReading
from dispatch.model.contact import Contact
from dispatch.proof import left_out_words
from dispatch.proof.audience import spread_words
from dispatch.workflows.lists import ListsResult

_TOP = 8


def people(result: ListsResult, page: Page) -> None:
    """Each list with its columns, then who remains, then what is wrong."""
    for reading in result.readings:
        _show_reading(reading, page)
    counts = result.audience.counts
    page.line((f"{many(counts.deliveries, 'person', 'people')}", "bold"), f" of {many(counts.rows, 'row')}")
    for label, spread in (("Languages", result.languages), ("Outlets", result.outlets), ("Beats", result.beats)):
        if words := spread_words(tuple((name or "not set", count) for name, count in spread), _TOP):
            page.field(label, words)
    if out := left_out_words(counts):
        page.field("Left out", out)
    if result.sample:
        page.blank()
        page.rows([_sample(contact) for contact in result.sample])
    if result.findings:
        page.blank()
        show_findings(page, result.findings, {})
        page.line((tally(result.findings), "bold"))
    if result.written:
        page.line(("Written", "bold green"), f": {result.written}")


def number(result: ListsResult, page: Page) -> None:
    """How many people remain, for scripts: digits and nothing else."""
    page.line(str(result.audience.counts.deliveries))


def _show_reading(reading: ListReading, page: Page) -> None:
    how = ", ".join(part for part in (reading.format, reading.encoding, _delimiter(reading.delimiter)) if part)
    numbers = f"{many(reading.rows, 'row')}, {len(reading.contacts):,} usable"
    page.line((reading.path, "bold"), f"  {numbers}  ", (how, "dim"))
    columns = ", ".join(
        header if header == field else f"{header} → {field}{'' if field not in reading.custom else ' (your own)'}"
        for header, field in reading.columns.items()
    )
    page.field("Columns", columns or "none")
    if reading.suppressions:
        page.field("Must not", f"{many(len(reading.suppressions), 'address', 'addresses')} that must not be mailed")


def _delimiter(delimiter: str | None) -> str:
    return {"\t": "tab", None: "", "": ""}.get(delimiter, f'"{delimiter}"')


def _sample(contact: Contact) -> list[str]:
    return [contact.name or "–", contact.email, contact.outlet, contact.language, ", ".join(contact.beats)]


def data(result: ListsResult) -> Json:
    """Lists in the order in which they were named; counts of the people who remain, most first."""
    pairs = zip(result.readings, result.audience.duplicates, strict=True)
    return {
        "lists": [_reading_json(reading, duplicates) for reading, duplicates in pairs],
        "audience": audience_json(result.audience.counts),
        "languages": dict(result.languages),
        "beats": dict(result.beats),
        "outlets": dict(result.outlets),
        "written": result.written,
    }


def _reading_json(reading: ListReading, duplicates: int) -> Json:
    return {
        "path": reading.path,
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "columns": dict(reading.columns),
        "rows": reading.rows,
        "contacts": len(reading.contacts),
        "invalid": reading.invalid,
        "duplicates": duplicates,
        "suppressions": len(reading.suppressions),
    }
