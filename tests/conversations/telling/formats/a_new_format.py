"""A format that only tests have: whatever offers formats has to know it from its row alone."""

import pytest

from conversations.telling.formats.document import Document
from conversations.telling.formats.export import Export
from conversations.telling.formats.registry import EXPORTS, LETTERS, Format

NAME = "slides"
LABEL = "Slides to show"
MEDIA_TYPE = "application/x-slides"


def _letter(document: Document) -> bytes:
    return f"slides of {document.title}".encode()


def _export(export: Export) -> bytes:
    return f"slides of {export.figures.title}".encode()


def add(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adds a row to each registry, for one test."""
    monkeypatch.setitem(LETTERS.by_name, NAME, Format(NAME, MEDIA_TYPE, LABEL, lambda: _letter))
    monkeypatch.setitem(EXPORTS.by_name, NAME, Format(NAME, MEDIA_TYPE, LABEL, lambda: _export))
