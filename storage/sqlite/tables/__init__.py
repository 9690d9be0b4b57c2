"""The statements: one file for what belongs to one interface."""
