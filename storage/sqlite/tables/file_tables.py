"""Files that were made, what they hold, and which of them hold what was taken back since.

What files hold is kept by day and not by file: that an answer is in the file of 14:05 and not in that of 14:02 would
tell when it came. So all the files of a day count as holding what any of them held.
"""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import date

from storage.files import MadeFile, ToRecall
from storage.rules.quoting_standing import Words
from storage.sqlite.database import Database

NEWEST = "SELECT question, max(day) FROM held_in_file WHERE response = ? AND back = '' GROUP BY question"
"""The newest day on which files held a response: counted in figures (an empty question), or an answer's words."""

_NOTE = """
INSERT INTO made_file (consultation, day, name, what, format, made_by) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""

# What was taken back while the file was made is in it, and is marked at once.
_HOLDS = """
INSERT INTO held_in_file (response, consultation, day, what, question, back)
VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN EXISTS (SELECT 1 FROM response WHERE id = ?1) THEN '' ELSE ?3 END)
ON CONFLICT DO NOTHING
"""

_TO_RECALL = """
SELECT name, file.what, format, file.day, made_by,
       count(DISTINCT CASE WHEN question <> '' THEN response END),
       count(DISTINCT CASE WHEN question = '' THEN response END),
       max(back)
FROM made_file AS file JOIN held_in_file AS held
     ON held.consultation = file.consultation AND held.day = file.day AND held.what IN ('', file.what)
WHERE file.consultation = ? AND back <> ''
GROUP BY file.day, name, made_by
ORDER BY file.day DESC, name, made_by
"""


class SqliteFiles:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(
        self, consultation: str, file: MadeFile, *, counted: Collection[bytes], quoted: Collection[tuple[bytes, str]]
    ) -> None:
        day = file.day.isoformat()

        def work(db: sqlite3.Connection) -> None:
            db.execute(_NOTE, (consultation, day, file.name, file.what, file.format, file.by))
            db.executemany(_HOLDS, [(response, consultation, day, "", "") for response in counted])
            db.executemany(
                _HOLDS, [(response, consultation, day, file.what, question) for response, question in quoted]
            )

        await self._database.write(work)

    async def to_recall(self, consultation: str) -> Sequence[ToRecall]:
        return [
            ToRecall(MadeFile(name, what, form, date.fromisoformat(day), by), words, counted, date.fromisoformat(since))
            for name, what, form, day, by, words, counted, since in await self._database.rows(
                _TO_RECALL, (consultation,)
            )
        ]


def response_gone(db: sqlite3.Connection, response: bytes, day: date | None) -> None:
    """Marks the files that hold a response which is withdrawn. None: today, as when a backup was put back."""
    db.execute(
        "UPDATE held_in_file SET back = coalesce(?, date('now')) WHERE response = ? AND back = ''",
        (day.isoformat() if day else None, response),
    )


def answer_gone(db: sqlite3.Connection, response: bytes, question: str, day: date) -> None:
    """Marks the files that hold an answer which is taken away."""
    db.execute(
        "UPDATE held_in_file SET back = ? WHERE response = ? AND question IN ('', ?) AND back = ''",
        (day.isoformat(), response, question),
    )


def no_quoting(db: sqlite3.Connection, response: bytes, day: date) -> None:
    """Marks the files that have the words of somebody who does not want to be quoted any more."""
    db.execute(
        "UPDATE held_in_file SET back = ? WHERE response = ? AND question <> '' AND back = ''",
        (day.isoformat(), response),
    )


def no_print(db: sqlite3.Connection, answer: bytes, day: date) -> None:
    """Marks the files that have the words of an answer which is not to be quoted any more."""
    db.execute(
        "UPDATE held_in_file SET back = ? WHERE back = '' "
        "AND (response, question) IN (SELECT response, question FROM answer WHERE id = ?)",
        (day.isoformat(), answer),
    )


def flagged(db: sqlite3.Connection, consultation: str, words: str, day: date) -> None:
    """Marks the files that quote what an open flag shows."""
    shown = Words(words)
    for answer, text, risk in db.execute(_QUOTED, (consultation,)).fetchall():
        if shown.stand_in(text, a_part_will_do=bool(risk)):
            no_print(db, answer, day)


_QUOTED = """
SELECT DISTINCT answer.id, text, risk FROM held_in_file AS held
JOIN answer ON answer.response = held.response AND answer.question = held.question
WHERE held.consultation = ? AND back = ''
"""
"""The answers whose words stand in files that were handed out."""
