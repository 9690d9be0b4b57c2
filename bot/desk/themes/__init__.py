"""Themes: code frames and their changes, coding by hand, themes that are new."""
