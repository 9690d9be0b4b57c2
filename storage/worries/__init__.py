"""Worries: flags, the cases of flags that leads look after, and how they are told that one waits."""
