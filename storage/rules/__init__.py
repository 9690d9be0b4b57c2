"""Promises as pure functions, which any database obeys."""
