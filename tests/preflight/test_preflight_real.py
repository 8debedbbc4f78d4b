"""What preflight says about the scraped release that the project was given."""

from datetime import UTC, datetime

from needs import real_release

from dispatch import preflight, release
from dispatch.model.finding import Severity
from dispatch.model.mail import Organisation


def test_every_trouble_of_the_scraped_release_has_code_place_and_fix():
    """Two hidden addresses, no usable contact, the dangling link, the repeated headline, the share widget, and more."""
    read, found = release.read(real_release(), shown="statement.txt")
    now = datetime(2018, 11, 26, 15, 0, tzinfo=UTC)
    case = preflight.Case(release=read, organisation=Organisation(name="Alianza Americas"), now=now)
    findings = preflight.run(case, found=found)
    assert [(item.code, item.severity, item.line, item.column) for item in findings] == [
        ("REL003", Severity.WARNING, 3, 1),
        ("REL056", Severity.INFO, 9, 1),
        ("REL045", Severity.INFO, 15, 1),
        ("REL022", Severity.WARNING, 17, 312),
        ("REL010", Severity.ERROR, 19, 1),
        ("REL012", Severity.ERROR, 21, 222),
        ("REL012", Severity.ERROR, 21, 243),
        ("REL020", Severity.WARNING, 23, 1),
    ]
    assert all(item.file == "statement.txt" and item.fix for item in findings)
    assert findings[0].message == "The headline stands twice (lines 1 and 3)."
    assert findings[5].message == 'An address is hidden: "[email protected]".'
