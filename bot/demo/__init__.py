"""Synthetic people who answer, for whoever wants to see figures and a letter at once."""
