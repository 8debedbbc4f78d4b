"""The tables of the ledger; all times are `instants`, all JSON is text."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

#: Raised by every migration.
VERSION = 2
#: `PRAGMA application_id` of a SQLite ledger: "DSPL".
APPLICATION = 0x4453504C

metadata = MetaData()
#: SQLite counts rows only in an INTEGER primary key.
_Id = BigInteger().with_variant(Integer(), "sqlite")
_OPEN = text("due IS NOT NULL")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

releases = Table(
    "releases",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    # the id stands in the front matter; otherwise it was derived from the headline
    Column("given", Boolean, nullable=False),
    Column("path", Text, nullable=False),
    Column("headline", Text, nullable=False),
    # why it was withdrawn
    Column("withdrawn", Text),
    Column("created", BigInteger, nullable=False),
)

#: Under which paths and headlines a release was seen.
names = Table(
    "names",
    metadata,
    Column("path", Text, primary_key=True),
    Column("headline", Text, primary_key=True),
    Column("release", BigInteger, nullable=False),
    Index("names_headline", "headline"),
)

#: Ids that a person has called the same as a known release.
aliases = Table(
    "aliases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("release", BigInteger, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("release", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("versions_fingerprint", "fingerprint"),
)

#: What the once-only rule counts within: a release and an occasion.
occasions = Table(
    "occasions",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("release", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Index("occasions_once", "release", "name", unique=True),
)

mailings = Table(
    "mailings",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("release", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    _text("headline"),
    Column("occasion", Text, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    _text("reason"),
    _text("backend"),
    _text("theme"),
    Column("sender", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("options", Text, nullable=False),
    _text("fingerprint"),
    Column("embargo", BigInteger),
    Column("due", BigInteger),
    _text("zone"),
    Column("late", Float),
    Column("expires", Float, nullable=False),
    Column("follows", Text),
    Column("created", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Index("mailings_release", "release", "number", unique=True),
)

#: Frozen files of a mailing.
parts = Table(
    "parts",
    metadata,
    Column("mailing", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

#: Who gets it and with which values: frozen at staging.
deliveries = Table(
    "deliveries",
    metadata,
    # mailing * 2**32 + ordinal: list order, no index needed to find it by Message-ID or token
    Column("id", _Id, primary_key=True, autoincrement=False),
    # occasion, and the key while the once-only place is held
    Column("occasion", BigInteger),
    Column("place", Text),
    Column("key", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("shape", Integer, nullable=False),
    Column("vals", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("wave", Integer, nullable=False),
    Column("not_before", BigInteger),
    Index("deliveries_once", "occasion", "place", unique=True),
)

#: Where each delivery stands: narrow rows, because each is written three times on its way.
standings = Table(
    "standings",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=False),
    Column("mailing", BigInteger, nullable=False),
    # a marked one is still `claimed` here and has its time in `marked`: the mark then changes no index
    Column("state", Text, nullable=False),
    # when it may be claimed, 0 is at once; NULL when it is settled, so that only open ones are in the index
    Column("due", BigInteger),
    # as staged, or as the embargo was lifted since
    Column("not_before", BigInteger),
    # the Date header: set at the first mark
    Column("first_attempt", BigInteger),
    Column("deadline", BigInteger),
    Column("claim", BigInteger),
    Column("marked", BigInteger),
    Column("route", BigInteger),
    # charged ones, and all
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("updated", BigInteger, nullable=False),
    _text("reason"),
    _text("feedback"),
    Index("standings_due", "mailing", "state", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
)

#: An account and the server that answered.
routes = Table(
    "routes",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("account", Text, nullable=False),
    Column("host", Text, nullable=False),
    Index("routes_once", "account", "host", unique=True),
)

attempts = Table(
    "attempts",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("delivery", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("route", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # when it was written down: grows with pk, so that a day's attempts are found without an index
    Column("noted", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    _text("phase"),
    Column("code", Integer),
    _text("enhanced"),
    _text("reply"),
    Column("charged", Boolean, nullable=False),
    Index("attempts_delivery", "delivery"),
)

#: Spacing of each account: the next instant that is free.
accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("free", BigInteger, nullable=False),
)

#: Reservations that no attempt has used yet.
slots = Table(
    "slots",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("account", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

#: Test messages of the last day: they use an account's limits and are nobody's delivery.
trials = Table(
    "trials",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("account", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("target", Text, primary_key=True),
    _text("reason"),
    _text("source"),
    Column("added", BigInteger, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("mailing", BigInteger, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("fingerprint", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("pk", _Id, primary_key=True),
    Column("mailing", BigInteger, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    _text("detail"),
)

beats = Table(
    "beats",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
