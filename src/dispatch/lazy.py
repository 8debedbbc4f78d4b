"""A package's public names, loaded when somebody asks for them (PEP 562)."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def names(package: str, **modules: tuple[str, ...]) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose users need few of its modules at a time.

    Args:
        package: Its full name.
        modules: By module of the package, the names that it makes public.

    Returns:
        A function that gives a name's value, and raises AttributeError for one that is in no module.
    """
    homes = {name: module for module, public in modules.items() for name in public}

    def named(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return named
