"""Writes invented releases as the files that press offices have: Word, OpenDocument, web pages, mail."""

import html
import io
import zipfile
from email.message import EmailMessage

__all__ = [
    "added",
    "as_docx",
    "as_odt",
    "as_page",
    "bullet",
    "docx",
    "hidden",
    "mail",
    "odt",
    "run",
    "table",
    "word",
    "zipped",
]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("heading 1", "heading 2", "Title", "Quote", "List Paragraph")
    )
    + "</w:styles>"
)
_NUMBERING = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def run(text, properties=""):
    """A run of Word text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


def word(text, style="", inner=None):
    """A paragraph of a Word document; `inner` is its own XML instead of the text."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{run(text) if inner is None else inner}</w:p>"


def bullet(text):
    """An item of a Word list."""
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered}</w:pPr>{run(text)}</w:p>"


def table(*rows):
    """A Word table."""
    cells = ("".join(f"<w:tc>{word(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*paragraphs, links=(), parts=None):
    """The octets of a Word document.

    Args:
        paragraphs: XML, as the functions above write it.
        links: Addresses; the first is relation `rId1`.
        parts: More parts by name.
    """
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        f"{''.join(paragraphs)}</w:body></w:document>"
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/hyperlink" Target="{html.escape(link)}" TargetMode="External"/>'
        for number, link in enumerate(links, start=1)
    ) + f'<Relationship Id="s" Type="{R}/styles" Target="styles.xml"/>' + (
        f'<Relationship Id="n" Type="{R}/numbering" Target="numbering.xml"/>'
    )  # fmt: skip
    office = f'<Relationship Id="d" Type="{R}/officeDocument" Target="word/document.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": _CONTENT,
            "_rels/.rels": _RELATIONS.format(office),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": _RELATIONS.format(relations),
            "word/styles.xml": _STYLES,
            "word/numbering.xml": _NUMBERING,
            **(parts or {}),
        },
    )


def zipped(parts):
    """An archive of parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def added(document, parts):
    """The octets of an archive with more parts."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | parts)


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def odt(inner):
    """The octets of an OpenDocument text; `inner` is the XML inside `office:text`."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{_ODF}office:1.0" '
        f'xmlns:text="{_ODF}text:1.0" xmlns:table="{_ODF}table:1.0" xmlns:style="{_ODF}style:1.0" '
        f'xmlns:draw="{_ODF}drawing:1.0" xmlns:fo="{_ODF}xsl-fo-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles><style:style style:name="T1" '
        'style:family="text"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
        f"<office:body><office:text>{inner}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def mail(subject, *, text=None, page=None, enclosed=None):
    """The octets of a message."""
    message = EmailMessage()
    message["From"] = "Press Desk <press@desk.test>"
    message["To"] = "newsroom@paper.test"
    message["Subject"] = subject
    message["Message-ID"] = "<1@desk.test>"
    if text is not None:
        message.set_content(text)
    if page is not None:
        message.add_alternative(page, subtype="html") if text is not None else message.set_content(page, subtype="html")
    if enclosed is not None:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=enclosed)
    return bytes(message)


def hidden(address):
    """An address as Cloudflare hides it."""
    key = 0x5A
    return f"{key:02x}" + "".join(f"{ord(char) ^ key:02x}" for char in address)


def cells(text):
    """The paragraphs of a corpus text: pieces between blank lines, each with its rows."""
    return [[row.strip() for row in piece.split("\n") if row.strip()] for piece in text.split("\n\n") if piece.strip()]


def as_docx(text):
    """A corpus text typed in Word, a paragraph for each of its rows."""
    return docx(*(word(row) for piece in cells(text) for row in piece))


def as_odt(text):
    """A corpus text typed in a word processor that saves OpenDocument."""
    return odt("".join(f"<text:p>{html.escape(row)}</text:p>" for piece in cells(text) for row in piece))


def as_page(text):
    """A corpus text on the page of a newsroom, with everything that such a page has around it."""
    body = "\n".join(f"<p>{'<br>'.join(html.escape(row, quote=False) for row in piece)}</p>" for piece in cells(text))
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Newsroom</title><style>p {{ color: red }}</style></head>
<body class="has-sidebar">
<header class="site-header"><div class="site-title"><a href="/">Example House</a></div>
<nav><ul><li><a href="/news">News</a></li><li><a href="/about">About us</a></li>
<li><a href="/join">Join</a></li></ul></nav>
</header>
<main><article class="post"><div class="entry-content">
{body}
</div><div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Facebook</a></li></ul></div></article>
<aside class="sidebar"><h3>Recent posts</h3><ul><li><a href="/a">Another story of May 3, 2021</a></li></ul></aside>
</main>
<footer class="site-footer"><p>Example House, 1 Street, office@house.test</p><p>Copyright 2019</p></footer>
<script>document.write("tracked")</script></body></html>"""
