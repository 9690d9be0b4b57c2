"""What Telegram is told once at the start: the bot's commands and its description."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot

from bot.telegram import TELEGRAM
from conversations.asking.locales import line

log = structlog.get_logger()

COMMANDS = ("start", "help", "skip", "back", "stop", "delete", "privacy", "language")


async def introduce(bot: Bot) -> None:
    """Sets the commands and the description. What a Bot API server does not know, or refuses, is logged and passed
    over. A description is only set where it differs, since Telegram allows few changes a day."""
    commands = [(name, line(f"telegram_command_{name}")) for name in COMMANDS]
    about, short = line("telegram_about"), line("telegram_about_short")

    async def describe() -> None:
        if (await bot.get_my_description()).description != about:
            await bot.set_my_description(about)

    async def describe_shortly() -> None:
        if (await bot.get_my_short_description()).short_description != short:
            await bot.set_my_short_description(short)

    steps: dict[str, Callable[[], Awaitable[object]]] = {
        "setMyCommands": lambda: bot.set_my_commands(commands),
        "setMyDescription": describe,
        "setMyShortDescription": describe_shortly,
    }
    for method, step in steps.items():
        try:
            await step()
        except Exception as error:  # noqa: BLE001 (an answer nobody can read may raise anything)
            log.warning(
                "a start-up call was passed over", door=TELEGRAM.name, method=method, reason=type(error).__name__
            )
