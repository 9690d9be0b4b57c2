"""Coding: which themes an answer states."""


def code(redacted: str, question: str) -> tuple[str, ...]:  # noqa: ARG001
    return ("unclear",)
