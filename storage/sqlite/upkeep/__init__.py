"""Backup, restore, closing, wiping, expiry and the examination of a database."""
