"""Quoted-printable that can be cut open, and base64."""

from base64 import b64decode
from quopri import decodestring

from hypothesis import given
from hypothesis import strategies as st

from dispatch.message.printable import base64_lines, piece, quoted_printable, shorter_in_base64

texts = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), max_size=200),
    st.text(st.sampled_from("ab =é\n."), min_size=60, max_size=90),
)


@given(st.lists(texts, max_size=5))
def test_pieces_join_to_the_whole_text(parts):
    """Pieces decode to what they were, wherever they are cut; no line exceeds 76 octets or ends in white space."""
    encoded = b"".join(map(piece, parts))
    lines = encoded.split(b"\r\n")
    assert decodestring(encoded).replace(b"\r\n", b"\n").decode() == "".join(parts)
    assert max(map(len, lines)) <= 76
    assert not any(line.endswith((b" ", b"\t")) for line in lines)
    assert b"\n" not in encoded.replace(b"\r\n", b"")


@given(texts)
def test_both_encodings_give_the_text_back(text):
    """What is encoded is decoded to the same."""
    assert decodestring(quoted_printable(text)).replace(b"\r\n", b"\n").decode() == text
    encoded = base64_lines(text)
    assert b64decode(encoded).decode() == text.replace("\n", "\r\n")
    assert max(map(len, encoded.split(b"\r\n"))) <= 76


def test_base64_is_for_text_that_is_mostly_not_ascii():
    """Spanish stays readable, Greek does not pay three octets for one."""
    assert not shorter_in_base64("El año que viene, más clínicas de noche. " * 20)
    assert shorter_in_base64("Νυχτερινές κλινικές σε έξι πόλεις. " * 20)
