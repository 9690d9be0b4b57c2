"""Hearing: personal data is hidden, harm is looked for, themes and feelings are told."""
