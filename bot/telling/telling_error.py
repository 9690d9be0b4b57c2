"""What goes wrong in telling."""

from bot.plain_errors import PlainError


class TellingError(PlainError):
    """A letter or an export cannot be made. The text says what to do."""
