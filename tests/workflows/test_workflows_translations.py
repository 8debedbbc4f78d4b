"""What a front matter names as translations is read inside the workspace only, and each slip is told with its line."""

from pathlib import Path

import pytest

from dispatch.config.workspace import open_workspace
from dispatch.workflows.material import read_release, versions_of

TEXT = "\n\n# Clinics open at night\n\nPORTLAND, Maine – Six clinics open on Monday.\n"
SPANISH = "# Abren clínicas de noche\n\nMADRID – Seis clínicas abren el lunes.\n"


def named(tmp_path: Path, value: str) -> tuple[list[str], list[tuple[str, int | None, str]]]:
    """Languages of the versions that are read, and what is said of `translations: VALUE`."""
    root = tmp_path / "desk"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "outside.md").write_text(SPANISH, encoding="utf-8")
    (root / "link.md").symlink_to(tmp_path / "outside.md")
    (root / "spanish.md").write_text(SPANISH, encoding="utf-8")
    (root / "release.md").write_text(f"---\nid: clinics\ntranslations: {value}\n---{TEXT}", encoding="utf-8")
    workspace = open_workspace(root, {}, root)
    release, findings = read_release(workspace, "release.md")
    languages = [version.language for version in release.versions]
    assert list(versions_of(workspace, root / "release.md")) == languages
    said = [(one.code, one.line, one.message) for one in findings if "translations" in one.message]
    return languages, said


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("/etc/passwd", "it lies outside the workspace"),
        ("../outside.md", "it lies outside the workspace"),
        ("link.md", "it lies outside the workspace"),
        ("5", "there is no such file"),
        ("folder", "it is no file that can be read"),
        ("release.md", "it is the release itself"),
    ],
)
def test_a_file_that_is_no_version_is_left_out_and_told(tmp_path: Path, file: str, why: str) -> None:
    """Outside, linked out, missing, a folder: one error with the line that names it, and nothing is read."""
    message = f"translations: {file}, for es, is left out: {why}."
    assert named(tmp_path, f"{{es: {file}}}") == ([], [("LAN010", 3, message)])
    assert named(tmp_path / "rows", f"\n  fr: spanish.md\n  es: {file}") == (["fr"], [("LAN010", 5, message)])


def test_a_language_without_a_file_is_told(tmp_path: Path) -> None:
    """`es:` with nothing behind it names no version."""
    message = "translations: no file is named for es; write it as `es: release.es.md`."
    assert named(tmp_path, "{es: }") == ([], [("REL082", 3, message)])


@pytest.mark.parametrize(("code", "told"), [("xx", True), ("es", False), ("pt-BR", False), ("yue", False)])
def test_an_unknown_language_is_told(tmp_path: Path, code: str, *, told: bool) -> None:
    """The version is read all the same; the codes are those of Unicode CLDR."""
    languages, said = named(tmp_path, f"{{{code}: spanish.md}}")
    assert languages == [code]
    message = f"translations: {code} is no code of a language that is known here."
    assert said == ([("LAN011", 3, message)] if told else [])
