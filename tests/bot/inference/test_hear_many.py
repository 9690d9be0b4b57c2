"""Many answers at once are heard as each by itself. All texts are made up."""

import pytest

from bot.inference import hear_many as hear_many_module
from bot.inference.hear_many import hear_many
from bot.inference.open_hearing import open_hearing

TEXTS = (
    ("tell me two weeks before, and why", "SH2"),
    ("my mate kez has a dog", "SH6"),
    ("he comes in my room when shes on nights", "SH9"),
    ("", "SH2"),
    ("no such question", "XX9"),
)


TIMES = 20


@pytest.mark.parametrize("few", [len(TEXTS) * TIMES + 1, len(TEXTS) * TIMES])  # in this process, and in several
def test_many_answers_are_heard_as_each_by_itself_and_in_order(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(hear_many_module, "TOGETHER", 30)
    monkeypatch.setattr(hear_many_module, "FEW", few)
    opened = open_hearing()
    heard: list[int] = []
    many = hear_many(opened, open_hearing, TEXTS * TIMES, heard.append)
    assert sum(heard) == len(many) == len(TEXTS) * TIMES
    for number, one in enumerate(TEXTS):
        [alone] = hear_many(opened, open_hearing, [one])
        for again in many[number :: len(TEXTS)]:
            assert again.heard == alone.heard
            assert again.sentiment == alone.sentiment
            assert again.coding
            assert alone.coding
            assert again.coding.codes == alone.coding.codes


def test_an_answer_to_a_question_without_a_coder_is_for_a_person() -> None:
    [whole] = hear_many(open_hearing(), open_hearing, [("whatever", "XX9")])
    assert whole.coding
    assert whole.coding.codes == ("unclear",)
    assert whole.coding.needs_person
