"""`--where` on the command line."""

import pytest


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("empty", ["", "  "])
@pytest.mark.parametrize("command", [("lists", "national"), ("check", "clinics", "national")])
def test_an_empty_expression_is_refused(dispatch, command, empty):
    """A shell variable that is not set does not select the whole list: exit 2, and it says what to do."""
    ended = dispatch(*command, "--where", empty)
    assert ended.exit == 2
    assert "leave --where out" in ended.err
