"""Reads a finished message back with a real parser, and compares its headers with what was meant (RELIABILITY 4)."""

from email import policy
from email.errors import MultipartInvariantViolationDefect
from email.headerregistry import AddressHeader
from email.parser import BytesParser
from typing import Final

from dispatch.errors import RefusedError
from dispatch.message.frame import Head, unsubscribe_url
from dispatch.model.mail import Envelope

_STRUCTURE: Final = frozenset({"date", "list-id", "content-language", "mime-version", "content-type"})


def read_back(content: bytes, head: Head, envelope: Envelope, subject: str) -> None:
    """Parse the headers and compare; white space aside, since Python doubles some between encoded words.

    Args:
        content: A finished message.
        head: What it should say about the sender.
        envelope: What it should say about the delivery.
        subject: Its subject.

    Raises:
        RefusedError: A header is missing, doubled, unexpected, or would be read as something else.
    """
    message = BytesParser(policy=policy.default).parsebytes(content, headersonly=True)
    meant = {
        "from": _address(head.from_name, head.from_address),
        "reply-to": _address("", head.reply_to),
        "to": _address(envelope.name, envelope.recipient),
        "subject": _bare(subject),
        "message-id": envelope.message_id,
        "list-unsubscribe": f"<{unsubscribe_url(head.unsubscribe, envelope.token)}>",
    }
    found = {name.lower(): _found(value) for name, value in message.items()}
    _same(sorted(name.lower() for name in message), sorted({*meant, *_STRUCTURE}), "headers")
    for name, value in meant.items():
        _same(found[name], value, name)
    # without its body it is no whole multipart, which Python calls a defect before 3.11.5
    defects = [one for one in message.defects if not isinstance(one, MultipartInvariantViolationDefect)]
    _same(defects, [], "headers")


def _found(value: object) -> str:
    if isinstance(value, AddressHeader):
        return "".join(_address(one.display_name, one.addr_spec) for one in value.addresses)
    return _bare(str(value))


def _address(name: str, address: str) -> str:
    return f"{_bare(name)}<{address}>"


def _bare(text: str) -> str:
    return "".join(text.split())


def _same(found: object, meant: object, what: str) -> None:
    if found != meant:
        raise RefusedError(
            f"The {what} of the mail would be read as {found!a} instead of {meant!a}.",
            "simplify the name or subject, and report this as a bug",
        )
