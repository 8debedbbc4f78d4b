"""A workspace with a release, two lists and the shipped themes; nothing of it is a mock."""

import pytest

from dispatch.config.workspace import open_workspace

SETTINGS = """
[sender]
name = "Alliance Press Office"
email = "press@alliance.test"

[organisation]
name = "Alliance for Open Clinics"
address = "12 Harbour Street, Portsmouth PO1 2AB, United Kingdom"
"""
RELEASE = """---
id: night-clinics
pitch: |
  {% if contact.outlet %}I thought of {{ contact.outlet }}.{% endif %}

  Maya
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
NATIONAL = """email,name,outlet,language
ana@diario.test,Ana Núñez,El Diario,es
k.lee@post.test,K. Lee,The Post,en
maximiliane@blatt.test,Maximiliane Featherstonehaugh-Worthington,Das Blatt,de
desk@radio.test,,,es
"""


@pytest.fixture
def root(tmp_path):
    """The workspace's folder."""
    (tmp_path / "dispatch.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "national.csv").write_text(NATIONAL, encoding="utf-8")
    (tmp_path / "lists" / "radio.csv").write_text("email,name\nk.lee@post.test,K. Lee\nbad row\n", encoding="utf-8")
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "clinics.md").write_text(RELEASE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def reopen(root):
    """Opens the workspace as it is now."""
    return lambda: open_workspace(None, {}, root)
