"""Public names of packages that load their modules late."""

import importlib

import pytest


@pytest.mark.parametrize("package", ["dispatch.message", "dispatch.proof"])
def test_every_public_name_is_there_and_no_other(package):
    """Each name of `__all__` can be had from the package, and a wrong one says which package has it not."""
    module = importlib.import_module(package)
    for name in module.__all__:
        assert getattr(module, name).__name__ == name
    with pytest.raises(AttributeError, match=f"'{package}' has no attribute 'nothing'"):
        module.nothing  # noqa: B018
