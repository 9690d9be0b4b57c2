"""A backup: one file, of one moment, made while the service runs, without keys.

VACUUM INTO reads within one transaction, so others write on meanwhile, and it writes every page anew: nothing that was
deleted, and no order in which things came, is left in the copy. Where people are is sealed in it; replies that wait to
be sent, sign-ins, and tries of receipt words are left out.
"""

import contextlib
import hashlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.audit_chain import AuditChain
from storage.maintenance import BackedUp, Progress, unheard
from storage.rules.backup_days import may_back_up
from storage.sqlite.database import LOCK_WAIT
from storage.sqlite.migrations import migrations
from storage.sqlite.sqlite_errors import plain
from storage.sqlite.tables import audit_table
from storage.sqlite.upkeep.sealed_places import seal_all

MADE = "backup made"
NOT_MADE = "backup failed"
"""In the audit."""

# A row that one failed takes back the row that it was begun.
_LAST = f"""
SELECT substr(at, 1, 10), EXISTS (
    SELECT 1 FROM audit AS later WHERE later.id > made.id AND later.action = 'consultation closed')
FROM audit AS made WHERE action = '{MADE}' AND NOT EXISTS (
    SELECT 1 FROM audit AS failed
    WHERE failed.id > made.id AND failed.action = '{NOT_MADE}' AND failed.detail = made.detail)
ORDER BY id DESC LIMIT 1
"""  # noqa: S608 - constants

_LEFT_OUT = ("outbox", "receipt_try", "sign_in", "link")

_SEALED_SINCE = 18
"""The step of the migrations since which audit rows are sealed."""

_BETWEEN_REPORTS = 100_000
"""Steps of SQLite's machine."""

_CHUNK = 1 << 20


def back_up(
    database: Path,
    file: Path,
    keys: Path,
    *,
    at: datetime,
    by: str,
    again: bool = False,
    progress: Progress = unheard,
) -> BackedUp:
    """Copies the database to a new file, and its SHA-256 to another beside it. Both are there whole, or not at all.

    Raises StoreError where there is no database, where the file is there already or would lie with the keys, where one
    was made today (unless `again`), and where the copy does not pass SQLite's checks.
    """
    _check(database, file, keys)
    _check_day(database, at, again=again)
    chain = AuditChain(Keys(keys))
    noted = _note(database, chain, MADE, file.name, at=at, by=by)
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        unsealed = _copy(database, unfinished, Keys(keys), progress)
        responses, answers = _look_through(unfinished, progress)
        sha256 = digest(unfinished, progress)
        _put_in_place(unfinished, file, sha256)
    except BaseException as error:
        if noted:
            _note(database, chain, NOT_MADE, file.name, at=at, by=by)
        if isinstance(error, OSError):
            raise StoreError(f"the backup {file} cannot be written ({error.strerror})") from error
        raise
    finally:
        unfinished.unlink(missing_ok=True)
    return BackedUp(file, file.stat().st_size, sha256, digest_file(file), responses, answers, noted, unsealed)


def digest(file: Path, progress: Progress = unheard) -> str:
    """SHA-256 in hexadecimal digits."""
    done, whole, found = 0, max(1, file.stat().st_size), hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            found.update(chunk)
            done += len(chunk)
            progress("adding up", done / whole)
    return found.hexdigest()


def digest_file(file: Path) -> Path:
    """Where a backup's SHA-256 stands, as `sha256sum --check` reads it."""
    return file.with_name(f"{file.name}.sha256")


def sync(path: Path) -> None:
    """Makes sure that a file's content, or a folder's names, outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def problems(db: sqlite3.Connection, most: int = 10) -> list[str]:
    """What is wrong with a database as a whole; empty where nothing is. It cannot notice a changed letter within a
    text: only a backup's SHA-256 can."""
    try:
        found = [str(row[0]) for row in db.execute(f"PRAGMA integrity_check({most})")]
        if found != ["ok"]:
            return [" ".join(line.split()) for line in found]
        return [f"a row of {row[0]} belongs to nothing" for row in db.execute("PRAGMA foreign_key_check")][:most]
    except sqlite3.Error as error:
        return [str(plain(error))]


@contextlib.contextmanager
def reported(db: sqlite3.Connection, report: Callable[[], None]) -> Iterator[None]:
    """Calls `report` now and then while SQLite works."""
    db.set_progress_handler(report, _BETWEEN_REPORTS)
    try:
        yield
    finally:
        db.set_progress_handler(None, 0)


def _check(database: Path, file: Path, keys: Path) -> None:
    if not database.is_file():
        raise StoreError(f"there is no database {database}: nothing to back up")
    for one in (file, digest_file(file)):
        if os.path.lexists(one):
            raise StoreError(f"{one} is there already, and a backup never writes over anything: give another name")
    if not file.parent.is_dir():
        raise StoreError(f"there is no folder {file.parent}: make it first")
    if file.resolve().is_relative_to(keys.resolve()):
        raise StoreError("a backup beside its keys leads from answers to people: give a place outside KEYS_DIR")


def _check_day(database: Path, at: datetime, *, again: bool) -> None:
    # What cannot be read now is found to be damaged later, or is of an earlier version.
    last = None
    with (
        contextlib.suppress(sqlite3.Error),
        closing(sqlite3.connect(uri(database, "ro"), uri=True, isolation_level=None, timeout=LOCK_WAIT)) as db,
    ):
        last = db.execute(_LAST).fetchone()
    made = date.fromisoformat(last[0]) if last else None
    if not may_back_up(at.astimezone(UTC).date(), made, closed_since=bool(last and last[1]), again=again):
        raise StoreError(
            f"a backup was made today already ({made}), and two of one day tell what somebody did between them: make "
            "the next one tomorrow. If you need it now (that one is lost, or was stopped half way), say --again, and "
            "destroy the other"
        )


def _note(database: Path, chain: AuditChain, action: str, name: str, *, at: datetime, by: str) -> bool:
    # A backup of a database that can no longer be written is needed more than its audit row.
    try:
        with closing(sqlite3.connect(uri(database, "rw"), uri=True, isolation_level=None, timeout=LOCK_WAIT)) as db:
            older = db.execute("PRAGMA user_version").fetchone()[0] < _SEALED_SINCE
            audit_table.add(db, None if older else chain, at, action, by=by, detail=name)
            audit_table.bring_up_head(db, chain)
    except (sqlite3.Error, StoreError):
        return False
    return True


def _copy(database: Path, to: Path, keys: Keys, progress: Progress) -> int:
    try:
        with closing(sqlite3.connect(uri(database, "ro"), uri=True, isolation_level=None, timeout=LOCK_WAIT)) as db:
            pages, page_size = (db.execute(f"PRAGMA {one}").fetchone()[0] for one in ("page_count", "page_size"))
            size = max(1, pages * page_size)
            with reported(db, lambda: progress("copying", min(1.0, to.stat().st_size / size))):
                db.execute("VACUUM INTO ?", (str(to),))
        unsealed = _leave_out(to, keys)
    except sqlite3.Error as error:
        raise plain(error) from error
    sync(to)
    progress("copying", 1)
    return unsealed


def _leave_out(copy: Path, keys: Keys) -> int:
    """Seals where people are, and takes the replies that wait out of the copy. They have addresses and words in them,
    under a key that is kept as long as Earshot runs: with it an old backup would lead from words to people long after
    their consultation closed. Tries of receipt words have times, and are kept for an hour; nobody stays signed in
    over a restore. How many people have no place in it, as their key is not there."""
    with closing(sqlite3.connect(uri(copy, "rw"), uri=True, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = MEMORY")  # nothing of them in a file beside it
        db.execute("PRAGMA secure_delete = ON")
        if db.execute("PRAGMA user_version").fetchone()[0] < max(migrations()):
            db.execute("DELETE FROM outbox")  # of an earlier version, which knows nothing of sealing
            return 0
        db.execute("BEGIN")
        unsealed = seal_all(db, keys)
        for table in _LEFT_OUT:
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
        db.execute("COMMIT")
        return unsealed


def _look_through(copy: Path, progress: Progress) -> tuple[int, int]:
    """How many responses and answers are in it."""
    try:
        with closing(sqlite3.connect(uri(copy, "ro"), uri=True, isolation_level=None)) as db:
            with reported(db, lambda: progress("looking through", 0)):
                found = problems(db)
            if found:
                raise StoreError(f"the database is damaged, and no backup was made: {found[0]}; 'doctor' says more")
            return count(db)
    except sqlite3.Error as error:
        raise plain(error) from error


def count(db: sqlite3.Connection) -> tuple[int, int]:
    """Responses and answers."""
    responses, answers = db.execute("SELECT (SELECT count(*) FROM response), (SELECT count(*) FROM answer)").fetchone()
    return responses, answers


def _put_in_place(unfinished: Path, file: Path, sha256: str) -> None:
    written = digest_file(file)
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(f"{sha256}  {file.name}\n")
            opened.flush()
            os.fsync(opened.fileno())
        try:
            os.link(unfinished, file)  # and no rename, which would write over a file made meanwhile
        except FileExistsError:
            raise
        except OSError:  # as on a memory stick, which knows no links
            unfinished.rename(file)
        sync(file.parent)
    except BaseException:
        written.unlink()
        raise


def uri(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"
