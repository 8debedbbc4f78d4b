"""Puts a notice above everything else in a mail, whatever the theme: an embargo, a correction, a withdrawal."""

import re
from dataclasses import replace
from typing import Final

from dispatch.errors import ThemeError
from dispatch.message.theme import HTML, SUBJECT, TEXT, Theme
from dispatch.model.release import Release

#: Custom fields that `prepare` of `compile_mail` fills for each reader: the notice, and the same for the subject.
EMBARGO: Final = "embargo_notice"
EMBARGO_SUBJECT: Final = "embargo_subject"
_BODY: Final = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_PARENT: Final = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']""")
_STYLE: Final = (
    "margin-top: 0; margin-bottom: 16px; padding: 12px 16px; border: 2px solid #a3151b; background-color: #fff3f2; "
    "color: #7d0f14; font-family: Arial, sans-serif; font-size: 16px; line-height: 24px; font-weight: bold"
)


def with_notice(theme: Theme, *, embargo: bool) -> Theme:
    """A theme whose mails begin with the lines of `release.notice`, and below them with the reader's embargo notice.

    Args:
        theme: Any theme; it need not know about notices.
        embargo: Each reader's own line, from the custom field `EMBARGO`, follows; `release.embargo` is empty then,
            so that the theme does not state it again.

    Raises:
        ThemeError: Its HTML has no body that could carry one.
    """
    noted = with_above(theme, _text(embargo=embargo), _html(embargo=embargo), "no notice can stand first in it")
    return replace(noted, announces_embargo=theme.announces_embargo or embargo)


def with_above(theme: Theme, text: str, html: str, lest: str) -> Theme:
    """A theme whose mails begin with something; it need not know about it.

    Args:
        theme: Any theme.
        text: Template that the plain text begins with.
        html: Template that the body of the HTML begins with.
        lest: What is not possible when there is no body: `no notice can stand first in it`.

    Raises:
        ThemeError: Its HTML has no body.
    """
    files = dict(theme.files)
    first, document = _root(files, TEXT, theme), _root(files, HTML, theme)
    files[first] = text + files[first]
    body = _BODY.search(files[document])
    if body is None:
        raise ThemeError(f"{theme.shown}/{document} has no <body>, so that {lest}.", "write one")
    files[document] = files[document][: body.end()] + html + files[document][body.end() :]
    return replace(theme, files=files)


def subject_of(release: Release, theme: Theme) -> str:
    """The template of the subject as it is without a notice."""
    return (release.subject or theme.files.get(SUBJECT, "")).strip() or "{{ release.headline }}"


def _root(files: dict[str, str], name: str, theme: Theme) -> str:
    """The file that a template extends in the end: what stands at its beginning is printed first."""
    seen = {name}
    while parent := _PARENT.search(files[name]):
        name = parent[1]
        if name not in files or name in seen:
            raise ThemeError(f"{theme.shown} extends {name}, which is not there.", "correct the template")
        seen.add(name)
    return name


def _text(*, embargo: bool) -> str:
    """On the template's own first line, so that errors below it are told with the lines that the file has."""
    own = f'{{{{ contact.extra.{EMBARGO} }}}}{{{{ "\\n\\n" }}}}' if embargo else ""
    return '{% for line in release.notice %}{{ line }}{{ "\\n\\n" }}{% endfor %}' + own


def _html(*, embargo: bool) -> str:
    opening = f'<p class="notice" dir="auto" style="{_STYLE}">'
    own = f"{opening}{{{{ contact.extra.{EMBARGO} }}}}</p>" if embargo else ""
    return f"{{% for line in release.notice %}}{opening}{{{{ line }}}}</p>{{% endfor %}}{own}"
