"""The staff desk: sign in, review, see flags and results, take files away."""

from bot.desk.desk import Downloads
from bot.desk.desk_routes import desk_routes
from bot.desk.review.review_pages import REASONS

__all__ = ["REASONS", "Downloads", "desk_routes"]
