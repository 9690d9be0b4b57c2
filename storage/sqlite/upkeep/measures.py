"""How the store stands, for operators."""

from datetime import datetime

from storage.maintenance import Measured
from storage.sqlite.database import Part


class MeasuringPart(Part):
    async def measured(self) -> Measured:
        row = await self._database.row(
            "SELECT (SELECT count(*) FROM outbox), (SELECT min(created) FROM outbox), "
            "(SELECT count(*) FROM dead_letter)"
        )
        waiting, oldest, dead_letters = row or (0, None, 0)
        return Measured(waiting, datetime.fromisoformat(oldest) if oldest else None, dead_letters)
