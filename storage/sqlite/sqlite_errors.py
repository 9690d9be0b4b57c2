"""What sqlite3's errors are called outside this folder."""

import sqlite3

from storage.errors import StoreError

_LINES = {
    sqlite3.SQLITE_BUSY: "the database is locked: another program is holding it; stop that program, or wait for it",
    sqlite3.SQLITE_LOCKED: "the database is locked: another program is holding it; stop that program, or wait for it",
    sqlite3.SQLITE_FULL: "there is no room left for the database: free some of the disk that DATA_DIR is on",
    sqlite3.SQLITE_NOTADB: "the database file is no database: put back a backup, or move the file away",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged: stop, keep a copy of it, and put back a backup",
    sqlite3.SQLITE_READONLY: "the database cannot be written: give this user the right to write in DATA_DIR",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened: check that DATA_DIR is there and may be written",
    sqlite3.SQLITE_PERM: "the database cannot be opened: give this user the right to read and write in DATA_DIR",
    sqlite3.SQLITE_IOERR: "the disk that DATA_DIR is on fails to read or write: check the disk, then start again",
    sqlite3.SQLITE_CONSTRAINT: "this does not fit what is kept, and nothing of it was kept",
}


def is_busy(error: BaseException | None) -> bool:
    """Whether another program held the database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def plain(error: sqlite3.Error) -> StoreError:
    """The error in one line that says what to do. It never holds what was to be kept."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StoreError("the database is not open" if "closed" in str(error) else "the database failed")
    name = getattr(error, "sqlite_errorname", "unknown")
    return StoreError(f"{_LINES.get(code & 0xFF, 'the database failed')} ({name})")
