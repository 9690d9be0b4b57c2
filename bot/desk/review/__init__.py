"""Reviewing what was written, and worries."""
