"""What a tap and a short text cost on Telegram, beside python-telegram-bot's ConversationHandler with all in memory.

Both run over the same transport, each in a process of its own, against the same kind of server in this one; they take
turns, round by round. Counted is the CPU of the whole process, all its threads, from the first update of a round until
what comes after its last reply is done too, less what it uses in the same time while nobody does anything. The peer
keeps nothing, hears nothing and hides nothing: it only asks the next question.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bot.inference.open_hearing import open_hearing
from bot.telegram.transport import AiohttpTransport
from conversations.asking.locales import line
from tests.bot_api import TOKEN, BotApi
from tests.bot_api.chat import Message
from tests.bot_api.person import Person
from tests.bot_api.running import RunningBot

PEOPLE = 60
ROUNDS = 5
AFTER = 3.0
"""Seconds for what comes after a reply: old buttons are taken away, and the outbox is emptied."""

IDLE = 6.0
MOST_TAP, MOST_TEXT = 0.9, 2.2
COMING_IN = ("16 to 17", line("welcome_next"), line("agree_yes"), line("skip"))
WORDS = "my social worker should stay longer"
OPTIONS = 6


async def peer(url: str) -> None:
    """A conversation with ConversationHandler, until it is killed."""
    rows = [[InlineKeyboardButton(f"Option {number}", callback_data=str(number))] for number in range(OPTIONS)]

    async def ask(update: Update, _: Any) -> int:
        if query := update.callback_query:
            await query.answer()
            await query.edit_message_text("Which of these is it for you?\n\n✓ Option 1")
        assert update.effective_chat
        await update.effective_chat.send_message("Which is it?", reply_markup=InlineKeyboardMarkup(rows))
        return 0

    taken: list[BaseHandler[Any, Any, Any]] = [
        CallbackQueryHandler(ask),
        MessageHandler(filters.TEXT & ~filters.COMMAND, ask),
    ]
    app = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{url}/bot")
        .request(AiohttpTransport())
        .get_updates_request(AiohttpTransport())
        .build()
    )
    app.add_handler(ConversationHandler([CommandHandler("start", ask)], {0: taken}, []))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling()
        await asyncio.Event().wait()


class _Peer(RunningBot):
    program = ("-m", "tests.benchmarks.telegram_cpu")

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "PYTHONPATH": str(Path(__file__).parents[2])}


def _cpu(bot: RunningBot) -> float:
    """Seconds that its process has used so far."""
    assert bot.process
    fields = Path(f"/proc/{bot.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


Does = Callable[[Person, int], Awaitable[object]]


async def _round(bot: RunningBot, people: list[Person], do: Does, number: int, idle: float) -> float:
    """Microseconds of CPU for each person, who all do it once. `idle`: what it uses a second anyway."""

    async def one(person: Person) -> None:
        person.unread()
        await do(person, number)
        await person.next_that(lambda message: bool(message.buttons) and not message.changes)

    loop = asyncio.get_running_loop()
    before, began = _cpu(bot), loop.time()
    await asyncio.gather(*(one(person) for person in people))
    await asyncio.sleep(AFTER)
    used, took = _cpu(bot) - before, loop.time() - began
    return (used - idle * took) / len(people) * 1e6


async def _idle(bot: RunningBot) -> float:
    """Seconds of CPU a second while nobody does anything."""
    before = _cpu(bot)
    await asyncio.sleep(IDLE)
    return (_cpu(bot) - before) / IDLE


def _newest(person: Person) -> Message:
    return next(message for message in reversed(person.chat.messages.values()) if message.buttons)


async def _tap(person: Person, number: int) -> None:
    message = _newest(person)
    theirs = line("done") not in message.labels and line("back") not in message.labels
    await person.tap("Option 1" if theirs else line("skip") if number % 2 else line("back"), message)


async def _say(person: Person, number: int) -> None:
    await person.say(f"{WORDS} {number}")


async def _come_in(person: Person, labels: tuple[str, ...]) -> None:
    await person.say("/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}])
    for label in labels:
        await person.tap(label, await person.next_with(label))
    await person.next_question()


async def _measured(folder: Path) -> tuple[list[float], list[float], list[float], list[float]]:
    """Microseconds: taps here and there, texts here and there; a figure a round."""
    found: tuple[list[float], ...] = ([], [], [], [])
    async with BotApi() as mine, BotApi() as theirs:
        (folder / "peer").mkdir()
        bots = (RunningBot(mine, folder), _Peer(theirs, folder / "peer"))
        try:
            sides: list[tuple[RunningBot, list[Person], float]] = []
            for bot, labels in zip(bots, (COMING_IN, ()), strict=True):
                await bot.start()
                people = [bot.api.person(5_000_001 + number) for number in range(PEOPLE)]
                await asyncio.gather(*(_come_in(person, labels) for person in people))
                await asyncio.sleep(AFTER)
                sides.append((bot, people, await _idle(bot)))
            for do, into in ((_tap, found[:2]), (_say, found[2:])):
                for number in range(ROUNDS + 1):
                    for (bot, people, idle), each in zip(sides, into, strict=True):
                        each.append(await _round(bot, people, do, number, idle))
        finally:
            for bot in bots:
                await bot.kill()
    return tuple(each[1:] for each in found)  # type: ignore[return-value] # the first round warms up


def _hearing() -> float:
    """Microseconds of CPU that hearing one such text takes."""
    hearing = open_hearing().hearing
    took = []
    for number in range(40):
        before = time.process_time()
        hearing.redact_and_screen(f"{WORDS} {number}", "")
        took.append(time.process_time() - before)
    return statistics.median(took) * 1e6


def report() -> list[str]:
    """The lines that `make bench` prints."""
    with tempfile.TemporaryDirectory() as made:
        tap, their_tap, text, their_text = map(statistics.median, asyncio.run(_measured(Path(made))))
    return [
        f"CPU on Telegram, {PEOPLE} people, medians of {ROUNDS} rounds, beside ConversationHandler in memory:",
        f"  a tap:  {tap:6.0f} us, {their_tap:6.0f} us there: {tap / their_tap:.2f} (at most {MOST_TAP})",
        f"  a text: {text:6.0f} us, {their_text:6.0f} us there: {text / their_text:.2f} (at most {MOST_TEXT}); "
        f"hearing alone {_hearing():.0f} us",
    ]


if __name__ == "__main__":
    asyncio.run(peer(os.environ["EARSHOT_TELEGRAM_API"]) if len(sys.argv) == 1 else asyncio.sleep(0))
