"""The doctor: looks at the database and the keys, changes nothing, and says what it found, a line each."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.key_files import OF_THE_SERVICE
from storage.keys.sealing import KEY_BYTES
from storage.keys.withdrawals_file import Withdrawals
from storage.maintenance import Finding, Health, fine, note, wrong
from storage.rules.coarse_times import STEP
from storage.rules.key_standing import ReliedOn
from storage.sqlite.database import LOCK_WAIT, moment
from storage.sqlite.migrations import migrations
from storage.sqlite.sqlite_errors import plain
from storage.sqlite.tables import audit_table
from storage.sqlite.upkeep import key_checks
from storage.sqlite.upkeep.audit_check import check_audit
from storage.sqlite.upkeep.backup import MADE, problems, uri
from storage.sqlite.upkeep.restore import RESTORED

LARGE_LOG = 64 * 1024 * 1024
"""Bytes. SQLite cuts its log back to this whenever it can."""

LITTLE_ROOM = 200 * 1000 * 1000
"""Bytes that have to be free besides the size of the database, which a backup or a wiping may need once more."""

SLOW = 2 * STEP
"""A reply that waits for longer (it is known to a step) was refused, or its door is closed."""

DROPPED = timedelta(hours=24)
LOOKED_AT = timedelta(days=1)
"""Younger dead letters count as trouble that is going on."""

BACKUP_EVERY = timedelta(days=7)


def examine(database: Path, keys: Keys, *, at: datetime, needed: Collection[str] = ()) -> Iterator[Finding]:
    """Everything found, one after the other. `needed`: the roles that somebody has to have while a consultation is
    open that is no trial. Raises nothing: what cannot be read is a finding."""
    if not database.is_file():
        yield wrong(f"there is no database {database}: start Earshot once, or restore a backup")
        return
    yield _for_owner_only(database, "the database")
    yield from _room(database)
    log = database.with_name(f"{database.name}-wal")
    if log.exists() and (size := log.stat().st_size) > LARGE_LOG:
        yield note(f"the database's log has grown to {size / 1e6:.0f} MB: something reads it without an end")
    try:
        with closing(sqlite3.connect(uri(database, "ro"), uri=True, isolation_level=None, timeout=LOCK_WAIT)) as db:
            found = problems(db)
            yield from (wrong(f"the database is damaged: {one}") for one in found)
            if found:
                yield wrong("stop Earshot, keep a copy of the database's files, and restore a backup")
            else:
                yield fine(f"the database is sound ({database.stat().st_size / 1e6:.1f} MB, every page read)")
            yield from _content(db, keys, at, needed)
    except sqlite3.Error as error:
        yield wrong(str(plain(error)))


def _content(db: sqlite3.Connection, keys: Keys, at: datetime, needed: Collection[str]) -> Iterator[Finding]:
    version, newest = db.execute("PRAGMA user_version").fetchone()[0], max(migrations())
    if version > newest:
        yield wrong(f"the database is at step {version}, this version knows {newest}: install the newer version again")
        return
    if version < newest:
        yield note(f"the database is at step {version} of {newest}: the next start brings it up; make a backup first")
        return
    yield fine(f"the database is at step {version}, the newest")
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _keys(db, keys),
        lambda: check_audit(db, keys),
        lambda: _withdrawals(db, keys),
        lambda: _closings(db, at),
        lambda: _outbox(db, at),
        lambda: _dead_letters(db, at),
        lambda: _staff(db, needed),
        lambda: _backups(db, at),
    )
    for check in checks:
        try:
            yield from check()
        except sqlite3.Error as error:
            yield wrong(str(plain(error)))
        except StoreError as error:
            yield wrong(str(error))
        except OSError as error:
            yield wrong(f"{error.filename} cannot be read ({error.strerror})")


# ----------------------------------------------------------------------------------------------------------------- keys


def _keys(db: sqlite3.Connection, keys: Keys) -> Iterator[Finding]:
    folder = keys.folder
    if not folder.is_dir():
        yield wrong(f"there is no KEYS_DIR {folder}: put back your copy of it")
        return
    yield _for_owner_only(folder, "KEYS_DIR")
    for name in OF_THE_SERVICE:
        yield _key(keys, folder / f"{name}.key", key_checks.relied_on(db).get(name))
    rows = db.execute("SELECT id, status, key_check FROM consultation ORDER BY id").fetchall()
    status = {row[0]: row[1] for row in rows}
    for identifier, state, check in rows:
        if state == "open":
            yield _consultation_key(keys, identifier, check)
    # What a crash left while a key was made begins with a dot, and may be a second name of it.
    for file in sorted((*folder.glob("consultation-*.key"), *folder.glob(".consultation-*.key.*"))):
        identifier = file.name.lstrip(".").removeprefix("consultation-").split(".key")[0]
        if status.get(identifier) in ("closed", "published"):
            yield wrong(f"{identifier} is closed, but its key is still there ({file}): start Earshot, or remove it")
        elif identifier not in status:
            yield note(f"{file} belongs to no consultation of this database")


def _key(keys: Keys, file: Path, relied_on: ReliedOn | None) -> Finding:
    if not file.is_file():
        return wrong(f"the key {file} is missing: put back the copy that you keep of it")
    if file.stat().st_size != KEY_BYTES:
        return wrong(f"the key {file} is damaged: put back the copy that you keep of it")
    guarded = _for_owner_only(file, f"the key {file.name}")
    if guarded.health is Health.FINE and relied_on is not None:
        for words in keys.wrong({file.stem: relied_on}).values():
            return wrong(words)
    return guarded


def _consultation_key(keys: Keys, identifier: str, check: bytes | None) -> Finding:
    try:
        key = keys.consultation(identifier)
    except StoreError as error:
        return wrong(str(error))
    if key is None:
        if check is not None and keys.was_destroyed(identifier, check):
            return note(f"{identifier} was closed after this backup of it: the next start closes it again")
        return wrong(f"the key of {identifier} is missing: put back the copy that you keep of KEYS_DIR")
    if check is not None and check != key.check:
        return wrong(f"the key of {identifier} is another one: put back the one that belongs to this database")
    return fine(f"{identifier} is open, and its key is there")


def _withdrawals(db: sqlite3.Connection, keys: Keys) -> Iterator[Finding]:
    withdrawals = Withdrawals(keys.folder)
    listed = withdrawals.read()
    if not withdrawals.file.exists():
        yield wrong(f"{withdrawals.file} is missing: put back the copy that you keep of KEYS_DIR, then start Earshot")
        return
    noted = {row[0] for row in db.execute("SELECT id FROM withdrawn")}
    back = sum(db.execute("SELECT count(*) FROM response WHERE id = ?", (one,)).fetchone()[0] for one in listed)
    if back:
        yield wrong(f"{back} responses that were withdrawn are in the database: start Earshot, which takes them out")
    if missing := len(noted - listed):
        yield wrong(f"{missing} withdrawals are not yet listed in {withdrawals.file}: start Earshot, which lists them")
    if not back and not missing:
        yield fine(f"{len(listed)} withdrawals are listed outside the database")


# ------------------------------------------------------------------------------------------------------------- content


def _closings(db: sqlite3.Connection, at: datetime) -> Iterator[Finding]:
    for (identifier,) in db.execute("SELECT id FROM consultation WHERE closing ORDER BY id").fetchall():
        yield wrong(f"the closing of {identifier} is not finished: start Earshot, which finishes it")
    if db.execute("SELECT 1 FROM to_wipe").fetchone():
        yield note("what was deleted is still to be overwritten: that is done as soon as nobody reads the database")
    today = at.date().isoformat()
    rows = db.execute("SELECT id, closes FROM consultation WHERE status = 'open' AND closes < ?", (today,)).fetchall()
    for identifier, closes in rows:
        yield note(f"{identifier} took answers until {closes}: close it, so that its key is destroyed")


def _outbox(db: sqlite3.Connection, at: datetime) -> Iterator[Finding]:
    # SQLite takes a column beside min() from the row that has it.
    waiting, oldest, door = db.execute("SELECT count(*), min(created), door FROM outbox").fetchone()
    if oldest is None or oldest > moment(at - SLOW):
        yield fine(f"{waiting} replies wait to be sent")
        return
    since = f"{waiting} replies wait to be sent, the oldest since {oldest[:16].replace('T', ' ')} UTC"
    if oldest > moment(at - DROPPED):
        yield note(f"{since}: is Earshot running, and can it reach {door.capitalize()}?")
    else:
        yield wrong(f"{since}, and nobody drops them: Earshot is not running as it should")


def _dead_letters(db: sqlite3.Connection, at: datetime) -> Iterator[Finding]:
    new, last = db.execute(
        "SELECT count(*) FILTER (WHERE at > ?), max(at) FROM dead_letter", (moment(at - LOOKED_AT),)
    ).fetchone()
    if new:
        yield wrong(f"{new} messages were given up in the last day: their senders got an apology; look into the log")
    elif last:
        yield note(f"messages were given up before, the last on {last[:10]}")
    else:
        yield fine("no message was given up")


def _staff(db: sqlite3.Connection, needed: Collection[str]) -> Iterator[Finding]:
    accounts = db.execute("SELECT roles FROM staff WHERE NOT disabled AND password <> ''").fetchall()
    roles = {role for (words,) in accounts for role in words.split()}
    real = db.execute("SELECT 1 FROM consultation WHERE status = 'open' AND NOT trial").fetchone()
    lacking = sorted(set(needed) - roles)
    if lacking and real:
        yield wrong(
            f"a consultation is open, and nobody can sign in as {' or '.join(lacking)}: 'staff add NAME --role'"
        )
    elif lacking:
        yield note(f"nobody can sign in as {' or '.join(lacking)} yet")
    else:
        yield fine(f"{len(accounts)} staff accounts can sign in, for every role that is needed")


def _backups(db: sqlite3.Connection, at: datetime) -> Iterator[Finding]:
    last = audit_table.last(db, MADE, RESTORED)
    if not last:
        yield note("there was no backup yet: 'backup PATH' makes one")
    elif last < moment(at - BACKUP_EVERY):
        yield note(f"the last backup is of {last[:10]}: make one more often")
    else:
        yield fine(f"the last backup is of {last[:10]}")


# ---------------------------------------------------------------------------------------------------------------- files


def _for_owner_only(path: Path, what: str) -> Finding:
    mode = path.stat().st_mode
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        right = "700" if stat.S_ISDIR(mode) else "600"
        return wrong(f"others can get at {what}: run  chmod {right} {path}")
    return fine(f"nobody else can get at {what}")


def _room(database: Path) -> Iterator[Finding]:
    free, size = shutil.disk_usage(database.parent).free, database.stat().st_size
    if free < LITTLE_ROOM + size:
        yield wrong(f"only {free / 1e6:.0f} MB are free on the disk of DATA_DIR: free some")
    else:
        yield fine(f"{free / 1e9:.1f} GB are free on the disk of DATA_DIR")
