"""An example backend for Dispatch: a loft (a folder) in which each message is one pigeon (a file)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from dispatch.delivery import Surroundings
from dispatch.delivery.settings import Settings, parse
from dispatch.model.limits import Limits
from dispatch.model.mail import Message
from dispatch.model.outcome import Action, Outcome, Phase, Scope, Verdict


class PigeonSettings(Settings):
    """Keys of `[backends.NAME] type = "pigeon"`."""

    #: Folder, relative to the workspace.
    loft: str


def create(name: str, table: Mapping[str, object], surroundings: Surroundings) -> "PigeonBackend":
    """Carrier pigeons (RFC 1149), for short releases."""
    settings = parse(PigeonSettings, name, table)
    return PigeonBackend(name, surroundings.workspace / settings.loft)


class PigeonBackend:
    """A loft."""

    final = False
    limits = Limits(connections=2, per_minute=6000.0)

    def __init__(self, name: str, loft: Path) -> None:
        self.name = name
        self.description = f"a loft at {loft.name}"
        self._loft = loft
        self._lock = Lock()

    def connect(self) -> "PigeonConnection":
        """Opens nothing yet."""
        return PigeonConnection(self._loft, self._lock)


class PigeonConnection:
    """One keeper of pigeons."""

    def __init__(self, loft: Path, lock: Lock) -> None:
        self._loft = loft
        self._lock = lock

    def open(self) -> Outcome | None:
        """Makes the loft; trouble is an outcome about the way, never an exception."""
        try:
            self._loft.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return self._trouble(Phase.CONNECT, error)
        return None

    def send(self, message: Message, before_commit: Callable[[], None]) -> Outcome:
        """The pigeon counts once its file has its final name; just before that is the point of no return."""
        trouble = self.open()
        if trouble:
            return trouble
        with self._lock:
            path = self._loft / f"{len(list(self._loft.iterdir())):06}.eml"
            resting = path.with_suffix(".resting")
            try:
                resting.write_bytes(message.content)
            except OSError as error:
                return self._trouble(Phase.BODY, error)
            try:
                before_commit()
            except BaseException:
                resting.unlink()
                raise
            try:
                resting.rename(path)
            except OSError as error:
                return self._trouble(Phase.DOT, error)
        return Outcome(
            verdict=Verdict.ACCEPTED, scope=Scope.RECIPIENT, phase=Phase.DOT, reply=path.name, host=str(self._loft)
        )

    def close(self) -> None:
        """Pigeons need no good-bye."""

    def _trouble(self, phase: Phase, error: OSError) -> Outcome:
        return Outcome(
            verdict=Verdict.DEFERRED,
            scope=Scope.ROUTE,
            phase=phase,
            action=Action.STOP,
            reply=str(error),
            host=str(self._loft),
            fix="mend the loft",
        )
