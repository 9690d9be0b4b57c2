"""What lies in KEYS_DIR, outside the database and its backups, and what is sealed, found and verified with it."""

from storage.keys.key_files import Keys

__all__ = ["Keys"]
