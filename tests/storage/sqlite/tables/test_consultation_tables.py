"""A consultation is kept with every version of its text, and opened with a key of its own."""

from datetime import date
from pathlib import Path

import pytest

from storage.errors import StoreError, UnknownConsultationError
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.storage.stored import ADDRESS, CHEAP, NOW, Takes, consultation, opened

OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)


async def test_a_new_consultation_is_a_draft(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    held = await store.consultations.get("care")
    assert (held.id, held.status, held.opens, held.closes, held.trial) == ("care", "draft", None, None, False)
    assert held.texts == (consultation(),)


async def test_the_same_version_again_changes_nothing(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    await store.consultations.add(consultation())
    assert (await store.consultations.get("care")).texts == (consultation(),)


async def test_the_same_version_with_another_text_is_refused(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    with pytest.raises(StoreError, match="next version"):
        await store.consultations.add(consultation().model_copy(update={"title": "Another title"}))
    assert (await store.consultations.get("care")).latest.title == "Your care"


async def test_a_newer_version_comes_after_the_older_ones(store: SqliteStore) -> None:
    for version in (1, 2, 10):
        await store.consultations.add(consultation(version=version))
    held = await store.consultations.get("care")
    assert [text.version for text in held.texts] == [1, 2, 10]
    assert held.latest.version == 10
    with pytest.raises(StoreError, match="newer"):
        await store.consultations.add(consultation(version=9))


async def test_opening_keeps_the_dates_and_leaves_an_audit_row(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    held = await store.consultations.get("care")
    assert (held.status, held.opens, held.closes, held.trial) == ("open", OPENS, CLOSES, False)
    assert (tmp_path / "keys" / "consultation-care.key").exists()
    rows = await store._database.rows("SELECT action, done_by, detail FROM audit")
    assert rows == [("consultation opened", "ada", "care 2026-03-01 to 2026-03-31")]


async def test_opening_again_changes_the_dates_and_loses_nobody(store: SqliteStore) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)
    await store.consultations.open("care", OPENS, date(2026, 4, 30), trial=False, by="ada")
    assert (await store.consultations.get("care")).closes == date(2026, 4, 30)
    assert await store.turns.last("care", ADDRESS) is not None


async def test_trial_and_real_answers_are_never_mixed(store: SqliteStore) -> None:
    await opened(store)
    with pytest.raises(StoreError, match="never mixed"):
        await store.consultations.open("care", OPENS, CLOSES, trial=True, by="ada")
    assert not (await store.consultations.get("care")).trial


async def test_dates_the_wrong_way_round_are_refused(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    with pytest.raises(StoreError, match="other order"):
        await store.consultations.open("care", CLOSES, OPENS, trial=False, by="ada")


async def test_an_open_consultation_whose_key_is_missing_gets_no_other(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    (tmp_path / "keys" / "consultation-care.key").unlink()
    store._keys._held.clear()
    with pytest.raises(StoreError, match="key of care is missing"):
        await store.consultations.open("care", OPENS, CLOSES, trial=False, by="ada")
    with pytest.raises(StoreError, match="key of care is missing"):
        await store.turns.turn("care", ADDRESS, "1", Takes(), at=NOW)


async def test_a_draft_takes_no_turn(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    with pytest.raises(StoreError, match="open it first"):
        await store.turns.turn("care", ADDRESS, "1", Takes(), at=NOW)


async def test_an_unknown_consultation_is_said_to_be(store: SqliteStore) -> None:
    for asked in (
        store.consultations.get("nowhere"),
        store.consultations.open("nowhere", OPENS, CLOSES, trial=False, by="ada"),
        store.consultations.add_group_code("nowhere", "code", "group", by="ada"),
        store.gathering.responses("nowhere"),
    ):
        with pytest.raises(UnknownConsultationError, match="nowhere"):
            await asked


async def test_all_consultations_come_by_id(store: SqliteStore) -> None:
    for identifier in ("moves", "care", "school"):
        await store.consultations.add(consultation(identifier))
    assert [held.id for held in await store.consultations.all()] == ["care", "moves", "school"]


async def test_group_codes_are_kept_in_lower_case_for_their_consultation(store: SqliteStore) -> None:
    await opened(store)
    await opened(store, "moves")
    await store.consultations.add_group_code("care", "Oak Tree", "Thursday group", by="ada")
    assert (await store.consultations.get("care")).group_codes == {"oak tree"}
    assert (await store.consultations.get("moves")).group_codes == frozenset()
    with pytest.raises(StoreError, match="already"):
        await store.consultations.add_group_code("care", "oak TREE", "Another group", by="ada")


async def test_another_process_that_opened_it_is_noticed(store: SqliteStore, tmp_path: Path) -> None:
    other = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP)
    await other.start()
    try:
        await opened(other)
        assert not (await store.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)).repeated
        assert (await other.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)).repeated
    finally:
        await other.close()
