"""The desk of its own tests, and a mail server."""

from tests.bot.alerts.mailbox import mailbox
from tests.bot.desk.conftest import desk, passwords_are_cheap, store

__all__ = ["desk", "mailbox", "passwords_are_cheap", "store"]
