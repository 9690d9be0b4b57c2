"""What was fitted on which answers is kept with what was learned, and said with every figure."""

from pathlib import Path

from bot.training import fitted_on
from bot.training.data_split import TEST, TUNE
from bot.training.fitted_on import (
    LEARNED,
    TRAIN,
    WRITERS_LEARN,
    WRITERS_TEST,
    WRITERS_TUNE,
    FittedFile,
    FittedOn,
    digest,
    notes,
)
from bot.training.learning.digests import digests
from bot.training.learning.stages import STAGES
from conversations.hearing.labelled_texts import Labelled

SETS = {
    TRAIN: [Labelled("a"), Labelled("b"), Labelled("idk")],
    TUNE: [Labelled("c"), Labelled("d")],
    TEST: [Labelled("e"), Labelled("idk")],
}
NOW = {name: digest(answers) for name, answers in SETS.items()}


def _used(*names: str) -> dict[str, str]:
    return {name: NOW[name] for name in names}


RECORD = FittedOn({"worries.npz": FittedFile(_used(TRAIN), _used(TUNE))})


def test_a_set_is_known_by_its_texts_in_any_order() -> None:
    assert digest([Labelled("a"), Labelled("b")]) == digest([Labelled("b", question="SH2"), Labelled("a")])
    assert digest([Labelled("a"), Labelled("b")]) != digest([Labelled("ab")])


def test_what_was_fitted_on_the_very_answers_is_said() -> None:
    assert notes(SETS[TUNE], RECORD, SETS) == ["tuned on this file"]
    assert "learned from this file" in notes(SETS[TRAIN], RECORD, SETS)


def test_single_answers_among_others_are_counted() -> None:
    assert notes(SETS[TEST], RECORD, SETS) == ["learned from 1 of these answers"]
    assert notes([Labelled("c"), Labelled("new")], RECORD, SETS) == ["tuned on 1 of these answers"]


def test_answers_that_nothing_was_fitted_on_are_told_so() -> None:
    assert notes([Labelled("new")], RECORD, SETS) == ["nothing was learned from these answers or tuned on them"]


def test_what_people_had_in_sight_is_said() -> None:
    record = FittedOn(by_hand=_used(TEST))
    assert notes(SETS[TEST], record, SETS) == ["rules and phrases were written with this file in sight"]


def test_where_a_set_has_changed_since_it_is_not_taken_for_the_same() -> None:
    changed = {**SETS, TUNE: [Labelled("c"), Labelled("x")]}
    [said] = notes([Labelled("new")], RECORD, changed)
    assert said == "tuned on other answers than tune holds now, perhaps with these among them"


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = FittedOn(RECORD.files, _used(TUNE, TEST))
    fitted_on.write(tmp_path, record)
    assert fitted_on.read(tmp_path) == record
    assert fitted_on.read(tmp_path / "nothing") == FittedOn()


def test_learning_a_file_anew_changes_its_own_line_alone(tmp_path: Path) -> None:
    fitted_on.write(tmp_path, FittedOn({**RECORD.files, "themes.npz": FittedFile(_used(TRAIN))}, _used(TEST)))
    fitted_on.note_learned(tmp_path, ["worries.npz"], [TRAIN], [TUNE])
    made = fitted_on.read(tmp_path)
    sets = fitted_on.answer_sets()
    assert made.files["worries.npz"] == FittedFile({TRAIN: digest(sets[TRAIN])}, {TUNE: digest(sets[TUNE])})
    assert made.files["themes.npz"] == FittedFile(_used(TRAIN))
    assert made.by_hand == _used(TEST)


def test_the_record_that_ships_has_every_learned_file() -> None:
    files = {line.split()[1] for line in digests(LEARNED).splitlines()}
    assert set(fitted_on.read(LEARNED).files) == files
    assert {name for stage in STAGES.values() for name in stage.files} == files


def test_nothing_that_ships_was_learned_from_or_tuned_on_what_is_measured_on() -> None:
    sets, record = fitted_on.answer_sets(), fitted_on.read(LEARNED)
    assert "tuned on this file" in notes(sets[TUNE], record, sets)
    by_hand = "rules and phrases were written with this file in sight"
    assert by_hand in notes(sets[TEST], record, sets)
    for name in (TEST, WRITERS_TEST):
        said = notes(sets[name], record, sets)
        assert not any("tuned on this file" in one or "learned from this file" in one for one in said), name


def test_no_stage_learns_from_or_tunes_on_the_half_that_is_measured_on() -> None:
    assert {name for stage in STAGES.values() for name in (*stage.learned, *stage.tuned)} == {
        *(TRAIN, TUNE, WRITERS_LEARN, WRITERS_TUNE)
    }
