"""How a flag is kept, as a part of its turn's transaction."""

import json
import sqlite3
from datetime import datetime

from conversations.hearing.values import Flag
from storage.reply_json import whole
from storage.rules import same_flags
from storage.rules.coarse_times import of_flag
from storage.rules.quoting_standing import Words
from storage.sqlite.database import moment
from storage.sqlite.tables import file_tables


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

KEEP_FLAG = "INSERT INTO flag (consultation, level, kinds, words, at, without_session) VALUES (?, ?, ?, ?, ?, ?)"


def keep_flag(
    db: sqlite3.Connection, consultation: str, flag: Flag, at: datetime, *, without_session: bool = False
) -> int:
    """Gives back the flag's number. `without_session`: it is counted with one of the same words that came so, too, if
    there is one (storage/rules/same_flags.py). Files that quote its words are to be called back."""
    words = whole(flag.words)
    if without_session:
        same = db.execute(COUNT_FLAG, (int(flag.level), consultation, words, moment(same_flags.since(at)))).fetchone()
        if same is not None:
            return int(same[0])
    standing = db.execute("SELECT status FROM consultation WHERE id = ?", (consultation,)).fetchone()
    raised = of_flag(standing[0] if standing else None, at)
    values = (consultation, int(flag.level), _kinds(flag), words, raised, int(without_session))
    kept = db.execute(KEEP_FLAG, values).lastrowid or 0
    flagged = Words(words)
    for answer, text, risk in db.execute(file_tables.QUOTED, (consultation,)).fetchall():
        if flagged.stand_in(text, a_part_will_do=bool(risk)):
            file_tables.no_print(db, answer, at.date())
    return kept
