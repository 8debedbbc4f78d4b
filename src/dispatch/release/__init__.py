"""From a file to a release: one reader per format, one grammar for all of them."""

from dispatch.release.formats import READERS, Reader
from dispatch.release.reading import LARGEST, read, read_parts, with_defaults
from dispatch.release.writing import to_markdown

__all__ = ["LARGEST", "READERS", "Reader", "read", "read_parts", "to_markdown", "with_defaults"]
