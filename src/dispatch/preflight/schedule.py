"""Rules about time and frequency: what only the ledger knows, reported by the workflows that ask it."""

from dispatch.model.finding import Severity
from dispatch.preflight.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        code="RUN001", severity=Severity.WARNING, title="Nothing calls dispatch run",
        explanation="Planned mailings, second waves after an embargo and further tries of deferred messages are sent "
        "by `dispatch run`, which cron or a systemd timer calls. None has been seen for a day. `dispatch cron install` "
        "writes the line, `dispatch cron show` tells whether it is there and when it last ran.",
    ),
    Rule(
        code="LIM001", severity=Severity.WARNING, title="Held back by a limit",
        explanation="[limits] in dispatch.toml says how often one person hears from you, and whether several people of "
        "one outlet may get the same. Those beyond the limit are left out and counted as held back. "
        "--ignore-limits sends to them this time; corrections and withdrawals go to everyone anyway.",
    ),
    Rule(
        code="LIM002", severity=Severity.WARNING, title="Mailed by a colleague",
        explanation="Somebody with this ledger mailed the same person another release within the time that [limits] "
        "colleague names. It is no obstacle; look whether both mails are needed.",
    ),
)  # fmt: skip
