"""Errors whose text is for whoever typed the command. They stand apart from what raises them, which may be slow to
load: a command that only has to say one line should not wait for a model."""


class PlainError(Exception):
    """It can be shown as it is: it says what to do, and holds nobody's words."""


class StartError(PlainError):
    """Something cannot start, or cannot be done as it was asked for."""
