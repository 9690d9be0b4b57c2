"""A consultation: what it is, its file, and what can be wrong in it."""
