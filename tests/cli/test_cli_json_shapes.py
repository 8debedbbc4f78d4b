"""What `--json` prints, locked: scripts rely on it."""

import pytest

FINDING = {"code", "severity", "message", "fix", "file", "line", "column", "address"}
WHOLE = ["schema", "command", "exit", "result", "findings", "error"]
STATES = "queued in_flight deferred accepted refused in_doubt suppressed expired cancelled"
FATES = "rows invalid duplicates not_selected suppressed already_sent gated deliveries"
COUNTS = dict.fromkeys(STATES.split(), "int")
AUDIENCE = dict.fromkeys(FATES.split(), "int")
SEND = {
    "mailing": "str",
    "release": "str",
    "version": "int",
    "occasion": "str",
    "audience": AUDIENCE,
    "counts": COUNTS,
    "attention": [],
    "continued": [],
    "final": "bool",
    "through": "str",
    "seconds": "float",
    "sending_seconds": "float",
}
BLOCK = {"type": "str", "text": "str", "html": "str", "line": "int"}
STATUS = {
    "mailing": "str",
    "release": "str",
    "version": "int",
    "headline": "str",
    "state": "str",
    "occasion": "str",
    "final": "bool",
    "created": "str",
    "due": None,
    "counts": COUNTS,
    "drift": "bool",
    "changed": [],
    "reason": None,
    "approved_by": [],
    "attention": [],
}
DELIVERY = {
    "address": "str",
    "name": "str",
    "state": "str",
    "wave": "int",
    "not_before": None,
    "attempts": "int",
    "reply": "str",
    "message_id": "str",
    "updated": "str",
}


def shape(value):
    """The form of a value: keys, the form of a list's first item, names of types; null stays null."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return None if value is None else type(value).__name__


@pytest.fixture
def result(workspace, dispatch):
    """The result of a command that ends well."""

    def call(*arguments, exit_code=0):
        ended = dispatch(*arguments, "--json")
        whole = ended.json
        assert list(whole) == WHOLE
        assert (whole["schema"], whole["exit"], ended.exit) == (1, exit_code, exit_code)
        assert all(set(finding) == FINDING for finding in whole["findings"])
        assert ended.err == ""
        return whole["result"]

    return call


def test_inspect(result):
    """Every part of a release, as CLI.md names them."""
    assert shape(result("inspect", "clinics")) == {
        "file": "str",
        "headline": "str",
        "subhead": None,
        "kicker": None,
        "kind": "str",
        "language": "str",
        "dateline": {"text": "str", "city": "str", "region": "str", "date": None},
        "date": None,
        "embargo": None,
        "immediate": "bool",
        "blocks": [BLOCK],
        "quotes": [{"text": "str", "speaker": "str", "speakers": [], "line": "int"}],
        "boilerplate": [{"title": "str", "text": "str", "line": "int"}],
        "contacts": [{"name": "str", "role": "str", "emails": ["str"], "phones": ["str"]}],
        "notes": [],
        "links": [{"text": "str", "url": "str", "line": "int"}],
        "images": [],
        "end_mark": None,
        "residue": [],
        "confidence": {},
        "written": None,
        "pictures": [],
    }


def test_lists(result):
    """Each list with its columns and counts, and who is on them."""
    assert shape(result("lists", "national")) == {
        "lists": [
            {
                "path": "str",
                "format": "str",
                "encoding": "str",
                "delimiter": "str",
                "columns": {"email": "str", "name": "str", "outlet": "str", "language": "str", "beats": "str"},
                "rows": "int",
                "contacts": "int",
                "invalid": "int",
                "duplicates": "int",
                "suppressions": "int",
            }
        ],
        "audience": AUDIENCE,
        "languages": {"es": "int", "en": "int"},
        "beats": {"health": "int", "labor": "int"},
        "outlets": {"El Diario": "int", "The Post": "int", "Radio Uno": "int"},
        "written": None,
    }


def test_check(result):
    """The findings stand beside the result; the audience is null without lists."""
    assert shape(result("check", "clinics", "national")) == {"release": "str", "audience": AUDIENCE, "strict": "bool"}
    assert shape(result("check", "clinics")) == {"release": "str", "audience": None, "strict": "bool"}


def test_check_explain(result):
    """One entry of the catalogue."""
    expected = {"code": "str", "severity": "str", "title": "str", "explanation": "str"}
    assert shape(result("check", "--explain", "REL012")) == expected


def test_preview(result):
    """One message taken apart, of a draft or of a frozen mailing."""
    staged = result("send", "clinics", "national", "--stage-only")["mailing"]
    assert shape(result("preview", staged)) == PREVIEW | {"mailing": "str"}
    assert shape(result("preview", "clinics", "national")) == PREVIEW


PREVIEW = {
    "mailing": None,
    "headline": "str",
    "as": {"email": "str", "name": "str", "outlet": "str"},
    "subject": "str",
    "headers": [{"name": "str", "value": "str"}],
    "text": "str",
    "html": "str",
    "size": "int",
    "attachments": [],
    "audience": AUDIENCE,
    "about": [{"label": "str", "text": "str"}],
    "written": [],
}


def test_send_resume_status_cancel_and_resolve(result):
    """Sending, looking and deciding share one vocabulary of counts."""
    dry = result("send", "clinics", "national", "--dry-run")
    assert shape(dry) == SEND | {"mailing": None}
    staged = result("send", "clinics", "national", "--stage-only")
    assert shape(staged) == SEND
    assert staged["counts"]["queued"] == 3
    sent = result("send", staged["mailing"], "--yes")
    assert shape(sent) == SEND
    assert sent["counts"]["accepted"] == sum(sent["counts"].values()) == 3
    assert shape(result("status")) == {"mailings": [STATUS]}
    one = result("status", staged["mailing"], "--deliveries")
    assert shape(one) == {"mailings": [STATUS | {"deliveries": [DELIVERY]}]}
    cancelled = result("cancel", staged["mailing"])
    assert shape(cancelled) == {"mailing": "str", "state": "str", "addresses": [], "counts": COUNTS}


def test_a_stopped_run(dispatch, stripped):
    """An account that cannot be used is exit 4: all are still queued, the error says what to do; so with `resume`."""
    whole = dispatch("send", "clinics", "national", "--backend", stripped, "--yes", "--json").json
    assert whole["exit"] == 4
    assert whole["result"]["counts"]["queued"] == 3
    assert set(whole["error"]) == {"message", "fix"}
    assert whole["error"]["message"]
    resumed = dispatch("resume", "--json").json
    assert (resumed["exit"], shape(resumed["result"])) == (4, SEND)


def test_refused_and_wrong_usage(workspace, dispatch):
    """Nothing happened: the result is null, the error says why, the findings say where."""
    (workspace / "releases" / "bad.md").write_text("# A headline\n\nWrite to [email protected] today.\n")
    refused = dispatch("send", "bad", "national", "--yes", "--json").json
    assert (refused["exit"], refused["result"]) == (3, None)
    assert {finding["code"] for finding in refused["findings"]} >= {"REL012"}
    assert "--allow REL012" in refused["error"]["fix"]
    asked = dispatch("send", "clinics", "national", "--json").json
    assert (asked["exit"], asked["result"]) == (2, None)
    assert "--yes" in asked["error"]["fix"]


def test_config_backends_trust_and_init(result):
    """Settings, backends, trust and a new workspace."""
    settings = result("config", "show")
    assert list(settings) == ["root", "settings"]
    assert all(set(setting) == {"key", "value", "source"} for setting in settings["settings"])
    assert shape(result("backends")) == {
        "configured": [{"name": "str", "type": "str", "default": "bool", "description": "str", "problem": None}],
        "available": [{"type": "str", "summary": "str", "source": "str", "problem": None}],
    }
    assert shape(result("trust")) == {"programs": [], "recorded": None, "adopted": "bool"}
    assert shape(result("init", "new")) == {"root": "str", "written": ["str"], "kept": []}
