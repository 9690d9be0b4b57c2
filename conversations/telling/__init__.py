"""Telling: from reviewed responses to figures that may be published, quotes and a letter."""
