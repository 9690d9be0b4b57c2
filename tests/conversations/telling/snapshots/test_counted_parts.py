"""What a response adds to each part of the figures."""

from conversations.asking.left_out import LeaveOutReason
from conversations.hearing.values import Feeling
from conversations.telling.responses import Review, ReviewedAnswer
from conversations.telling.snapshots.counted_parts import LEFT_OUT, TOOK_PART, all_parts, counted_now
from tests.conversations.telling.telling_given import clubs, response, ticked, wrote


def added(**answers: ReviewedAnswer) -> dict[str, str]:
    [parts] = counted_now(clubs(), [response(answers)]).values()
    return dict(parts)


def test_whoever_took_part_adds_to_every_part_also_where_they_skipped() -> None:
    assert set(added(C1=ticked("often"))) == set(all_parts(clubs()))
    assert added(C1=ticked("often"))["C2"] == "skipped"


def test_whoever_said_nothing_is_counted_as_left_out_alone() -> None:
    assert list(added()) == [LEFT_OUT]
    assert added()[LEFT_OUT] != added(C1=ticked("often"))[LEFT_OUT]
    assert TOOK_PART in added(C1=ticked("often"))


def test_what_was_picked_or_written_is_not_said() -> None:
    assert added(C1=ticked("often"), C4=wrote("a bus")) == added(C1=ticked("never"), C4=wrote("a train"))


def test_a_theme_a_feeling_and_leaving_out_are_told_apart() -> None:
    bus = wrote("a bus")
    each = [
        added(C4=wrote("a bus", Review.REJECTED, reason=LeaveOutReason.TEST_OR_COPY)),
        added(C4=wrote("a bus", Review.REJECTED, reason="sent twice")),
        added(C4=bus),
        added(C4=ReviewedAnswer(bus.answer, bus.review, codes=("cost",))),
        added(C4=ReviewedAnswer(bus.answer, bus.review, codes=("cost", "travel"))),
        added(C4=ReviewedAnswer(bus.answer, bus.review, feeling=Feeling.POSITIVE)),
        added(),
    ]
    assert all(one != other for at, one in enumerate(each) for other in each[:at])
    assert added(C4=wrote("a bus", Review.WAITING)) == added(C4=bus)
