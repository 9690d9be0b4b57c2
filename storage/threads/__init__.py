"""Threads for work that is slow on purpose, or because it is much: shared fairly."""
