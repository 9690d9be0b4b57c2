"""What is done next for one person, of all the replies that wait for them: pure.

A chat has to feel calm. So one message is all that a question takes, with the short lines that belong to it; a
question that a newer one replaces is dropped, one help card stands for all that wait, and what can be seen at the end
of the chat already is not said again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.telegram.chat_state import ChatState
from bot.telegram.reply_messages import ChangeButtons, ChangeText, Send, Tapped, chosen, keyboard, sends
from conversations.asking.replies import Reply, Says
from storage.outbox import Outgoing

SHORT = 200
"""Characters of a line that may stand in one message with its question. A longer one, as with the six words, is a
message of its own, to be found again."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message (in pieces, where it is long) and the replies that it stands for. `asks` is the anchor of its
    question, "" where it has none; `plain` the same without buttons. `ends`: nothing of this person's follows it for
    now."""

    sends: tuple[Send, ...] = field(repr=False)
    ids: tuple[int, ...]
    plain: tuple[Send, ...] = field(default=(), repr=False)
    asks: str = ""
    help: bool = False
    ends: bool = False

    @property
    def replaces(self) -> bool:
        """Whether buttons from before it are of no use any more."""
        return bool(self.asks) or (self.ends and not self.help)

    @property
    def looks(self) -> int:
        """The same for messages that look the same."""
        return hash(tuple((send.text, send.buttons) for send in self.sends))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a message, and the replies that it stands for."""

    call: ChangeText | ChangeButtons
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What is next. `spent` are replies that need no call; `left` are messages whose buttons are of no use any more."""

    spent: tuple[int, ...] = ()
    message: Message | None = None
    changes: tuple[Change, ...] = ()
    left: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A waiting reply, with the message whose button caused it."""

    id: int
    reply: Reply
    tapped: Tapped | None


def shape(waiting: Sequence[Outgoing], state: ChatState, now: datetime) -> Work:
    """What is next of all that waits for one person, in the order in which it came about."""
    rows = [_Row(one.id, one.reply, Tapped.from_json(one.context)) for one in waiting]
    spent: list[int] = []
    if cards := [row for row in rows if row.reply.says is Says.HELP]:
        rows = [row for row in rows if row.reply.says is not Says.HELP]
        ids = tuple(row.id for row in cards)
        if not (state.card_stands(now) and all(row.tapped for row in cards)):
            return Work(message=Message(sends(cards[0].reply), ids, help=True, ends=not rows))
        spent += ids
    changes, rows = _changes(rows, spent)
    questions = sum(row.reply.says is Says.QUESTION for row in rows)
    rows = _needed(rows, spent)
    left = tuple({row.tapped.message for row in rows if row.tapped and not row.reply.replaces})
    if len(rows) == 1 and (tick := _tick(rows[0], state)):
        return Work(tuple(spent), None, (*changes, tick), left)
    if not rows:
        return Work(tuple(spent), None, changes, left)
    message = _message(rows)
    if _is_seen(message, rows, state, alone=questions == 1):
        return Work((*spent, *message.ids), None, changes, left)
    return Work(tuple(spent), message, changes, left)


def _changes(rows: list[_Row], spent: list[int]) -> tuple[tuple[Change, ...], list[_Row]]:
    """What is said back of taps, the last for each message; and the other rows."""
    found: dict[int, Change] = {}
    for row in rows:
        if row.reply.says is not Says.YOU:
            continue
        if row.tapped is None:
            spent.append(row.id)  # typed: it stands in the chat already
            continue
        before = found.get(row.tapped.message)
        found[row.tapped.message] = Change(chosen(row.reply, row.tapped), (*(before.ids if before else ()), row.id))
    return tuple(found.values()), [row for row in rows if row.reply.says is not Says.YOU]


def _needed(rows: list[_Row], spent: list[int]) -> list[_Row]:
    """The newest question, and each line once, without those that passed as toasts."""
    final = next((row.id for row in reversed(rows) if row.reply.says is Says.QUESTION), None)
    said: set[str] = set()
    kept = []
    for row in rows:
        question = row.reply.says is Says.QUESTION
        superseded = row.id != final if question else row.reply.text in said or bool(row.reply.toast and row.tapped)
        if superseded:
            spent.append(row.id)
        else:
            kept.append(row)
            said.add("" if question else row.reply.text)
    return kept


def _tick(row: _Row, state: ChatState) -> Change | None:
    """The same question with other picks, where it can be changed in place."""
    if not (row.reply.replaces and row.tapped) or state.live not in (None, row.tapped.message):
        return None
    return Change(ChangeButtons(row.tapped.message, keyboard(row.reply.buttons), sends(row.reply)), (row.id,))


def _message(rows: Sequence[_Row]) -> Message:
    """The next message: the question with the short lines before it, else the first line by itself."""
    at = next((at for at, row in enumerate(rows) if row.reply.says is Says.QUESTION), None)
    first = rows[0]
    if at is None or any(len(row.reply.text) > SHORT for row in rows[:at]):
        return Message(sends(first.reply), (first.id,), ends=len(rows) == 1)
    above, question = [row.reply.text for row in rows[:at]], rows[at].reply
    return Message(
        sends(question, above),
        tuple(row.id for row in rows[: at + 1]),
        plain=sends(question, above, plain=True) if question.buttons else (),
        asks=question.anchor,
        ends=len(rows) == at + 1,
    )


def _is_seen(message: Message, rows: Sequence[_Row], state: ChatState, *, alone: bool) -> bool:
    """Whether it stands at the end of the chat already, and nothing but taps brought it there again. `alone`: it took
    the place of no other question, which nobody has seen."""
    if not state.last or not message.asks or message.asks != state.asked or not message.ends:
        return False
    unchanged = alone and len(rows) == 1 and rows[0].reply.again
    return unchanged or (all(row.tapped for row in rows) and message.looks == state.shown)
