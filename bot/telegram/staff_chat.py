"""Linking a chat with somebody of the staff, who is then told here that a worry waits."""

from datetime import datetime

from bot.alerts.alert_words import LINKED, NOT_LINKED
from bot.telegram.updates import FromSomeone, staff_code
from conversations.asking.replies import Reply, Says
from storage.worries.alerts import Alerts


async def staff_said(alerts: Alerts, meant: FromSomeone, at: datetime) -> tuple[Reply, ...]:
    """What is said to a code that the desk showed; empty where it is anything else. Raises StoreError."""
    code = staff_code(meant)
    if code is None:
        return ()
    linked = await alerts.use_code(code, str(meant.chat), at)
    return (Reply(Says.LINE, LINKED if linked else NOT_LINKED),)
