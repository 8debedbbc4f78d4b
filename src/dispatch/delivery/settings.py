"""What the settings of backends have in common: pace, presets, and messages about wrong keys."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dispatch.errors import BackendError
from dispatch.model.limits import Limits
from dispatch.wording import expected

M = TypeVar("M", bound=BaseModel)

Preset = Literal["generic", "microsoft365", "gmail", "ses"]

_SECONDS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_RATE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:/|per|a|an)\s*([a-z]+?)\s*")
_SECRETS = frozenset({"password", "passwd", "secret", "token", "access_token"})


def _per_minute(value: object) -> object:
    """Reads `30`, `"30/min"`, `"1/s"` or `"500/hour"` as messages a minute."""
    if isinstance(value, str):
        match = _RATE.fullmatch(value.lower())
        if not match or match[2] not in _SECONDS:
            raise ValueError('give a number a minute, or "1/s", "30/min", "500/hour"')
        return float(match[1]) * 60 / _SECONDS[match[2]]
    return value


Rate = Annotated[float, BeforeValidator(_per_minute), Field(gt=0)]


class Settings(BaseModel):
    """Keys of one `[backends.NAME]` table; a subclass per backend adds its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Pace(Settings):
    """How fast an account may be used; what is not set comes from the preset."""

    preset: Preset = "generic"
    connections: Annotated[int, Field(ge=1, le=100)] | None = None
    messages_per_connection: Annotated[int, Field(ge=1)] | None = None
    seconds_per_connection: Annotated[float, Field(gt=0)] | None = None
    rate: Rate | None = None
    daily: Annotated[int, Field(ge=1)] | None = None
    #: Towards any one recipient domain.
    domain_rate: Rate | None = None

    def limits(self) -> Limits:
        """The preset's limits with what is set here on top."""
        preset = PRESETS[self.preset]

        def chosen(own: float | None, given: float | None) -> float | None:
            return given if own is None else own

        return Limits(
            connections=self.connections or preset.connections,
            messages_per_connection=self.messages_per_connection or preset.messages_per_connection,
            seconds_per_connection=self.seconds_per_connection or preset.seconds_per_connection,
            per_minute=chosen(self.rate, preset.per_minute),
            daily=self.daily or preset.daily,
            domain_per_minute=chosen(self.domain_rate, preset.domain_per_minute),
        )


#: What providers publish. Of SES only the sandbox's rate is the same for all; set `rate` and `daily` from your quota.
PRESETS: Mapping[str, Limits] = {
    "generic": Limits(),
    "microsoft365": Limits(connections=3, per_minute=30.0, daily=10_000),
    "gmail": Limits(per_minute=60.0, daily=2_000),
    "ses": Limits(per_minute=60.0),
}


def parse(model: type[M], name: str, table: Mapping[str, object]) -> M:
    """The settings of `[backends.NAME]`, checked.

    Args:
        model: What the backend's settings are.
        name: The NAME of the table.
        table: Its keys and values, without `type`.

    Raises:
        BackendError: The first thing that is wrong, with near matches of unknown keys; values are never shown.
    """
    try:
        return model.model_validate(dict(table))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        # An unknown key is the likelier cause of a missing one.
        details.sort(key=lambda detail: detail["type"] != "extra_forbidden")
        detail = details[0]
        path = [str(part) for part in detail["loc"]]
        if detail["type"] == "extra_forbidden":
            raise _unknown(model, name, path) from error
        where = ".".join(["backends", name, *path])
        message = f"{where}: {expected(detail)}."
        raise BackendError(message, "see dispatch.toml of `dispatch init` for what it may be") from error


def _unknown(model: type[BaseModel], name: str, path: list[str]) -> BackendError:
    key = path[-1]
    keys = _keys(model, path[:-1])
    where = ".".join(["backends", name, *path])
    if key.lower() in _SECRETS:
        message = f"{where}: a secret does not belong in a file that is shown and shared."
        return BackendError(message, "use password_env, password_command, password_file or password_keyring")
    near = get_close_matches(key, keys, n=1, cutoff=0.6)
    fix = f"did you mean {near[0]}?" if near else f"keys are {', '.join(keys)}"
    message = f"{where}: there is no such setting."
    return BackendError(message, fix)


def _keys(model: type[BaseModel], path: list[str]) -> list[str]:
    """The keys of the (nested) table that a path leads to."""
    for part in path:
        annotation = model.model_fields[part].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return [field.alias or name for name, field in model.model_fields.items()]
