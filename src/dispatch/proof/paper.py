"""A mail as it stands in a page itself, to be printed: a frame would be cut where a sheet ends, and scrolls."""

import re

from dispatch.proof.mail import Mail

#: Pixels of a line of the text part, of what surrounds all lines, and of a picture, in a wide and in a narrow frame;
#: measured over the shipped themes, so that seldom anything is left to be scrolled.
_WIDE = (22, 120, 400)
_NARROW = (33, 100, 260)
_HEAD_ONLY = re.compile(r"<(?:meta|base|link)\b[^>]*>|<!doctype\b[^>]*>", re.IGNORECASE)
_OUTER = re.compile(r"<(/?)(?:html|body)\b", re.IGNORECASE)
#: What acts, loads or could end the template that the mail stands in.
_ACTIVE = re.compile(
    r"<(/?)(?=template|script|i?frame|frameset|object|embed|applet|form|input|button|portal|meta|base|link)",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_HEIGHT = re.compile(r"\sheight=\"(\d{1,4})\"")


def on_paper(html: str) -> str:
    """A mail in a shadow tree of the page, whose styles reach neither in nor out (DOM Standard, 4.8).

    What surrounds its body stays with language and direction; nothing of it can act, load, or leave its tree.

    Args:
        html: The HTML part, with its pictures in place.
    """
    inside = _ACTIVE.sub(r"<\1x-", _OUTER.sub(r"<\1div", _HEAD_ONLY.sub("", html)))
    return f'<div class="paper"><template shadowrootmode="open">{inside}</template></div>'


def frame_heights(mail: Mail) -> str:
    """About how high its frame is to be, wide and narrow, as properties for a style sheet: only script could measure.

    Args:
        mail: The mail in the frame.
    """
    lines = mail.text.count("\n") + 1
    pictures = [_HEIGHT.search(image) for image in _IMAGE.findall(mail.html)]
    wide, narrow = (
        line * lines + around + sum(min(int(told[1]), picture) if told else picture for told in pictures)
        for line, around, picture in (_WIDE, _NARROW)
    )
    return f"--wide:{wide}px;--tall:{narrow}px"
