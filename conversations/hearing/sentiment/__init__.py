"""The feeling of a redacted text."""
