"""What the audit has, read past the store."""

import sqlite3
from contextlib import closing
from pathlib import Path


def audited(tmp_path: Path, actions: str = "%") -> list[tuple[str, str, str]]:
    """Action, who, detail, oldest first; of actions that are LIKE this."""
    with closing(sqlite3.connect(tmp_path / "data" / "earshot.db")) as db:
        rows = db.execute("SELECT action, done_by, detail FROM audit WHERE action LIKE ? ORDER BY id", [actions])
        return [(str(action), str(by), str(detail)) for action, by, detail in rows]
