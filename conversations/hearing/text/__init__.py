"""Texts as rules and models read them: normalised, cut into tokens, in runs of letters."""
