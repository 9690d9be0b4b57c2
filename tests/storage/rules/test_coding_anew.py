"""What the machine says once a frame was changed: nothing that was said of an answer is lost."""

from datetime import date

from conversations.hearing.themes.code_frame import CodeFrame, Coding, Theme
from conversations.hearing.themes.code_frame_changes import Change, Did, added, changed, merged, split
from storage.rules.coding_anew import coded_anew
from storage.rules.coding_standing import FrameVersion, KeptCoding, Standing, standing

DAY = date(2026, 3, 2)
PETS, CALM, FOOD = (Theme(one, one.title(), f"About {one}.") for one in ("pets", "calm", "food"))
BEGAN = FrameVersion(1, CodeFrame("home", "Home?", (PETS, CALM, FOOD)), Change(Did.BEGAN), "the file", DAY)
PARTS = (Theme("dogs", "Dogs", "About dogs."), Theme("cats", "Cats", "About cats."))


def after(history: list[FrameVersion], made: tuple[CodeFrame, Change]) -> list[FrameVersion]:
    return [*history, FrameVersion(len(history) + 1, *made, "Ada", DAY)]


MERGED = after([BEGAN], merged(BEGAN.frame, "pets", "calm"))
SPLIT = after([BEGAN], split(BEGAN.frame, "pets", PARTS, ever=("pets", "calm", "food")))


def said(*codes: str, frame: int = 1, coder: int = 7) -> KeptCoding:
    return KeptCoding(codes, frame, coder, "", DAY, dict.fromkeys(codes, 0.9))


def says(*codes: str, sure: dict[str, float] | None = None) -> Coding:
    return Coding(codes, sure or dict.fromkeys(codes, 0.8), needs_person=False)


def test_whoever_stated_a_merged_theme_states_the_other_whatever_the_coder_says_now() -> None:
    for before in (said("pets"), said("calm"), said("pets", "calm")):
        assert coded_anew(says("other"), before, (), MERGED).codes == ("calm",)
    assert coded_anew(says("calm"), said("food"), (), MERGED).codes == ("food",), "nor does anybody else"
    assert coded_anew(says("calm"), said("other"), (), MERGED).codes == ("other",)


def test_a_theme_with_another_name_keeps_its_answers() -> None:
    renamed = after([BEGAN], changed(BEGAN.frame, Theme("pets", "Animals", PETS.definition)))
    assert coded_anew(says("food"), said("pets"), (), renamed).codes == ("pets",)


def test_of_a_theme_whose_meaning_was_changed_and_of_a_new_one_the_machine_is_asked() -> None:
    narrower = after([BEGAN], changed(BEGAN.frame, Theme("pets", "Pets", "Only dogs.")))
    assert coded_anew(says("food"), said("pets", "calm"), (), narrower).codes == ("calm",)
    assert coded_anew(says("pets"), said("calm"), (), narrower).codes == ("calm", "pets")
    grown = after([BEGAN], added(BEGAN.frame, Theme("", "Garden", "Outside."), ever=("pets", "calm", "food")))
    assert coded_anew(says("garden", "food"), said("pets"), (), grown).codes == ("pets", "garden")
    assert coded_anew(says("garden"), said("other"), (), grown).codes == ("garden",)


def test_a_theme_that_was_changed_and_then_merged_loses_nothing() -> None:
    narrower = after([BEGAN], changed(BEGAN.frame, Theme("pets", "Pets", "Only dogs.")))
    history = after(narrower, merged(narrower[-1].frame, "pets", "calm"))
    assert coded_anew(says("food"), said("pets"), (), history).codes == ("calm",)


def test_what_was_split_is_the_part_that_the_coder_sees_or_the_likeliest_or_both_for_a_person() -> None:
    assert coded_anew(says("dogs"), said("pets", "food"), (), SPLIT).codes == ("food", "dogs")
    likelier = coded_anew(says("other", sure={"other": 0.5, "dogs": 0.1, "cats": 0.3}), said("pets"), (), SPLIT)
    assert (likelier.codes, likelier.needs_person) == (("cats",), True)
    both = coded_anew(says("food"), said("pets", "calm"), (), SPLIT)
    assert (both.codes, both.needs_person) == (("calm", "cats", "dogs"), True)


def test_what_a_person_said_of_a_split_theme_is_owed_too_until_somebody_looks() -> None:
    person = said("pets", "calm", coder=0)
    machine = coded_anew(says("food", sure={"food": 0.9, "dogs": 0.4, "cats": 0.1}), said("food"), [person], SPLIT)
    assert machine.codes == ("food", "dogs")
    kept = KeptCoding(machine.codes, 2, 8, "", DAY)
    assert standing([person, None, kept], SPLIT) == Standing(("calm", "dogs"), by_person=True, look=True)


def test_parts_that_are_merged_or_split_again_are_still_owed() -> None:
    again = after(SPLIT, merged(SPLIT[-1].frame, "dogs", "food"))
    assert coded_anew(says("other"), said("pets"), (), again).codes == ("cats", "food")


def test_a_coder_that_learned_anew_of_the_same_frame_is_asked_about_everything() -> None:
    assert coded_anew(says("food"), said("pets", frame=2), (), MERGED).codes == ("food",)
    assert coded_anew(says("food"), None, (), MERGED).codes == ("food",)
