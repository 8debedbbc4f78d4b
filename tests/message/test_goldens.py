"""Golden files: both parts of every theme in every language with words of its own; a person looks at changes."""

from dataclasses import replace

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from dispatch.message import load_theme


class AsHtml(SingleFileSnapshotExtension):
    """One file to open in a browser."""

    _write_mode = WriteMode.TEXT
    file_extension = "html"


class AsText(SingleFileSnapshotExtension):
    """One file to read."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
@pytest.mark.parametrize("theme", ["bulletin", "classic", "note"])
def test_both_parts_are_as_they_were(theme, language, *, theme_folder, compiled, release, ana, snapshot):
    """What changes here is meant: look at it, then run pytest with --snapshot-update."""
    mail = compiled(
        load_theme(theme_folder(theme)), replace(release, language=language, pitch="For {{ contact.outlet }}.")
    )
    mail.personalise(ana)
    facts = mail.facts()
    assert facts.html == snapshot(extension_class=AsHtml, name="html")
    assert facts.text == snapshot(extension_class=AsText, name="text")
