import pytest

from dispatch.config.workspace import open_workspace
from dispatch.errors import BackendError, ConfigError
from dispatch.workflows.soundness import refuse_unsound


def workspace(folder, text):
    (folder / "dispatch.toml").write_text(text, encoding="utf-8")
    return open_workspace(folder, {}, folder)


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ('[backends.o]\ntype = "smpt"\n', BackendError, "smpt"),
        ('[backends.o]\ntype = "smtp"\nhost = "a.test"\npassword = "hunter2"\n', BackendError, "backends.o.password"),
        ('[backends.o]\ntype = "smtp"\nhost = "a.test"\nport = "abc"\n', BackendError, "backends.o.port"),
        ('[backends.o]\ntype = "smtp"\nhost = "a.test"\nrate = -1\n', BackendError, "backends.o.rate"),
        ('[segments]\nbad = "1 +"\n', ConfigError, r"\[segments\] bad"),
        ('[check]\nignore = ["NOPE"]\n', ConfigError, "NOPE"),
    ],
)
def test_wrong_settings_are_found_before_they_are_needed(tmp_path, text, kind, message):
    """A backend, segment or code that cannot work is one clear message, and no secret is in it."""
    with pytest.raises(kind, match=message) as caught:
        refuse_unsound(workspace(tmp_path, text))
    assert "hunter2" not in caught.value.message + caught.value.fix


def test_right_settings_pass(tmp_path):
    """Backends, segments, codes and whole families that exist are fine."""
    text = (
        '[backends.o]\ntype = "smtp"\nhost = "a.test"\nusername = "x"\npassword_env = "NOT_SET"\n'
        '[segments]\nes = \'language == "es"\'\n[check]\nignore = ["REL031", "lst"]\n'
    )
    refuse_unsound(workspace(tmp_path, text))
