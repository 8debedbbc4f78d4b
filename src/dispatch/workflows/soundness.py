"""Whether the settings can work at all: a wrong one is found by `check`, not at one minute past midnight."""

from dispatch import contacts, preflight
from dispatch.config.workspace import Workspace
from dispatch.errors import ConfigError, NotFoundError, SegmentError
from dispatch.workflows.accounts import open_backend

_FAMILY = 3


def refuse_unsound(workspace: Workspace) -> None:
    """Try every backend, saved segment and code of dispatch.toml; opens no connection and runs nothing.

    Raises:
        BackendError: Settings of a backend are wrong.
        ConfigError: A segment or a code is.
    """
    settings = workspace.settings
    for name in settings.backends:
        open_backend(workspace, name)
    for name, expression in settings.segments.items():
        try:
            contacts.parse_segment(expression)
        except SegmentError as error:
            raise ConfigError(f"[segments] {name}: {error.message}", error.fix) from error
    for key in ("ignore", "error", "warning"):
        for code in getattr(settings.check, key):
            _refuse_unknown(key, code)


def _refuse_unknown(key: str, code: str) -> None:
    families = {rule.code[:_FAMILY] for rule in preflight.catalogue()}
    if code.upper() in families:
        return
    try:
        preflight.explain(code)
    except NotFoundError as error:
        raise ConfigError(f"[check] {key}: no finding has the code {code!r}", error.fix) from error
