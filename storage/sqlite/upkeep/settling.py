"""Settling: rows lie in the order of their keys, and no longer in that in which they came.

SQLite fills a page from its end, so where rows lie in it shows which came first, though their keys are random. So all
tables whose keys say nothing of when are written anew now and then, and when a consultation is closed: rows are taken
out, and put back in the order of their keys.

That is done in short transactions of so many rows, each of them whole or not at all, on the connection that turns are
written with: turns wait for one of them at most, and a crash between two leaves a sound database.
"""

import asyncio
import math
import sqlite3
from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, NamedTuple

from storage.errors import StoreError
from storage.sqlite.database import Database, Row
from storage.sqlite.sqlite_errors import is_busy

ROWS = 500
"""Written anew at once."""

PAUSE = 0.12
"""Seconds between two transactions, in which other programs get their turn: longer than SQLite lets them wait before
they try again."""

_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND wr ORDER BY name"

_KEY = "SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk"

_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"

_INDEXES = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? ORDER BY name"


class _Table(NamedTuple):
    name: str
    key: tuple[str, ...]
    indexes: tuple[str, ...]


async def settle(database: Database, *, but: Collection[str] = (), within: float | None = None) -> bool:
    """Writes anew every table without row numbers, which all that respondents leave is kept in, and the indexes. False
    where the rest has to wait, for another program or as so many seconds are over: `within` is for the end, when no
    turn comes between. Raises StoreError."""
    try:
        return await _settle(database, but, within)
    except StoreError as error:
        if is_busy(error.__cause__):
            return False
        raise


async def _settle(database: Database, but: Collection[str], within: float | None) -> bool:
    now, pause = asyncio.get_running_loop().time, PAUSE if within is None else 0
    end = math.inf if within is None else now() + within
    for table in await database.apart(_tables):
        if table.name in but:
            continue
        after: Row | None = None
        while (after := await database.apart(partial(_part, table, after))) is not None:
            if now() > end:
                return False
            await asyncio.sleep(pause)
        for index in table.indexes:
            await database.apart(partial(_index_anew, index))
        if now() > end:
            return False
    return True


def _tables(db: sqlite3.Connection) -> list[_Table]:
    found = []
    for (name,) in db.execute(_TABLES).fetchall():
        key, indexes = (tuple(row[0] for row in db.execute(sql, (name,))) for sql in (_KEY, _INDEXES))
        found.append(_Table(name, key, indexes))
    return found


def _index_anew(index: str, db: sqlite3.Connection) -> None:
    # Of the parts above most rows of an index's page stay where they are, since its order is another one.
    db.execute(f'REINDEX "{index}"')


def _part(table: _Table, after: Row | None, db: sqlite3.Connection) -> Row | None:
    """Writes the rows anew that come after this key. The key to go on after; None after the last."""
    db.execute("PRAGMA foreign_keys = OFF")  # rows come back as they were: nothing may go because of them
    try:
        db.execute("BEGIN IMMEDIATE")
        last = _write_anew(db, table, after)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")
    return last


def _write_anew(db: sqlite3.Connection, table: _Table, after: Row | None) -> Row | None:
    key, places = ", ".join(table.key), ", ".join("?" * len(table.key))
    columns = f"SELECT {key}, * FROM {table.name}"  # noqa: S608 - of the schema
    beyond, begin = (f" WHERE ({key}) > ({places})", after) if after else ("", ())
    rows = db.execute(f"{columns}{beyond} ORDER BY {key} LIMIT {ROWS}", begin).fetchall()
    if not rows:
        return None
    size = len(table.key)
    keys, values = [row[:size] for row in rows], [row[size:] for row in rows]
    triggers = db.execute(_TRIGGERS, (table.name,)).fetchall()  # they are for rows that really come and go
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{name}"')
    gone = db.execute(
        f"DELETE FROM {table.name} WHERE ({key}) >= ({places}) AND ({key}) <= ({places})",  # noqa: S608 - of the schema
        (*keys[0], *keys[-1]),
    ).rowcount
    if gone != len(rows):
        raise StoreError("the database is damaged: stop, keep a copy of it, and put back a backup")
    _put_back(db, table.name, values)
    for _, sql in triggers:
        db.execute(sql)
    return keys[-1] if len(rows) == ROWS else None


def _put_back(db: sqlite3.Connection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608 - of the schema
