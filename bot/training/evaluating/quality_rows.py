"""The lines of `make evaluate` on quality, each with its floor: a little below what was reached when it was set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.training.evaluating import scoring
from bot.training.evaluating.scoring import Hidden, Said, Share
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Kind, Risk, Span

FLOORS = {
    "spans": 0.94,
    "lower case": 0.90,
    "names": 0.94,
    "contacts and numbers": 0.95,
    "wrong words": 0.015,
    "touched": 0.08,
    "urgent": 0.90,
    "concern": 0.86,
    "false alarms": 0.10,
    "look-alikes": 0.10,
    "feeling": 0.69,
    "themes": 0.78,
    "themes macro": 0.74,
}
"""For shares that should be small, the most that they may be."""

SMALL = frozenset({"wrong words", "touched", "false alarms", "look-alikes"})
"""Figures that should be small."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `good`: whether `value` holds its floor (None: has none)."""

    name: str
    figure: str
    interval: str
    floor: str = ""
    peer: str = ""
    good: bool | None = None


def rows(answers: Sequence[Labelled], said: Sequence[Said], peer: Sequence[Sequence[Span]] | None) -> list[Row]:
    """What hearing `said` of each answer, against what people said. `peer`: what Presidio hides in each, if known."""
    return [
        *_hidden(scoring.hidden(answers, [one.spans for one in said]), scoring.hidden(answers, peer) if peer else None),
        *_screened(answers, [one.risk for one in said]),
        _f1("Feeling: macro-F1", scoring.feeling_f1(answers, [one.feeling for one in said]), "feeling"),
        *_themes(scoring.themes(answers, [one.codes for one in said])),
    ]


def _hidden(mine: Hidden, its: Hidden | None) -> list[Row]:
    kinds = {kind.value: (lambda one, kind=kind: one.of(kind)) for kind in mine.kinds}
    shown: list[tuple[str, Callable[[Hidden], Share], str]] = [
        ("Redaction: spans hidden whole", lambda one: one.of(), "spans"),
        ("  in lower case", lambda one: one.lower_case, "lower case"),
        ("  PERSON", lambda one: one.of(Kind.PERSON), "names"),
        ("  CONTACT and ID", lambda one: one.of(Kind.CONTACT, Kind.ID), "contacts and numbers"),
        *((f"  {name}", of, "") for name, of in kinds.items() if name != "PERSON"),
        ("  other words hidden (fewer is better)", lambda one: one.wrong, "wrong words"),
        ("  answers without any touched (fewer is better)", lambda one: one.touched, "touched"),
    ]
    return [_row(name, of(mine), floor, of(its) if its else None) for name, of, floor in shown]


def _screened(answers: Sequence[Labelled], risks: Sequence[Risk]) -> list[Row]:
    shown: list[tuple[str, Callable[[Labelled], bool], str]] = [
        ("Screening: urgent ones flagged", lambda one: one.risk is Risk.URGENT, "urgent"),
        ("  concerning ones flagged", lambda one: one.risk is Risk.CONCERN, "concern"),
        ("  harmless ones flagged (fewer is better)", lambda one: one.risk is Risk.NONE, "false alarms"),
        (
            "  of these, look-alikes (fewer is better)",
            lambda one: one.risk is Risk.NONE and "hard_negative_risk" in one.traits,
            "look-alikes",
        ),
    ]
    return [_row(name, scoring.flagged(answers, risks, where), floor) for name, where, floor in shown]


def _themes(coded: scoring.Themes) -> list[Row]:
    low, high = coded.interval
    return [
        _f1("Themes: F1, averaged over answers", coded.sample, "themes", f"{low:.3f} to {high:.3f}"),
        _f1("Themes: F1, averaged over themes", coded.macro, "themes macro"),
    ]


def _f1(name: str, figure: float, floor: str, interval: str = "") -> Row:
    return Row(name, f"{figure:.3f}", interval, f"{FLOORS[floor]:.2f}", good=figure >= FLOORS[floor])


def _row(name: str, share: Share, floor: str, peer: Share | None = None) -> Row:
    low, high = share.interval
    return Row(
        name,
        f"{share.part}/{share.of} = {share.value:.3f}",
        f"{low:.3f} to {high:.3f}",
        f"{FLOORS[floor]:.3g}" if floor else "",
        f"{peer.part}/{peer.of} = {peer.value:.3f}" if peer else "",
        None if not floor else share.value <= FLOORS[floor] if floor in SMALL else share.value >= FLOORS[floor],
    )
