"""Pictures that lie inside a Word document: taken out of it, so that they can stand beside a clean source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from lxml import etree

from dispatch.model.release import BlockType, Image, Release
from dispatch.release.anatomy import blocks
from dispatch.release.formats import reader_for
from dispatch.release.package import Package
from dispatch.release.source import collapse

_MAIN, _RELATIONS, _STYLES = "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml"
#: How the files begin that mail programs show.
_SUFFIXES = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n", ".png"), (b"GIF8", ".gif"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: its octets, and what the document says of it."""

    data: bytes
    #: `.jpg`, `.png` or `.gif`.
    suffix: str
    alt: str
    caption: str


def pictures(path: Path, *, shown: str) -> tuple[Picture, ...]:
    """The pictures of a Word document in the order of its text, each once; none of another format.

    Pictures that no mail program shows (drawings, metafiles) are passed over.

    Args:
        path: A release file that has been read already.
        shown: How errors name it.

    Raises:
        InputError: A picture is damaged or larger than 6 MB.
    """
    data = path.read_bytes()
    if reader_for(data, path.suffix.lower()).name != "docx":
        return ()
    package = Package(data, shown)
    if not {_MAIN, _RELATIONS} <= package.names:
        return ()
    first: dict[bytes, Picture] = {}
    for picture in _found(package):
        first.setdefault(picture.data, picture)
    return tuple(first.values())


def with_pictures(release: Release, taken: Sequence[Picture], names: Sequence[str]) -> Release:
    """The release with pictures as files of those names; a caption leaves the text and goes with its picture."""
    images = tuple(
        Image(src=name, alt=picture.alt, caption=picture.caption) for picture, name in zip(taken, names, strict=True)
    )
    captions = {picture.caption for picture in taken} - {""}
    kept = tuple(
        block
        for block in release.blocks
        if block.type not in {BlockType.CAPTION, BlockType.PARAGRAPH} or block.text not in captions
    )
    return replace(release, images=(*release.images, *images), blocks=kept)


def _found(package: Package) -> Iterator[Picture]:
    parts = {
        relation.get("Id", ""): str(PurePosixPath("word") / relation.get("Target", ""))
        for relation in package.tree(_RELATIONS).iter("{*}Relationship")
        if relation.get("TargetMode") != "External"
    }
    captions = _caption_styles(package)
    for paragraph in package.tree(_MAIN).iter("{*}p"):
        for mark in paragraph.iter("{*}blip", "{*}imagedata"):
            part = next((parts[value] for value in mark.attrib.values() if value in parts), "")
            data = package.part(part) if part in package.names else b""
            suffix = next((suffix for start, suffix in _SUFFIXES if data.startswith(start)), "")
            if suffix:
                yield Picture(data=data, suffix=suffix, alt=_alt(mark), caption=_caption(paragraph, captions))


def _alt(mark: etree._Element) -> str:
    """What a picture shows, in the words of whoever placed it."""
    for above in mark.iterancestors("{*}inline", "{*}anchor"):
        for properties in above.iter("{*}docPr"):
            return collapse(properties.get("descr") or properties.get("title") or "")
    return ""


def _caption(paragraph: etree._Element, styles: frozenset[str]) -> str:
    """The paragraph below, when it is styled or worded as a caption."""
    below = next(paragraph.itersiblings("{*}p"), None)
    if below is None:
        return ""
    text = collapse("".join(part.text or "" for part in below.iter("{*}t")))
    named = any(value in styles for style in below.iter("{*}pStyle") for value in style.attrib.values())
    return text if named or blocks.is_caption(text) else ""


def _caption_styles(package: Package) -> frozenset[str]:
    """The ids of the style that Word calls caption inside, whatever it shows in the user's language."""
    if _STYLES not in package.names:
        return frozenset()
    return frozenset(
        str(value)
        for style in package.tree(_STYLES).iter("{*}style")
        if any(str(value).casefold() == "caption" for name in style.iter("{*}name") for value in name.attrib.values())
        for key, value in style.attrib.items()
        if str(key).endswith("styleId")
    )
