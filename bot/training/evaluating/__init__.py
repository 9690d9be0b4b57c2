"""How well hearing does on labelled answers: `make evaluate`."""
