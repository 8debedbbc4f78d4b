"""The embargo notice: in subject, first line and text part, in the sender's zone and in the reader's."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType

from dispatch.errors import UsageError
from dispatch.message.dates import written_briefly, written_instant
from dispatch.message.halves import SECOND
from dispatch.message.notice import EMBARGO, EMBARGO_SUBJECT, subject_of, with_notice
from dispatch.message.texts import primary, subtag
from dispatch.message.theme import Theme
from dispatch.model.contact import Contact
from dispatch.model.release import Release
from dispatch.workflows.local_time import zone_of

#: What marks an embargoed text, by language; the reader's own time is introduced by the second word.
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": ("EMBARGOED until", "where you are"),
        "es": ("EMBARGADO hasta el", "en su zona horaria"),
        "fr": ("SOUS EMBARGO jusqu’au", "chez vous"),
        "de": ("SPERRFRIST bis", "bei Ihnen"),
        "it": ("SOTTO EMBARGO fino a", "da voi"),
        "pt": ("SOB EMBARGO até", "no seu fuso horário"),
        "nl": ("ONDER EMBARGO tot", "bij u"),
        "pl": ("EMBARGO do:", "w Państwa strefie czasowej"),
        "ar": ("محظور النشر حتى", "بتوقيتكم"),
    }
)
_FOR_PROGRAMS = re.compile(r"\d{4}-\d\d-\d\d")


def dress(release: Release, theme: Theme, zone: str = "") -> tuple[Release, Theme, Callable[[Contact], Contact] | None]:
    """Release and theme with the notices that they need, and what adds each reader's own words.

    Args:
        release: With an aware `embargo`, or lines in `notice`, or neither.
        theme: Any.
        zone: The sender's, IANA; empty takes the one in which the embargo is given.

    Raises:
        ThemeError: The theme cannot carry a notice.
    """
    if release.embargo is None and not release.notice:
        return release, theme, None
    if release.embargo is None:
        return release, with_notice(theme, embargo=False), None
    mark = _WORDS[primary(release.language)][0]
    subject = f"{mark} {{{{ contact.extra.{EMBARGO_SUBJECT} }}}}: {subject_of(release, theme)}"
    own = release.embargo.astimezone(zone_of(zone)) if zone else release.embargo
    # what a front matter says is for programs: the theme's own line writes it out
    printed = "" if _FOR_PROGRAMS.match(release.embargo_text) else release.embargo_text
    dressed = replace(release, subject=subject, immediate=False, embargo=own, embargo_text=printed)
    return dressed, with_notice(theme, embargo=True), _Words(own, release.language).add


def in_both(first: Callable[[Contact], Contact], second: Callable[[Contact], Contact]) -> Callable[[Contact], Contact]:
    """What adds each reader's words in both languages of a mail, those of the second half under names of their own."""

    def prepare(contact: Contact) -> Contact:
        own, other = first(contact), second(contact).extra
        below = {f"{name}{SECOND}": other[name] for name in (EMBARGO, EMBARGO_SUBJECT)}
        return replace(own, extra=MappingProxyType({**own.extra, **below}))

    return prepare


def as_of(release: Release, now: datetime) -> Release:
    """The release as it is at an instant: from the lift on it is an ordinary one."""
    return without_embargo(release) if release.embargo is not None and release.embargo <= now else release


def without_embargo(release: Release) -> Release:
    """The release as it is after the lift."""
    return replace(release, embargo=None, embargo_text="")


class _Words:
    """Writes each reader's notice; one for each zone is made once."""

    def __init__(self, embargo: datetime, language: str) -> None:
        known = primary(language)
        #: Where we have no words the date is English, too, so that one line speaks one language.
        self._language = language if known == subtag(language) else known
        self._mark, self._here = _WORDS[known]
        self._own = embargo
        self._made: dict[str, dict[str, str]] = {}

    def add(self, contact: Contact) -> Contact:
        """The contact with its notice among the custom fields."""
        if contact.time_zone not in self._made:
            self._made[contact.time_zone] = self._fields(contact.time_zone)
        return replace(contact, extra=MappingProxyType({**contact.extra, **self._made[contact.time_zone]}))

    def _fields(self, name: str) -> dict[str, str]:
        zone = _zone_or_none(name)
        local = self._own.astimezone(zone) if zone else None
        if local is None and self._own.utcoffset():
            local = self._own.astimezone(UTC)
        if local is None or local.utcoffset() == self._own.utcoffset():
            return {
                EMBARGO: f"{self._mark} {written_instant(self._own, self._language)}",
                EMBARGO_SUBJECT: written_briefly(self._own, self._language),
            }
        told = written_instant(local, self._language)
        return {
            EMBARGO: f"{self._mark} {written_instant(self._own, self._language)}; "
            + (f"{self._here}: {told}" if zone else told),
            EMBARGO_SUBJECT: " / ".join(written_briefly(one, self._language) for one in (self._own, local)),
        }


def _zone_or_none(name: str) -> tzinfo | None:
    try:
        return zone_of(name) if name else None
    except UsageError:
        return None
