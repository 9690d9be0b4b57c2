"""Responses and answers: how a turn's records are written, and how answers are read."""

import secrets
import sqlite3
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec

from conversations.asking.answer import Answer
from conversations.asking.records import (
    AnswerKept,
    AnswerRemoved,
    FlagRaised,
    QuotingSaid,
    ReceiptGiven,
    Record,
    ResponseBegun,
    ResponseFinished,
    ResponseWithdrawn,
)
from conversations.hearing.values import Kind, Risk
from storage.errors import StoreError
from storage.keys.receipt_verifiers import normal
from storage.keys.sealed_answers import Opens, opener, sealed_words
from storage.keys.sealing import ConsultationKey
from storage.receipts import PreparedReceipt
from storage.reply_json import whole
from storage.sqlite.tables import file_tables
from storage.sqlite.tables.flags import kept_flags

ID_BYTES = 16

_RISKS = {risk.value: risk for risk in Risk}

_Kept = tuple[str, str, str, int, int, int, str, str]
"""COLUMNS of an answer."""

_READS = msgspec.json.Decoder(dict[str, _Kept])

COLUMNS = "chosen, text, hidden, sent_again, risk, by_rules, language, hex(sealed)"
"""Of an answer, as `answer` takes them."""

UNREAD = "sealed IS NOT NULL"
"""Of answers: in another language, and nobody has redacted it yet."""

# One row with all of it: to step from row to row, and to fetch each column, takes longer than to read JSON.
ANSWERS = f"SELECT json_group_object(question, json_array({COLUMNS})) FROM answer WHERE response = ?"  # noqa: S608
"""A response's answers, as `read` takes them."""

KEEP = """
INSERT INTO answer
    (id, response, consultation, question, chosen, text, hidden, sent_again, risk, by_rules, day, review, language,
     sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (response, question) DO UPDATE SET
    chosen = excluded.chosen,
    text = excluded.text,
    hidden = excluded.hidden,
    sent_again = excluded.sent_again,
    risk = excluded.risk,
    by_rules = excluded.by_rules,
    day = excluded.day,
    review = CASE WHEN text = excluded.text AND language = excluded.language AND excluded.sealed IS NULL THEN review
                  ELSE excluded.review END,
    reason = CASE WHEN text = excluded.text AND language = excluded.language AND excluded.sealed IS NULL THEN reason
                  ELSE '' END,
    revision = revision + (text <> excluded.text OR language <> excluded.language OR excluded.sealed IS NOT NULL),
    language = excluded.language,
    sealed = excluded.sealed
"""

# As where KEEP finds the answer there, in half the time.
CHANGE = """
UPDATE answer SET
    chosen = ?3,
    text = ?4,
    hidden = ?5,
    sent_again = ?6,
    risk = ?7,
    by_rules = ?8,
    day = ?9,
    review = CASE WHEN text = ?4 AND language = ?11 AND ?12 IS NULL THEN review ELSE ?10 END,
    reason = CASE WHEN text = ?4 AND language = ?11 AND ?12 IS NULL THEN reason ELSE '' END,
    revision = revision + (text <> ?4 OR language <> ?11 OR ?12 IS NOT NULL),
    language = ?11,
    sealed = ?12
WHERE response = ?1 AND question = ?2
"""

BEGIN = """
INSERT INTO response (id, consultation, version, age_band, door, day) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, age_band = excluded.age_band, door = excluded.door
"""


class Answers(Mapping[str, Answer]):
    """Answers by question. Each is made when it is asked for: most turns look at one or two."""

    __slots__ = ("_opens", "_rows")

    def __init__(self, rows: Mapping[str, _Kept], opens: Opens | None) -> None:
        self._rows = rows
        self._opens = opens

    def __getitem__(self, question: str) -> Answer:
        """Raises StoreError where what is sealed does not open."""
        row = self._rows[question]
        given, sealed = answer(*row), row[-1]
        if not sealed or self._opens is None:
            return given
        return replace(given, text=self._opens(question, bytes.fromhex(sealed)))

    def __contains__(self, question: object) -> bool:
        return question in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def answer(chosen: str, text: str, hidden: str, *rest: Any) -> Answer:
    """From COLUMNS. Of what is sealed it has what was understood."""
    sent_again, risk, by_rules, language, _ = rest
    return Answer(
        tuple(chosen.split()) if chosen else (),
        text,
        tuple(Kind(kind) for kind in hidden.split()) if hidden else (),
        bool(sent_again),
        _RISKS[risk],
        bool(by_rules),
        language,
        text if language else "",
    )


def read(found: str | None, key: ConsultationKey | None = None, response: bytes | None = None) -> Answers:
    """From what ANSWERS finds; None where there is no response to find any of. `key` opens what is sealed of it."""
    opens = None if key is None or response is None else opener(key, response)
    return Answers(_READS.decode(found) if found else {}, opens)


def of(db: sqlite3.Connection, response: bytes | None, key: ConsultationKey) -> Answers:
    return read(db.execute(ANSWERS, (response,)).fetchone()[0] if response else None, key, response)


def begin_values(consultation: str, record: ResponseBegun) -> tuple[str | bytes | int, ...]:
    """What BEGIN takes."""
    return (
        record.response,
        consultation,
        record.version,
        record.age_band,
        record.door,
        record.day.isoformat(),
    )


def keep_values(
    consultation: str, record: AnswerKept, key: ConsultationKey | None = None
) -> tuple[str | bytes | int | None, ...]:
    """What KEEP takes. The id is new, and used only where there is no answer yet."""
    response, question, *said = change_values(record, key)
    return secrets.token_bytes(ID_BYTES), response, consultation, question, *said


def change_values(record: AnswerKept, key: ConsultationKey | None = None) -> tuple[str | bytes | int | None, ...]:
    """What CHANGE takes. Raises StoreError where words are to be sealed and there is no key for it."""
    answer = record.answer
    sealed = sealed_words(key, record.response, record.question, answer.text) if answer.language else None
    return (
        record.response,
        record.question,
        " ".join(answer.chosen),
        whole(answer.english if answer.language else answer.text),
        " ".join(answer.hidden),
        int(answer.sent_again),  # sqlite3 takes several times longer for what is not an int exactly
        int(answer.risk),
        int(answer.by_rules),
        record.day.isoformat(),
        "waiting" if answer.text and not answer.language else "not_needed",
        answer.language,
        sealed,
    )


class Keeping:
    """Writes one turn's records, in the turn's transaction. `key` is None where there are no sessions. `there`: answers
    that the response has already, as far as that is known. `without_session`: whoever it is had no session, and brought
    no receipt words."""

    def __init__(
        self,
        db: sqlite3.Connection,
        consultation: str,
        key: ConsultationKey | None,
        at: datetime,
        receipt: PreparedReceipt | None,
        *,
        there: Container[str] = (),
        without_session: bool = False,
    ) -> None:
        self._db = db
        self._consultation = consultation
        self._key = key
        self._at = at
        self._receipt = receipt
        self._there = there
        self._without_session = without_session

    def keep(self, record: Record) -> None:
        """Raises StoreError where a receipt is given whose words were not prepared."""
        match record:
            case AnswerKept():
                if record.question not in self._there or not self._change(record):
                    self._db.execute(KEEP, keep_values(self._consultation, record, self._key))
            case ResponseBegun():
                self._db.execute(BEGIN, begin_values(self._consultation, record))
            case ReceiptGiven():
                self._receipt_given(record)
            case AnswerRemoved():
                file_tables.answer_gone(self._db, record.response, record.question, self._day)
                self._db.execute(
                    "DELETE FROM answer WHERE response = ? AND question = ?", (record.response, record.question)
                )
            case QuotingSaid():
                if not record.yes:
                    file_tables.no_quoting(self._db, record.response, self._day)
                self._db.execute("UPDATE response SET quoting = ? WHERE id = ?", (record.yes, record.response))
            case ResponseFinished():
                self._db.execute("UPDATE response SET finished = 1 WHERE id = ?", (record.response,))
            case ResponseWithdrawn():
                take_back(self._db, self._key, record.response, self._day)
            case FlagRaised():
                about = kept_flags.About(record.response, record.question, record.sentences)
                kept_flags.keep_flag(
                    self._db,
                    self._consultation,
                    record.flag,
                    self._at,
                    without_session=self._without_session,
                    about=about,
                    key=self._key,
                )

    @property
    def _day(self) -> date:
        return self._at.date()

    def _change(self, record: AnswerKept) -> bool:
        """False where there was no such answer after all."""
        return bool(self._db.execute(CHANGE, change_values(record, self._key)).rowcount)

    def _receipt_given(self, record: ReceiptGiven) -> None:
        if self._receipt is None or normal(record.words) != self._receipt.words:
            raise StoreError("the turn gives receipt words that were not made ready for it")
        self._db.execute(
            "INSERT INTO receipt (locator, response, verifier, day) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (locator, response) DO UPDATE SET verifier = excluded.verifier",
            (
                bytes.fromhex(self._receipt.locator),
                record.response,
                self._receipt.verifier,
                self._at.date().isoformat(),
            ),
        )


def take_back(db: sqlite3.Connection, key: ConsultationKey | None, response: bytes, day: date | None = None) -> None:
    """Removes a response and its sessions, and marks the files that hold it as of this day (None: today). Without the
    key nobody's session can be found any more."""
    file_tables.response_gone(db, response, day)
    if key is not None:
        link = key.link(response)
        # What was said to them may hold their words; that these events were known stays, so none is taken again.
        db.execute("UPDATE event SET replies = x'' WHERE session IN (SELECT id FROM session WHERE link = ?)", (link,))
        db.execute("DELETE FROM session WHERE link = ?", (link,))
    db.execute("DELETE FROM response WHERE id = ?", (response,))  # and its answers and receipts
