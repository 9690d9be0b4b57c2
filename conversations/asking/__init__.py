"""Asking: a consultation is gone through, one turn at a time."""
