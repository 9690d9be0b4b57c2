"""What the store raises."""


class StoreError(Exception):
    """Something could not be kept or read. The text says what to do, and never holds a respondent's words."""


class UnknownConsultationError(StoreError):
    """There is no consultation with this id."""


class TooManyTriesError(StoreError):
    """Receipt words were not looked for. `busy`: everybody together tried too often within a minute; else these first
    words were tried too often within an hour."""

    def __init__(self, *, busy: bool) -> None:
        super().__init__("too many tries: wait a minute" if busy else "too many tries: wait an hour")
        self.busy = busy


class HeldUpError(StoreError):
    """It is done as far as people notice; what is left of it has to wait, and is done as soon as it can be."""


class NotOpenError(StoreError):
    """The consultation has no sessions: it is a draft, or was closed."""
