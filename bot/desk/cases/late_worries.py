"""The count of overdue worries that stands at the head of every page, for those who are to see to it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from bot.desk.roles import may

if TYPE_CHECKING:
    from bot.desk.desk import Desk


async def late_worries(desk: "Desk", roles: Collection[str]) -> int:
    """0 for everybody who looks after no flags."""
    if not may(roles, "flags"):
        return 0
    return await desk.store.cases.late(desk.targets.late_from(desk.clock()))
