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
#: Pixels, of all its frames together, of a picture that is not even opened: a decompression bomb, or a poster.
_MOST: Final = 60_000_000
_QUALITY: Final = 85
#: Pictures that were made fit and are remembered, each with its original: those of a release in all its versions.
_REMEMBERED: Final = 12
_FORMATS: Final = ("PNG", "JPEG", "GIF")


class UnfitError(Exception):
    """It is no picture that can be opened; says why.

    Attributes:
        huge: It has more pixels than are opened.
    """

    def __init__(self, *, huge: bool) -> None:
        super().__init__("it has more than 60 million pixels" if huge else "it is broken")
        self.huge = huge


@lru_cache(maxsize=_REMEMBERED)
def fit(octets: bytes) -> bytes:
    """A picture ready to be enclosed; the same one, in another language or after the next save, is not made again.

    Scaled down to `LONGEST` pixels at its longest side, turned as the camera was held, and without metadata: where and
    with what it was taken is nobody's business. A GIF stays one and moves; a picture that needs nothing stays as it is.

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
                    raise UnfitError(huge=True)
                return octets if _is_fit(picture) else _made_fit(picture)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise UnfitError(huge=False) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitError(huge=True) from error


def _is_fit(picture: "Image") -> bool:
    """Small, and without a word in it; what a GIF says is no more than that it moves."""
    harmless = {"dpi", "gamma", "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
                "transparency", "srgb", "chromaticity", "interlace", "aspect"}  # fmt: skip
    if max(picture.size) > LONGEST:
        return False
    if picture.format == "GIF":
        return True
    picture.load()
    return not picture.getexif() and set(picture.info) <= harmless


def _made_fit(picture: "Image") -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415

    if picture.format == "GIF":
        return _gif_made_fit(picture)
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


def _gif_made_fit(picture: "Image") -> bytes:
    """Every frame scaled down, each shown as long as before."""
    from PIL import Image, ImageSequence  # noqa: PLC0415

    if picture.width * picture.height * getattr(picture, "n_frames", 1) > _MOST:
        raise UnfitError(huge=True)
    scale = LONGEST / max(picture.size)
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(frame.info.get("duration", 100))
        frames.append(frame.convert("RGBA").resize(size, Image.Resampling.LANCZOS))
        frames[-1].info = {}
    written = io.BytesIO()
    loop = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    frames[0].save(
        written, "GIF", save_all=True, append_images=frames[1:], duration=durations, disposal=2, optimize=True, **loop
    )
    return written.getvalue()
