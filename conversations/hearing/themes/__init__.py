"""Themes: code frames, and which themes an answer states."""
