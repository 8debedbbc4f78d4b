"""Documents that are archives (DOCX, ODT), opened with care: small ones only, and without entities."""

import io
import zipfile
import zlib

from lxml import etree

from dispatch.errors import InputError

#: Octets that one part may unpack to, that all may, and how many parts there may be.
MAX_PART, MAX_UNPACKED, MAX_PARTS = 6 << 20, 64 << 20, 2_000
#: Beyond this many octets a part must not be packed tighter than that: no honest document is.
_SMALL, _MAX_RATIO = 1 << 20, 200
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_FIX = "open it with care, and save it again as DOCX or plain text"


class Package:
    """The parts of a document, each read only when it is asked for."""

    def __init__(self, data: bytes, shown: str) -> None:
        """Look at the table of contents.

        Raises:
            InputError: It is damaged, encrypted, or claims to unpack to more than a release.
        """
        self.shown = shown
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as trouble:
            raise InputError(
                f"{shown} is damaged: its end is missing, as after a download that broke off.",
                "copy or download it again, or open it in a word processor and save it again",
            ) from trouble
        except _DAMAGE as trouble:
            raise self._damaged(trouble) from trouble
        entries = self._archive.infolist()
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise InputError(f"{shown} unpacks to more than any release needs.", _FIX)
        self.names = frozenset(entry.filename for entry in entries)

    def part(self, name: str) -> bytes:
        """The octets of one part.

        Raises:
            InputError: It is not there, damaged, or unpacks to more than a release.
        """
        try:
            entry = self._archive.getinfo(name)
            with self._archive.open(entry) as unpacking:
                data = unpacking.read(MAX_PART + 1)
        except (*_DAMAGE, KeyError) as trouble:
            raise self._damaged(trouble) from trouble
        if len(data) > MAX_PART or (len(data) > _SMALL and len(data) > _MAX_RATIO * max(entry.compress_size, 1)):
            raise InputError(f"{self.shown} unpacks to more than any release needs.", _FIX)
        return data

    def tree(self, name: str) -> etree._Element:
        """The root element of one XML part; entities and external documents are never followed.

        Raises:
            InputError: It is no XML, or declares entities.
        """
        data = self.part(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as trouble:
            raise self._damaged(trouble) from trouble
        if root.getroottree().docinfo.internalDTD is not None:
            raise InputError(f"{self.shown} declares entities, which no word processor does.", _FIX)
        return root

    def _damaged(self, trouble: Exception) -> InputError:
        return InputError(f"{self.shown} is damaged or encrypted: {trouble}.", _FIX)
