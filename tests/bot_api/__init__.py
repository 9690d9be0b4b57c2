"""A small Bot API server on loopback that refuses what Telegram refuses, and people to talk to a bot through it."""

from tests.bot_api.faults import Fault
from tests.bot_api.person import Person
from tests.bot_api.server import TOKEN, BotApi

__all__ = ["TOKEN", "BotApi", "Fault", "Person"]
