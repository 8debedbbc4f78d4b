"""Exit codes: what scripts may rely on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    #: Done; nothing this command touched needs attention.
    OK = 0
    #: Done, but something this command touched needs a person.
    ATTENTION = 1
    #: Wrong usage, unreadable file, bad configuration; nothing was sent.
    USAGE = 2
    #: Refused before sending; nothing was sent.
    REFUSED = 3
    #: Stopped by the mail account or route; the rest is queued.
    STOPPED = 4
    #: Another process is sending this mailing.
    BUSY = 5
    #: Interrupted; state is safe, `resume` goes on.
    INTERRUPTED = 130
