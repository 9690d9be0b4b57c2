"""Choice, multi and scale questions."""

from collections.abc import Sequence

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Question
from conversations.asking.prompts import answer_words
from conversations.asking.turn_builder import TurnBuilder


def tick(builder: TurnBuilder, question: Question, actions: Sequence[str]) -> bool:
    """Takes the taps of one event; False where they are not of this question."""
    chosen = [found for action in actions if (found := _option_id(question, action))]
    done = "done" in actions
    if len(chosen) + done != len(actions) or (done and question.type != "multi"):
        return False
    if question.type != "multi":
        if len(chosen) != 1:
            return False
        _keep(builder, question, tuple(chosen))
        return True
    if not done:
        _toggle(builder, question, chosen)
        return True
    # A whole form sends all that is ticked; elsewhere the ticks were told one by one.
    picked = tuple(chosen) if builder.event.door.whole_forms else builder.state.picked
    _finish(builder, question, picked)
    return True


def pick(builder: TurnBuilder, question: Question, picked: tuple[str, ...]) -> None:
    """Takes options of a multi as typed, "1, 3 and 5" or one by one, and waits for Done. What is picked already is
    taken away again, where nothing else was typed."""
    before = builder.state.picked
    new = tuple(one for one in picked if one not in before)
    both = (*before, *new) if new else tuple(one for one in before if one not in picked)
    both = _alone(question, both, new)
    if question.max and len(both) > question.max:
        builder.say("too_many_picked", most=question.max)
    else:
        builder.change(picked=_in_order(question, both), sitting=_sat(builder, question))
    builder.show()


def _toggle(builder: TurnBuilder, question: Question, chosen: Sequence[str]) -> None:
    picked = builder.state.picked
    for one in chosen:
        picked = tuple(other for other in picked if other != one) if one in picked else (*picked, one)
    picked = _alone(question, picked, tuple(chosen))
    if question.max and len(picked) > question.max:
        builder.say("too_many_picked", most=question.max)
        builder.show()
        return
    builder.change(picked=_in_order(question, picked), sitting=_sat(builder, question))
    builder.show(replaces=True)


def _finish(builder: TurnBuilder, question: Question, picked: tuple[str, ...]) -> None:
    picked = settled(question, picked)
    if not picked:
        builder.say("pick_one_first")
        builder.show()
    elif question.max and len(picked) > question.max:
        builder.change(picked=picked)
        builder.say("too_many_picked", most=question.max)
        builder.show()
    else:
        _keep(builder, question, picked)


def settled(question: Question, picked: tuple[str, ...]) -> tuple[str, ...]:
    """Picks as they are kept: in the order of the options, without one that goes with no other beside others."""
    return _in_order(question, _alone(question, picked, ()))


def _keep(builder: TurnBuilder, question: Question, chosen: tuple[str, ...]) -> None:
    answer = Answer(chosen=chosen)
    builder.you(answer_words(question, answer))
    builder.keep(question, answer)
    if question.then_say:
        builder.tell(question.then_say)
    builder.go_on()


def _alone(question: Question, picked: tuple[str, ...], newest: tuple[str, ...]) -> tuple[str, ...]:
    """An option that goes with no other gives way to the newest pick, or stands alone if it is that."""
    alone = [one for one in picked if question.option(one).alone]
    if not alone or len(picked) == 1:
        return picked
    if newest and newest[-1] in alone:
        return (newest[-1],)
    return tuple(one for one in picked if one not in alone)


def _in_order(question: Question, picked: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(option.id for option in question.options if option.id in picked)


def _sat(builder: TurnBuilder, question: Question) -> tuple[str, ...]:
    """Picks of this sitting may be shown."""
    sitting = builder.state.sitting
    return sitting if question.id in sitting else (*sitting, question.id)


def _option_id(question: Question, action: str) -> str | None:
    if not (action.startswith("o") and action[1:].isdecimal()):
        return None
    at = int(action[1:])
    return question.options[at].id if at < len(question.options) else None
