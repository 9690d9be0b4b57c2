"""What many hands wrote."""

import json
from pathlib import Path

import pytest

from bot.training import material, writers
from bot.training.data_split import TEST, TUNE
from bot.training.material import MaterialError
from conversations.hearing.themes.code_frame import RESIDUAL
from conversations.hearing.values import Risk

PARTS = (writers.LEARN, TUNE, TEST)


def test_nobody_is_in_two_parts_and_every_folder_is_in_one() -> None:
    named = [name for part in PARTS for name in writers.WRITERS[part]]
    there = {folder.name for folder in (material.DATA / "writers").iterdir()}
    assert sorted(named) == sorted(there)
    assert len(named) == len(set(named))


def test_no_text_is_in_two_parts() -> None:
    learned = {one.raw.lower() for one in writers.texts(writers.LEARN) if len(one.raw.split()) > 5}
    for part in (TUNE, TEST):
        assert not learned & {one.raw.lower() for one in writers.texts(part)}


def test_there_is_as_much_as_is_claimed() -> None:
    texts = [one for part in PARTS for one in writers.texts(part) if any("part" in trait for trait in one.traits)]
    assert len(texts) == 5281
    assert sum(one.risk is Risk.URGENT for one in writers.texts(TEST)) >= 100
    assert sum(one.risk is not Risk.NONE and len(one.raw.split()) < 6 for one in writers.texts(TEST)) >= 100
    assert sum(len(writers.questions(part)) for part in PARTS) == 112
    assert sum(len(writers.answer_sets(part)) for part in PARTS) == 140


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_has_codes_of_its_frame(part: str) -> None:
    for frame, examples in writers.questions(part):
        assert len(examples) >= 25
        assert {*RESIDUAL} < set(frame.codes)
        assert all(one.codes and one.codes <= set(frame.codes) for one in examples)


def test_a_question_is_known_with_every_text() -> None:
    texts = writers.texts(TEST)
    assert sum(bool(one.asked) for one in texts) > 0.9 * len(texts)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MaterialError, match="newcomers"):
        writers.texts(TEST, tmp_path)
    (tmp_path / "writers" / "newcomers").mkdir(parents=True)
    (tmp_path / "writers" / "newcomers" / "answers.jsonl").write_text(json.dumps({"id": "q"})[:-1])
    with pytest.raises(MaterialError, match=r"answers\.jsonl"):
        writers.questions(TEST, tmp_path)
