"""A workspace with one clean release and one list, and the command run inside this process."""

import json
from dataclasses import dataclass

import pytest

from dispatch.cli.runner import run
from dispatch.testing import RecordingServer

SETTINGS = """
[sender]
name = "Alliance Press Office"
email = "press@alliance.test"

[organisation]
name = "Alliance for Open Clinics"
address = "12 Harbour Street, Portsmouth PO1 2AB, United Kingdom"

"""
STRIPPED = """
[backends.stripped]
type = "smtp"
host = "{host}"
port = {port}
security = "starttls"
"""
RELEASE = """---
id: night-clinics
contacts:
  - name: Maya Lindt
    role: Press officer
    email: maya@alliance.test
    phone: "+44 23 9200 0000"
---
# Alliance for Open Clinics opens night clinics in six cities

PORTLAND, Maine – Six clinics that stay open all night start work today, the Alliance for Open Clinics said.

"Nobody should wait until morning," said Maya Lindt, director of the Alliance.

## About the Alliance for Open Clinics

The Alliance for Open Clinics is a network of clinics. More at https://www.example.org/.
"""
LIST = """email,name,outlet,language,beats
ana@diario.test,Ana Ruiz,El Diario,es,"health, labor"
k.lee@post.test,K. Lee,The Post,en,health
desk@radio.test,,Radio Uno,es,
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    exit: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def result(self):
        return self.json["result"]


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A workspace that is also the current folder."""
    (tmp_path / "dispatch.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "national.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "clinics.md").write_text(RELEASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stripped(workspace):
    """A configured server that offers no STARTTLS: the run must stop before it logs in."""

    with RecordingServer() as server, (workspace / "dispatch.toml").open("a", encoding="utf-8") as file:
        file.write(STRIPPED.format(host=server.host, port=server.port))
        file.flush()
        yield "stripped"


@pytest.fixture
def dispatch(capsys):
    """The command, run in this process with its real streams captured."""

    def call(*arguments):
        capsys.readouterr()
        code = run(arguments)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call
