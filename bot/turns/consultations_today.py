"""How consultations stand today: whether they take answers, and until when receipt words bring some back."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from conversations.asking.consultation.model import Running
from conversations.asking.events import Refusal, Returned
from storage.consultations import HeldConsultation
from storage.errors import TooManyTriesError
from storage.rules.retention import Retention
from storage.store import Store


class ConsultationsToday:
    """Held consultations as the turn sees them. `clock` gives the time in UTC."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        retention: Retention,
        web_address: str,
        unchecked_help: bool = False,
    ) -> None:
        self._store = store
        self._clock = clock
        self._retention = retention
        self._web_address = web_address
        self.unchecked_help = unchecked_help

    def takes_answers(self, held: HeldConsultation) -> bool:
        """Whether it is open today. Where it is not, receipt words lead to a page of their own."""
        today = self._clock().date()
        return held.status == "open" and (held.opens or today) <= today <= (held.closes or today)

    def words_until(self, held: HeldConsultation) -> date:
        """The last day on which receipt words of this consultation work."""
        return self._retention.receipts_until(held.stated or held.closes or self._clock().date())

    def running(self, held: HeldConsultation, version: int | None = None) -> Running:
        """This version of it (else its latest) as it is being run."""
        today = self._clock().date()
        return Running(
            text=held.latest if version is None else held.text(version),
            status=held.status,
            opens=held.opens or today,
            closes=held.closes or today,
            words_until=self.words_until(held),
            trial=held.trial,
            group_codes=held.group_codes,
            web_address=f"{self._web_address}/c/{held.id}",
            unchecked_help=self.unchecked_help,
        )

    async def find(
        self, words: Sequence[str], among: Sequence[HeldConsultation], at: datetime
    ) -> tuple[Returned | None, Refusal | None]:
        """What receipt words bring back of these consultations, or why they were not looked for. After the last day of
        all of them nothing is looked for."""
        in_time = [one.id for one in among if one.status != "draft" and at.date() <= self.words_until(one)]
        if not in_time:
            return None, None
        try:
            return await self._store.receipts.find(in_time[0], words, also=in_time), None
        except TooManyTriesError as error:
            return None, Refusal.BUSY if error.busy else Refusal.TRIES
