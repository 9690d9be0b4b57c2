"""Redaction: personal data is replaced by its kind, as in [name]."""
