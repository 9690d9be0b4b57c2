"""The chat page for phones: plain forms that work without JavaScript, and a small own script that makes them smooth."""

from bot.web.door import TakesTurns
from bot.web.routes import chat_problems, chat_routes

__all__ = ["TakesTurns", "chat_problems", "chat_routes"]
