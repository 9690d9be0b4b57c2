"""Putting a backup back, less all that was withdrawn since it was made."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.audit_chain import AuditChain
from storage.keys.key_files import AUDIT
from storage.keys.withdrawals_file import Withdrawals
from storage.maintenance import Progress, Replayed, Restored, unheard
from storage.sqlite.migrations import migrate, migrations
from storage.sqlite.sqlite_errors import is_busy, plain
from storage.sqlite.tables import audit_table
from storage.sqlite.tables.withdrawn_table import replay
from storage.sqlite.upkeep import key_checks
from storage.sqlite.upkeep.backup import MADE, count, digest_file, problems, reported, sync, uri
from storage.sqlite.upkeep.sealed_places import bring_back

RESTORED = "backup restored"
"""In the audit."""
INSTEAD = "; instead of row "
"""In its detail: how far the audit went before, as its head said."""

_BESIDE = ("", "-wal", "-shm", "-journal")
"""What a SQLite database may consist of."""

_ROOM = 2.2
"""So many times its size a backup needs to be restored: once as it is, once without what was withdrawn."""

_CHUNK = 1 << 20


def restore(
    file: Path,
    database: Path,
    keys: Keys,
    *,
    at: datetime,
    by: str,
    replace: bool = False,
    without_keys: bool = False,
    progress: Progress = unheard,
) -> Restored:
    """Puts the database of this backup where there is none, or with `replace` in place of one, which is moved aside.

    Everything is done to a copy beside the place, which is then renamed: until the last step nothing has changed.
    Raises StoreError where the backup is damaged or newer than this version, where a database is in its place or in
    use, and (unless `without_keys`) where KEYS_DIR has no list of withdrawals, as they would all come back.
    """
    _check(file, database, keys, replace=replace, without_keys=without_keys)
    unfinished, anew = (database.with_name(f".{database.name}.{one}") for one in ("restoring", "anew"))
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        checked = _copy(file, unfinished, progress)
        gone = Withdrawals(keys.folder).read() | (_withdrawn_in(database) if replace else frozenset())
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as db:
            with reported(db, lambda: progress("looking through", 0)):
                _look_through(db, file)
            made, known = _brought_up(db)
            db.execute("BEGIN IMMEDIATE")
            lost = bring_back(db, keys)
            chain = AuditChain(keys)
            before = chain.head()
            new_keys = key_checks.accept_missing(db, keys, chain) if without_keys else ()
            replayed = _take_back(db, keys, gone)
            detail = f"of {made or 'a time not known'}; taken back again: {replayed}"
            _seal(db, keys, chain)
            instead = f"{INSTEAD}{before}" if before else ""
            audit_table.add(db, chain, at, RESTORED, by=by, detail=f"{detail}{instead}")
            db.execute("COMMIT")
            head = audit_table.newest(db)
            if replayed != Replayed():
                _write_anew(db, anew, progress)
            responses, answers = count(db)
            closed_since, without_key = _closed_since(db, keys), _without_key(db, keys)
        if anew.exists():
            anew.replace(unfinished)
        sync(unfinished)
        aside = _move_aside(database, at)
        unfinished.rename(database)
        sync(database.parent)
        chain.set_head(head)
    except OSError as error:
        raise StoreError(f"the backup cannot be restored to {database} ({error.strerror})") from error
    except sqlite3.Error as error:
        raise plain(error) from error
    finally:
        for one in (*_files(unfinished), anew):
            one.unlink(missing_ok=True)
    others = tuple(one for one in without_key if one not in closed_since)
    placeless = sum(people for one, people in lost.items() if one not in closed_since)
    return Restored(
        *(responses, answers, replayed, made, checked, closed_since, others, bool(known - gone), aside),
        placeless=placeless,
        new_keys=new_keys,
    )


def _check(file: Path, database: Path, keys: Keys, *, replace: bool, without_keys: bool) -> None:
    if not file.is_file():
        raise StoreError(f"there is no backup {file}")
    wal = file.with_name(f"{file.name}-wal")
    if wal.exists() and wal.stat().st_size:
        raise StoreError(
            f"{file} is a copy of a database in use, and no backup: a part of it is in {wal.name}, and it may be of "
            "two moments; give a file that 'backup' made"
        )
    if any(os.path.lexists(one) for one in _files(database)):
        if not replace:
            raise StoreError(f"there is a database already ({database}): --replace moves it aside")
        if file.resolve() == database.resolve():
            raise StoreError(f"{file} is the database itself, and no backup")
        _check_unused(database)
    if not without_keys and not Withdrawals(keys.folder).file.exists():
        raise StoreError(
            f"{keys.folder} has no list of what was withdrawn, so all that was withdrawn since the backup would come "
            "back: put back your copy of KEYS_DIR first; if there is none, --without-keys restores all the same"
        )


def _check_unused(database: Path) -> None:
    try:
        with closing(sqlite3.connect(uri(database, "rw"), uri=True, isolation_level=None, timeout=0)) as db:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        # Anything else may be why a backup is needed.
        if is_busy(error):
            raise StoreError("the database is in use: stop Earshot first") from error


def _copy(file: Path, to: Path, progress: Progress) -> bool:
    """Whether it was compared with its SHA-256."""
    size = file.stat().st_size
    needed, free = size * _ROOM, shutil.disk_usage(to.parent).free
    if free < needed:
        raise StoreError(f"there is no room to restore: it needs {needed / 1e6:.0f} MB, and {free / 1e6:.0f} are free")
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    done, found = 0, hashlib.sha256()
    with os.fdopen(descriptor, "wb") as written, file.open("rb") as read:
        while chunk := read.read(_CHUNK):
            written.write(chunk)
            found.update(chunk)
            done += len(chunk)
            progress("copying", done / max(1, size))
    if not digest_file(file).exists():
        return False
    noted = digest_file(file).read_text(encoding="utf-8", errors="replace").split()
    if found.hexdigest() != (noted[0] if noted else ""):
        raise StoreError(f"{file} is damaged: it is not what {digest_file(file).name} says; use another backup")
    return True


def _look_through(db: sqlite3.Connection, file: Path) -> None:
    try:
        # This copy is thrown away if anything fails, and what is deleted in it shall not stand in a file beside it.
        db.execute("PRAGMA journal_mode = MEMORY")
    except sqlite3.Error as error:
        raise StoreError(f"{file} cannot be restored: {plain(error)}") from error
    if found := problems(db):
        raise StoreError(f"{file} is damaged, and was not restored: {found[0]}; use another backup")
    if db.execute("PRAGMA user_version").fetchone() == (0,):
        raise StoreError(f"{file} is no backup of Earshot")


def _brought_up(db: sqlite3.Connection) -> tuple[str, frozenset[bytes]]:
    """Migrates the copy. When the backup was made, and what it knows to be withdrawn."""
    db.execute("PRAGMA secure_delete = ON")
    migrate(db, migrations())
    db.execute("PRAGMA foreign_keys = ON")
    return audit_table.last(db, MADE), _withdrawn(db)


def _take_back(db: sqlite3.Connection, keys: Keys, gone: frozenset[bytes]) -> Replayed:
    """Within the caller's transaction."""
    replayed = replay(db, keys, gone)
    # Who may sign in may have changed since.
    db.execute("DELETE FROM sign_in")
    db.execute("DELETE FROM link")
    return replayed


def _seal(db: sqlite3.Connection, keys: Keys, chain: AuditChain) -> None:
    """Seals the audit of a backup that an earlier version made, which sealed nothing."""
    if AUDIT not in key_checks.relied_on(db):
        keys.accept_audit()
        audit_table.seal_all(db, chain)
        key_checks.note(db, {AUDIT: keys.audit_check})


def _write_anew(db: sqlite3.Connection, to: Path, progress: Progress) -> None:
    """So that no page holds leftovers of what was deleted (see wiping); nothing is left to wipe then."""
    db.execute("DELETE FROM to_wipe")
    to.unlink(missing_ok=True)
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with reported(db, lambda: progress("writing anew", 0)):
        db.execute("VACUUM INTO ?", (str(to),))


def _closed_since(db: sqlite3.Connection, keys: Keys) -> tuple[str, ...]:
    rows = db.execute("SELECT id, key_check FROM consultation WHERE status = 'open' ORDER BY id").fetchall()
    return tuple(one for one, check in rows if check is not None and keys.was_destroyed(one, check))


def _without_key(db: sqlite3.Connection, keys: Keys) -> tuple[str, ...]:
    rows = db.execute("SELECT id FROM consultation WHERE status = 'open' ORDER BY id").fetchall()
    return tuple(row[0] for row in rows if keys.consultation(row[0]) is None)


def _withdrawn_in(database: Path) -> frozenset[bytes]:
    """What the database that is moved aside knows to be withdrawn, as far as it can be read."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(uri(database, "rw"), uri=True, isolation_level=None, timeout=0)) as db,
    ):
        return _withdrawn(db)
    return frozenset()


def _withdrawn(db: sqlite3.Connection) -> frozenset[bytes]:
    return frozenset(row[0] for row in db.execute("SELECT id FROM withdrawn"))


def _move_aside(database: Path, at: datetime) -> Path | None:
    there = [one for one in _files(database) if os.path.lexists(one)]
    if not there:
        return None
    aside = database.parent / f"replaced-{at:%Y-%m-%dT%H%M%S}"
    aside.mkdir(mode=0o700)
    for one in there:
        one.rename(aside / one.name)
    sync(aside)
    return aside


def _files(database: Path) -> list[Path]:
    return [database.with_name(database.name + one) for one in _BESIDE]
