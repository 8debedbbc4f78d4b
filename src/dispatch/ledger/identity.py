"""Which release a file is: by its id, or by the path and headline under which it was seen before (DESIGN 6)."""

import re
import unicodedata
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from dispatch.errors import NotFoundError, RefusedError, UsageError
from dispatch.ledger.dialects import insert_new
from dispatch.ledger.instants import instant
from dispatch.ledger.listings import VersionRecord
from dispatch.ledger.records import (
    Bound,
    Candidate,
    Identity,
    Verdict,
)
from dispatch.ledger.schema import aliases, names, releases, versions
from dispatch.ledger.store import Store

_LENGTH = 24
#: Words that make a poor end of an id.
_WEAK = frozenset(
    {
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from", "as", "is", "its",
        "el", "la", "los", "las", "un", "una", "de", "del", "en", "y", "por", "para", "con", "le", "les", "des", "du",
        "et", "au", "aux", "der", "die", "das", "ein", "eine", "und", "im", "am", "zu", "von", "mit", "fur",
    },
)  # fmt: skip
_ID = re.compile(r"\w[\w.-]{0,99}")


def slug(headline: str) -> str:
    """An id from the first words of a headline: `night-clinics-open`."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().casefold()
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")):
        if words and len("-".join([*words, word])) > _LENGTH:
            break
        words.append(word[:_LENGTH])
    while len(words) > 1 and words[-1] in _WEAK:
        words.pop()
    return "-".join(words) or "release"


def identify(store: Store, path: str, headline: str, fingerprint: str, given_id: str | None) -> Identity:
    """Say which release it is (see `Ledger.identify`)."""
    if given_id is not None and not _ID.fullmatch(given_id):
        raise UsageError(
            f"The id {given_id!r} of {path} cannot be used.",
            f"write letters, digits, '-', '_' and '.' only, such as id: {slug(given_id)}",
        )
    with store.read() as connection:
        known = _named(connection, path, headline, fingerprint)
        verdict, name = _judge(connection, known, headline, given_id)
        number, count = _version(connection, name, fingerprint)
    return Identity(
        verdict=verdict,
        id=name,
        version=number,
        versions=count,
        given=given_id is not None,
        candidates=tuple(known) if verdict is Verdict.ASK else (),
        path=path,
        headline=headline,
        fingerprint=fingerprint,
    )


def _judge(connection: Connection, known: list[Candidate], headline: str, given: str | None) -> tuple[Verdict, str]:
    full = next((one for one in known if {"path", "headline"} <= set(one.matches)), None)
    if given is not None:
        found = _by_id(connection, given)
        if found is not None:
            return Verdict.SAME, found
        # an id that is added later to a file whose release had a derived one would start it anew
        return (Verdict.ASK if full is not None or _same_text(known) else Verdict.NEW), given
    if full is not None:
        return Verdict.SAME, full.id
    return (Verdict.ASK if known else Verdict.NEW), _free(connection, slug(headline))


def _same_text(known: list[Candidate]) -> bool:
    return any("fingerprint" in one.matches for one in known)


def _named(connection: Connection, path: str, headline: str, fingerprint: str) -> list[Candidate]:
    """Known releases of which something matches, the best match first."""
    found: dict[str, set[str]] = {}
    rows = connection.execute(
        select(releases.c.id, names.c.path, names.c.headline)
        .join(releases, releases.c.pk == names.c.release)
        .where(or_(names.c.path == path, names.c.headline == headline)),
    )
    both: set[str] = set()
    for row in rows:
        matches = found.setdefault(row.id, set())
        matches |= {"path"} if row.path == path else set()
        matches |= {"headline"} if row.headline == headline else set()
        if row.path == path and row.headline == headline:
            both.add(row.id)
    for name in connection.execute(
        select(releases.c.id)
        .join(versions, versions.c.release == releases.c.pk)
        .where(versions.c.fingerprint == fingerprint),
    ).scalars():
        found.setdefault(name, set()).add("fingerprint")
    # seen under this path and under this headline, but never together: that is not a full match
    for name, matches in found.items():
        if name not in both and {"path", "headline"} <= matches:
            matches.discard("headline")
    order = sorted(found, key=lambda name: (name not in both, -len(found[name]), name))
    return [_candidate(connection, name, found[name]) for name in order]


def _candidate(connection: Connection, name: str, matches: set[str]) -> Candidate:
    row = connection.execute(select(releases.c.path, releases.c.headline).where(releases.c.id == name)).one()
    return Candidate(id=name, path=row.path, headline=row.headline, matches=tuple(sorted(matches)))


def _exists(connection: Connection, name: str) -> bool:
    return connection.execute(select(releases.c.pk).where(releases.c.id == name)).first() is not None


def _by_id(connection: Connection, given: str) -> str | None:
    """The release of that id, or of which a person has said that it is this one."""
    if _exists(connection, given):
        return given
    return connection.execute(
        select(releases.c.id).join(aliases, aliases.c.release == releases.c.pk).where(aliases.c.id == given),
    ).scalar_one_or_none()


def _free(connection: Connection, wanted: str) -> str:
    """The id, with a number when another release has it."""
    name, count = wanted, 1
    while _exists(connection, name):
        count += 1
        name = f"{wanted}-{count}"
    return name


def _version(connection: Connection, name: str, fingerprint: str) -> tuple[int, int]:
    """The number this text has or would get, and how many are known."""
    rows = connection.execute(
        select(versions.c.number, versions.c.fingerprint)
        .join(releases, releases.c.pk == versions.c.release)
        .where(releases.c.id == name)
        .order_by(versions.c.number),
    ).all()
    known = {row.fingerprint: row.number for row in rows}
    return known.get(fingerprint, len(rows) + 1), len(rows)


def bind(store: Store, identity: Identity, *, same_as: str | None, new: bool) -> Bound:
    """Write down which release it is (see `Ledger.bind`)."""
    if identity.verdict is Verdict.ASK and same_as is None and not new:
        ids = ", ".join(one.id for one in identity.candidates)
        raise RefusedError(
            f"It is not clear whether {identity.path} is a release that was sent before ({ids}).",
            "say --same-release ID or --new-release",
        )
    with store.write("bind") as connection:
        name = _bound_name(connection, identity, same_as, new=new)
        now = store.now()
        number = _release(connection, name, identity, now)
        _seen(connection, number, identity)
        if identity.given and name != identity.id and same_as is not None:
            connection.execute(insert_new(aliases, connection.dialect.name).values(id=identity.id, release=number))
        version, known = _version(connection, name, identity.fingerprint)
        if version > known:
            connection.execute(
                insert(versions).values(
                    release=number,
                    number=version,
                    fingerprint=identity.fingerprint,
                    headline=identity.headline,
                    created=now,
                ),
            )
    return Bound(release=name, version=version)


def _bound_name(connection: Connection, identity: Identity, same_as: str | None, *, new: bool) -> str:
    if same_as is not None:
        if not _exists(connection, same_as):
            raise NotFoundError(f"The ledger knows no release {same_as!r}.", "`dispatch status` lists the releases")
        return same_as
    if new:
        return _free(connection, slug(identity.headline) if identity.verdict is Verdict.SAME else identity.id)
    if identity.verdict is Verdict.SAME:
        return identity.id
    # another process may have bound the same file since it was identified
    now_known = _by_id(connection, identity.id) if identity.given else _by_name(connection, identity)
    return now_known or _free(connection, identity.id)


def _by_name(connection: Connection, identity: Identity) -> str | None:
    return connection.execute(
        select(releases.c.id)
        .join(names, names.c.release == releases.c.pk)
        .where(names.c.path == identity.path, names.c.headline == identity.headline),
    ).scalar_one_or_none()


def _release(connection: Connection, name: str, identity: Identity, now: int) -> int:
    found: int | None = connection.execute(select(releases.c.pk).where(releases.c.id == name)).scalar_one_or_none()
    if found is not None:
        connection.execute(
            update(releases).where(releases.c.pk == found).values(path=identity.path, headline=identity.headline),
        )
        return found
    number: int = connection.execute(
        insert(releases)
        .values(id=name, given=identity.given, path=identity.path, headline=identity.headline, created=now)
        .returning(releases.c.pk),
    ).scalar_one()
    return number


def _seen(connection: Connection, number: int, identity: Identity) -> None:
    here = and_(names.c.path == identity.path, names.c.headline == identity.headline)
    if connection.execute(select(names.c.release).where(here)).first() is not None:
        connection.execute(update(names).where(here).values(release=number))
    else:
        connection.execute(insert(names).values(path=identity.path, headline=identity.headline, release=number))


def versions_of(store: Store, release: str) -> list[VersionRecord]:
    """The texts of a release (see `Ledger.versions`)."""
    with store.read() as connection:
        rows: Any = connection.execute(
            select(versions)
            .join(releases, releases.c.pk == versions.c.release)
            .where(releases.c.id == release)
            .order_by(versions.c.number),
        ).all()
    return [
        VersionRecord(
            number=row.number,
            fingerprint=row.fingerprint,
            headline=row.headline,
            created=instant(row.created),
        )
        for row in rows
    ]
