"""Which tables hold data, and which only lay a page out."""

from lxml import etree

from dispatch.release.source import collapse

_LAYOUT = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "form")
#: A cell with more text than this is a column of a page.
_LONGEST_CELL = 300


def is_data_table(table: etree._Element) -> bool:
    """Whether a table has rows and columns of short cells, and so is one to a reader too."""
    if any(found is not table for found in table.iter(*_LAYOUT)):
        return False
    rows = rows_of(table)
    short = all(len(cell) <= _LONGEST_CELL for row in rows for cell in row)
    paragraphs = any(sum(1 for _ in cell.iter("p", "div")) > 1 for cell in table.iter("td", "th"))
    return short and not paragraphs and sum(1 for row in rows if sum(map(bool, row)) > 1) > 1


def rows_of(table: etree._Element) -> list[list[str]]:
    """The text of each cell, row by row."""
    return [
        [collapse(" ".join(cell.itertext())) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")
    ]
