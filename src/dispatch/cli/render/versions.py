"""Who holds which version of a release, in words and as data."""

from datetime import datetime

from dispatch.cli.answer import Json
from dispatch.cli.render.page import Page
from dispatch.cli.render.shapes import instant_json
from dispatch.cli.render.words import many, when_words
from dispatch.workflows.versions import VersionsResult


def people(result: VersionsResult, page: Page, now: datetime) -> None:
    """A line for each version, then a line for each person."""
    page.line((result.release, "bold"), f"  {many(len(result.versions), 'version')}")
    if result.withdrawn is not None:
        page.line(("Withdrawn", "bold red"), f": {result.withdrawn}", indent=2)
    for version in reversed(result.versions):
        count = result.counts[version.number]
        page.field(
            f"Version {version.number}",
            f"held by {count:,}  {version.headline}",
            aside=when_words(version.created, now),
        )
    for record in result.mailings:
        page.field("Mailing", f"{record.name}  {record.state.value}, version {record.version}, {record.occasion}")
    if result.held:
        page.blank()
        page.rows(
            [
                [
                    f"version {one.version}",
                    one.address,
                    one.name,
                    ("in doubt", "bold magenta") if one.doubtful else one.occasion,
                ]
                for one in result.held
            ]
        )
    elif not any(record.final for record in result.mailings):
        page.line("Nobody holds it: all its mailings were rehearsals, or wait.")


def data(result: VersionsResult) -> Json:
    """The release with its versions and everyone who holds one."""
    return {
        "release": result.release,
        "withdrawn": result.withdrawn,
        "versions": [
            {
                "version": one.number,
                "headline": one.headline,
                "fingerprint": one.fingerprint,
                "created": instant_json(one.created),
                "holders": result.counts[one.number],
            }
            for one in result.versions
        ],
        "holders": [
            {
                "address": one.address,
                "name": one.name,
                "version": one.version,
                "occasion": one.occasion,
                "in_doubt": one.doubtful,
            }
            for one in result.held
        ],
        "mailings": [record.name for record in result.mailings],
    }
