"""The pager: the person's own, with colours, and nothing lost when there is none."""

import os
import sys

import pytest
from needs import program

from dispatch.cli.pager import OwnPager

TEXT = "\x1b[1mNight clinics\x1b[0m – «a tiempo»\n"


def test_it_is_the_one_that_the_person_chose(tmp_path):
    """`$PAGER` with its arguments gets the text as it is, and is told to keep colours."""
    seen = tmp_path / "seen"
    script = tmp_path / "pager.py"
    script.write_text(
        "import os, sys\nopen(sys.argv[1], 'wb').write(os.environ['LESS'].encode() + b'|' + sys.stdin.buffer.read())\n"
    )
    OwnPager({**os.environ, "PAGER": f"{sys.executable} {script} {seen}", "LESS": "FRX"}).show(TEXT)
    assert seen.read_bytes() == b"FRX|" + TEXT.encode()


def test_a_pager_that_leaves_early_is_fine():
    """Whoever has seen enough leaves; that is no error."""
    OwnPager({**os.environ, "PAGER": f"{sys.executable} -c pass"}).show(TEXT * 50_000)


@pytest.mark.parametrize("pager", ["/no/such/program", "'unclosed"])
def test_without_a_pager_it_is_printed(pager, capsys):
    """A pager that is not there, or no command at all: the text is printed."""
    OwnPager({**os.environ, "PAGER": pager}).show(TEXT)
    assert capsys.readouterr().out == TEXT


def test_less_keeps_colours(capfd):
    """Without a choice it is less; not on a terminal it passes everything through."""
    program("less")
    environ = {name: value for name, value in os.environ.items() if name not in {"PAGER", "LESS"}}
    OwnPager(environ).show(TEXT)
    assert capfd.readouterr().out == TEXT
