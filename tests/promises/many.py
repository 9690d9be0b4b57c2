"""Many who answer on Telegram, each with words and ticks of their own, and how it is seen that nothing was lost."""

from conversations.asking.consultation.file import bundled
from conversations.telling.responses import Review
from storage.sqlite import SqliteStore
from tests.bot_api.whole_way_respondent import Respondent

CONSULTATION = next(text for text in bundled() if text.id == "stable_homes")
OPEN = ("SH2", "SH6", "SH9")
THINGS = (
    *("garden", "window", "kitchen", "quiet", "warmth", "bicycle", "music", "football", "trainers", "sofa"),
    *("breakfast", "painting", "blanket", "laptop", "swimming", "library", "cooking", "puzzles", "radio", "games"),
)


def answers_of(number: int) -> dict[str, list[str]]:
    """Words and ticks that differ from one respondent to the next."""
    thing = THINGS[number % len(THINGS)] + (f" {number}" if number >= len(THINGS) else "")
    ticks = ["Things to do", "Seeing family"]
    return {
        "SH1": [("None", "1", "2", "3 or more", "Not sure")[number % 5]],
        "SH2": [f"more {thing} please", f"and then some more {thing}"],
        "SH3": [("Always", "Most of the time", "Sometimes", "Never")[number % 4]],
        "SH4": ticks[: 1 + number % 2],
        "SH6": [f"it needs {thing}"],
        "SH7": ["Some"],
        "SH8": ["About right"],
        "SH9": [f"change the rules about {thing}"],
        "region": ["London"],
    }


def was_never_reset(respondent: Respondent) -> None:
    """The questions came in order; one may have come twice in a row, since sending is at least once. What only changes
    a message may come later."""
    texts = [message.text for message in respondent.person.chat.seen if not message.changes]
    numbers = [int(text.split()[1]) for text in texts if text.startswith("Question ")]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 10))
    first = next(at for at, text in enumerate(texts) if text.startswith("Question "))
    assert not [text for text in texts[first:] if "how old are you" in text]


async def each_answer_is_there_once(store: SqliteStore, respondents: int) -> None:
    responses = await store.gathering.responses(CONSULTATION.id)
    waiting = await store.reviewing.queue_length(CONSULTATION.id, Review.WAITING)
    labels = {
        (question.id, option.id): option.text
        for question in (*CONSULTATION.questions, *CONSULTATION.about_you)
        for option in question.options
    }
    found = [
        {
            question: [labels[question, one] for one in kept.answer.chosen] or kept.answer.text.split("\n")
            for question, kept in response.answers.items()
        }
        for response in responses
    ]
    expected = [answers_of(number) for number in range(respondents)]
    assert all(response.finished for response in responses)
    assert _in_order(found) == _in_order(expected)
    assert waiting == respondents * len(OPEN)
    assert await store._database.rows("PRAGMA integrity_check") == [("ok",)]


def _in_order(answers: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    """By what only one respondent said; ticks in the order of the alphabet."""
    sorted_ticks = [{**one, "SH4": sorted(one["SH4"])} for one in answers]
    return sorted(sorted_ticks, key=lambda one: one["SH9"])
