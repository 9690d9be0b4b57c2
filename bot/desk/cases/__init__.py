"""Worries as cases: the list of them, one of them, and what safeguarding leads do about it."""
