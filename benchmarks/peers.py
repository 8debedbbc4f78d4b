"""Peers at the same work, when `make peers` has installed them: mailmerge, red-mail (PyPI), nodemailer (npm).

Each sends the mail that Dispatch sends, with one value of the contact in it: text and HTML, where it can make both.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.merging import example_mail
from dispatch.model.contact import Contact

HOME = Path(__file__).parents[1] / ".peers"
COUNT = 300
#: How many times as many the fastest of them sends, so that it is warm.
FASTER = 20
READER = Contact(email="reader@desk.test", key="reader@desk.test", name="Ana Ruiz", first_name="Ana", last_name="Ruiz")
GOALS = {"mailmerge": 8, "red-mail": 20, "nodemailer": 6}


def rates(port: int) -> dict[str, float | None]:
    """Messages a second of each peer over the same sink, by name; None for one that is not installed."""
    mail = example_mail()
    mail.personalise(READER)
    facts = mail.facts()
    found: dict[str, float | None] = {}
    for name, send in PEERS.items():
        with tempfile.TemporaryDirectory() as folder:
            page, text = Path(folder) / "page.html", Path(folder) / "page.txt"
            page.write_text(_personal(facts.html), encoding="utf-8")
            text.write_text(_plain(facts.text), encoding="utf-8")
            seconds = send(Path(folder), port)
        found[name] = COUNT / seconds if seconds else None
    return found


def show(ours: Sequence[float], theirs: Sequence[dict[str, float | None]]) -> None:
    """Print how many times faster Dispatch is than each peer, round by round, and the median of that."""
    for name, goal in GOALS.items():
        pairs = [(mine, other) for mine, found in zip(ours, theirs, strict=True) if (other := found[name])]
        if not pairs:
            print(f"{name:12} not installed (make peers)")
            continue
        ratios = [mine / other for mine, other in pairs]
        rounds = ", ".join(f"{ratio:.1f}" for ratio in ratios)
        print(
            f"{name:12} {median(other for _, other in pairs):8,.0f} messages/s   dispatch is {median(ratios):.1f} times"
            f" as fast (goal {goal}; rounds {rounds})"
        )


def _mailmerge(folder: Path, port: int) -> float | None:
    """Its own command: a template (HTML alone), a CSV of contacts, a server."""
    program = HOME / "bin" / "mailmerge"
    if not program.exists():
        return None
    head = "TO: {{email}}\nSUBJECT: Night clinics\nFROM: Press <press@alliance.test>\nContent-Type: text/html\n\n"
    (folder / "mailmerge_template.txt").write_text(
        head + (folder / "page.html").read_text(encoding="utf-8"), encoding="utf-8"
    )
    rows = "".join(f"reader{n}@desk.test,Ana{n}\n" for n in range(COUNT))
    (folder / "mailmerge_database.csv").write_text("email,name\n" + rows, encoding="utf-8")
    server = f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\n"
    (folder / "mailmerge_server.conf").write_text(server, encoding="utf-8")
    return _timed(lambda: _quietly([str(program), "--no-dry-run", "--no-limit"], folder))


_RED = """
import json, sys, time
from redmail import EmailSender
port, count = int(sys.argv[1]), int(sys.argv[2])
html, text = open(sys.argv[3] + "/page.html").read(), open(sys.argv[3] + "/page.txt").read()
sender = EmailSender(host="127.0.0.1", port=port, use_starttls=False)
with sender:
    start = time.perf_counter()
    for n in range(count):
        sender.send(subject="Night clinics", sender="press@alliance.test", receivers=[f"reader{n}@desk.test"],
                    html=html, text=text, body_params={"name": f"Ana{n}"})
print(time.perf_counter() - start)
"""


def _redmail(folder: Path, port: int) -> float | None:
    """One kept connection, Jinja bodies with the name in them."""
    python = HOME / "bin" / "python"
    if not python.exists():
        return None
    found = subprocess.run(
        [python, "-c", _RED, str(port), str(COUNT), str(folder)], capture_output=True, text=True, check=False
    )
    return float(found.stdout) if found.returncode == 0 else None


_NODE = """
const nodemailer = require('nodemailer'), fs = require('fs');
const [port, count, folder] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const html = fs.readFileSync(folder + '/page.html', 'utf8'), text = fs.readFileSync(folder + '/page.txt', 'utf8');
const pool = nodemailer.createTransport({host: '127.0.0.1', port, pool: true, maxConnections: 10,
  maxMessages: Infinity, secure: false, ignoreTLS: true});
const start = process.hrtime.bigint();
Promise.all(Array.from({length: count}, (_, n) => pool.sendMail({from: 'press@alliance.test',
  to: `reader${n}@desk.test`, subject: 'Night clinics', text: text.replace('{{name}}', `Ana${n}`),
  html: html.replace('{{name}}', `Ana${n}`)})))
  .then(() => { console.log(Number(process.hrtime.bigint() - start) / 1e9); pool.close(); });
"""


def _nodemailer(folder: Path, port: int) -> float | None:
    """Ten pooled connections, the CSS inlined once."""
    node = shutil.which("node")
    if node is None or not (HOME / "node_modules" / "nodemailer").is_dir():
        return None
    script = HOME / "send.js"
    script.write_text(_NODE, encoding="utf-8")
    many = COUNT * FASTER
    found = subprocess.run(
        [node, script, str(port), str(many), str(folder)], capture_output=True, text=True, check=False
    )
    return float(found.stdout) / FASTER if found.returncode == 0 else None


def _personal(html: str) -> str:
    """The page with one value of the contact, as every peer can fill it."""
    return html.replace("{", "&#123;").replace("<body", "<body data-reader='{{name}}'", 1)


def _plain(text: str) -> str:
    return "Dear {{name}}\n\n" + text.replace("{", "(")


def _quietly(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


PEERS: dict[str, Callable[[Path, int], float | None]] = {
    "mailmerge": _mailmerge,
    "red-mail": _redmail,
    "nodemailer": _nodemailer,
}
