"""How a flag is kept, as a part of its turn's transaction."""

import json
import sqlite3
from datetime import datetime
from typing import NamedTuple

from conversations.hearing.values import Flag
from storage.keys.sealing import ConsultationKey
from storage.reply_json import whole
from storage.rules import same_flags
from storage.rules.coarse_times import of_flag
from storage.sqlite.database import moment
from storage.sqlite.tables import file_tables
from storage.sqlite.tables.cases import kept_cases


def _kinds(flag: Flag) -> str:
    """The kinds, and what raised the flag, in the one column that has them: a list as ever, or both by name."""
    return json.dumps({"kinds": flag.kinds, "raised_by": flag.raised_by} if flag.raised_by else flag.kinds)


COUNT_FLAG = """
UPDATE flag SET times = times + 1, level = max(level, ?) WHERE id = (
    SELECT id FROM flag
    WHERE consultation = ? AND words = ? AND at > ? AND closed_at IS NULL AND without_session
    ORDER BY at DESC LIMIT 1)
RETURNING id
"""

KEEP_FLAG = """
INSERT INTO flag (consultation, level, kinds, words, at, without_session, flag_case, question, sentences)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class About(NamedTuple):
    """What a flag is about, as far as that is known: whose answer, to which question, and the sentences that its words
    stand in."""

    response: bytes | None = None
    question: str = ""
    sentences: str = ""


UNKNOWN = About()


def keep_flag(
    db: sqlite3.Connection,
    consultation: str,
    flag: Flag,
    at: datetime,
    *,
    without_session: bool = False,
    about: About = UNKNOWN,
    key: ConsultationKey | None = None,
) -> int:
    """Gives back the flag's number. `without_session`: it is counted with one of the same words that came so, too, if
    there is one (storage/rules/same_flags.py). It goes to the case of whoever it is `about`, which only `key` can
    find; without either it is a case of its own. Files that quote its words are to be called back."""
    words = whole(flag.words)
    if without_session:
        same = db.execute(COUNT_FLAG, (int(flag.level), consultation, words, moment(same_flags.since(at)))).fetchone()
        if same is not None:
            kept_cases.raised_again(db, int(same[0]), flag.level)
            return int(same[0])
    standing = db.execute("SELECT status FROM consultation WHERE id = ?", (consultation,)).fetchone()
    raised = of_flag(standing[0] if standing else None, at)
    of_case = kept_cases.case_for(db, consultation, flag.level, raised, response=about.response, key=key)
    values = (
        *(consultation, int(flag.level), _kinds(flag), words, raised, int(without_session)),
        *(of_case, about.question, whole(about.sentences)),
    )
    kept = db.execute(KEEP_FLAG, values).lastrowid or 0
    file_tables.flagged(db, consultation, words, at.date())
    return kept
