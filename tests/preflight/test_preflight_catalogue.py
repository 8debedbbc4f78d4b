"""The catalogue: every code that is emitted is explained, weighed and tested."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dispatch import preflight, release
from dispatch.errors import NotFoundError
from dispatch.model.finding import Finding, Severity
from dispatch.model.mail import Organisation, Sender

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"\"((?:REL|LST|MSG|SND|EMB)\d{3})\"")
TODAY = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)


def found(code, severity=Severity.WARNING):
    """A finding with a code."""
    return Finding(code=code, severity=severity, message="m", fix="f", file="x.txt", line=1, column=1)


@pytest.fixture(scope="module")
def case():
    """A release that no rule has anything to say about."""
    read, _ = release.read(ROOT / "releases" / "night-clinics.md")
    organisation = Organisation(name="Alliance for Open Clinics", address="12 Harbour Street")
    return preflight.Case(
        release=read, organisation=organisation, sender=Sender(name="Press", email="press@alliance.test"), now=TODAY
    )


def test_every_code_in_the_source_is_in_the_catalogue():
    """A code that is emitted anywhere can be explained."""
    emitted = {code for path in (ROOT / "src").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert emitted - {rule.code for rule in preflight.catalogue()} == set()


def test_codes_are_unique_and_explanations_are_written_out():
    """Two to five sentences say why it matters and what to do."""
    rules = preflight.catalogue()
    assert len({rule.code for rule in rules}) == len(rules)
    for rule in rules:
        sentences = re.findall(r"[.?!](?:\s|$)", rule.explanation)
        fewest = 2 if rule.code[:3] in {"REL", "EMB", "SND"} else 1
        assert fewest <= len(sentences) <= 6, rule.code
        assert rule.title
        assert len(rule.title) <= 45, rule.code


#: Where the failing and passing examples of each family are; those of lists have a table that is held by its own test.
EXAMPLES = {
    "REL": (
        "preflight/test_preflight_rules.py",
        "preflight/test_preflight_literal.py",
        "preflight/test_preflight_links.py",
        "release/test_release_margins.py",
    ),
    "EMB": ("preflight/test_preflight_rules.py",),
    "LST": ("contacts/test_contacts_findings.py",),
    "MSG": ("preflight/test_preflight_message.py", "message"),
    "CLI": ("preflight/test_preflight_clients.py",),
    "SND": ("preflight/test_preflight_rules.py", "workflows/test_workflows_deadline.py"),
    "LAN": (
        "proof/test_proof_languages.py",
        "workflows/test_workflows_translations.py",
        "preflight/test_preflight_versions.py",
    ),
    "LIM": ("time/test_time_limits.py",),
    "RUN": ("time/test_time_cron.py", "time/test_time_commands.py"),
}


def test_every_code_has_an_example():
    """Each family's own test modules name each of its codes; a code without a test is not a rule."""
    folder = Path(__file__).parents[1]
    for family, named in EXAMPLES.items():
        paths = [
            path for name in named for path in ((folder / name).glob("*.py") if "." not in name else [folder / name])
        ]
        text = "".join(path.read_text(encoding="utf-8") for path in paths)
        codes = {rule.code for rule in preflight.catalogue() if rule.code.startswith(family)}
        assert codes, family
        assert {code for code in codes if code not in text} == set()
    assert {rule.code[:3] for rule in preflight.catalogue()} == set(EXAMPLES)


def test_explain_finds_a_code_in_any_case_and_names_near_ones():
    """`rel012` is REL012; REL999 is nothing, and near codes are named."""
    assert preflight.explain("rel012").title == "Hidden address"
    with pytest.raises(NotFoundError) as caught:
        preflight.explain("REL999")
    assert "REL" in caught.value.fix


def test_the_demo_release_is_clean(case):
    """The release of the demo has nothing to say."""
    assert preflight.run(case) == ()


def test_settings_ignore_and_reweigh_codes_and_families(case):
    """`[check]` takes codes and families; what readers reported is weighed too."""
    reported = [found("REL090", Severity.INFO), found("LST007", Severity.ERROR), found("REL031")]
    settings = preflight.CheckSettings(
        ignore=frozenset({"LST"}), error=frozenset({"REL031"}), warning=frozenset({"REL090"})
    )
    weighed = {item.code: item.severity for item in preflight.run(case, found=reported, settings=settings)}
    assert weighed == {"REL031": Severity.ERROR, "REL090": Severity.WARNING}


def test_a_finding_that_is_reported_twice_is_said_once(case):
    """Reader and rule may see the same thing."""
    assert len(preflight.run(case, found=[found("REL090"), found("REL090")])) == 1
