"""What goes wrong in the demo."""

from bot.plain_errors import PlainError


class DemoError(PlainError):
    """The demo cannot be filled in here. The text says what to do."""
