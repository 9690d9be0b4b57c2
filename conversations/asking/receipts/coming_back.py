"""Receipt words while a consultation is open: they bring someone back onto the way, with all that they answered."""

from conversations.asking.events import Returned
from conversations.asking.receipts.after_closing import tell_outcomes
from conversations.asking.steps.asides import ask_to_delete
from conversations.asking.steps.places import DONE, ELSEWHERE, FROM_13, UNDER_13
from conversations.asking.steps.step_order import first_open_place
from conversations.asking.turn_builder import TurnBuilder


def bring_back_response(builder: TurnBuilder, returned: Returned | None) -> None:
    """Receipt words were sent. Who has them may see all that was written."""
    if returned is None:
        builder.say(f"receipt_{builder.event.refused}" if builder.event.refused else "receipt_unknown")
        builder.show()
        return
    if not builder.event.door.under_16s and returned.age_band in (UNDER_13, FROM_13):
        builder.change(age_band=returned.age_band)
        builder.go(ELSEWHERE)
        builder.show()
        return
    asked = (*builder.text.questions, *builder.text.about_you)
    builder.change(
        version=returned.version,
        response=returned.response,
        age_band=returned.age_band,
        answers=returned.answers,
        quoting=returned.quoting,
        receipt=returned.receipt,
        sitting=tuple(question.id for question in asked),
        changing=False,
        finished=returned.finished,
    )
    builder.say("receipt_found")
    if builder.event.withdraws:
        builder.go(DONE if returned.finished else first_open_place(builder.text, builder.state))
        ask_to_delete(builder)
        return
    tell_outcomes(builder, returned)
    if returned.finished:
        builder.go(DONE)
    else:
        builder.go(first_open_place(builder.text, builder.state))
        builder.step_aside("paused")
    builder.show()
