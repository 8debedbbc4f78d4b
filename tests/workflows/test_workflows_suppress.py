"""Who must not be mailed: the command, its JSON, and that every way of sending obeys it."""

import json
import zipfile

import pytest

from dispatch.cli.runner import run
from dispatch.errors import UsageError
from dispatch.workflows.suppress import target

SETTINGS = """
[sender]
name = "Trust Press Office"
email = "press@canal.test"

[organisation]
name = "Canal Trust"
address = "1 Lock Lane, Leeds"
"""
RELEASE = """---
id: towpath
contacts: [{name: Ada Brook, email: ada@canal.test}]
---
# Canal Trust opens nine miles of towpath

LEEDS – The Canal Trust opened a towpath of nine miles, which the council had closed after a bridge fell.

## About the Canal Trust

The Canal Trust is a charity that keeps 90 miles of waterway open.
"""
LIST = "email,name\nana@radio.test,Ana\nana+news@radio.test,Ana\nbo@post.test,Bo\ncy@müller.test,Cy\n"


@pytest.fixture
def house(tmp_path):
    """A workspace with one release and one list."""
    (tmp_path / "dispatch.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "towpath.md").write_text(RELEASE, encoding="utf-8")
    (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def dispatch(house, capsys, monkeypatch):
    """Run a command with `--json`; its exit code and result."""
    monkeypatch.chdir(house)

    def call(*arguments):
        code = run([*arguments, "--json"])
        whole = json.loads(capsys.readouterr().out)
        return code, whole["result"], whole["error"]

    return call


def suppressed_of(dispatch):
    """How many of the list would not be mailed."""
    return dispatch("lists", "people.csv")[1]["audience"]["suppressed"]


def test_the_json_of_each_command_is_locked(dispatch):
    """Scripts rely on these keys."""
    code, added, _ = dispatch("suppress", "add", "Ana@Radio.test", "@post.test", "--reason", "asked by phone")
    assert code == 0
    assert added == {"action": "add", "file": None, "changed": 2, "targets": ["ana@radio.test", "@post.test"]}
    _, listed, _ = dispatch("suppress", "list")
    assert [set(item) for item in listed["suppressions"]] == [{"target", "reason", "source", "added"}] * 2
    assert [(item["target"], item["reason"], item["source"]) for item in listed["suppressions"]] == [
        ("@post.test", "asked by phone", "by hand"),
        ("ana@radio.test", "asked by phone", "by hand"),
    ]
    assert dispatch("suppress", "export", "out.csv")[1] == {"file": "out.csv", "suppressions": 2}
    _, removed, _ = dispatch("suppress", "remove", "ana@radio.test")
    assert removed == {"action": "remove", "file": None, "changed": 1, "targets": ["ana@radio.test"]}
    _, imported, _ = dispatch("suppress", "import", "out.csv")
    assert imported == {
        "action": "import", "file": "out.csv", "changed": 1, "targets": ["@post.test", "ana@radio.test"],
    }  # fmt: skip


def test_a_star_stands_for_everybody_of_a_domain_and_nothing_else(dispatch):
    """`*@post.test` is the domain, as people write it; a star in part of an address is refused, not taken literally."""
    assert dispatch("suppress", "add", "*@post.test")[1]["targets"] == ["@post.test"]
    assert dispatch("suppress", "add", "ana*@radio.test")[0] == 2
    assert dispatch("suppress", "add", "*.post.test")[0] == 2


def test_selection_obeys_addresses_and_domains(dispatch):
    """By address in any case, by whole domain, and by either spelling of an international one."""
    assert suppressed_of(dispatch) == 0
    dispatch("suppress", "add", "BO@post.test")
    assert suppressed_of(dispatch) == 1
    dispatch("suppress", "add", "xn--mller-kva.test")
    assert suppressed_of(dispatch) == 2
    dispatch("suppress", "remove", "@MÜLLER.test")
    assert suppressed_of(dispatch) == 1


def test_plus_tags_are_one_person_only_when_the_settings_say_so(dispatch, house):
    """`plus_tags = true` makes one suppression reach every tag."""
    dispatch("suppress", "add", "ana@radio.test")
    assert suppressed_of(dispatch) == 1
    with (house / "dispatch.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[limits]\nplus_tags = true\n")
    assert dispatch("suppress", "add", "ana+x@radio.test")[1]["targets"] == ["ana+*@radio.test"]
    assert suppressed_of(dispatch) == 2
    assert dispatch("suppress", "remove", "ana@radio.test")[1]["changed"] == 2
    assert suppressed_of(dispatch) == 0


def test_what_a_mailing_list_archive_says_reaches_the_ledger(dispatch, house):
    """Importing Mailchimp's archive suppresses those who left and nobody else; sending to it remembers them too."""
    header = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LEID,EUID,NOTES,TAGS\n"
    with zipfile.ZipFile(house / "audience.zip", "w") as archive:
        archive.writestr("subscribed_members_export.csv", f"{header}dee@daily.test,Dee,D,2,2020,1,a,,\n")
        archive.writestr("unsubscribed_members_export.csv", f"{header}bo@post.test,Bo,B,2,2020,2,b,,\n")
    (house / "second.zip").write_bytes((house / "audience.zip").read_bytes())
    assert dispatch("send", "towpath.md", "second.zip", "--yes")[0] == 0
    assert suppressed_of(dispatch) == 1
    dispatch("suppress", "remove", "bo@post.test")
    _, imported, _ = dispatch("suppress", "import", "audience.zip")
    assert imported["targets"] == ["bo@post.test"]
    _, listed, _ = dispatch("suppress", "list")
    assert [(item["reason"], item["source"]) for item in listed["suppressions"]] == [("unsubscribed", "audience.zip")]


def test_a_plain_list_is_imported_whole(dispatch, house):
    """A list that says nothing about leaving is a list of people who are not mailed."""
    (house / "left.csv").write_text("email\nbo@post.test\nana@radio.test\n", encoding="utf-8")
    assert dispatch("suppress", "import", "left.csv", "--reason", "left the press")[1]["changed"] == 2
    assert suppressed_of(dispatch) == 2


def test_a_suppression_after_staging_stops_the_delivery(dispatch):
    """It is checked again right before each message."""
    _, staged, _ = dispatch("send", "towpath.md", "people.csv", "--yes", "--stage-only")
    dispatch("suppress", "add", "bo@post.test")
    _, sent, _ = dispatch("send", staged["mailing"], "--yes")
    assert sent["counts"]["suppressed"] == 1
    assert sent["counts"]["accepted"] == 3


@pytest.mark.parametrize("text", ["nobody", "a@", "@", "a b@c.test", "", "http://x.test/", "a@b@c"])
def test_what_is_neither_address_nor_domain_is_refused(text):
    """Nothing is recorded that would never match."""
    with pytest.raises(UsageError):
        target(text)


def test_wrong_use_is_told(dispatch, house):
    """Nobody to remove, an existing file, a file without anybody."""
    assert dispatch("suppress", "remove", "bo@post.test")[0] == 2
    dispatch("suppress", "add", "ana@radio.test")
    assert dispatch("suppress", "remove", "bo@post.test")[0] == 2
    assert dispatch("suppress", "export", "people.csv")[0] == 2
    (house / "none.csv").write_text("email,name\n", encoding="utf-8")
    assert dispatch("suppress", "import", "none.csv")[0] == 2
    (house / "bad.csv").write_text("target,reason\nnobody,x\n", encoding="utf-8")
    code, _, error = dispatch("suppress", "import", "bad.csv")
    assert code == 2
    assert "bad.csv:2" in error["message"]


def test_lists_are_counted_by_a_saved_segment(dispatch, house, capsys):
    """`--count` prints a number and nothing else; the segment's name stands for its expression."""
    with (house / "dispatch.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[segments]\nanas = 'name == \"ana\"'\n")
    assert run(["lists", "people.csv", "--where", "anas", "--count"]) == 0
    assert capsys.readouterr().out == "2\n"
    assert dispatch("lists", "people.csv", "--where", "anass", "--count")[0] == 2


def test_looking_makes_no_ledger(dispatch, house):
    """`list` and wrong addresses leave the workspace as it was."""
    assert dispatch("suppress", "list")[1] == {"suppressions": []}
    assert dispatch("suppress", "add", "nobody")[0] == 2
    assert not (house / ".dispatch").exists()
