"""The turn: one event from a respondent and everything that it causes. Pure: no input or output, no clock, no chance
but what the event brings.

Each of the other modules of this folder takes the events of some steps; this one says which.
"""

import re

from conversations.asking.consultation.model import Option, Running
from conversations.asking.events import Did, Door, Event, Media
from conversations.asking.locales import line
from conversations.asking.prompts import show, value
from conversations.asking.question_types.open import ask_again, bring_back, done, edit, write
from conversations.asking.question_types.ticking import pick, tick
from conversations.asking.receipts.after_closing import by_words, told_how
from conversations.asking.replies import Expects, Place
from conversations.asking.session import State, Turn
from conversations.asking.steps.beginning import BEGINNING, group_code
from conversations.asking.steps.ending import (
    ENDING,
    aside,
    ask_to_delete,
    back_on_the_way,
    bring_back_response,
    pause,
    resume,
)
from conversations.asking.steps.order import AGE, CHECK, CODE, DONE, EARLY, ELSEWHERE, place_before
from conversations.asking.turn_builder import BREAK, Taking
from conversations.asking.typed.commands import Wish, agrees, wish_of
from conversations.asking.typed.option_matching import match_options
from conversations.hearing.values import Heard


def take_turn(consultation: Running, state: State | None, event: Event) -> Turn:
    """What this event causes. `state` is None for someone new; the same arguments always give the same turn.

    Raises ReceiptNeededError where the turn gives receipt words and the event brought none.
    """
    taking = Taking(consultation, state, event)
    taking.raise_flag()
    after_break = state is not None and event.at - state.at > BREAK
    if not _is_open(consultation, event):
        _outside(taking, known=state is not None)
    elif event.did is Did.BRING_BACK:
        bring_back_response(taking, event.returned)
    elif state is None and event.did in (Did.START, Did.LOOK):
        # Looking keeps nothing; starting does.
        taking.show()
        taking.ended = event.did is Did.LOOK
    elif event.did is Did.START or (event.did is Did.LOOK and after_break):
        resume(taking)
    elif event.did is Did.LOOK:
        taking.show()
    elif event.did is Did.TAP:
        _tapped(taking)
    elif event.did is Did.MEDIA:
        _unreadable(taking, event.media or Media.OTHER)
    elif event.did is Did.EDIT:
        edit(taking, taking.question, event.heard or Heard(""))
    else:
        _typed(taking, event.heard or Heard(""))
    return taking.turn()


def _is_open(consultation: Running, event: Event) -> bool:
    return consultation.status == "open" and consultation.opens <= event.at.date() <= consultation.closes


def _outside(taking: Taking, *, known: bool) -> None:
    """Before the opening and after the closing date: says so, helps, and still lets someone delete."""
    running, event = taking.running, taking.event
    deleting = taking.state.aside == "delete"
    wish = wish_of(event.heard.raw) if event.heard else None
    if known and taking.state.response and (wish is Wish.DELETE or (deleting and event.did is Did.TAP)):
        if deleting and aside(taking, _action(taking, event.taps[-1]) or ""):
            return
        ask_to_delete(taking)
        return
    early = running.status == "open" and event.at.date() < running.opens
    if event.did is Did.BRING_BACK and running.status != "draft" and not early:
        by_words(taking, known=known)
        return
    if running.status == "draft":
        taking.say("not_open_yet_no_day")
    else:
        sooner = not early and running.closes >= event.at.date()
        day = running.opens if early else running.closes
        taking.say("not_open_yet" if early else "closed_sooner" if sooner else "closed", day=f"{day.day} {day:%B %Y}")
        if not early and (how := told_how(running, event)):
            taking.tell(how)
    taking.card(last=wish is not Wish.HELP)
    taking.ended = not known


# Taps


def _action(taking: Taking, tapped: str) -> str | None:
    """What a button says to do; None where it is from an earlier question, or no button of ours."""
    _, _, action = tapped.partition(".")
    return action if action and tapped == value(taking.state, action) else None


def _tapped(taking: Taking) -> None:
    actions = [_action(taking, tapped) for tapped in taking.event.taps]
    if not actions or None in actions or not _act(taking, [action for action in actions if action]):
        if any(tapped.endswith(".help") for tapped in taking.event.taps):
            _wished(taking, Wish.HELP)
            return
        taking.say("stale")
        taking.show()


def _act(taking: Taking, actions: list[str]) -> bool:
    """Does what buttons say; False where they are none of this step's."""
    state, first = taking.state, actions[0]
    if len(actions) == 1 and first in _WISHES:
        _wished(taking, _WISHES[first])
        return True
    if state.aside:
        return aside(taking, first)
    if (question := taking.question) is None:
        step = BEGINNING.get(state.place) or ENDING.get(state.place)
        return step is not None and step(taking, first)
    if first == "keep" and question.id in state.answers:
        taking.go_on()
        return True
    if first == "clear" and question.id in state.answers:
        taking.remove(question)
        taking.go(state.place)
        taking.show()
        return True
    if question.type != "open":
        return tick(taking, question, actions)
    if first == "done":
        done(taking, question)
        return True
    return ask_again(taking, first)


_WISHES = {wish.value: wish for wish in (Wish.SKIP, Wish.BACK, Wish.STOP, Wish.HELP, Wish.DELETE)}


# Words


def _typed(taking: Taking, heard: Heard) -> None:
    wish = wish_of(heard.raw)
    open_question = taking.question if taking.question and taking.question.type == "open" else None
    if wish is not None and wish is not Wish.DONE:
        _wished(taking, wish)
    elif taking.event.taps and not all(_action(taking, tapped) for tapped in taking.event.taps):
        # The form was of an earlier question: its words belong there, and must not become an answer here.
        taking.say("stale")
        taking.show()
    elif taking.event.forwarded:
        taking.say("forwarded")
        taking.show()
    elif taking.state.aside == "again" and open_question:
        if wish is Wish.DONE or heard.raw.strip().lower() in (line("again_never_mind").lower(), "no", "nah", "nope"):
            back_on_the_way(taking)
        else:
            bring_back(taking, open_question, heard)
    elif taking.state.place == CODE and not taking.state.aside:
        group_code(taking, heard.raw)
    elif open_question and not taking.state.aside:
        _write(taking, heard, finished=wish is Wish.DONE)
    elif not _understood(taking, heard.raw, finished=wish is Wish.DONE):
        _not_understood(taking)


def _write(taking: Taking, heard: Heard, *, finished: bool) -> None:
    """Words for an open question; or one of its buttons by its words; or both words and Done from a form."""
    question = taking.question
    if question is None:
        return
    tapped = [_action(taking, one) for one in taking.event.taps]
    if finished:
        done(taking, question)
        return
    labels = {button.label.lower(): button.value for button in show(taking.running, taking.state).buttons}
    if (named := labels.get(heard.raw.strip().lower())) and (action := _action(taking, named)):
        _act(taking, [action])
        return
    done_too = tapped == ["done"]
    if done_too and not heard.redacted.strip():
        done(taking, question)
        return
    written = write(taking, question, heard)
    if written and done_too and not heard.hidden:
        taking.go_on()
    else:
        taking.show()


def _understood(taking: Taking, raw: str, *, finished: bool) -> bool:
    """Takes typed words as the button that they mean: an option by its number or words, a control by its words."""
    shown = show(taking.running, taking.state)
    several = shown.expects is Expects.MANY
    if finished:
        return several and _act(taking, ["done"])
    options = [button for button in shown.buttons if button.place is Place.OPTION]
    typed_as = tuple(Option(id=f"b{at}", text=button.label) for at, button in enumerate(options))
    found = match_options(raw, typed_as, several=several)
    if found is None and len(options) == 1 and not several and agrees(raw):
        found = (typed_as[0].id,)
    if found is None:
        controls = (button for button in shown.buttons if button.place is Place.CONTROL)
        named = [button for button in controls if button.label.lower() == raw.strip().lower()]
    else:
        named = [options[int(one[1:])] for one in found]
    actions = [action for button in named if (action := _action(taking, button.value))]
    if several and found and (question := taking.question):
        pick(taking, question, tuple(question.options[int(action[1:])].id for action in actions))
        return True
    return bool(actions) and _act(taking, actions)


def _not_understood(taking: Taking) -> None:
    typed = taking.event.heard.raw if taking.event.heard else ""
    if taking.worried:
        pass  # the help card was the answer; "I did not get that" would take it back
    elif taking.state.place == AGE and any(26 <= int(number) <= 120 for number in re.findall(r"\b\d{2,3}\b", typed)):
        taking.say("age_too_old")
    elif taking.state.aside == "paused":
        taking.say("paused_not_kept")
    elif taking.new and taking.event.door is Door.TELEGRAM:
        pass  # "hi": nothing was asked yet; the other doors show the first question before anyone can type
    elif taking.state.place not in (DONE, ELSEWHERE):
        taking.say("not_understood")
    taking.show()


def _unreadable(taking: Taking, media: Media) -> None:
    taking.say(f"media_{media.value}")
    taking.show()


# Commands


def _wished(taking: Taking, wish: Wish) -> None:
    """A command, which works at every step."""
    state = taking.state
    match wish:
        case Wish.START:
            resume(taking)
        case Wish.HELP:
            taking.card()
            taking.say("how_it_works")
            taking.show()
        case Wish.STOP:
            pause(taking)
        case Wish.DELETE:
            ask_to_delete(taking)
        case Wish.PRIVACY:
            until = taking.running.words_until
            taking.say("privacy", day=f"{until.day} {until:%B %Y}")
            taking.show()
        case Wish.LANGUAGE:
            taking.step_aside("language")
            taking.show()
        case Wish.SKIP | Wish.BACK if state.aside:
            back_on_the_way(taking)
        case Wish.SKIP:
            _skip(taking)
        case _:
            _back(taking)


def _skip(taking: Taking) -> None:
    place = taking.state.place
    if place in EARLY:
        taking.say("cant_skip")
        taking.show()
    elif place in ENDING and place != "quoting":
        taking.show()
    elif taking.question and taking.question.id in taking.state.answers:
        taking.say("skip_keeps")
        taking.go_on()
    else:
        taking.you(line("skipped"))
        taking.go_on()


def _back(taking: Taking) -> None:
    before = place_before(taking.text, taking.state)
    if taking.state.changing:
        taking.change(changing=False)
        before = DONE if taking.state.finished else CHECK
    if before is None:
        taking.say("first_one")
    else:
        taking.go(before)
    taking.show()
