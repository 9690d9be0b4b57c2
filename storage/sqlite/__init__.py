"""The store on SQLite."""

from storage.sqlite.sqlite_store import SqliteStore

__all__ = ["SqliteStore"]
