"""The chat page for phones: plain forms that work without JavaScript, and a small own script that makes them smooth."""

from bot.web.chat_page import TakesTurns
from bot.web.chat_routes import chat_problems, chat_routes

__all__ = ["TakesTurns", "chat_problems", "chat_routes"]
