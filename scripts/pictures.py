# ruff: noqa: INP001, S603 - a script for developers that runs our own command and Chromium
"""Makes the pictures of the README from a real run: the terminal as SVG, the mail and the proof page as PNG.

    .venv/bin/python scripts/pictures.py [DIRECTORY]

It runs `dispatch demo` in a pseudo-terminal and opens what was received in Chromium. Times are replaced by fixed ones,
so that the pictures change only when what they show does.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from email import message_from_bytes, policy
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

from dispatch.proof.page import in_scheme

COLUMNS = 96
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
#: Milliseconds that frames get to be painted.
SETTLE = 500
#: Colours of a picture: enough for text and marks, in half of the octets.
COLOURS = 256
_FIXED = (
    (re.compile(r"in (?:under )?\d+(?:\.\d+)? s\b"), "in 0.3 s"),
    (re.compile(r"(?<!\d)\d+/s\b"), "40/s"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:2525"),
)
_LINE_STARTS = re.compile(r"\r|\x1b\[\d*[ABCDGK]|\x1b\[2K|\x1b\[\?25[hl]")


def main() -> None:
    """Make all pictures."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "pictures")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shown = run_in_terminal([sys.executable, "-m", "dispatch", "demo"], Path(folder))
        (target / "demo.svg").write_text(svg_of("dispatch demo", shown), encoding="utf-8")
        root = Path(folder) / "dispatch-demo"
        mail = Path(folder) / "mail.html"
        mail.write_text(light_and_dark(html_of(root / "received" / "new")), encoding="utf-8")
        photograph(mail, target / "mail.png", 1120, 760)
        proof = root / "proof.html"
        proof.write_text(without_times(proof.read_text(encoding="utf-8")), encoding="utf-8")
        photograph(proof, target / "proof.png", 1280, 900)


def run_in_terminal(command: list[str], folder: Path) -> str:
    """What a command writes to a terminal, ANSI codes included."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": "40"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        seen = b""
        try:
            while part := os.read(master, 65536):
                seen += part
        except OSError:
            pass  # the command closed its side
    os.close(master)
    if process.returncode:
        raise SystemExit(seen.decode())
    return seen.decode()


def svg_of(command: str, shown: str) -> str:
    """A picture of a terminal that ran a command."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
        for line in shown.replace("\r\n", "\n").rstrip("\n").split("\n"):
            text = _LINE_STARTS.split(line)[-1]
            for pattern, fixed in _FIXED:
                text = pattern.sub(fixed, text)
            console.print(Text.from_ansi(text), no_wrap=True, overflow="ignore", crop=True)
        svg = console.export_svg(title="Dispatch", unique_id="dispatch")
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def without_times(page: str) -> str:
    """A proof page as it would have been on one and the same morning."""
    page = re.sub(r"made [\d-]+ [\d:]+ UTC", "made 2026-03-02 09:00 UTC", page)
    return re.sub(r"\w{3}, \d{2} \w{3} \d{4} [\d:]+ \+0000", "Mon, 02 Mar 2026 09:00:00 +0000", page)


def html_of(received: Path) -> str:
    """The HTML part of the received mail whose recipient comes first in the alphabet."""
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in received.iterdir()]
    part = min(mails, key=lambda mail: str(mail["To"])).get_body(preferencelist=("html",))
    return str(part.get_content())


def light_and_dark(html: str) -> str:
    """A page with the same mail twice: on a light device and on a dark one."""
    frames = "".join(f'<iframe srcdoc="{escape(in_scheme(html, scheme))}"></iframe>' for scheme in ("light", "dark"))
    style = "body{margin:0;display:flex}iframe{border:0;width:560px;height:760px}"
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{frames}"


def photograph(page: Path, picture: Path, width: int, height: int) -> None:
    """A page as Chromium shows it, all its frames loaded and painted."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("the pictures need Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        tab = browser.new_page(viewport={"width": width, "height": height})
        tab.goto(page.as_uri())
        for frame in tab.frames[1:]:
            frame.wait_for_load_state()
        tab.wait_for_timeout(SETTLE)
        shown = Image.open(BytesIO(tab.screenshot()))
        shown.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
