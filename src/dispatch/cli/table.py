"""The commands that exist: what `dispatch --help` lists without loading any of them."""

from dataclasses import dataclass

PREPARE = "Prepare"
SEND = "Send"
AFTER = "After"
WORKSPACE = "Workspace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the help; `config show` lives in the module `dispatch.cli.commands.config`."""

    name: str
    #: One line, without full stop.
    help: str
    #: Heading under which the help lists it.
    group: str


COMMANDS = (
    Entry(name="inspect", group=PREPARE, help="Show how a release was understood"),
    Entry(name="lists", group=PREPARE, help="Show how contact lists were understood"),
    Entry(name="check", group=PREPARE, help="Find what is wrong before anything goes out"),
    Entry(name="preview", group=PREPARE, help="Show exactly what a journalist would get"),
    Entry(name="test", group=PREPARE, help="Send a marked test message to yourself"),
    Entry(name="send", group=SEND, help="Send a release to lists, or a staged mailing"),
    Entry(name="approve", group=SEND, help="Sign a staged mailing off"),
    Entry(name="schedule", group=SEND, help="Plan a mailing for later"),
    Entry(name="planned", group=SEND, help="List what is planned"),
    Entry(name="reschedule", group=SEND, help="Move a planned mailing"),
    Entry(name="restage", group=SEND, help="Take the files' new state into a staged mailing"),
    Entry(name="run", group=SEND, help="Send what is due: for cron"),
    Entry(name="resume", group=SEND, help="Go on with what is queued or due"),
    Entry(name="cancel", group=SEND, help="Stop a mailing: nothing more of it goes out"),
    Entry(name="lift", group=AFTER, help="Record that an embargo was lifted early or broken"),
    Entry(name="correct", group=AFTER, help="Send a corrected text to exactly those who have the wrong one"),
    Entry(name="withdraw", group=AFTER, help="Stop a release and tell everyone not to use it"),
    Entry(name="follow-up", group=AFTER, help="Write once more to those who did not answer"),
    Entry(name="status", group=AFTER, help="Show mailings, and who needs attention"),
    Entry(name="report", group=AFTER, help="Tell what happened, to print or to file"),
    Entry(name="resolve", group=AFTER, help="Decide about deliveries that are in doubt"),
    Entry(name="suppress", group=AFTER, help="Say who must not be mailed, and see who"),
    Entry(name="cron", group=WORKSPACE, help="Have cron or systemd call `dispatch run`"),
    Entry(name="theme", group=WORKSPACE, help="List, make and check themes"),
    Entry(name="init", group=WORKSPACE, help="Make a workspace"),
    Entry(name="demo", group=WORKSPACE, help="Try the whole way, with nothing to configure"),
    Entry(name="config", group=WORKSPACE, help="Show every setting and where it came from"),
    Entry(name="backends", group=WORKSPACE, help="List the ways to send that are available"),
    Entry(name="sandbox", group=WORKSPACE, help="Run an SMTP server that keeps what it gets"),
    Entry(name="trust", group=WORKSPACE, help="Allow this workspace to run programs"),
)
