"""Receipts: what six words bring back, how often they may be tried, and what is done with them alone.

Wrong words, words that nobody has and the right ones take the same steps: look, count the try, verify, read a response
(or the place of one), settle the count.
"""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from conversations.asking.events import Became, Outcome, Returned
from conversations.asking.left_out import kept_reason
from conversations.asking.records import AnswerRemoved, Record, ResponseWithdrawn
from storage.errors import TooManyTriesError
from storage.keys import Keys
from storage.keys.receipt_verifiers import WORDS, ReceiptVerifiers, normal
from storage.receipts import PreparedReceipt
from storage.rules.receipt_tries import Pace, may_try, oldest_slot, slot
from storage.sqlite.database import Database, Row
from storage.sqlite.tables import answer_tables, file_tables
from storage.sqlite.tables.withdrawn_table import WithdrawnTable

_FIND = """
SELECT verifier, response, consultation FROM receipt JOIN response ON response.id = receipt.response
WHERE locator = ? ORDER BY response
"""

_RESPONSE = "SELECT consultation, version, age_band, quoting, finished FROM response WHERE id = ?"

_OUTCOMES = f"""
SELECT question,
       CASE WHEN review <> 'not_needed' OR language = '' THEN review WHEN {answer_tables.UNREAD} THEN 'unread'
            ELSE 'not_read' END,
       reason
FROM answer WHERE response = ?
"""  # noqa: S608 - a constant

_COUNT = """
INSERT INTO receipt_try (words, slot, tries) VALUES (?, ?, 1)
ON CONFLICT (words, slot) DO UPDATE SET tries = tries + 1
"""

_SETTLE = "UPDATE receipt_try SET tries = tries - ? WHERE words = ? AND slot = ? AND tries > 0"

_NOBODY = bytes(answer_tables.ID_BYTES)
"""Stands for the response where words bring none back, so that reading takes as long. No response has this id."""

_BECAME = {
    "not_needed": Became.COUNTED,
    "waiting": Became.WAITING,
    "unread": Became.UNREAD,
    "not_read": Became.NOT_READ,
    "approved": Became.APPROVED,
    "rejected": Became.LEFT_OUT,
}


class SqliteReceipts:
    def __init__(
        self,
        database: Database,
        keys: Keys,
        withdrawn: WithdrawnTable,
        verifiers: ReceiptVerifiers,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._keys = keys
        self._withdrawn = withdrawn
        self._verifiers = verifiers
        self._clock = clock
        self._pace = Pace(clock)

    async def prepare(self, words: Sequence[str]) -> PreparedReceipt:
        return await self._verifiers.prepare(words)

    async def find(self, consultation: str, words: Sequence[str], *, also: Collection[str] = ()) -> Returned | None:
        given = normal(words)
        here = {consultation, *also}
        rows = [row for row in await self._database.rows(_FIND, (self._verifiers.locator(given),)) if row[2] in here]
        busy = self._pace.full if rows else not self._pace.admits()
        if busy and not rows:
            raise TooManyTriesError(busy=True)
        tried_as, now = self._verifiers.tried_as(given), self._clock()
        if not await self._database.write(lambda db: _count(db, tried_as, now)):
            raise TooManyTriesError(busy=busy)
        which = await self._verifiers.which(given, [row[0] for row in rows])
        found = rows[which][1] if which is not None and len(given) == WORDS else _NOBODY
        returned = await self.returned(found, given)
        # A right one does not count. The others take the same step, which then takes nothing off.
        await self._database.write(lambda db: db.execute(_SETTLE, (returned is not None, tried_as, slot(now))) and None)
        if busy and returned is None:
            raise TooManyTriesError(busy=True)
        return returned

    async def returned(self, response: bytes, words: Sequence[str]) -> Returned | None:
        rows = await self._database.rows(_RESPONSE, (response,))
        [(given,)] = await self._database.rows(answer_tables.ANSWERS, (response,))
        reviews = await self._database.rows(_OUTCOMES, (response,))
        held = await self._database.rows(file_tables.NEWEST, (response,))
        if not rows:
            return None
        consultation, version, age_band, quoting, finished = rows[0]
        key = await self._keys.find(consultation)
        return Returned(
            consultation=consultation,
            response=response,
            version=version,
            age_band=age_band,
            answers=answer_tables.read(given, key, response),
            quoting=None if quoting is None else bool(quoting),
            finished=bool(finished),
            receipt=tuple(words),
            outcomes=_outcomes(reviews, held),
            counted=next((date.fromisoformat(day) for question, day in held if not question), None),
        )

    async def keep(
        self, consultation: str, response: bytes, form: str, records: Sequence[Record], *, at: datetime
    ) -> bool:
        key = await self._keys.find(consultation)
        known_as = self._verifiers.form(form)

        def work(db: sqlite3.Connection) -> bool:
            noted = db.execute("INSERT INTO receipt_form VALUES (?, ?) ON CONFLICT DO NOTHING", (known_as, _day(at)))
            if not noted.rowcount or not db.execute("SELECT 1 FROM response WHERE id = ?", (response,)).fetchone():
                return False
            keeping = answer_tables.Keeping(db, consultation, key, at, None)
            for record in records:
                keeping.keep(record)
            return True

        kept = await self._database.write(work)
        if not kept or any(isinstance(one, AnswerRemoved | ResponseWithdrawn) for one in records):
            await self._withdrawn.write_down()  # also where it was done before: that may not have come this far
        return kept

    async def knows_form(self, form: str) -> bool:
        return (
            await self._database.row("SELECT 1 FROM receipt_form WHERE id = ?", (self._verifiers.form(form),))
            is not None
        )


def forget_tries(db: sqlite3.Connection, at: datetime) -> None:
    """Forgets the tries that no longer count."""
    db.execute("DELETE FROM receipt_try WHERE slot < ?", (oldest_slot(at),))


def _count(db: sqlite3.Connection, tried_as: bytes, at: datetime) -> bool:
    """Counts a try, if there is one left: as a wrong one until it is settled."""
    forget_tries(db, at)
    (tried,) = db.execute("SELECT coalesce(sum(tries), 0) FROM receipt_try WHERE words = ?", (tried_as,)).fetchone()
    if not may_try(tried):
        return False
    db.execute(_COUNT, (tried_as, slot(at)))
    return True


def _outcomes(reviews: Sequence[Row], held: Sequence[Row]) -> dict[str, Outcome]:
    quoted = {question: date.fromisoformat(day) for question, day in held if question}
    return {
        question: Outcome(_BECAME[review], kept_reason(reason), quoted.get(question))
        for question, review, reason in reviews
    }


def _day(at: datetime) -> str:
    return at.date().isoformat()
