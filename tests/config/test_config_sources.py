import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.config.settings import parse_duration
from dispatch.config.sources import load
from dispatch.config.workspace import open_workspace
from dispatch.errors import ConfigError, InputError, NotFoundError


def write(folder, text):
    (folder / "dispatch.toml").write_text(text, encoding="utf-8")
    return folder


def test_no_file_means_defaults(tmp_path):
    """Without dispatch.toml every setting has its default and no source."""
    loaded = load(tmp_path, {})
    assert loaded.settings.send.theme == "classic"
    assert loaded.sources == {}


def test_every_value_knows_where_it_came_from(tmp_path):
    """A value of the file names its line, a value of the environment its variable, and the environment wins."""
    write(tmp_path, '# ours\n[sender]\nname = "Press"\nemail = "press@alliance.test"\n\n[send]\ntheme = "note"\n')
    loaded = load(tmp_path, {"DISPATCH_SEND__THEME": "classic", "HOME": "/nowhere"})
    assert loaded.sources["sender", "email"] == "dispatch.toml:4"
    assert loaded.sources["send", "theme"] == "DISPATCH_SEND__THEME"
    assert loaded.settings.send.theme == "classic"


def test_the_environment_reaches_into_a_backend(tmp_path):
    """DISPATCH_BACKENDS__OFFICE__HOST sets the host of the backend that the file calls office, whatever its case."""
    write(tmp_path, '[backends.Office]\ntype = "smtp"\nhost = "a.test"\n')
    loaded = load(tmp_path, {"DISPATCH_BACKENDS__OFFICE__HOST": "b.test"})
    assert loaded.settings.backends == {"Office": {"type": "smtp", "host": "b.test"}}


def test_the_workspace_variable_is_no_setting(tmp_path):
    """DISPATCH_WORKSPACE is reserved and refused by nobody."""
    assert load(tmp_path, {"DISPATCH_WORKSPACE": "x"}).sources == {}


@pytest.mark.parametrize(
    ("text", "environ", "message", "fix"),
    [
        ("[send]\nbackned = 'x'\n", {}, "dispatch.toml:2: unknown setting send.backned", "did you mean backend?"),
        ("[sendr]\nname = 'x'\n", {}, "unknown setting sendr", "did you mean sender or send?"),
        ("", {"DISPATCH_SEND__THEEM": "x"}, "DISPATCH_SEND__THEEM: unknown setting send.theem", "theme"),
        ("[sender]\nemail = 'a@b,c@d'\n", {}, "dispatch.toml:2: sender.email: 'a@b,c@d'", "correct"),
        ("zone = 'Mars/Olympus'\n", {}, "'Mars/Olympus' is no time zone", "correct"),
        ("[send]\nexpires = 'soon'\n", {}, "'soon' is no duration", "correct"),
        ("[send\n", {}, "dispatch.toml is not valid TOML", "mend that line"),
    ],
)
def test_a_mistake_is_one_clear_message(tmp_path, text, environ, message, fix):
    """A wrong key or value names its place and what to do."""
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text), environ)
    assert message in caught.value.message
    assert fix in caught.value.fix


def test_a_file_in_another_encoding_is_refused(tmp_path):
    """A dispatch.toml that is no UTF-8 is refused with words."""
    (tmp_path / "dispatch.toml").write_bytes(b"[sender]\nname = 'M\xfcller'\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {})


@given(number=st.integers(1, 10_000), unit=st.sampled_from(["s", "min", "m", "h", "d"]))
def test_durations_read_as_people_write_them(number, unit):
    """A number and a unit give that many seconds."""
    seconds = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}[unit]
    assert parse_duration(f" {number}{unit} ").total_seconds() == number * seconds


def test_the_nearest_folder_upwards_is_the_workspace(tmp_path):
    """Inside a sub-folder the workspace is the nearest folder above that has dispatch.toml."""
    write(tmp_path, "")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert open_workspace(None, {}, inner).root == tmp_path
    assert open_workspace(None, {"DISPATCH_WORKSPACE": str(inner)}, tmp_path).root == inner


def test_names_are_found_in_their_folders(tmp_path):
    """A RELEASE or LIST is a path, a file name in its folder, or that without its suffix."""
    for name in ("releases/night.md", "lists/radio.csv", "lists/two.csv", "lists/two.xlsx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    workspace = open_workspace(tmp_path, {}, tmp_path)
    assert workspace.release("night") == tmp_path / "releases/night.md"
    assert workspace.list("radio.csv") == tmp_path / "lists/radio.csv"
    assert workspace.list("lists/radio.csv") == tmp_path / "lists/radio.csv"
    with pytest.raises(InputError, match=r"two\.csv, two\.xlsx"):
        workspace.list("two")
    with pytest.raises(InputError) as caught:
        workspace.list("radoi")
    assert "radio" in caught.value.fix
    with pytest.raises(InputError, match="folder"):
        workspace.release("releases")


def test_a_theme_name_cannot_leave_its_folder(tmp_path):
    """A theme is a plain name: paths are refused."""
    workspace = open_workspace(tmp_path, {}, tmp_path)
    with pytest.raises(NotFoundError):
        workspace.theme("../templates/classic")


def test_a_missing_sender_is_named(tmp_path):
    """Without [sender] email the sender cannot be had, and the message says where to write it."""
    with pytest.raises(ConfigError, match=r"\[sender\] email"):
        _ = open_workspace(tmp_path, {}, tmp_path).sender


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('colours = { brand = "blurple" }', "no colour"),
        ('colours = { brand = "#12345" }', "no colour"),
        ('colours = { "Brand!" = "#123456" }', "no name for a colour"),
        ('fonts = { text = "x; } body { color: red" }', "no font"),
        ('fonts = { headings = "Gill Sans, url(//x.test)" }', "no font"),
        ('fonts = { heading = "Georgia" }', "unknown setting"),
    ],
)
def test_a_brand_that_no_mail_could_show_is_refused(tmp_path, line, told):
    """Colours and fonts end in style sheets: what is none is named, with its key."""
    (tmp_path / "dispatch.toml").write_text(f"[organisation]\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=told):
        open_workspace(None, {}, tmp_path)


def test_a_brand_reaches_the_organisation(tmp_path):
    """Colours by name, fonts by where they are used; what is not set is left out."""
    text = '[organisation]\ncolours = { brand = "navy" }\nfonts = { headings = "Gill Sans, Verdana" }\n'
    (tmp_path / "dispatch.toml").write_text(text, encoding="utf-8")
    organisation = open_workspace(None, {}, tmp_path).organisation
    assert organisation.colours == (("brand", "navy"),)
    assert organisation.fonts == (("headings", "Gill Sans, Verdana"),)


def test_a_workspace_offers_releases_and_no_other_files(tmp_path):
    """Pictures and documents beside the releases are not among what is known; the logo knows its line."""
    write(tmp_path, '[organisation]\nname = "Trust"\nlogo = "logo.png"\n')
    (tmp_path / "releases").mkdir()
    for name in ("ferry.md", "ferry.jpg", "factsheet.pdf"):
        (tmp_path / "releases" / name).write_text("x", encoding="utf-8")
    workspace = open_workspace(None, {}, tmp_path)
    with pytest.raises(InputError) as caught:
        workspace.release("zzz")
    assert caught.value.fix == "known: ferry, ferry.md"
    assert workspace.organisation.logo_from == "dispatch.toml:3"
