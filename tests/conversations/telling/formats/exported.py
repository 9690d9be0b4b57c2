"""An export made by hand."""

from datetime import date

from conversations.asking.left_out import LeaveOutReason
from conversations.telling.figures import figures
from conversations.telling.formats.export import Export
from conversations.telling.quotes import quotes
from conversations.telling.responses import Review, ReviewedResponse
from tests.conversations.telling.telling_given import AS_OF, clubs, many, response, ticked, wrote


def export(responses: list[ReviewedResponse], *, trial: bool = False) -> Export:
    found = figures(clubs(), responses, doors={})
    return Export(
        found, quotes(clubs(), responses, found), trial, date(2026, 6, 1), AS_OF, "How well: not measured yet."
    )


def responses() -> list[ReviewedResponse]:
    return [
        *many(60, {"C1": ticked("often"), "C2": ticked("sport", "music")}),
        *many(30, {"C1": ticked("never"), "C2": ticked("art")}),
        *many(3, {"C1": ticked("not_sure")}),
        response({"C4": wrote("=HYPERLINK(1)")}),
        response({"C4": wrote('a, b\nand "c"')}),
        response({"C4": wrote("rejected words", Review.REJECTED, reason=LeaveOutReason.TEST_OR_COPY)}),
    ]
