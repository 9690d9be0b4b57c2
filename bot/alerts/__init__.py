"""Telling safeguarding leads that something waits at the desk, and never what."""
