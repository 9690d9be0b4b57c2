"""What is done next of all that waits for one person."""

from datetime import UTC, datetime

from bot.telegram.chat_state import ChatState
from bot.telegram.reply_messages import Tapped
from bot.telegram.shaping import Work, shape
from conversations.asking.replies import Button, Expects, Reply, Says
from storage.outbox import Outgoing

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ASKED = Reply(Says.QUESTION, "What helps?", (Button("Skip", "s"),), Expects.WORDS, anchor="q2")
WITH_DONE = Reply(Says.QUESTION, "What helps?", (Button("Done", "d"),), Expects.WORDS, anchor="q2")
AGAIN = Reply(Says.QUESTION, "What helps?", (Button("Done", "d"),), Expects.WORDS, anchor="q2", again=True)


def _shaped(*waiting: tuple[Reply, bool]) -> Work:
    """What is done where the question was the last thing in the chat. Of each reply, whether a tap caused it."""
    rows = [
        Outgoing(
            id=number,
            address="7",
            context=Tapped(1, "").to_json() if tapped else "",
            reply=reply,
            first=False,
            tries=0,
            created=NOW,
        )
        for number, (reply, tapped) in enumerate(waiting, 1)
    ]
    return shape(rows, ChatState(live=5, asked="q2", last=True), NOW)


def test_a_question_that_stands_at_the_end_is_not_put_again_for_a_stale_tap() -> None:
    work = _shaped((AGAIN, True))
    assert work.message is None
    assert work.spent == (1,)


def test_a_stale_tap_does_not_swallow_the_question_that_an_answer_brought() -> None:
    """Its "Done" has been seen by nobody."""
    work = _shaped((WITH_DONE, False), (AGAIN, True))
    assert work.message is not None
    assert work.message.sends[-1].buttons is not None


def test_the_newest_question_is_asked_where_an_older_one_waits() -> None:
    work = _shaped((ASKED, True), (WITH_DONE, False))
    assert work.message is not None
    assert work.spent == (1,)
