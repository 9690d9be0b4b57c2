"""Hearing as it runs: models in threads and processes, so that nobody waits for them; coding in the background."""
