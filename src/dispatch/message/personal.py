"""Templates in a release's front matter: what they name that nobody knows is a finding, and they do without it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dispatch.message.use import CONTACT_NAMES
from dispatch.message.view import organisation_view, release_view, sender_view
from dispatch.model.finding import Finding, Severity
from dispatch.model.mail import Organisation, Sender
from dispatch.model.release import Release

_PRINTED: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)

#: Line in the template, what is wrong, what to write instead.
Fault = tuple[int, str, str]


def without_faults(release: Release) -> tuple[Release, tuple[Finding, ...]]:
    """A release whose subject and pitch can be rendered, and what was wrong with them.

    Args:
        release: As it was read. Its own file says what the templates are; nothing of a contact is looked at.

    Returns:
        The release without the expressions that name what nobody knows, so that everything else can be checked, and
        an error finding for each of them, with its line and near matches.
    """
    subject, said = _judged(release, "subject", release.subject)
    pitch, told = _judged(release, "pitch", release.pitch)
    return (replace(release, subject=subject, pitch=pitch) if said or told else release), (*said, *told)


def template_lines(release: Release) -> dict[str, int]:
    """In which line of the release the templates of its front matter begin; a block begins below its key."""
    spans, texts = dict(release.lines), {"subject": release.subject, "pitch": release.pitch}
    return {
        key: span.first + (span.last - span.first > text.count("\n"))
        for key, text in texts.items()
        if text and (span := spans.get(key))
    }


def _judged(release: Release, key: str, template: str) -> tuple[str, tuple[Finding, ...]]:
    """A template as it can be rendered, and what was wrong with it."""
    if "{" not in template:
        return template, ()
    known = _known(release)
    findings = tuple(_finding(release, key, fault) for fault in _faults(template, known))
    return (_mended(template, known) if findings else template), findings


def _known(release: Release) -> dict[str, frozenset[str]]:
    """Fields by the name of the thing that has them."""
    return {
        "contact": CONTACT_NAMES | {"extra"},
        "release": frozenset(release_view(release)),
        "organisation": frozenset(organisation_view(Organisation())),
        "sender": frozenset(sender_view(Sender(name="", email=""))),
    }


def _faults(template: str, known: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    from jinja2 import TemplateAssertionError, TemplateSyntaxError, nodes  # noqa: PLC0415 - most releases have no template

    from dispatch.templating import NAMES, near, sandbox  # noqa: PLC0415

    environment = sandbox({})
    try:
        tree = environment.parse(template)
        environment.compile(template)
    except TemplateAssertionError as error:
        yield (
            error.lineno,
            (error.message or "it names what is not there").rstrip("."),
            "use one of Jinja's own filters",
        )
    except TemplateSyntaxError as error:
        yield error.lineno, (error.message or "it is no template").rstrip("."), "correct the braces"
        return
    names = list(tree.find_all(nodes.Name))
    known_names = {
        *NAMES,
        *environment.globals,
        "loop",
        "caller",
        "self",
        *(node.name for node in names if node.ctx != "load"),
    }
    for name, line in {node.name: node.lineno for node in reversed(names) if node.name not in known_names}.items():
        fields = near(name, [*CONTACT_NAMES, *NAMES])
        alike = re.sub(r"(?<=\bmean )\w+|(?<=\bor )\w+", lambda found: _whole(found[0]), fields)
        yield line, f"{name!r} is unknown{alike or ''}", "name a field of the contact, such as contact.first_name"
    for node in tree.find_all(nodes.Getattr):
        thing = node.node.name if isinstance(node.node, nodes.Name) else ""
        if thing in known and node.attr not in known[thing]:
            told = f"{thing} has no field {node.attr!r}{near(node.attr, known[thing])}"
            own = f", or contact.extra.{node.attr} for a column of your own" if thing == "contact" else ""
            yield node.lineno, told, f"use one of its fields{own}"


def _whole(name: str) -> str:
    """A contact's field with what it belongs to."""
    return f"contact.{name}" if name in CONTACT_NAMES else name


def _mended(template: str, known: Mapping[str, frozenset[str]]) -> str:
    """The template without the printed expressions that are wrong; nothing when that does not mend it."""
    rest = _PRINTED.sub(lambda found: "" if any(_faults(found[0], known)) else found[0], template)
    return "" if any(_faults(rest, known)) else rest


def _finding(release: Release, key: str, fault: Fault) -> Finding:
    line, told, fix = fault
    first = template_lines(release).get(key)
    return Finding(
        code="MSG018",
        severity=Severity.ERROR,
        message=f"The {key}: {told}{'' if told.endswith('?') else '.'}",
        fix=fix,
        file=release.file,
        line=first + line - 1 if first else None,
    )
