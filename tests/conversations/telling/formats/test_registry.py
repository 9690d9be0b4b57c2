"""The formats that there are, and everything that asks which they are."""

import subprocess
import sys
from typing import Any

import pytest

from conversations.telling.formats.registry import EXPORTS, LETTERS, Formats, UnknownFormatError


def test_letters_and_exports_have_their_formats() -> None:
    assert LETTERS.names == ("docx", "html", "md")
    assert EXPORTS.names == ("csv", "json")
    assert (LETTERS.default, EXPORTS.default) == ("docx", "csv")


@pytest.mark.parametrize("formats", [LETTERS, EXPORTS], ids=["letters", "exports"])
def test_every_format_has_what_writes_it_a_media_type_and_a_button(formats: Formats[Any]) -> None:
    for row in formats:
        assert callable(row.load())
        assert row.media_type.count("/") == 1
        assert row.label


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownFormatError, match=r"^a letter cannot be 'exe': choose docx, html or md$"):
        LETTERS.named("exe")
    with pytest.raises(UnknownFormatError, match=r"^an export cannot be 'pdf': choose csv or json$"):
        EXPORTS.named("pdf")


def test_nothing_is_loaded_to_know_which_formats_there_are() -> None:
    """Commands that write no letter start without python-docx, and without what counts figures."""
    code = (
        "import sys, conversations.telling.formats.registry\n"
        "print(*(name for name in sys.modules if name.startswith(('conversations.', 'docx', 'sklearn', 'numpy'))))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert sorted(loaded) == [
        "conversations.telling",
        "conversations.telling.formats",
        "conversations.telling.formats.registry",
    ]
