"""The steps after the questions, and the short ways off: being quoted, check, change, stop, delete."""

from conversations.asking.events import Door, Returned
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
from conversations.asking.turn_builder import Taking


def quoting(taking: Taking, action: str) -> bool:
    if action not in ("yes", "no"):
        return False
    taking.you(line(f"quoting_{action}"))
    taking.change(quoting=action == "yes")
    taking.record(QuotingSaid(taking.response, action == "yes"))
    taking.go_on()
    return True


def check(taking: Taking, action: str) -> bool:
    if action == "change":
        taking.step_aside("change")
        taking.show()
        return True
    if action != "finish":
        return False
    taking.you(line("finish"))
    taking.record(ResponseFinished(taking.response))
    taking.say("thanks")
    taking.say("receipt_again", words=" ".join(taking.state.receipt))
    taking.change(finished=True)
    taking.go(DONE)
    taking.show()
    return True


def done(taking: Taking, action: str) -> bool:
    if action != "change":
        return False
    taking.step_aside("change")
    taking.show()
    return True


ENDING = {QUOTING: quoting, CHECK: check, DONE: done}
"""What takes a tap at each of these steps."""


# The short ways off


def aside(taking: Taking, action: str) -> bool:
    """Takes a tap on a short way off; False where the button is not one of it."""
    match taking.state.aside:
        case "delete" if action in ("yes", "no"):
            if action == "yes":
                withdraw(taking)
            else:
                taking.say("kept")
                back_on_the_way(taking)
        case "language" if action.removeprefix("lang_") in LANGUAGES:
            taking.say("language_set", language=LANGUAGES[action.removeprefix("lang_")])
            back_on_the_way(taking)
        case "change" if action == "quoting" or (action.startswith("c") and action[1:].isdecimal()):
            asked = (*taking.text.questions, *taking.text.about_you)
            if action == "quoting":
                taking.go(QUOTING)
            elif int(action[1:]) < len(asked):
                taking.go(ASKED + asked[int(action[1:])].id)
            else:
                return False
            taking.change(changing=True)
            taking.show()
        case "paused" if action == "carry_on":
            back_on_the_way(taking)
        case _:
            return False
    return True


def back_on_the_way(taking: Taking) -> None:
    """Ends a short way off and shows the place again."""
    taking.step_aside("")
    taking.show()


def pause(taking: Taking) -> None:
    """Stop: what was given stays, and is shown as progress only."""
    if taking.state.place in EARLY:
        taking.say("stopped_early")
        taking.ended = True
        return
    taking.change(sitting=(), draft=())
    if taking.state.place == DONE:
        taking.step_aside("")
        taking.show()
        return
    taking.say("stopped")
    taking.step_aside("paused")
    taking.show()


def ask_to_delete(taking: Taking) -> None:
    if taking.state.response is None:
        taking.say("nothing_to_delete")
        taking.ended = taking.state.place in EARLY
        return
    taking.step_aside("delete")
    taking.show()


def withdraw(taking: Taking) -> None:
    """All that this respondent said goes; open flags stay."""
    taking.record(ResponseWithdrawn(taking.response))
    taking.say("deleted")
    if any(answer.risk for answer in taking.state.answers.values()):
        taking.say("deleted_but")
    taking.ended = True


def resume(taking: Taking) -> None:
    """After a break: how far they are, never what was written."""
    taking.change(sitting=(), draft=())
    if taking.state.place in EARLY or taking.state.place == DONE:
        taking.step_aside("")
    else:
        taking.step_aside("paused")
    taking.show()


def bring_back_response(taking: Taking, returned: Returned | None) -> None:
    """Receipt words were sent. Who has them may see all that was written."""
    if returned is None:
        taking.say(f"receipt_{taking.event.refused}" if taking.event.refused else "receipt_unknown")
        taking.show()
        return
    if taking.event.door is Door.TELEGRAM and returned.age_band in (UNDER_13, FROM_13):
        taking.change(age_band=returned.age_band)
        taking.go(ELSEWHERE)
        taking.show()
        return
    asked = (*taking.text.questions, *taking.text.about_you)
    taking.change(
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
    taking.reply(Reply(Says.LINE, line("receipt_found")))
    if taking.event.withdraws:
        taking.go(DONE if returned.finished else first_open_place(taking.text, taking.state))
        ask_to_delete(taking)
        return
    tell_outcomes(taking, returned)
    if returned.finished:
        taking.go(DONE)
    else:
        taking.go(first_open_place(taking.text, taking.state))
        taking.step_aside("paused")
    taking.show()
