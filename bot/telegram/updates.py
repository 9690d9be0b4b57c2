"""What an update means: pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext.filters import StatusUpdate

from bot.telegram import TELEGRAM
from bot.telegram.reply_messages import Tapped
from bot.turns.arrived import Arrived
from conversations.asking.events import Did, Media
from storage.turns import Delivery

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

GO = "v1:go."
"""What the value of a button that chooses a consultation begins with; its id follows."""

COMMAND = re.compile(r"/(?P<command>[A-Za-z]+)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)


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
    `query`: the tap's id, to be answered. `tapped`: the message whose button it was."""

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
    tapped: Tapped | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"{TELEGRAM.name}:{self.chat}"

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


def meaning(update: Update) -> Meaning:
    """What an update means for the service."""
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.edited_message is not None:
        return _edit(update.update_id, update.edited_message)
    if update.message is not None:
        return _message(update.update_id, update.message)
    return NothingToDo()


def chat_of(raw: Mapping[str, Any]) -> int | None:
    """The chat that a raw update is from, as far as one can be made out: for the order within a chat, and to apologise
    for an update that could not be read. Only private chats have a positive id. None where there is none."""
    for kind in ALLOWED_UPDATES:
        part = raw.get(kind)
        if isinstance(part, Mapping):
            inner = part.get("message") if kind == "callback_query" else part
            chat = inner.get("chat") if isinstance(inner, Mapping) else None
            found = chat.get("id") if isinstance(chat, Mapping) else None
            if kind == "callback_query" and found is None and isinstance(sender := part.get("from"), Mapping):
                found = sender.get("id")
            if isinstance(found, int):
                return found
    return None


def _message(number: int, message: Message) -> Meaning:
    if message.chat.type != ChatType.PRIVATE:
        return _elsewhere(message.chat.id, message.chat.type)
    if (message.from_user and message.from_user.is_bot) or StatusUpdate.ALL.filter(Update(number, message=message)):
        return NothingToDo()
    chat, said, sent = message.chat.id, str(message.message_id), message.forward_origin is not None
    if message.text is None:
        return FromSomeone(
            update=number,
            chat=chat,
            did=Did.MEDIA,
            text=message.caption,
            message=said,
            forwarded=sent,
            media=_media(message),
        )
    command = COMMAND.fullmatch(message.text.strip())
    if command and not sent:
        name, rest = command["command"].lower(), (command["rest"] or "").strip()
        if name == "start":
            return FromSomeone(update=number, chat=chat, did=Did.START, message=said, payload=rest)
        if not rest:
            return FromSomeone(update=number, chat=chat, did=Did.TEXT, text=f"/{name}", message=said)
    return FromSomeone(update=number, chat=chat, did=Did.TEXT, text=message.text, message=said, forwarded=sent)


def _edit(number: int, message: Message) -> Meaning:
    text = message.text if message.text is not None else message.caption
    if message.chat.type != ChatType.PRIVATE or text is None or (message.from_user and message.from_user.is_bot):
        return NothingToDo()
    return FromSomeone(
        update=number,
        chat=message.chat.id,
        did=Did.EDIT,
        text=text,
        message=str(message.message_id),
        forwarded=message.forward_origin is not None,
    )


def _tap(number: int, query: CallbackQuery) -> Meaning:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or not query.data or query.from_user.is_bot:
        return NothingToDo()
    # A message too old to be shown to bots has no text; it may still lose its buttons.
    text = (message.text or "") if isinstance(message, Message) else ""
    tapped = Tapped(message.message_id, text)
    if query.data.startswith(GO):
        chosen = query.data.removeprefix(GO)
        return FromSomeone(
            update=number, chat=message.chat.id, did=Did.START, payload=chosen, query=query.id, tapped=tapped
        )
    return FromSomeone(
        update=number,
        chat=message.chat.id,
        did=Did.TAP,
        taps=(query.data,),
        message=str(message.message_id),
        query=query.id,
        tapped=tapped,
    )


def _membership(change: ChatMemberUpdated) -> Meaning:
    if change.chat.type == ChatType.PRIVATE:
        return NothingToDo()
    if change.new_chat_member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return NothingToDo()
    return _elsewhere(change.chat.id, change.chat.type)


def _elsewhere(chat: int, kind: str) -> InAGroup:
    return InAGroup(chat, speak=kind in (ChatType.GROUP, ChatType.SUPERGROUP))


def _media(message: Message) -> Media:
    kinds = {
        Media.VOICE: message.voice or message.audio or message.video_note,
        Media.PHOTO: message.photo or message.video or message.animation or message.story or message.paid_media,
        Media.STICKER: message.sticker or message.dice,
        Media.FILE: message.document,
        Media.CONTACT: message.contact,
        Media.LOCATION: message.location or message.venue,
    }
    # An animation comes with a document of itself, a venue with its location: the first that fits is the better word.
    return next((media for media, found in kinds.items() if found), Media.OTHER)
