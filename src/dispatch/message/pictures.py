"""Pictures made fit for mail: no larger than a screen, without what cameras and programs write into them."""

import io
import warnings
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

#: Longest side in pixels: twice the width of a mail, for sharp screens.
LONGEST: Final = 1_600
#: Pixels of a picture that is not even opened: a decompression bomb, or a poster.
_MOST: Final = 60_000_000
_QUALITY: Final = 85
#: Pictures that were made fit and are remembered, each with its original: those of a release in all its versions.
_REMEMBERED: Final = 12
_FORMATS: Final = ("PNG", "JPEG", "GIF")


class UnfitError(Exception):
    """It is no picture that can be opened."""


@lru_cache(maxsize=_REMEMBERED)
def fit(octets: bytes) -> bytes:
    """A picture ready to be enclosed; the same one, in another language or after the next save, is not made again.

    Scaled down to `LONGEST` pixels at its longest side, turned as the camera was held, and without metadata: where and
    with what it was taken is nobody's business. An animated GIF, and a picture that needs nothing, stay as they are.

    Args:
        octets: A PNG, JPEG or GIF file.

    Raises:
        UnfitError: It cannot be opened, or has more than sixty million pixels.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only mails with local pictures need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(octets), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST:
                    raise UnfitError
                return octets if _is_fit(picture) else _made_fit(picture)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise UnfitError from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitError from error


def _is_fit(picture: "Image") -> bool:
    """Animated, or small and without a word in it."""
    if picture.format == "GIF":
        return True
    harmless = {"dpi", "gamma", "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
                "transparency", "srgb", "chromaticity", "interlace", "aspect"}  # fmt: skip
    if max(picture.size) > LONGEST:
        return False
    picture.load()
    return not picture.getexif() and set(picture.info) <= harmless


def _made_fit(picture: "Image") -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415

    scale = LONGEST / max(picture.size)
    if scale < 1:  # a JPEG is decoded at the nearest larger fraction of its size, in a third of the time
        picture.draft(None, (ceil(picture.width * scale), ceil(picture.height * scale)))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    profile = picture.info.get("icc_profile")
    if picture.format == "JPEG":
        plain = upright if upright.mode in {"RGB", "L"} else upright.convert("RGB")
        plain.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True, exif=b"", icc_profile=profile)
    else:
        bare = Image.new(upright.mode, upright.size)
        bare.paste(upright)
        if upright.mode == "P" and (palette := upright.getpalette()) is not None:
            bare.putpalette(palette)
        extra = {"transparency": upright.info["transparency"]} if "transparency" in upright.info else {}
        bare.save(written, "PNG", optimize=True, icc_profile=profile, **extra)
    return written.getvalue()
