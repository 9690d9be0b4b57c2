"""Snapshots of figures."""
