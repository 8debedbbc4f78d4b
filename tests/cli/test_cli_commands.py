"""The commands as a person types them."""

import codecs
import os
import pty
import re
import select
import signal
import subprocess
import sys
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from dispatch.cli.table import COMMANDS
from dispatch.delivery.sandbox import Sandbox
from dispatch.testing import Manners, RecordingServer


def received(folder):
    """The messages of a Maildir, byte for byte."""
    return [path.read_bytes() for path in (Path(folder) / "new").iterdir()]


class Terminal:
    """A command in a pseudo-terminal of a given width."""

    def __init__(self, *arguments, columns=80):
        master, slave = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "LINES": "40"}
        environment.pop("NO_COLOR", None)
        self.master = master
        # a terminal's programs hear Ctrl-C, also when the tests themselves run in the background of a script
        command = ["env", "--default-signal=INT", sys.executable, "-m", "dispatch", *arguments]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
        os.close(slave)
        self.seen = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def until(self, text, seconds=30):
        while text not in self.seen:
            ready, _, _ = select.select([self.master], [], [], seconds)
            assert ready, f"waited for {text!r}, saw {self.seen!r}"
            self.seen += self.decoder.decode(os.read(self.master, 65536))

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self):
        try:
            while part := os.read(self.master, 65536):
                self.seen += self.decoder.decode(part)
        except OSError:
            pass  # the other side is closed
        os.close(self.master)
        self.seen = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen)
        return self.process.wait()


@pytest.mark.parametrize("name", [entry.name for entry in COMMANDS])
def test_every_command_has_help_with_an_example(name, dispatch):
    """`--help` of each command, or of each of its parts, ends with something to copy."""
    parts = ["show"] if name == "config" else []
    ended = dispatch(name, *parts, "--help")
    assert ended.exit == 0
    assert "Examples" in ended.out
    assert f"dispatch {name}" in ended.out
    assert "--json" in ended.out


def test_global_options_stand_before_or_after_the_command(workspace, dispatch, tmp_path_factory, monkeypatch):
    """-w, --json, -q and -v mean the same on both sides."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    before = dispatch("-w", str(workspace), "--json", "-q", "-v", "check", "clinics", "national")
    after = dispatch("check", "clinics", "national", "-w", str(workspace), "--json", "-q", "-v")
    assert before.exit == after.exit == 0
    assert before.json == after.json


def test_quiet_says_nothing_when_all_went_well(workspace, dispatch):
    """`send -q --yes` is silent on both streams, and its failure is not."""
    ended = dispatch("send", "clinics", "national", "--yes", "-q")
    assert (ended.exit, ended.out, ended.err) == (0, "", "")
    assert dispatch("send", "nothing", "national", "--yes", "-q").err


def test_output_without_a_terminal_is_plain(workspace, dispatch):
    """No escape sequence reaches a pipe, and no line is wrapped."""
    for command in (("check", "clinics", "national"), ("preview", "clinics", "national"), ("status",), ("lists",)):
        ended = dispatch(*command)
        assert "\x1b" not in ended.out + ended.err


@pytest.mark.parametrize(
    "command",
    [
        ("check", "nothing.md"),
        ("check", "lists"),
        ("send", "clinics"),
        ("send", "clinics", "nationale"),
        ("send", "clinics", "national", "--where", "nonsense ==", "--yes"),
        ("send", "clinics", "national", "--theme", "classical", "--yes"),
        ("send", "clinics", "national", "--allow", "REL999", "--yes"),
        ("send", "clinics", "national", "--backend", "offce", "--yes"),
        ("preview", "clinics", "national", "--as", "nobody@x.test"),
        ("preview", "clinics", "--html", "releases/clinics.md"),
        ("status", "night-clinics-9"),
        ("resume", "night-clinics-9"),
        ("resolve", "night-clinics-1", "a@b.test"),
        ("cancel", "night-clinics-1"),
        ("check", "--explain", "XYZ999"),
        ("lists", "national", "--encoding", "klingon"),
        ("status", "-w", "no-such-folder"),
    ],
)
def test_a_mistake_is_exit_2_and_one_message(workspace, dispatch, command):
    """Whatever is mistyped: what, where and what to do on standard error, nothing on standard output."""
    ended = dispatch(*command)
    assert (ended.exit, ended.out) == (2, ""), ended.err
    assert ended.err.startswith("Error: ")
    assert "Fix" in ended.err
    assert "Traceback" not in ended.err


def test_a_broken_settings_file_is_exit_2(workspace, dispatch):
    """A key that does not exist is named with its line and its neighbours."""
    with (workspace / "dispatch.toml").open("a", encoding="utf-8") as file:
        file.write('\n[send]\nbackendd = "office"\n')
    ended = dispatch("status")
    assert ended.exit == 2
    assert "send.backendd" in ended.err
    assert "did you mean backend" in ended.err


def test_markup_in_a_name_is_shown_as_it_is(workspace, dispatch):
    """A contact called [red]Ana[/red] keeps its brackets everywhere."""
    with (workspace / "lists" / "national.csv").open("a", encoding="utf-8") as file:
        file.write("z@z.test,[red]Ana[/red] :smile:,[bold]Outlet,,\n")
    for command in (("lists", "national"), ("preview", "clinics", "national", "--as", "z@z.test")):
        assert "[red]Ana[/red] :smile:" in dispatch(*command).out
    assert "[red]Ana[/red]" in dispatch("send", "clinics", "national", "--dry-run", "-v").out


def test_a_hostile_row_is_refused_by_line_and_shown_inert(workspace, dispatch):
    """An escape sequence in a name blocks the send, with the line, and never reaches the terminal."""
    with (workspace / "lists" / "national.csv").open("a", encoding="utf-8") as file:
        file.write('z@z.test,"Ana\x1b[2J",Outlet,,\n')
    ended = dispatch("send", "clinics", "national", "--yes")
    assert ended.exit == 3
    assert "5:" in ended.out
    assert "\x1b" not in ended.out + ended.err
    assert dispatch("send", "clinics", "national", "--yes", "--skip-invalid").exit == 0


def test_preview_writes_what_will_be_sent(workspace, dispatch):
    """The previewed bytes are those that are sent, Date and the ids of Message-ID and unsubscribe link aside."""
    assert dispatch("preview", "clinics", "national", "--as", "ana@diario.test", "--eml", "ana.eml").exit == 0
    assert dispatch("send", "clinics", "national", "--yes").exit == 0

    def stable(content):
        text = re.sub(rb"(?m)^Date: .*$", b"", content.replace(b"\r\n", b"\n"))
        return re.sub(rb"\d{9}\.\w{24}", b"", text)

    sent = next(content for content in received(workspace / "outbox") if b"ana@diario.test" in content)
    assert stable(sent) == stable((workspace / "ana.eml").read_bytes())


def test_quiet_files_are_written_without_a_word(workspace, dispatch):
    """`-q` with --out, --html, ... prints nothing but errors; without a file it still prints the mail."""
    assert dispatch("preview", "clinics", "national", "--out", "proof", "-q").out == ""
    assert (workspace / "proof" / "index.html").is_file()
    assert "Six clinics" in dispatch("preview", "clinics", "national", "-q").out
    release = workspace / "releases" / "clinics.md"
    release.write_text(f"---\nsubject: '{{{{ nam }}}}'\n{release.read_text('utf-8')[4:]}", encoding="utf-8")
    told = dispatch("preview", "clinics", "national", "--out", "proof", "-q").out
    assert ("MSG018" in told, "Six clinics" in told) == (True, False)


def test_preview_text_html_and_page(workspace, dispatch):
    """`--text` prints the text part alone; --html and --page write files and replace only earlier previews."""
    text = dispatch("preview", "clinics", "national", "--text").out
    assert "Six clinics" in text
    assert "would get it" not in text
    for _ in range(2):
        ended = dispatch("preview", "clinics", "national", "--html", "mail.html", "--page", "proof.html")
        assert ended.exit == 0
    assert "Six clinics" in (workspace / "mail.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in (workspace / "proof.html").read_text(encoding="utf-8")


def test_sending_twice_reaches_nobody_twice(workspace, dispatch):
    """Through an account that really delivers, the second send has nobody left, also in a new workspace."""
    with Sandbox(workspace / "received") as server:
        table = "".join(f"{key} = {value!r}\n" for key, value in server.table.items() if key != "final")
        with (workspace / "dispatch.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n[backends.office]\n{table}")
        first = dispatch("send", "clinics", "national", "--backend", "office", "--yes")
        second = dispatch("send", "clinics", "national", "--backend", "office", "--yes")
        again = dispatch("send", "clinics", "national", "--backend", "office", "--yes", "--json", "--again").result
    assert (first.exit, second.exit) == (0, 0), second.err
    assert "3 accepted" in first.out
    assert "Nobody is left to send to" in second.out
    assert (again["occasion"], again["counts"]["accepted"]) == ("again-2", 3)
    assert len(received(workspace / "received")) == 6


def test_resume_from_cron_is_silent_when_nothing_is_unfinished(workspace, dispatch):
    """A line in crontab may call `resume --quiet` for ever: without a ledger, and after all is sent."""
    for _ in range(2):
        ended = dispatch("resume", "--quiet")
        assert (ended.exit, ended.out, ended.err) == (0, "", "")
        assert dispatch("resume", "--json").result["mailing"] is None
        assert dispatch("send", "clinics", "national", "--yes", "--quiet").exit == 0


def test_a_stopped_send_says_why_and_how_to_go_on(workspace, dispatch, stripped):
    """Exit 4: nobody was blamed, the counts are told, with the fix and the command that goes on."""
    ended = dispatch("send", "clinics", "national", "--backend", stripped, "--yes")
    assert ended.exit == 4
    assert ended.out.startswith("Stopped: ")
    assert "STARTTLS" in ended.out
    assert "3 queued" in ended.out
    assert "dispatch resume night-clinics-1" in ended.out
    assert dispatch("status", "--check").exit == 1
    assert dispatch("cancel", "night-clinics-1").exit == 0
    assert dispatch("status", "--check").exit == 0


def test_those_who_need_a_person_are_named_with_what_to_do(workspace, dispatch):
    """Refused, deferred and in doubt each stand in a line of their own, with the reply and the next step."""

    manners = Manners(
        offers=("PIPELINING", "8BITMIME"),
        answers={
            "RCPT TO:<k.lee@": "550 5.1.1 User [red]unknown[/red] \x1b[2J",
            "RCPT TO:<desk@": "452 4.2.2 Mailbox full",
            ". ana@": "what was that?",
        },
    )
    with RecordingServer(manners) as server:
        with (workspace / "dispatch.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'[backends.mx]\ntype = "smtp"\nhost = "{server.host}"\nport = {server.port}\nsecurity = "none"\n'
            )
        ended = dispatch("send", "clinics", "national", "--backend", "mx", "--yes")
    assert ended.exit == 1
    assert re.search(r"refused +k\.lee@post\.test +550 5\.1\.1 User \[red\]unknown\[/red\]", ended.out)
    assert "\x1b" not in ended.out
    assert re.search(r"deferred +desk@radio\.test +452 4\.2\.2 Mailbox full +next try", ended.out)
    assert re.search(r"in doubt +ana@diario\.test", ended.out)
    assert "Ana Ruiz, El Diario" in ended.out
    assert "dispatch resolve night-clinics-1 ana@diario.test --sent" in ended.out
    assert dispatch("resolve", "night-clinics-1", "--sent").exit == 2
    assert dispatch("resolve", "night-clinics-1", "ana@diario.test", "--all", "--sent").exit == 2
    named = dispatch("resolve", "night-clinics-1", "Ana@Diario.test", "--sent", "--json").result
    assert (named["counts"]["accepted"], named["counts"]["in_doubt"]) == (1, 0)
    assert "nothing of night-clinics-1 is in doubt" in dispatch("resolve", "night-clinics-1", "--all", "--sent").err


def test_all_that_are_in_doubt_are_resolved_at_once(workspace, dispatch):
    """After a broken connection nobody has to name each address."""
    with RecordingServer(Manners(answers={". ana@": "what was that?", ". desk@": "what?"})) as server:
        with (workspace / "dispatch.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'[backends.mx]\ntype = "smtp"\nhost = "{server.host}"\nport = {server.port}\nsecurity = "none"\n'
            )
        dispatch("send", "clinics", "national", "--backend", "mx", "--yes")
    named = dispatch("resolve", "night-clinics-1", "--all", "--sent", "--json").result
    assert sorted(named["addresses"]) == ["ana@diario.test", "desk@radio.test"]
    assert (named["counts"]["accepted"], named["counts"]["in_doubt"]) == (3, 0)


def test_an_address_nearly_right_is_guessed_at(workspace, dispatch):
    """`preview --as` with a slip of the pen names the one that is meant."""
    ended = dispatch("preview", "clinics", "national", "--as", "anna@diario.test")
    assert ended.exit == 2
    assert "did you mean ana@diario.test" in ended.err


def test_settings_are_shown_as_they_are_in_force_and_as_they_are_written(workspace, dispatch):
    """The backend that is used when none is set, and durations as dispatch.toml has them."""
    path = workspace / "dispatch.toml"
    path.write_text(path.read_text() + '\n[send]\nlate = "90min"\n')
    shown = {item["key"]: item["value"] for item in dispatch("config", "show", "--json").result["settings"]}
    assert (shown["send.backend"], shown["send.expires"], shown["send.late"]) == ("outbox", "24h", "90min")


def test_ctrl_c_at_the_question_sends_nothing(workspace):
    """The exit code is 130, and nothing was staged."""
    terminal = Terminal("send", "clinics", "national")
    terminal.until("est to me: ")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Interrupted" in terminal.seen
    assert not (workspace / ".dispatch").exists()


def test_a_release_that_may_be_another_one_is_asked_about(workspace, dispatch):
    """A known file with another headline: a person answers once; without a terminal it is exit 3 and says how."""
    path = workspace / "releases" / "clinics.md"
    path.write_text(path.read_text().replace("id: night-clinics\n", ""))
    assert dispatch("send", "clinics", "national", "--yes").exit == 0
    path.write_text(path.read_text().replace("opens night clinics", "closes night clinics"))
    refused = dispatch("send", "clinics", "national", "--yes")
    assert refused.exit == 3
    assert "--new-release" in refused.err
    terminal = Terminal("send", "clinics", "national")
    terminal.until("Is it the same release?")
    terminal.type("n\n")
    terminal.until("est to me: ")
    terminal.type("y\n")
    assert terminal.end() == 0
    assert len(dispatch("status", "--json").result["mailings"]) == 2


def test_completion_offers_names_of_the_workspace(workspace):
    """Behind the Tab key stand releases, lists and mailings."""

    def offered(line, position):
        environment = {**os.environ, "_DISPATCH_COMPLETE": "complete_bash", "COMP_WORDS": line}
        command = [sys.executable, "-m", "dispatch"]
        environment["COMP_CWORD"] = str(position)
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout.split()

    assert "clinics" in offered("dispatch check cl", 2)
    assert "national" in offered("dispatch check clinics nat", 3)
    assert offered("dispatch status nig", 2) == []


def test_no_means_that_nothing_happened(workspace):
    """The answer no stages nothing; the exit code says that it was refused."""
    terminal = Terminal("send", "clinics", "national")
    terminal.until("est to me: ")
    terminal.type("n\n")
    assert terminal.end() == 3
    assert not (workspace / ".dispatch").exists()
    assert "Write 3 messages" in terminal.seen


def test_preview_test_and_yes_in_the_question(workspace):
    """One can look, send a marked test to oneself, and then say yes."""
    terminal = Terminal("send", "clinics", "national")
    terminal.until("est to me: ")
    terminal.type("p\n")
    terminal.until("Text part, as Ana Ruiz")
    terminal.type("t\n")
    terminal.until("Test written")
    terminal.type("y\n")
    assert terminal.end() == 0
    assert "Sending" in terminal.seen
    assert "3 accepted" in terminal.seen
    subjects = [str(BytesParser(policy=policy.default).parsebytes(mail)["Subject"]) for mail in received("outbox")]
    assert len(subjects) == 4
    assert sum(subject.startswith("[TEST] ") for subject in subjects) == 1


@pytest.mark.parametrize("columns", [80, 160])
def test_screens_fit_their_terminal(workspace, columns):
    """No line of a check or a preview is wider than the terminal."""
    (workspace / "releases" / "bad.md").write_text("# A headline\n\n" + "word " * 50 + "[email protected] today.\n")
    for command in (("check", "bad", "national"), ("preview", "clinics", "national")):
        terminal = Terminal(*command, columns=columns)
        terminal.end()
        assert [line for line in terminal.seen.splitlines() if len(line) > columns] == []


def test_a_reader_that_leaves_early_does_not_change_the_exit_code(workspace):
    """`dispatch check | head -1` ends without a word about pipes."""
    read, write = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "dispatch", "preview", "clinics", "national"], stdout=write, stderr=subprocess.PIPE
    )
    os.close(write)
    os.close(read)
    assert process.communicate()[1] == b""
    assert process.returncode == 0


def test_the_sandbox_ends_on_ctrl_c(workspace):
    """It says where it listens, and Ctrl-C is its normal end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dispatch", "sandbox", "--maildir", "kept"], stderr=subprocess.PIPE, text=True
    )
    assert "Listening" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 0
