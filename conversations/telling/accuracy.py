"""How far coding can be trusted, measured on answers that two people coded, neither of whom saw what others said.

Sample-averaged F1: for each answer twice the number of themes that both name, over the number of those that each names,
and the mean of it over all answers (as the UK government's Consult reports it). Its interval is the middle 95% of the
means of 1,000 draws of as many answers, with replacement. Kappa: agreement on a theme beyond what chance alone would
bring (Cohen 1960); it says little where a theme is rare, so its prevalence stands beside it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from conversations.hearing.themes.code_frame import CodeFrame
from conversations.telling.counts import THRESHOLD, rounded
from conversations.telling.lines import line
from conversations.telling.theme_names import residual_names

ENOUGH = 2 * THRESHOLD
"""Answers. On fewer nothing is measured: an interval would be as wide as the scale."""


@dataclass(frozen=True, slots=True)
class Twice:
    """An answer that two people coded. `machine`: what the machine says of it, None where it says nothing yet."""

    question: str
    first: frozenset[str]
    second: frozenset[str]
    machine: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class F1:
    """0 to 1, with the interval that 95 of 100 draws lie in."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """One theme. `prevalence`: the share of people's codings that name it. A kappa is None where it has no meaning, as
    when nobody named the theme."""

    code: str
    name: str
    prevalence: float
    people: float | None
    machine: float | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of one question, or (with an empty question and no themes) of all. The F1s are None on fewer than ENOUGH answers.
    That of the machine is against each of the two people, and their mean."""

    question: str
    wording: str
    answers: int
    machine: F1 | None
    people: F1 | None
    themes: tuple[ThemeAgreement, ...] = ()


def accuracy(frames: Iterable[CodeFrame], coded: Sequence[Twice]) -> tuple[Accuracy, ...]:
    """Of all questions together, then of each that has a frame with themes."""
    found = [_measured("", "", coded)]
    for frame in frames:
        if frame.themes:
            of = [one for one in coded if one.question == frame.question]
            found.append(_measured(frame.question, frame.wording, of, _themes(frame, of)))
    return tuple(found)


def statement(measured: Sequence[Accuracy]) -> str:
    """What stands on everything that goes out. `measured`: as `accuracy` gives it."""
    whole = measured[0]
    if whole.machine is None or whole.people is None:
        return line("accuracy_not_measured")
    return line(
        "accuracy_measured",
        answers=rounded(whole.answers),
        machine=in_figures(whole.machine),
        people=in_figures(whole.people),
    )


def in_figures(f1: F1) -> str:
    """As in 0.78 (0.71 to 0.84)."""
    return line("accuracy_f1", mean=f"{f1.mean:.2f}", low=f"{f1.low:.2f}", high=f"{f1.high:.2f}")


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """The F1 of two codings of one answer."""
    both = len({*one} & {*other})
    return 2 * both / (len({*one}) + len({*other})) if one or other else 1.0


def _measured(question: str, wording: str, coded: Sequence[Twice], themes: tuple[ThemeAgreement, ...] = ()) -> Accuracy:
    by_machine = [one for one in coded if one.machine is not None]
    return Accuracy(
        question,
        wording,
        len(coded),
        _f1(
            [(overlap(one.machine or (), one.first) + overlap(one.machine or (), one.second)) / 2 for one in by_machine]
        ),
        _f1([overlap(one.first, one.second) for one in coded]),
        themes if len(coded) >= ENOUGH else (),
    )


def _f1(each: Sequence[float]) -> F1 | None:
    if len(each) < ENOUGH:
        return None
    # numpy takes a while to load, and a summary or a letter needs it only where so many answers were coded twice.
    from conversations.telling.resampling import mean_and_interval  # noqa: PLC0415

    return F1(*mean_and_interval(each))


def _themes(frame: CodeFrame, coded: Sequence[Twice]) -> tuple[ThemeAgreement, ...]:
    if len(coded) < ENOUGH:
        return ()
    names: Mapping[str, str] = {**{theme.code: theme.name for theme in frame.themes}, **residual_names()}
    found = []
    for code in frame.codes:
        first = [code in one.first for one in coded]
        second = [code in one.second for one in coded]
        by_machine = [one for one in coded if one.machine is not None]
        machine = [code in (one.machine or ()) for one in by_machine] * 2
        persons = [code in one.first for one in by_machine] + [code in one.second for one in by_machine]
        found.append(
            ThemeAgreement(
                code,
                names[code],
                (sum(first) + sum(second)) / (2 * len(coded)),
                _kappa(first, second),
                _kappa(machine, persons),
            )
        )
    return tuple(found)


def _kappa(one: Sequence[bool], other: Sequence[bool]) -> float | None:
    """None where both say the same of every answer because they say it of all or of none: chance would do as well."""
    if not one or (len({*one}) == 1 and len({*other}) == 1):
        return None
    apart = sum(a is not b for a, b in zip(one, other, strict=True))
    yes, other_yes, answers = sum(one), sum(other), len(one)
    by_chance = yes * (answers - other_yes) / answers + (answers - yes) * other_yes / answers
    return 1 - apart / by_chance
