"""Screening for risk of harm."""

from collections.abc import Sequence

from conversations.hearing.heard import Flag, Span


def screen(raw: str, spans: Sequence[Span]) -> Flag | None:  # noqa: ARG001
    return None
