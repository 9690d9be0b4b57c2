"""Snapshots: figures as they stood on a day, which stay until so many people came or went that nobody can be seen."""
