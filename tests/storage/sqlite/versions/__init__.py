"""Databases as each earlier version left them, with data in every table that it had.

Each step of the migrations has a file of statements here, with what its version wrote into the tables that were new
then. What is sealed in them was sealed by that version, with the keys below. Files are added, never changed: a
database that somebody runs cannot be changed either.
"""

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from storage.sqlite.migrations import migrate, migrations

KEYS = {
    "consultation-care": bytes(range(1, 33)),
    "outbox": bytes(range(2, 34)),
    "receipts": bytes(range(3, 35)),
}


def data(version: int) -> str:
    """The statements for one step."""
    return (files(__package__) / f"{version:04}.sql").read_text(encoding="utf-8")


def make(folder: Path, version: int) -> Path:
    """A database at this version and its keys, in this folder. Where the database is."""
    (folder / "keys").mkdir(mode=0o700)
    for name, key in KEYS.items():
        (folder / "keys" / f"{name}.key").write_bytes(key)
        (folder / "keys" / f"{name}.key").chmod(0o600)
    (folder / "data").mkdir(mode=0o700)
    database = folder / "data" / "earshot.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        for number in range(1, version + 1):
            migrate(db, {step: text for step, text in migrations().items() if step <= number})
            db.executescript(data(number))
    return database
