"""What an update means: pure.

Only what the door needs is looked at, in the JSON as it came: number, chat, who, message, text or caption, button, and
what stands beside them. Whatever else there is in an update, and however it looks, costs nobody their words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from telegram.constants import ChatMemberStatus, ChatType, MessageType

from bot.telegram import TELEGRAM
from bot.telegram.receiver import UnreadableError
from bot.telegram.reply_messages import Tapped
from bot.turns.arrived import Arrived
from conversations.asking.events import Did, Media
from storage.turns import Delivery

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

GO = "v1:go."
"""What the value of a button that chooses a consultation begins with; its id follows."""

COMMAND = re.compile(r"/(?P<command>[A-Za-z]+)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)


STAFF = re.compile(r"/staff(?:@\w+)?\s+([0-9a-f]{30})\s*")
"""What somebody of the staff sends to link a chat: the code that the desk shows them."""

FORWARDED = ("forward_origin", "forward_date")
"""Either says that somebody else wrote it; the second is what older Bot API servers send."""

MEDIA = {
    Media.VOICE: ("voice", "audio", "video_note"),
    Media.PHOTO: ("photo", "video", "animation", "live_photo", "story", "paid_media"),
    Media.STICKER: ("sticker", "dice"),
    Media.FILE: ("document",),
    Media.CONTACT: ("contact",),
    Media.LOCATION: ("location", "venue"),
    Media.OTHER: ("poll", "game", "checklist", "invoice", "giveaway", "gift", "unique_gift", "passport_data"),
}
"""What a message may hold instead of words. An animation comes with a document of itself, a venue with its location:
the first that fits is the better word."""

BESIDE = frozenset({"text", "effect_id", "business_connection_id", "sender_boost_count", "sender_business_bot"})
"""What the library counts as kinds of a message and may stand beside anything that someone sent."""

HAPPENED = (
    {kind.value for kind in MessageType}
    - {name for names in MEDIA.values() for name in names}
    - BESIDE
    - {"reply_to_story", "suggested_post_info"}
)
"""What says that something happened in the chat: a pinned message, a new photo of it."""


@dataclass(frozen=True, slots=True)
class NothingToDo:
    """Another bot, a service message, a live location that moved, a person who blocked or unblocked the bot."""


@dataclass(frozen=True, slots=True)
class InAGroup:
    """The bot is in a group or channel, where nobody could answer in private. `speak`: say so before leaving."""

    chat: int = field(repr=False)
    speak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FromSomeone:
    """What a young person did, in a private chat. `payload`: what a deep link or a choice of consultation named.
    `query`: the tap's id, to be answered. `tapped`: the message whose button it was. `album`: what several pictures
    that were sent at once have in common."""

    update: int
    chat: int = field(repr=False)
    did: Did
    text: str | None = field(default=None, repr=False)
    taps: tuple[str, ...] = ()
    message: str = ""
    forwarded: bool = False
    media: Media | None = None
    payload: str = ""
    query: str = ""
    album: str = ""
    tapped: Tapped | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"{TELEGRAM.name}:{self.chat}"

    @property
    def settles(self) -> bool:
        """Whether more of the same may follow at once: several short messages, or an album."""
        return self.did is not Did.START and not (self.text or "").lstrip().startswith("/")

    def arrived(self, consultation: str) -> Arrived:
        """This as an event of a consultation, its replies to wait in the outbox."""
        return Arrived(
            id=f"update:{self.update}",
            door=TELEGRAM,
            address=self.address,
            consultation=consultation,
            did=self.did,
            text=self.text,
            taps=self.taps,
            message=self.message,
            forwarded=self.forwarded,
            media=self.media,
            deliver=Delivery(
                TELEGRAM.name, address=str(self.chat), context=self.tapped.to_json() if self.tapped else ""
            ),
        )


Meaning = NothingToDo | InAGroup | FromSomeone


def meaning(update: Mapping[str, Any]) -> Meaning:
    """What a raw update means for the service. Raises UnreadableError where it cannot be seen whose or which it is."""
    number = update["update_id"]
    if (query := update.get("callback_query")) is not None:
        return _tap(number, _mapping(query))
    if (change := update.get("my_chat_member")) is not None:
        return _membership(_mapping(change))
    if (message := update.get("edited_message")) is not None:
        return _edit(number, _mapping(message))
    if (message := update.get("message")) is not None:
        return _message(number, _mapping(message))
    return NothingToDo()


def staff_code(meant: FromSomeone) -> str | None:
    """The code that somebody of the staff links a chat with; None where it is anything else."""
    found = STAFF.fullmatch(meant.text) if meant.text and meant.did is Did.TEXT else None
    return found[1] if found else None


def chat_of(raw: Mapping[str, Any]) -> int | None:
    """The chat that a raw update is from, as far as one can be made out: for the order within a chat, and to apologise
    for an update that could not be read. Only private chats have a positive id. None where there is none."""
    for kind in ALLOWED_UPDATES:
        part = raw.get(kind)
        if isinstance(part, Mapping):
            inner = part.get("message") if kind == "callback_query" else part
            found = _number(_part(inner, "chat"), "id")
            if kind == "callback_query" and found is None:
                found = _number(_part(part, "from"), "id")
            if found is not None:
                return found
    return None


def words_of(raw: Mapping[str, Any]) -> str | None:
    """The words of a raw update that could not be taken, to look for a worry in them all the same."""
    found = (_words(raw.get(kind)) for kind in ("message", "edited_message"))
    return next((words for words in found if words), None)


def _message(number: int, message: Mapping[str, Any]) -> Meaning:
    chat, private = _whose(message)
    if not private:
        return _elsewhere(message)
    text, caption = _text(message, "text"), _text(message, "caption")
    media = None if text else _media(message)
    if _is_bot(message) or (media is None and not text):
        return NothingToDo()
    said = FromSomeone(
        update=number,
        chat=chat,
        did=Did.TEXT if text or caption else Did.MEDIA,
        text=text or caption,
        message=str(_message_id(message)),
        forwarded=any(message.get(name) for name in FORWARDED),
        media=media,
        album=_text(message, "media_group_id") or "",
    )
    command = COMMAND.fullmatch(said.text.strip()) if said.text and not said.forwarded else None
    if command:
        name, rest = command["command"].lower(), (command["rest"] or "").strip()
        if name == "start":
            return replace(said, did=Did.START, text=None, media=None, payload=rest)
        if not rest:
            return replace(said, text=f"/{name}", media=None)
    return said


def _edit(number: int, message: Mapping[str, Any]) -> Meaning:
    chat, private = _whose(message)
    text = _words(message)
    if not private or text is None or _is_bot(message):
        return NothingToDo()
    return FromSomeone(
        update=number,
        chat=chat,
        did=Did.EDIT,
        text=text,
        message=str(_message_id(message)),
        forwarded=any(message.get(name) for name in FORWARDED),
    )


def _tap(number: int, query: Mapping[str, Any]) -> Meaning:
    message, data = query.get("message"), _text(query, "data")
    if message is None or not data or _is_bot(query):
        return NothingToDo()
    chat, kind = chat_of({"callback_query": query}), _text(_part(message, "chat"), "type") or ChatType.PRIVATE
    if chat is None:
        raise UnreadableError
    if kind != ChatType.PRIVATE:
        return NothingToDo()
    at = _number(message, "message_id")
    tap = FromSomeone(
        update=number,
        chat=chat,
        did=Did.TAP,
        taps=(data,),
        message="" if at is None else str(at),
        query=_text(query, "id") or "",
        # A message too old to be shown to bots has no text; it may still lose its buttons.
        tapped=None if at is None else Tapped(at, _text(message, "text") or ""),
    )
    if data.startswith(GO):
        return replace(tap, did=Did.START, taps=(), message="", payload=data.removeprefix(GO))
    return tap


def _membership(change: Mapping[str, Any]) -> Meaning:
    _, private = _whose(change)
    status = _text(_part(change, "new_chat_member"), "status")
    if private or status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return NothingToDo()
    return _elsewhere(change)


def _elsewhere(part: Mapping[str, Any]) -> InAGroup:
    chat, _ = _whose(part)
    return InAGroup(chat, speak=_text(_part(part, "chat"), "type") in (ChatType.GROUP, ChatType.SUPERGROUP))


def _media(message: Mapping[str, Any]) -> Media | None:
    """None for what nobody sent: a message that something happened in the chat."""
    found = next((media for media, names in MEDIA.items() if any(message.get(name) for name in names)), None)
    return found or (None if any(name in message for name in HAPPENED) else Media.OTHER)


# Of JSON that may be anything


def _whose(part: Mapping[str, Any]) -> tuple[int, bool]:
    """The chat, and whether it is a private one."""
    chat = _part(part, "chat")
    number = _number(chat, "id")
    if number is None:
        raise UnreadableError
    kind = _text(chat, "type")
    return number, kind == ChatType.PRIVATE if kind else number > 0


def _message_id(message: Mapping[str, Any]) -> int:
    number = _number(message, "message_id")
    if number is None:
        raise UnreadableError
    return number


def _is_bot(part: Mapping[str, Any]) -> bool:
    sender = _part(part, "from")
    return isinstance(sender, Mapping) and sender.get("is_bot") is True


def _words(message: Any) -> str | None:
    return _text(message, "text") or _text(message, "caption")


def _mapping(part: Any) -> Mapping[str, Any]:
    if not isinstance(part, Mapping):
        raise UnreadableError
    return part


def _part(part: Any, name: str) -> Any:
    return part.get(name) if isinstance(part, Mapping) else None


def _text(part: Any, name: str) -> str | None:
    found = _part(part, name)
    return found if isinstance(found, str) else None


def _number(part: Any, name: str) -> int | None:
    found = _part(part, name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
