"""One run of the command: its global options, its two streams, and the way it ends."""

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.cli.answer import Answer, Json
from dispatch.cli.exits import Failure
from dispatch.model.exits import ExitCode
from dispatch.model.finding import Finding

if TYPE_CHECKING:
    from dispatch.cli.render.page import Page
    from dispatch.config.workspace import Workspace

SCHEMA = 1


class Session:
    """What the commands share. Results go to standard output, everything else to standard error."""

    def __init__(self, arguments: Sequence[str]) -> None:
        before = arguments[: arguments.index("--")] if "--" in arguments else arguments
        #: Known before the arguments are parsed, so that wrong usage is answered in JSON too.
        self.json = "--json" in before
        self.quiet = False
        self.verbose = "-v" in before or "--verbose" in before
        #: `-w`, as given.
        self.workspace: Path | None = None
        #: On the monotonic clock: when the command began.
        self.began = time.monotonic()
        #: `send`, `config show`; empty before it is known.
        self.command = ""

    def open_workspace(self) -> "Workspace":
        """The workspace of this run, with its settings.

        Raises:
            ConfigError: It is no folder, or its settings are wrong.
        """
        from dispatch.config import workspace  # noqa: PLC0415 - brings pydantic

        return workspace.open_workspace(self.workspace, os.environ, Path.cwd())

    @property
    def out(self) -> "Page":
        """Where the result goes."""
        from dispatch.cli.render.page import Page  # noqa: PLC0415 - brings rich

        return Page(sys.stdout)

    @property
    def notices(self) -> "Page":
        """Where everything but the result goes; silent with `-q`."""
        from dispatch.cli.render.page import Page  # noqa: PLC0415 - brings rich

        return Page(sys.stderr, silent=self.quiet)

    def deliver(self, answer: Answer) -> ExitCode:
        """Print a result and answer with the exit code."""
        error = {"message": answer.error.message, "fix": answer.error.fix} if answer.error else None
        if self.json:
            self._print_json(answer.exit, answer.data(), answer.findings, error)
        elif not (self.quiet and answer.acted and answer.exit is ExitCode.OK):
            answer.people(self.out)
        return answer.exit

    def fail(self, failure: Failure) -> ExitCode:
        """Say what stopped the command and answer with the exit code."""
        if self.json:
            self._print_json(failure.exit, None, (), {"message": failure.message, "fix": failure.fix})
        else:
            from dispatch.cli.render.page import Page  # noqa: PLC0415 - brings rich

            page = Page(sys.stderr)
            page.problem(failure.title, failure.message)
            page.hint("Fix", failure.fix)
        return failure.exit

    def _print_json(
        self, exit_code: ExitCode, result: Json, findings: Sequence[Finding], error: dict[str, str] | None
    ) -> None:
        whole = {
            "schema": SCHEMA,
            "command": self.command or None,
            "exit": int(exit_code),
            "result": result,
            "findings": [finding_json(finding) for finding in findings],
            "error": error,
        }
        # ASCII: no terminal and no code page can stumble over it.
        sys.stdout.write(json.dumps(whole, indent=2, allow_nan=False) + "\n")


def finding_json(finding: Finding) -> dict[str, Json]:
    """A finding as programs get it; what is absent is null."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "fix": finding.fix,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "address": finding.address,
    }
