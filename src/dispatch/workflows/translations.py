"""Files that a release's front matter names as its versions in other languages: which may be read, what is wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

from dispatch.config.workspace import Workspace
from dispatch.model.finding import Finding, Severity
from dispatch.model.release import Release


def refused(workspace: Workspace, release: Path, version: Path) -> str:
    """Why a file is no version of a release; empty when it may be read.

    Args:
        workspace: Versions lie in it as pictures do; those of a release outside lie in that one's folder.
        release: The release's own file.
        version: What it names, followed through symbolic links.
    """
    root = workspace.root.resolve()
    home = root if release.resolve().is_relative_to(root) else release.resolve().parent
    if "\x00" in str(version) or not version.resolve().is_relative_to(home):
        return "it lies outside the workspace"
    if not version.exists():
        return "there is no such file"
    if not version.is_file():
        return "it is no file that can be read"
    return "it is the release itself" if version.resolve() == release.resolve() else ""


def misnamed(workspace: Workspace, main: Release, path: Path) -> Iterator[Finding]:
    """What is wrong under `translations`: files that are not read, and languages that nobody knows."""
    for language, file in main.translations:
        line = _line(main, language)
        if why := refused(workspace, path, path.parent / file):
            message = f"translations: {file}, for {language}, is left out: {why}."
            fix = "name a file beside the release, such as release.es.md; paths are relative to the release"
            yield _finding(main, ("LAN010", Severity.ERROR), message, fix, line)
        if not known(language):
            message = f"translations: {language} is no code of a language that is known here."
            fix = "write a code such as es or pt-BR (ISO 639); nobody is mailed that version unless a list says so, too"
            yield _finding(main, ("LAN011", Severity.WARNING), message, fix, line)


def known(language: str) -> bool:
    """Whether Unicode CLDR has a name for a language code."""
    from babel import Locale  # noqa: PLC0415 - seldom needed, and slow to load

    return language.partition("-")[0].lower() in Locale("en").languages


def _line(main: Release, language: str) -> int | None:
    """The row under `translations` that names a language."""
    span = dict(main.lines).get("translations")
    if span is None:
        return None
    rows = enumerate(main.source.split("\n")[span.first - 1 : span.last], start=span.first)
    word = re.compile(rf"(?<![\w-])[\"']?{re.escape(language)}[\"']?\s*:", re.IGNORECASE)
    return next((number for number, row in rows if word.search(row)), span.first)


def _finding(main: Release, weight: tuple[str, Severity], message: str, fix: str, line: int | None) -> Finding:
    code, severity = weight
    return Finding(code=code, severity=severity, message=message, fix=fix, file=main.file, line=line, column=1)
