"""What is found in a message's pieces is what is in the whole."""

from hypothesis import given
from hypothesis import strategies as st

from dispatch.delivery.body import Inspector, stuffed

#: Ends and middles that matter: line ends, halves of them, dots, 8-bit octets.
_BITS = st.lists(st.sampled_from([b"\r\n", b"\r", b"\n", b".", b"..", b"\r\n.", b"text", b"\xc3\xa9"]), max_size=6)
_SHORT = _BITS.map(b"".join)
_LONG = st.tuples(_SHORT, _SHORT, _SHORT).map(lambda parts: parts[0] + b"x" * 150 + parts[1] + b"y" * 150 + parts[2])


def _lone(content: bytes) -> bool:
    """Whether a CR or an LF stands alone, counted octet by octet."""
    bare = content.replace(b"\r\n", b"")
    return b"\r" in bare or b"\n" in bare


@given(st.lists(_LONG, min_size=1, max_size=3), st.lists(st.lists(_SHORT | st.integers(0, 2), max_size=8), max_size=4))
def test_pieces_are_judged_as_their_whole(shared, messages):
    """Messages that share long pieces: size, line ends, 8-bit text and doubled dots are those of the joined octets."""
    inspector = Inspector()
    for message in messages:
        pieces = tuple(one if isinstance(one, bytes) else shared[one % len(shared)] for one in message)
        whole = b"".join(pieces)
        body = inspector.body(pieces)
        assert body.size == len(whole)
        assert body.clean == (whole.endswith(b"\r\n") and not _lone(whole))
        assert body.seven_bit == all(octet < 128 for octet in whole)
        assert body.plain() == whole
        if body.clean:
            assert body.stuffed() == stuffed(whole)


@given(st.integers(0, 200))
def test_a_piece_is_never_taken_for_another(count):
    """Long pieces come and go, their memory used again: each is judged by what it holds."""
    inspector = Inspector()
    for number in range(count):
        piece = b"x" * 300 + (b"\n" if number % 3 == 0 else b"\r\n")
        assert inspector.body((piece,)).clean == (number % 3 != 0)
        del piece
