"""What an attachment tells about those who wrote it (changes, comments, names), and whether providers refuse it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from dispatch.inert import inert
from dispatch.message.attached_inside import Inside
from dispatch.message.attached_office import look_into_office, look_into_opendocument

#: What a document's properties say when it was not meant for the press, in the languages of the themes.
_NOT_FOR_PRESS: Final = (
    r"\b(?:confidential|draft|internal use|not for (?:publication|release|distribution)|vertraulich|entwurf"
    r"|confidencial|borrador|uso interno|confidentiel(?:le)?|brouillon|usage interne)\b"
)
_SHOWN: Final = 60
#: Programs and what carries them: Gmail and Outlook give a mail back that has one, alone or in an archive.
_PROGRAMS: Final = frozenset({
    ".ade", ".adp", ".apk", ".app", ".appx", ".appxbundle", ".bat", ".cab", ".chm", ".cmd", ".com", ".cpl", ".dll",
    ".dmg", ".ex", ".ex_", ".exe", ".gadget", ".hta", ".img", ".inf", ".ins", ".iso", ".isp", ".jar", ".jnlp", ".js",
    ".jse", ".lib", ".lnk", ".mde", ".mjs", ".msc", ".msi", ".msix", ".msixbundle", ".msp", ".mst", ".nsh", ".pif",
    ".ps1", ".reg", ".scf", ".scr", ".sct", ".shb", ".sys", ".url", ".vb", ".vbe", ".vbs", ".vhd", ".vxd", ".wsc",
    ".wsf", ".wsh", ".xll",
})  # fmt: skip
#: Archives that many providers refuse because they cannot look into them.
_ARCHIVES: Final = frozenset({
    ".7z", ".ace", ".arj", ".bz2", ".gz", ".lha", ".lzh", ".rar", ".tar", ".tgz", ".xz", ".zst",
})  # fmt: skip
#: How a program begins, whatever its name: Windows, Linux, macOS (32 and 64 bits, either order, and both).
_PROGRAM_STARTS: Final = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)  # fmt: skip
_ENCRYPTED: Final = 1


class Remark(NamedTuple):
    """One thing that an attachment tells."""

    #: After "The attachment … ": `still has comments in it`.
    what: str
    #: What to do about it.
    fix: str
    #: Good to know; often it is meant.
    minor: bool = False


def bounces(name: str, octets: bytes) -> tuple[str, str] | None:
    """Why mail providers would give back a mail with this attachment, and what to do; None when they take it.

    Args:
        name: The file's name.
        octets: The file; a ZIP archive is looked into, by the names in it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _PROGRAMS or octets.startswith(_PROGRAM_STARTS):
        return "mail providers refuse programs, and the whole mail with them", "put it on a page and link to it"
    if suffix in _ARCHIVES:
        return "many mail providers refuse archives of that kind", "attach what is in it, or pack it as .zip"
    return _packed(octets) if suffix == ".zip" else None


def _packed(octets: bytes) -> tuple[str, str] | None:
    """The same for what a ZIP archive holds."""
    try:
        with ZipFile(BytesIO(octets)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return "it is no ZIP archive, though its name says so", "pack it again"
    for member in members:
        if PurePath(member.filename).suffix.lower() in _PROGRAMS:
            inside = _short(inert(member.filename))
            return f"it holds a program ({inside}), which mail providers refuse", "pack it without, or link to it"
        if member.flag_bits & _ENCRYPTED:
            return "it asks for a password, so that mail providers refuse it", "pack it without a password"
    return None


def betrays(name: str, octets: bytes) -> Iterator[Remark]:
    """What should be taken out of a document before it goes to the press.

    Args:
        name: The file's name; documents of Word, Excel, PowerPoint, LibreOffice and PDF are looked into.
        octets: The file.
    """
    look = _LOOKS.get(PurePath(name).suffix.lower())
    if look is None:
        return
    found = look(octets)
    if found is None:
        yield Remark("cannot be opened as the document its name says", "save it again")
        return
    if found.locked:
        yield Remark("asks for a password", "save it without one: journalists cannot open it")
    for what, fix in found.left:
        yield Remark(f"still has {what} in it", fix)
    yield from _told(found.properties)


def _told(properties: Sequence[tuple[str, str]]) -> Iterator[Remark]:
    clean = [(label, " ".join(inert(value).split())) for label, value in properties]
    named = [(label, _short(value)) for label, value in dict.fromkeys(clean) if value]
    for label, value in named:
        if re.search(_NOT_FOR_PRESS, value, re.IGNORECASE):
            yield Remark(
                f"says {value!r} in its properties ({label})",
                "take that out of the document's properties, or attach the version that is meant for the press",
            )
    # the program alone tells nothing about anybody
    if any(label != "program" for label, _ in named):
        told = ", ".join(f"{label} {value}" for label, value in named)
        yield Remark(
            f"tells in its properties: {told}", "remove the document's properties if that is not meant", minor=True
        )


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"


def _pdf(octets: bytes) -> Inside | None:
    from dispatch.message.attached_pdf import look_into_pdf  # noqa: PLC0415 - a PDF is seldom attached

    return look_into_pdf(octets)


_LOOKS: Final[Mapping[str, Callable[[bytes], Inside | None]]] = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".pptm"), look_into_office),
    **dict.fromkeys((".odt", ".ods", ".odp"), look_into_opendocument),
    ".pdf": _pdf,
}
