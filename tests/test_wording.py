"""What libraries say, in words."""

import pytest
from pydantic import BaseModel, Field, ValidationError

from dispatch.wording import expected, reason


class _Table(BaseModel):
    port: int = Field(default=1, ge=1)
    tls: bool = True
    host: str = ""


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"port": "twentyfive"}, "a whole number is expected here"),
        ({"port": 0}, "it should be greater than or equal to 1"),
        ({"tls": "perhaps"}, "true or false is expected here"),
        ({"host": 25}, "text is expected here, in quotation marks"),
    ],
)
def test_a_wrong_setting_is_explained_without_the_terms_of_a_parser(table: dict[str, object], words: str) -> None:
    """Nobody reads `unable to parse string as an integer`."""
    with pytest.raises(ValidationError) as caught:
        _Table.model_validate(table)
    assert expected(caught.value.errors()[0]) == words


def test_reasons_have_no_error_numbers() -> None:
    """The words of the operating system, and of no decoder."""
    assert reason(ConnectionRefusedError(111, "Connection refused")) == "Connection refused"
    with pytest.raises(UnicodeDecodeError) as caught:
        b"\xff".decode()
    assert reason(caught.value) == "it is not UTF-8 text"
    assert reason(EOFError()) == "EOFError"
