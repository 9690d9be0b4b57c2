"""The steps after the questions, and the short ways off: being quoted, check, change, stop, delete."""

from conversations.asking.events import Returned
from conversations.asking.locales import LANGUAGES, line
from conversations.asking.receipts.after_closing import tell_outcomes
from conversations.asking.records import QuotingSaid, ResponseFinished, ResponseWithdrawn
from conversations.asking.replies import Reply, Says
from conversations.asking.steps.order import (
    ASKED,
    CHECK,
    DONE,
    EARLY,
    ELSEWHERE,
    FROM_13,
    QUOTING,
    UNDER_13,
    first_open_place,
)
from conversations.asking.turn_builder import TurnBuilder


def quoting(builder: TurnBuilder, action: str) -> bool:
    if action not in ("yes", "no"):
        return False
    builder.you(line(f"quoting_{action}"))
    builder.change(quoting=action == "yes")
    builder.record(QuotingSaid(builder.response, action == "yes"))
    builder.go_on()
    return True


def check(builder: TurnBuilder, action: str) -> bool:
    if action == "change":
        builder.step_aside("change")
        builder.show()
        return True
    if action != "finish":
        return False
    builder.you(line("finish"))
    builder.record(ResponseFinished(builder.response))
    builder.say("thanks")
    builder.say("receipt_again", words=" ".join(builder.state.receipt))
    builder.change(finished=True)
    builder.go(DONE)
    builder.show()
    return True


def done(builder: TurnBuilder, action: str) -> bool:
    if action != "change":
        return False
    builder.step_aside("change")
    builder.show()
    return True


ENDING = {QUOTING: quoting, CHECK: check, DONE: done}
"""What takes a tap at each of these steps."""


# The short ways off


def aside(builder: TurnBuilder, action: str) -> bool:
    """Takes a tap on a short way off; False where the button is not one of it."""
    match builder.state.aside:
        case "delete" if action in ("yes", "no"):
            if action == "yes":
                withdraw(builder)
            else:
                builder.say("kept")
                back_on_the_way(builder)
        case "language" if action.removeprefix("lang_") in LANGUAGES:
            builder.say("language_set", language=LANGUAGES[action.removeprefix("lang_")])
            back_on_the_way(builder)
        case "change" if action == "quoting" or (action.startswith("c") and action[1:].isdecimal()):
            asked = (*builder.text.questions, *builder.text.about_you)
            if action == "quoting":
                builder.go(QUOTING)
            elif int(action[1:]) < len(asked):
                builder.go(ASKED + asked[int(action[1:])].id)
            else:
                return False
            builder.change(changing=True)
            builder.show()
        case "paused" if action == "carry_on":
            back_on_the_way(builder)
        case _:
            return False
    return True


def back_on_the_way(builder: TurnBuilder) -> None:
    """Ends a short way off and shows the place again."""
    builder.step_aside("")
    builder.show()


def pause(builder: TurnBuilder) -> None:
    """Stop: what was given stays, and is shown as progress only."""
    if builder.state.place in EARLY:
        builder.say("stopped_early")
        builder.ended = True
        return
    builder.change(sitting=(), draft=())
    if builder.state.place == DONE:
        builder.step_aside("")
        builder.show()
        return
    builder.say("stopped")
    builder.step_aside("paused")
    builder.show()


def ask_to_delete(builder: TurnBuilder) -> None:
    if builder.state.response is None:
        builder.say("nothing_to_delete")
        builder.ended = builder.state.place in EARLY
        return
    builder.step_aside("delete")
    builder.show()


def withdraw(builder: TurnBuilder) -> None:
    """All that this respondent said goes; open flags stay."""
    builder.record(ResponseWithdrawn(builder.response))
    builder.say("deleted")
    if any(answer.risk for answer in builder.state.answers.values()):
        builder.say("deleted_but")
    builder.ended = True


def resume(builder: TurnBuilder) -> None:
    """After a break: how far they are, never what was written."""
    builder.change(sitting=(), draft=())
    if builder.state.place in EARLY or builder.state.place == DONE:
        builder.step_aside("")
    else:
        builder.step_aside("paused")
    builder.show()


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
    builder.reply(Reply(Says.LINE, line("receipt_found")))
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
