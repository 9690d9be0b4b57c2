"""Both kinds of pages, as their own tests have them."""

from tests.bot.desk.conftest import desk
from tests.bot.web.conftest import client, clock, turns
from tests.storage.conftest import store

__all__ = ["client", "clock", "desk", "store", "turns"]
