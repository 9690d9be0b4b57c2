"""Turns: one event in one transaction."""

import sqlite3
from collections.abc import Callable, Collection
from datetime import datetime

from conversations.asking.records import AnswerRemoved, FlagRaised, ResponseWithdrawn
from conversations.asking.replies import Reply
from conversations.asking.session import Session, Turn
from storage import reply_json as as_json
from storage.errors import NotOpenError, StoreError, UnknownConsultationError
from storage.keys import Keys
from storage.keys.sealing import PSEUDONYM_BYTES, ConsultationKey
from storage.receipts import PreparedReceipt
from storage.rules.coarse_times import step
from storage.sqlite.database import Database, moment
from storage.sqlite.tables import answer_tables, session_tables
from storage.sqlite.tables.outbox_table import LONGEST_HELD, put
from storage.sqlite.tables.withdrawn_table import WithdrawnTable
from storage.sqlite.waiting_times import WaitingTimes
from storage.turns import Delivery, Last, Taken

_TAKE_BACK = (AnswerRemoved, ResponseWithdrawn)


class SqliteTurns:
    def __init__(self, database: Database, keys: Keys, withdrawn: WithdrawnTable, times: WaitingTimes) -> None:
        self._database = database
        self._keys = keys
        self._withdrawn = withdrawn
        self._times = times

    async def turn(
        self,
        consultation: str,
        address: str,
        event: str,
        take: Callable[[Session | None], Turn],
        *,
        at: datetime,
        receipt: PreparedReceipt | None = None,
        deliver: Delivery | None = None,
    ) -> Taken:
        try:
            key = self._keys.held(consultation) or await self._key(consultation)
            return await self._turn(consultation, key, address, event, take, at=at, receipt=receipt, deliver=deliver)
        except NotOpenError:
            self._keys.drop(consultation)
            raise
        except _OtherKeyError:
            # Another process closed it and opened it anew.
            self._keys.drop(consultation)
        try:
            key = await self._key(consultation)
            return await self._turn(consultation, key, address, event, take, at=at, receipt=receipt, deliver=deliver)
        except _OtherKeyError as error:
            raise StoreError(
                f"the key of {consultation} is not the one that it was opened with: put back the copy that you keep "
                "of KEYS_DIR"
            ) from error

    async def _turn(
        self,
        consultation: str,
        key: ConsultationKey,
        address: str,
        event: str,
        take: Callable[[Session | None], Turn],
        *,
        at: datetime,
        receipt: PreparedReceipt | None,
        deliver: Delivery | None,
    ) -> Taken:
        session = key.session(address)
        known_as = key.event(address, event)

        takes_back, waiting = False, list[int]()

        def work(db: sqlite3.Connection) -> Taken:
            nonlocal takes_back, waiting
            takes_back, waiting = False, []
            known, sealed, status, check = db.execute(session_tables.FIND, (session, known_as, consultation)).fetchone()
            _check_standing(consultation, key, status, check)
            if known is not None:
                return Taken(_said_again(db, key, session, known_as, known), repeated=True)
            before = None
            if sealed is not None:
                opened = session_tables.unseal(key, session, sealed)
                before = Session.from_json(opened.state, answer_tables.of(db, opened.response, key))
            turn = take(before)
            takes_back = any(isinstance(one, _TAKE_BACK) for one in turn.records)
            keeping = answer_tables.Keeping(
                db,
                consultation,
                key,
                at,
                receipt,
                there=before.answers if before else (),
                # Who has only just come, and has not begun to answer, may be one person who does so without end.
                without_session=before is None and (turn.state is None or turn.state.response is None),
            )
            for record in turn.records:
                keeping.keep(record)
            replies, with_event = as_json.to_json(turn.replies), b""
            if turn.state is None:
                db.execute("DELETE FROM session WHERE id = ?", (session,))
                with_event = session_tables.sealed_with_event(key, known_as, replies)
            elif before is not None and before.response == turn.state.response and not takes_back:
                db.execute(session_tables.GO_ON, (*session_tables.sealed(key, session, turn.state, replies), session))
            else:
                _check_response(db, before, turn.state)
                db.execute(session_tables.KEEP, session_tables.row(consultation, key, session, turn.state, replies))
            db.execute(
                session_tables.NOTE,
                session_tables.event_row(consultation, session, known_as, at=at, replies=with_event),
            )
            if deliver is not None:
                waiting = put(
                    db, self._keys, turn.replies, to=deliver, consultation=consultation, at=at, held=takes_back
                )
            return Taken(turn.replies)

        taken = await self._database.write(work)
        self._times.came(waiting, at)
        if takes_back:
            self._times.hold(waiting, at + LONGEST_HELD)
        if taken.repeated:  # it may not have come this far the first time
            await self._withdrawn.catch_up()
        elif takes_back:
            await self._withdrawn.write_down(waiting)
        return taken

    async def turn_without_session(
        self, consultation: str, turn: Turn, *, at: datetime, deliver: Delivery | None = None
    ) -> Taken:
        takes_back = any(isinstance(one, ResponseWithdrawn) for one in turn.records)
        if not all(isinstance(one, FlagRaised | ResponseWithdrawn) for one in turn.records):
            raise StoreError("without a session only a flag or a withdrawal can be kept")
        waiting = list[int]()

        def work(db: sqlite3.Connection) -> Taken:
            nonlocal waiting
            keeping = answer_tables.Keeping(db, consultation, None, at, None, without_session=True)
            for record in turn.records:
                keeping.keep(record)
            if deliver is not None:
                waiting = put(
                    db, self._keys, turn.replies, to=deliver, consultation=consultation, at=at, held=takes_back
                )
            return Taken(turn.replies)

        taken = await self._database.write(work)
        self._times.came(waiting, at)
        if takes_back:
            self._times.hold(waiting, at + LONGEST_HELD)
            await self._withdrawn.write_down(waiting)
        return taken

    async def last(self, consultation: str, address: str) -> Last | None:
        key = self._keys.held(consultation) or await self._keys.find(consultation)
        if key is None:
            return None
        session = key.session(address)
        row = await self._database.row("SELECT state, said FROM session WHERE id = ?", (session,))
        if row is None:
            return None
        opened = session_tables.unseal(key, session, row[0])
        given = await self._database.row(answer_tables.ANSWERS, (opened.response,)) if opened.response else None
        state = Session.from_json(opened.state, answer_tables.read(given[0] if given else None, key, opened.response))
        said = (
            session_tables.said(key, session, row[1]) if row[1] else await self._said_before(key, session, opened.last)
        )
        return Last(state, as_json.from_json(said) if said else ())

    async def _said_before(self, key: ConsultationKey, session: bytes, last: bytes) -> bytes:
        """What an older session has in the place of the column `said`."""
        if len(last) != PSEUDONYM_BYTES:
            return last
        row = await self._database.row(session_tables.SAID_BY_EVENT, (session, last))
        return session_tables.said_by_event(key, last, row[0]) if row and row[0] else b""

    async def sessions(self, address: str, consultations: Collection[str]) -> dict[str, Session]:
        found = {}
        for consultation in consultations:
            if one := await self.last(consultation, address):
                found[consultation] = one.state
        return found

    async def dead_letter(self, door: str, what: str, at: datetime) -> None:
        await self._database.write(
            lambda db: db.execute(
                "INSERT INTO dead_letter (door, what, at) VALUES (?, ?, ?)", (door, what, moment(step(at)))
            )
        )

    async def _key(self, consultation: str) -> ConsultationKey:
        if (key := await self._keys.find(consultation)) is not None:
            return key
        row = await self._database.row("SELECT status FROM consultation WHERE id = ?", (consultation,))
        if row is None:
            raise UnknownConsultationError(f"there is no consultation {consultation[:40]!r}")
        if row != ("open",):
            raise _not_open(consultation, row[0])
        raise StoreError(f"the key of {consultation} is missing: put back the copy that you keep of KEYS_DIR")


class _OtherKeyError(Exception):
    """The key that was read is not the one that the consultation was opened with."""


def _not_open(consultation: str, status: str) -> NotOpenError:
    return NotOpenError(f"{consultation} is {'not open yet: open it first' if status == 'draft' else status}")


def _check_standing(consultation: str, key: ConsultationKey, status: str, check: bytes | None) -> None:
    if status != "open":
        raise _not_open(consultation, status)
    if check is not None and check != key.check:
        raise _OtherKeyError


def _said_again(
    db: sqlite3.Connection, key: ConsultationKey, session: bytes, event: bytes, with_event: bytes
) -> tuple[Reply, ...]:
    """What is said to a known event: what was said to it where it ended the session or was the last; else where the
    session is by now."""
    if with_event:
        return as_json.from_json(session_tables.said_by_event(key, event, with_event))
    row = db.execute(session_tables.SAID, (session,)).fetchone()
    return as_json.from_json(session_tables.said(key, session, row[0])) if row and row[0] else ()


def _check_response(db: sqlite3.Connection, before: Session | None, after: Session) -> None:
    """Receipt words may have brought back a response that was withdrawn a moment later."""
    if after.response is None or (before is not None and before.response == after.response):
        return
    if db.execute("SELECT 1 FROM response WHERE id = ?", (after.response,)).fetchone() is None:
        raise StoreError("the response that this turn goes on with is gone: take the turn again")
