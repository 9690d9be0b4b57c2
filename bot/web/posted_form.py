"""What a posted form holds."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from conversations.asking.consultation.model import MOST_OPTIONS
from conversations.asking.events import Did

LARGEST = 256 * 1024
"""Bytes of a form. The longest answer (4,096 characters) needs less than 50,000 when each is written as %XX; one that
is too long comes back in its box, as long as somebody may have written it or pasted it in."""

MOST_FIELDS = MOST_OPTIONS + 56
"""Every option of the longest list may be ticked; the rest is what any page sends besides."""
LONGEST_TAP = 64

_ID = re.compile(r"[0-9a-f]{32}")


class MalformedError(Exception):
    """The form is not one of ours."""


class TooLargeError(MalformedError):
    """The form is larger than any of ours."""


@dataclass(frozen=True, slots=True)
class Form:
    """`id` is the hidden event id: 128 random bits as 32 hexadecimal digits. `text` is None where there is no such
    field. `taps` are the values of the ticked boxes, then of the button. `words`: the receipt words that a page has,
    None where it has none."""

    id: str
    taps: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)
    words: str | None = field(default=None, repr=False)

    @property
    def did(self) -> Did:
        """A text with words in it is one, also when a button came with it; an empty box beside a button is none."""
        return Did.TEXT if self.text or not self.taps else Did.TAP


async def read_form(request: Request) -> Form:
    """Raises MalformedError where this is no form of ours, TooLargeError where it is too large to be one."""
    fields = await _fields(request)
    identifiers, texts, taps, words = (fields.get(name, []) for name in ("id", "text", "tap", "words"))
    if len(identifiers) != 1 or not _ID.fullmatch(identifiers[0]):
        raise MalformedError
    if len(texts) > 1 or len(words) > 1 or any(len(tap) > LONGEST_TAP for tap in taps) or not (taps or texts):
        raise MalformedError
    if len(set(taps)) < len(taps):  # each box and each button has a value of its own
        raise MalformedError
    # Browsers send a line break as two characters; one is what was typed.
    text = texts[0].replace("\r\n", "\n").replace("\0", "").strip() if texts else None
    return Form(identifiers[0], tuple(taps), text, words[0] if words else None)


async def _fields(request: Request) -> dict[str, list[str]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise MalformedError
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise TooLargeError
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError as error:  # not ASCII, not UTF-8 behind the %XX, or too many fields
        raise MalformedError from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields
