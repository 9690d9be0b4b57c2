"""Keys are their owner's only, outlive a crash, and can be destroyed for good."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from storage.errors import StoreError
from storage.keys import Keys


def test_every_key_is_256_random_bits_that_only_the_owner_reads(keys: Keys, tmp_path: Path) -> None:
    keys.make("care")
    files = sorted((tmp_path / "keys").iterdir())
    assert [file.name for file in files] == ["audit.key", "consultation-care.key", "outbox.key", "receipts.key"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    contents = {file.read_bytes() for file in files}
    assert len(contents) == 4
    assert {len(content) for content in contents} == {32}


def test_a_key_is_the_same_after_a_restart(keys: Keys, tmp_path: Path) -> None:
    keys.make("care")
    again = Keys(tmp_path / "keys")
    again.prepare()
    before, after = keys.consultation("care"), again.consultation("care")
    assert before is not None
    assert after is not None
    assert after.session("web:1") == before.session("web:1")
    assert after.seal.open(before.seal.seal(b"words", b"here"), b"here") == b"words"
    assert again.outbox_address == keys.outbox_address
    assert again.receipts == keys.receipts


def test_making_a_key_again_keeps_the_first(keys: Keys, tmp_path: Path) -> None:
    keys.make("care")
    first = (tmp_path / "keys" / "consultation-care.key").read_bytes()
    keys.make("care")
    assert (tmp_path / "keys" / "consultation-care.key").read_bytes() == first


def test_where_two_make_a_key_at_once_the_first_stays(keys: Keys, tmp_path: Path) -> None:
    keys.make("care")
    first = (tmp_path / "keys" / "consultation-care.key").read_bytes()
    with patch.object(Path, "exists", return_value=False):  # as if both had looked before either made it
        keys.make("care")
    assert (tmp_path / "keys" / "consultation-care.key").read_bytes() == first
    assert len(list((tmp_path / "keys").iterdir())) == 4


def test_two_consultations_share_nothing(keys: Keys) -> None:
    keys.make("care")
    keys.make("moves")
    one, other = keys.consultation("care"), keys.consultation("moves")
    assert one is not None
    assert other is not None
    assert one.session("web:1") != other.session("web:1")
    with pytest.raises(StoreError):
        other.seal.open(one.seal.seal(b"words", b"here"), b"here")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_may_use_is_refused(keys: Keys, tmp_path: Path, mode: int) -> None:
    keys.make("care")
    (tmp_path / "keys" / "consultation-care.key").chmod(mode)
    with pytest.raises(StoreError, match="chmod 600"):
        keys.consultation("care")
    (tmp_path / "keys" / "outbox.key").chmod(mode)
    with pytest.raises(StoreError, match="chmod 600"):
        Keys(tmp_path / "keys").prepare()


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_that_others_may_write_in_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(mode)
    with pytest.raises(StoreError, match="chmod 700"):
        Keys(tmp_path / "keys").prepare()


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_damaged_key_is_refused_and_never_replaced(keys: Keys, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "keys" / "consultation-care.key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(StoreError, match="damaged"):
        keys.make("care")
    assert file.read_bytes() == content


def test_a_missing_key_is_none(keys: Keys) -> None:
    assert keys.held("care") is None
    assert keys.consultation("care") is None


@pytest.mark.parametrize("name", ["../outbox", "", "a/b", "1st", "a" * 41, "care.key"])
def test_a_name_that_is_no_consultation_reaches_no_file(keys: Keys, name: str) -> None:
    with pytest.raises(StoreError):
        keys.consultation(name)


def test_a_destroyed_key_was_overwritten_and_is_gone(keys: Keys, tmp_path: Path) -> None:
    keys.make("care")
    file = tmp_path / "keys" / "consultation-care.key"
    before = file.read_bytes()
    os.link(file, tmp_path / "seen")  # the same bytes on disk, to look at them afterwards
    assert keys.consultation("care") is not None
    keys.destroy("care")
    assert not file.exists()
    assert keys.held("care") is None
    assert keys.consultation("care") is None
    assert (tmp_path / "seen").read_bytes() != before
    keys.destroy("care")  # once more changes nothing


def test_an_unprepared_store_of_keys_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="start"):
        _ = Keys(tmp_path / "keys").outbox


def test_another_name_that_a_crash_left_of_a_key_goes_with_it(keys: Keys, tmp_path: Path) -> None:
    keys.make("care")
    file = tmp_path / "keys" / "consultation-care.key"
    os.link(file, tmp_path / "keys" / ".consultation-care.key.0123456789abcdef")
    keys.destroy("care")
    assert [one.name for one in (tmp_path / "keys").iterdir() if "care" in one.name] == []


def test_a_key_that_was_destroyed_is_known_to_have_been(keys: Keys, tmp_path: Path) -> None:
    check = keys.make("care").check
    assert not keys.was_destroyed("care", check)
    keys.destroy("care", check)
    assert not (tmp_path / "keys" / "consultation-care.key").exists()
    assert Keys(tmp_path / "keys").was_destroyed("care", check)
    new = keys.make("care").check
    assert not keys.was_destroyed("care", new)
    note = tmp_path / "keys" / "consultation-care.destroyed"
    assert note.stat().st_mode & 0o777 == 0o600


def test_destroying_one_key_leaves_a_newer_one_alone(keys: Keys, tmp_path: Path) -> None:
    old = keys.make("care").check
    keys.destroy("care", old)
    new = keys.make("care")
    keys.destroy("care", old)
    assert (tmp_path / "keys" / "consultation-care.key").exists()
    again = keys.consultation("care")
    assert again is not None
    assert again.check == new.check


def test_a_key_that_was_only_overwritten_yet_is_no_key_and_can_be_destroyed(keys: Keys, tmp_path: Path) -> None:
    check = keys.make("care").check
    file = tmp_path / "keys" / "consultation-care.key"
    file.write_bytes(bytes(32))
    with pytest.raises(StoreError, match="damaged"):
        keys.consultation("care")
    keys.destroy("care", check)
    assert not file.exists()


def test_no_key_is_in_an_error(keys: Keys, tmp_path: Path) -> None:
    key = (tmp_path / "keys" / "outbox.key").read_bytes()
    (tmp_path / "keys" / "outbox.key").write_bytes(key + b"x")
    with pytest.raises(StoreError) as raised:
        Keys(tmp_path / "keys").prepare()
    said = f"{raised.value!r} {raised.value} {raised.value.__cause__!r}"
    assert key.hex() not in said
    assert repr(key)[2:-1] not in said
