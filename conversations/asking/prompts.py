"""The question that a state waits with, as a reply. The same state always shows the same question."""

import msgspec

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Question, Running
from conversations.asking.locales import LANGUAGES, line
from conversations.asking.replies import Button, Expects, Place, Reply, Says
from conversations.asking.session import Session
from conversations.asking.steps.order import AGE_BANDS, ASKED, answered, question_at, shown_options
from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.values import LABELS, Kind

CUT = 200
"""Characters of an answer that are shown back to its author."""

BACK = frozenset({Kind.PERSON, Kind.SCHOOL_ORG, Kind.LOCATION, Kind.DATE})
"""The kinds that may not have been personal after all; a phone number always is."""

MOST_ASIDE = 8
"""How many hidden things get a button to bring them back."""


def value(state: Session, action: str) -> str:
    """A button's opaque value: the seed tells a button of another session, the stamp one of an earlier question."""
    return f"v1:{state.seed:x}-{state.stamp}.{action}"


def show(running: Running, state: Session, *, replaces: bool = False, lead: str = "") -> Reply:
    """The question that waits. `lead` is put before its text."""
    if state.aside:
        reply = _aside(running, state)
    elif (question := question_at(running.text, state.place)) is not None:
        reply = _asked(running, state, question, replaces=replaces)
    else:
        reply = _step(running, state)
    reply = msgspec.structs.replace(reply, anchor=value(state, "add"))
    if reply.expects is Expects.WORDS and state.place.startswith(ASKED) and not state.aside:
        reply = msgspec.structs.replace(reply, done=value(state, "done"))
    return msgspec.structs.replace(reply, text=f"{lead}\n\n{reply.text}") if lead else reply


def _option(state: Session, key: str, action: str) -> Button:
    return Button(line(key), value(state, action), Place.OPTION)


def _controls(state: Session, *keys: str) -> tuple[Button, ...]:
    return tuple(Button(line(key), value(state, key), Place.CONTROL) for key in keys)


def _step(running: Running, state: Session) -> Reply:
    """The steps that are no questions of the consultation."""
    text = running.text
    match state.place:
        case "age":
            buttons = tuple(_option(state, f"age_{band}", f"o{at}") for at, band in enumerate(AGE_BANDS))
            words = [line("hello", title=text.title, about=text.about), line("age_question")]
            if running.trial:
                words.insert(0, line("trial"))
            return Reply(
                Says.QUESTION,
                "\n\n".join(words),
                (*buttons, *_controls(state, "help")),
                Expects.ONE,
                hint=line("age_why"),
            )
        case "elsewhere":
            return Reply(
                Says.QUESTION,
                line("elsewhere", address=running.web_address),
                (_option(state, "elsewhere_back", "back"), *_controls(state, "help")),
                Expects.ONE,
            )
        case "code":
            hint = line("code_hint") + (f"\n{line('code_hint_trial')}" if running.trial else "")
            return Reply(
                Says.QUESTION,
                line("code_question"),
                _controls(state, "back", "help", "stop"),
                Expects.WORDS,
                hint=hint,
            )
        case "welcome":
            return Reply(
                Says.QUESTION,
                line("welcome", count=len(text.questions)),
                (_option(state, "welcome_next", "next"), *_controls(state, "back", "help", "stop")),
                Expects.ONE,
            )
        case "agree":
            buttons = (_option(state, "agree_yes", "yes"), _option(state, "agree_no", "no"))
            return Reply(
                Says.QUESTION, line("agree"), (*buttons, *_controls(state, "back", "help", "stop")), Expects.ONE
            )
        case "quoting":
            yes, no = (
                Button(line(f"quoting_{word}"), value(state, word), Place.OPTION, picked=state.quoting is said)
                for word, said in (("yes", True), ("no", False))
            )
            return Reply(
                Says.QUESTION,
                line("quoting"),
                (yes, no, *_controls(state, "skip", "back", "help", "stop")),
                Expects.ONE,
                progress=line("progress_last"),
            )
        case "check":
            buttons = (_option(state, "finish", "finish"), _option(state, "change", "change"))
            return Reply(
                Says.QUESTION,
                line("check", answers=_answers_so_far(running, state)),
                (*buttons, *_controls(state, "back", "help", "stop", "delete")),
                Expects.ONE,
                progress=line("progress_last"),
            )
        case _:
            return Reply(
                Says.QUESTION,
                line("finished"),
                (_option(state, "change", "change"), *_controls(state, "delete", "help")),
                Expects.ONE,
                hint=line("finished_hint"),
            )


def _aside(running: Running, state: Session) -> Reply:
    """A short way off: one question, after which the place is shown again."""
    match state.aside:
        case "delete":
            buttons: tuple[Button, ...] = (_option(state, "delete_yes", "yes"), _option(state, "delete_no", "no"))
            return Reply(Says.QUESTION, line("delete_question"), (*buttons, *_controls(state, "help")), Expects.ONE)
        case "language":
            buttons = tuple(Button(name, value(state, f"lang_{code}")) for code, name in LANGUAGES.items())
            return Reply(Says.QUESTION, line("language"), (*buttons, *_controls(state, "back")), Expects.ONE)
        case "again":
            return Reply(
                Says.QUESTION,
                line("again_question"),
                (Button(line("again_never_mind"), value(state, "back"), Place.CONTROL), *_controls(state, "help")),
                Expects.WORDS,
            )
        case "change":
            asked = (*running.text.questions, *running.text.about_you)
            buttons = tuple(
                Button(f"{at}. {question.text}", value(state, f"c{at - 1}")) for at, question in enumerate(asked, 1)
            )
            if any(answer.text for answer in state.answers.values()):
                buttons += (Button(line("quoting"), value(state, "quoting")),)
            leave = Button(line("change_none"), value(state, "back"), Place.CONTROL)
            return Reply(Says.QUESTION, line("change_which"), (*buttons, leave), Expects.ONE)
        case _:
            buttons = (
                _option(state, "carry_on", "carry_on"),
                *_controls(state, "delete", "help"),
            )
            count = len(running.text.questions)
            return Reply(
                Says.QUESTION,
                line("progress_so_far", answered=answered(running.text, state), count=count),
                buttons,
                Expects.ONE,
                hint=line("paused_hint"),
            )


def _asked(running: Running, state: Session, question: Question, *, replaces: bool) -> Reply:
    """A question of the consultation, or about you."""
    about = question in running.text.about_you
    among = running.text.about_you if about else running.text.questions
    progress = line("progress_about" if about else "progress", number=among.index(question) + 1, count=len(among))
    before = state.answers.get(question.id)
    skip = Button(line("rather_not" if about else "skip"), value(state, "skip"), Place.CONTROL)
    after = (skip, *_controls(state, "back", "help", "stop"))
    again = _controls(state, "keep", "clear") if before and not state.draft else ()
    if question.type == "open":
        return _asked_openly(state, question, progress, before, (*again, *after))
    said = before.chosen if before and question.type != "multi" and question.id in state.sitting else ()
    picked = state.picked if question.type == "multi" and (question.id in state.sitting or not before) else said
    options = tuple(
        Button(option.text, value(state, f"o{question.options.index(option)}"), picked=option.id in picked)
        for option in shown_options(question, state.seed)
    )
    hints = [line("about_hint", why=question.why)] if question.why else []
    if question.type == "multi":
        most = question.max or 0
        hints.append(line("multi_hint_max", most=most) if most else line("multi_hint"))
        return Reply(
            Says.QUESTION,
            question.text,
            (*options, *_controls(state, "done"), *again, *after),
            Expects.MANY,
            progress,
            "\n".join(hints),
            most,
            replaces,
        )
    if before:
        hints.append(line("kept_before"))
    return Reply(Says.QUESTION, question.text, (*options, *again, *after), Expects.ONE, progress, "\n".join(hints))


def _asked_openly(
    state: Session, question: Question, progress: str, before: Answer | None, after: tuple[Button, ...]
) -> Reply:
    """An open question: fresh, with an answer from before, or in the middle of being written."""
    if state.draft:
        buttons = (*_controls(state, "done"), *_brought_back(state), *after)
        return Reply(Says.QUESTION, line("more_words"), buttons, Expects.WORDS, progress, question.text)
    hint = f"{line('open_hint')}\n{line('open_how')}"
    if before:
        shown = question.id in state.sitting
        words = line("kept_before_words", words=_cut(before.text)) if shown else line("kept_before_hidden")
        hint = f"{words}\n{line('kept_before_adds', clear=line('clear'))}\n{hint}"
    return Reply(Says.QUESTION, question.text, after, Expects.WORDS, progress, hint)


def _brought_back(state: Session) -> tuple[Button, ...]:
    """A button for each hidden thing of the newest message that its author may bring back."""
    places = list(PLACEHOLDER.finditer(state.draft[-1].text))
    back = [LABELS[kind] for kind in state.draft[-1].hidden if kind in BACK]
    return tuple(
        Button(line("hidden_again_button", thing=found[0]), value(state, f"again{at}"), Place.OPTION)
        for at, found in enumerate(places[:MOST_ASIDE])
        if any(found[0].strip("[]").startswith(label) for label in back)
    )


def _answers_so_far(running: Running, state: Session) -> str:
    lines = []
    for number, question in enumerate((*running.text.questions, *running.text.about_you), 1):
        answer = state.answers.get(question.id)
        if answer is None:
            words = line("check_skipped")
        elif question.id not in state.sitting:
            words = line("check_hidden")
        else:
            words = answer_words(question, answer)
        lines.append(line("check_line", number=number, question=question.text, answer=words))
    return "\n\n".join(lines)


def answer_words(question: Question, answer: Answer) -> str:
    """An answer in words, for its author: options by their text, long words cut."""
    if question.type == "open":
        return _cut(answer.text)
    return ", ".join(question.option(chosen).text for chosen in answer.chosen)


def _cut(words: str) -> str:
    return words if len(words) <= CUT else line("check_cut", words=words[:CUT].rstrip())
