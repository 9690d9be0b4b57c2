"""The search finds what is there, in whatever form and place, and nothing that is not."""

import base64
import gzip
import random
import time
import zipfile
from pathlib import Path

import pytest

from tests.leaks import Leaks, forms

SECRETS = ("Zquorn Vexley", "7312045599", "telegram:7312045599", "ZE14AB", "Oliver")


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("before", range(13))
def test_every_form_is_found_wherever_it_begins(secret: str, before: int) -> None:
    leaks = Leaks.of(SECRETS)
    for form, raw in forms(secret).items():
        assert any(secret in name for name in leaks.inside(b"\xff" * before + raw + b"\xfe" * 3)), form
        assert leaks.inside(raw), form


@pytest.mark.parametrize("before", range(7))
def test_base64_of_a_longer_text_is_found_whatever_stands_before(before: int) -> None:
    text = base64.b64encode(b"x" * before + b"my name is Zquorn Vexley, you know")
    assert Leaks.of(SECRETS).inside(text)


def test_what_is_not_there_is_not_found() -> None:
    leaks = Leaks.of(SECRETS)
    assert leaks.inside(random.Random(7).randbytes(2_000_000)) == set()
    assert leaks.inside(b"Zquorn Vexle\0y 731204559 9 telegram:731204559") == set()


def test_what_is_packed_and_what_files_are_called_is_searched_too(tmp_path: Path) -> None:
    leaks = Leaks.of(SECRETS)
    with zipfile.ZipFile(tmp_path / "letter.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", "Zquorn Vexley " * 9)
    (tmp_path / "log.gz").write_bytes(gzip.compress(b"7312045599 " * 9))
    (tmp_path / "chat-ZE14AB").write_bytes(b"")
    assert leaks.below(tmp_path) == [
        "plain of '7312045599' in log.gz, unpacked",
        "plain of 'ZE14AB' in the name of a file",
        "plain of 'Zquorn Vexley' in letter.docx: word/document.xml",
    ]


def test_thousands_of_secrets_are_looked_for_in_seconds() -> None:
    numbers = random.Random(7)
    leaks = Leaks.of(f"{numbers.getrandbits(60):x}" for _ in range(5_000))
    began = time.perf_counter()
    assert leaks.inside(numbers.randbytes(4_000_000)) == set()
    assert time.perf_counter() - began < 10
