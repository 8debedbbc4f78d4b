"""How many readers get each language version of a release."""

from collections import Counter
from collections.abc import Iterable

from dispatch.message.polyglot import chosen
from dispatch.message.texts import subtag
from dispatch.model.contact import Contact
from dispatch.model.release import Release
from dispatch.proof.audience import language_name


def by_version(release: Release, contacts: Iterable[Contact]) -> tuple[tuple[str, int], ...]:
    """The language of each version, by name, and how many read it, most first; empty where there is only one.

    Args:
        release: With its versions.
        contacts: Everyone who would get it.
    """
    if not release.versions:
        return ()
    known = {"": release.language, **{version.language.lower(): version.language for version in release.versions}}
    main = subtag(release.language)
    readers = Counter(dict.fromkeys(known.values(), 0))
    for language, count in Counter(contact.language for contact in contacts).items():
        readers[known[chosen(language, known, main)]] += count
    return tuple((language_name(language), count) for language, count in readers.most_common())
