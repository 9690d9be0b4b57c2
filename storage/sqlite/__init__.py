"""The store on SQLite."""

from storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
