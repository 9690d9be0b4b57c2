"""Rules of redaction about names: what goes with one, what surrounds one, what is none."""
