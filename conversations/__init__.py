"""The meaning: asking, hearing, telling. Pure functions and values; no input or output, no clock, no chance."""
