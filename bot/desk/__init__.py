"""The staff desk: sign in, review, see flags and results, take files away."""

from bot.desk.desk import Downloads
from bot.desk.reviewing import REASONS
from bot.desk.routes import desk_routes

__all__ = ["REASONS", "Downloads", "desk_routes"]
