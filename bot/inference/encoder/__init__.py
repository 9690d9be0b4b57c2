"""The encoder: its weights, known by their digest; how it is built at set-up; how it runs."""
