"""Shares: what part of the people gave an answer, in what words it is told, and whether it may be."""
