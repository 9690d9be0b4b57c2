"""The turn: one event from a respondent and everything that it causes. Pure: no input or output, no clock, no chance
but what the event brings.

Each of the other modules of this folder takes the events of some steps; this one says which.
"""

import re

from conversations.asking.consultation.model import Option, Running
from conversations.asking.events import Did, Event, Media
from conversations.asking.locales import line
from conversations.asking.locales.dates import plain_day
from conversations.asking.prompts import show, value
from conversations.asking.question_types.open import ask_again, bring_back, done, edit, write
from conversations.asking.question_types.ticking import pick, tick
from conversations.asking.receipts.after_closing import by_words, told_how
from conversations.asking.replies import Expects, Place
from conversations.asking.session import Session, Turn
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
from conversations.asking.turn_builder import BREAK, TurnBuilder
from conversations.asking.typed.commands import Command, agrees, command_of
from conversations.asking.typed.option_matching import match_options
from conversations.hearing.values import Heard


def take_turn(consultation: Running, state: Session | None, event: Event) -> Turn:
    """What this event causes. `state` is None for someone new; the same arguments always give the same turn.

    Raises ReceiptNeededError where the turn gives receipt words and the event brought none.
    """
    builder = TurnBuilder(consultation, state, event)
    builder.raise_flag()
    after_break = state is not None and event.at - state.at > BREAK
    if not _is_open(consultation, event):
        _outside(builder, known=state is not None)
    elif event.did is Did.BRING_BACK:
        bring_back_response(builder, event.returned)
    elif state is None and event.did in (Did.START, Did.LOOK):
        # Looking keeps nothing; starting does.
        builder.show()
        builder.ended = event.did is Did.LOOK
    elif event.did is Did.START or (event.did is Did.LOOK and after_break):
        resume(builder)
    elif event.did is Did.LOOK:
        builder.show()
    elif event.did is Did.TAP:
        _tapped(builder)
    elif event.did is Did.MEDIA:
        _unreadable(builder, event.media or Media.OTHER)
    elif event.did is Did.EDIT:
        edit(builder, builder.question, event.heard or Heard(""))
    else:
        _typed(builder, event.heard or Heard(""))
    return builder.turn()


def _is_open(consultation: Running, event: Event) -> bool:
    return consultation.status == "open" and consultation.opens <= event.at.date() <= consultation.closes


def _outside(builder: TurnBuilder, *, known: bool) -> None:
    """Before the opening and after the closing date: says so, helps, and still lets someone delete."""
    running, event = builder.running, builder.event
    deleting = builder.state.aside == "delete"
    command = command_of(event.heard.raw) if event.heard else None
    if known and builder.state.response and (command is Command.DELETE or (deleting and event.did is Did.TAP)):
        if deleting and aside(builder, _action(builder, event.taps[-1]) or ""):
            return
        ask_to_delete(builder)
        return
    early = running.status == "open" and event.at.date() < running.opens
    if event.did is Did.BRING_BACK and running.status != "draft" and not early:
        by_words(builder, known=known)
        return
    if running.status == "draft":
        builder.say("not_open_yet_no_day")
    else:
        sooner = not early and running.closes >= event.at.date()
        day = running.opens if early else running.closes
        builder.say("not_open_yet" if early else "closed_sooner" if sooner else "closed", day=plain_day(day))
        if not early and (how := told_how(running, event)):
            builder.tell(how)
    builder.card(last=command is not Command.HELP)
    builder.ended = not known


# Taps


def _action(builder: TurnBuilder, tapped: str) -> str | None:
    """What a button says to do; None where it is from an earlier question, or no button of ours."""
    _, _, action = tapped.partition(".")
    return action if action and tapped == value(builder.state, action) else None


def _tapped(builder: TurnBuilder) -> None:
    actions = [_action(builder, tapped) for tapped in builder.event.taps]
    if not actions or None in actions or not _act(builder, [action for action in actions if action]):
        if any(tapped.endswith(".help") for tapped in builder.event.taps):
            _obey(builder, Command.HELP)
            return
        builder.say("stale")
        builder.show()


def _act(builder: TurnBuilder, actions: list[str]) -> bool:
    """Does what buttons say; False where they are none of this step's."""
    state, first = builder.state, actions[0]
    if len(actions) == 1 and first in _COMMANDS:
        _obey(builder, _COMMANDS[first])
        return True
    if state.aside:
        return aside(builder, first)
    if (question := builder.question) is None:
        step = BEGINNING.get(state.place) or ENDING.get(state.place)
        return step is not None and step(builder, first)
    if first == "keep" and question.id in state.answers:
        builder.go_on()
        return True
    if first == "clear" and question.id in state.answers:
        builder.remove(question)
        builder.go(state.place)
        builder.show()
        return True
    if question.type != "open":
        return tick(builder, question, actions)
    if first == "done":
        done(builder, question)
        return True
    return ask_again(builder, first)


_COMMANDS = {
    command.value: command for command in (Command.SKIP, Command.BACK, Command.STOP, Command.HELP, Command.DELETE)
}


# Words


def _typed(builder: TurnBuilder, heard: Heard) -> None:
    command = command_of(heard.raw)
    open_question = builder.question if builder.question and builder.question.type == "open" else None
    if command is not None and command is not Command.DONE:
        _obey(builder, command)
    elif builder.event.taps and not all(_action(builder, tapped) for tapped in builder.event.taps):
        # The form was of an earlier question: its words belong there, and must not become an answer here.
        builder.say("stale")
        builder.show()
    elif builder.event.forwarded:
        builder.say("forwarded")
        builder.show()
    elif builder.state.aside == "again" and open_question:
        if command is Command.DONE or heard.raw.strip().lower() in (
            line("again_never_mind").lower(),
            "no",
            "nah",
            "nope",
        ):
            back_on_the_way(builder)
        else:
            bring_back(builder, open_question, heard)
    elif builder.state.place == CODE and not builder.state.aside:
        group_code(builder, heard.raw)
    elif open_question and not builder.state.aside:
        _write(builder, heard, finished=command is Command.DONE)
    elif not _understood(builder, heard.raw, finished=command is Command.DONE):
        _not_understood(builder)


def _write(builder: TurnBuilder, heard: Heard, *, finished: bool) -> None:
    """Words for an open question; or one of its buttons by its words; or both words and Done from a form."""
    question = builder.question
    if question is None:
        return
    tapped = [_action(builder, one) for one in builder.event.taps]
    if finished:
        done(builder, question)
        return
    labels = {button.label.lower(): button.value for button in show(builder.running, builder.state).buttons}
    if (named := labels.get(heard.raw.strip().lower())) and (action := _action(builder, named)):
        _act(builder, [action])
        return
    done_too = tapped == ["done"]
    if done_too and not heard.redacted.strip():
        done(builder, question)
        return
    written = write(builder, question, heard)
    if written and done_too and not heard.hidden:
        builder.go_on()
    else:
        builder.show()


def _understood(builder: TurnBuilder, raw: str, *, finished: bool) -> bool:
    """Takes typed words as the button that they mean: an option by its number or words, a control by its words."""
    shown = show(builder.running, builder.state)
    several = shown.expects is Expects.MANY
    if finished:
        return several and _act(builder, ["done"])
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
    actions = [action for button in named if (action := _action(builder, button.value))]
    if several and found and (question := builder.question):
        pick(builder, question, tuple(question.options[int(action[1:])].id for action in actions))
        return True
    return bool(actions) and _act(builder, actions)


def _not_understood(builder: TurnBuilder) -> None:
    typed = builder.event.heard.raw if builder.event.heard else ""
    if builder.worried:
        pass  # the help card was the answer; "I did not get that" would take it back
    elif builder.state.place == AGE and any(26 <= int(number) <= 120 for number in re.findall(r"\b\d{2,3}\b", typed)):
        builder.say("age_too_old")
    elif builder.state.aside == "paused":
        builder.say("paused_not_kept")
    elif builder.new and not builder.event.door.asks_first:
        pass  # "hi": nothing was asked yet
    elif builder.state.place not in (DONE, ELSEWHERE):
        builder.say("not_understood")
    builder.show()


def _unreadable(builder: TurnBuilder, media: Media) -> None:
    builder.say(f"media_{media.value}")
    builder.show()


# Commands


def _obey(builder: TurnBuilder, command: Command) -> None:
    """A command, which works at every step."""
    state = builder.state
    match command:
        case Command.START:
            resume(builder)
        case Command.HELP:
            builder.card()
            builder.say("how_it_works")
            builder.show()
        case Command.STOP:
            pause(builder)
        case Command.DELETE:
            ask_to_delete(builder)
        case Command.PRIVACY:
            builder.say("privacy", day=plain_day(builder.running.words_until))
            builder.show()
        case Command.LANGUAGE:
            builder.step_aside("language")
            builder.show()
        case Command.SKIP | Command.BACK if state.aside:
            back_on_the_way(builder)
        case Command.SKIP:
            _skip(builder)
        case _:
            _back(builder)


def _skip(builder: TurnBuilder) -> None:
    place = builder.state.place
    if place in EARLY:
        builder.say("cant_skip")
        builder.show()
    elif place in ENDING and place != "quoting":
        builder.show()
    elif builder.question and builder.question.id in builder.state.answers:
        builder.say("skip_keeps")
        builder.go_on()
    else:
        builder.you(line("skipped"))
        builder.go_on()


def _back(builder: TurnBuilder) -> None:
    before = place_before(builder.text, builder.state)
    if builder.state.changing:
        builder.change(changing=False)
        before = DONE if builder.state.finished else CHECK
    if before is None:
        builder.say("first_one")
    else:
        builder.go(before)
    builder.show()
