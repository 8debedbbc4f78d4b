"""Peers at the same work, when `make peers` has installed them: mailmerge, red-mail (PyPI), nodemailer (npm)."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.merging import example_mail
from dispatch.model.contact import Contact

HOME = Path(__file__).parents[1] / ".peers"
COUNT = 300
READER = Contact(email="reader@desk.test", key="reader@desk.test", name="Ana Ruiz", first_name="Ana", last_name="Ruiz")
GOALS = {"mailmerge": 8, "red-mail": 20, "nodemailer": 6}


def run_all(port: int, ours: float) -> None:
    """Print each peer's rate over the same sink and how many times faster Dispatch is."""
    mail = example_mail()
    mail.personalise(READER)
    html = mail.facts().html
    for name, send in PEERS.items():
        with tempfile.TemporaryDirectory() as folder:
            seconds = send(Path(folder), port, html)
        if seconds is None:
            print(f"{name:12} not installed (make peers)")
        else:
            rate = COUNT / seconds
            print(
                f"{name:12} {rate:8,.0f} messages/s   dispatch is {ours / rate:.0f} times as fast (goal {GOALS[name]})"
            )


def _mailmerge(folder: Path, port: int, html: str) -> float | None:
    """Its own command: a template, a CSV of contacts, a server."""
    program = HOME / "bin" / "mailmerge"
    if not program.exists():
        return None
    head = "TO: {{email}}\nSUBJECT: Night clinics\nFROM: Press <press@alliance.test>\nContent-Type: text/html\n\n"
    (folder / "mailmerge_template.txt").write_text(head + _personal(html), encoding="utf-8")
    rows = "".join(f"reader{n}@desk.test,Ana{n}\n" for n in range(COUNT))
    (folder / "mailmerge_database.csv").write_text("email,name\n" + rows, encoding="utf-8")
    server = f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\n"
    (folder / "mailmerge_server.conf").write_text(server, encoding="utf-8")
    return _timed(lambda: _quietly([str(program), "--no-dry-run", "--no-limit"], folder))


_RED = """
import json, sys, time
from redmail import EmailSender
port, count, html = int(sys.argv[1]), int(sys.argv[2]), open(sys.argv[3]).read()
sender = EmailSender(host="127.0.0.1", port=port, use_starttls=False)
with sender:
    start = time.perf_counter()
    for n in range(count):
        sender.send(subject="Night clinics", sender="press@alliance.test", receivers=[f"reader{n}@desk.test"],
                    html=html, text="Dear {{ name }}", body_params={"name": f"Ana{n}"})
print(time.perf_counter() - start)
"""


def _redmail(folder: Path, port: int, html: str) -> float | None:
    """One kept connection, a Jinja body with the name in it."""
    python = HOME / "bin" / "python"
    if not python.exists():
        return None
    page = folder / "page.html"
    page.write_text(_personal(html), encoding="utf-8")
    found = subprocess.run(
        [python, "-c", _RED, str(port), str(COUNT), str(page)], capture_output=True, text=True, check=False
    )
    return float(found.stdout) if found.returncode == 0 else None


_NODE = """
const nodemailer = require('nodemailer'), fs = require('fs');
const [port, count, file] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const html = fs.readFileSync(file, 'utf8');
const pool = nodemailer.createTransport({host: '127.0.0.1', port, pool: true, maxConnections: 10,
  maxMessages: Infinity, secure: false, ignoreTLS: true});
const start = process.hrtime.bigint();
Promise.all(Array.from({length: count}, (_, n) => pool.sendMail({from: 'press@alliance.test',
  to: `reader${n}@desk.test`, subject: 'Night clinics', text: `Dear Ana${n}`,
  html: html.replace('{{name}}', `Ana${n}`)})))
  .then(() => { console.log(Number(process.hrtime.bigint() - start) / 1e9); pool.close(); });
"""


def _nodemailer(folder: Path, port: int, html: str) -> float | None:
    """Ten pooled connections, the CSS inlined once."""
    node = shutil.which("node")
    if node is None or not (HOME / "node_modules" / "nodemailer").is_dir():
        return None
    page, script = folder / "page.html", HOME / "send.js"
    page.write_text(_personal(html), encoding="utf-8")
    script.write_text(_NODE, encoding="utf-8")
    many = COUNT * 10  # fast enough for more
    found = subprocess.run([node, script, str(port), str(many), str(page)], capture_output=True, text=True, check=False)
    return float(found.stdout) / 10 if found.returncode == 0 else None


def _personal(html: str) -> str:
    """The page with one value of the contact, as every peer can fill it."""
    return html.replace("{", "&#123;").replace("<body", "<body data-reader='{{name}}'", 1)


def _quietly(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


PEERS: dict[str, Callable[[Path, int, str], float | None]] = {
    "mailmerge": _mailmerge,
    "red-mail": _redmail,
    "nodemailer": _nodemailer,
}
