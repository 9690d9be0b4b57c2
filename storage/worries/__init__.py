"""Worries: the cases that leads look after, and how they are told that one waits."""
