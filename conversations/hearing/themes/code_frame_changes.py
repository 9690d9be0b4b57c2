"""Changing a code frame. A change makes a new frame and says what it did, so that earlier codes can be carried on."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from conversations.hearing.text.nothing_to_see import nothing_to_see
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame, Theme

LONGEST_CODE = 40
LONGEST_NAME = 80
LONGEST_DEFINITION = 300

_NOT_IN_A_CODE = re.compile(r"[^a-z0-9]+")


class FrameError(ValueError):
    """A frame cannot be changed like this. Says what to do."""


class Did(StrEnum):
    """What was done to a frame."""

    BEGAN = "began"
    ADDED = "added"
    CHANGED = "changed"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Change:
    """`codes`: the theme that was added or changed; the one that was merged and the one that it went into; the one that
    was split and those that it was split into. `names`: what they were called then, in the same order; of one that was
    changed, before and after."""

    did: Did
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def theme_of(frame: CodeFrame, code: str) -> Theme:
    """Raises FrameError where the frame has no theme with this code."""
    for theme in frame.themes:
        if theme.code == code:
            return theme
    raise FrameError("That theme is not there any more: somebody may have merged or split it.")


def added(frame: CodeFrame, theme: Theme, *, ever: Collection[str]) -> tuple[CodeFrame, Change]:
    """A frame with one theme more, whose code is made from its name. `ever`: codes that this question has ever had."""
    new = _checked(theme, frame.themes, ever)
    return replace(frame, themes=(*frame.themes, new)), Change(Did.ADDED, (new.code,), (new.name,))


def changed(frame: CodeFrame, theme: Theme) -> tuple[CodeFrame, Change]:
    """A frame in which the theme with this code has another name, definition or examples. Its code stays."""
    before = theme_of(frame, theme.code)
    others = [one for one in frame.themes if one.code != theme.code]
    after = replace(_checked(theme, others, ()), code=theme.code)
    if after == before:
        raise FrameError("Nothing was changed.")
    change = Change(Did.CHANGED, (theme.code,), (before.name, after.name))
    return replace(frame, themes=tuple(after if one is before else one for one in frame.themes)), change


def merged(frame: CodeFrame, code: str, into: str) -> tuple[CodeFrame, Change]:
    """A frame in which one theme has gone into another, with its examples."""
    gone, stays = theme_of(frame, code), theme_of(frame, into)
    if gone is stays:
        raise FrameError("Choose another theme to merge it into.")
    grown = replace(stays, examples=tuple(dict.fromkeys((*stays.examples, *gone.examples))))
    themes = tuple(grown if one is stays else one for one in frame.themes if one is not gone)
    return replace(frame, themes=themes), Change(Did.MERGED, (code, into), (gone.name, stays.name))


def split(frame: CodeFrame, code: str, parts: Sequence[Theme], *, ever: Collection[str]) -> tuple[CodeFrame, Change]:
    """A frame in which new themes stand in place of one. `ever`: codes that this question has ever had."""
    if len(parts) < 2:
        raise FrameError("A theme is split into two at least.")
    gone = theme_of(frame, code)
    others = [one for one in frame.themes if one is not gone]
    new: list[Theme] = []
    for part in parts:
        new.append(_checked(part, (*others, *new), (*ever, *(one.code for one in new))))
    themes: list[Theme] = []
    for one in frame.themes:
        themes += new if one is gone else [one]
    names = (gone.name, *(one.name for one in new))
    return replace(frame, themes=tuple(themes)), Change(Did.SPLIT, (code, *(one.code for one in new)), names)


def followed(codes: Sequence[str], changes: Iterable[Change]) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    """What codes have become through the changes made since, oldest first; and the parts of each theme among them that
    was split, of which the answer states one at least.

    A theme that was merged is the one that it went into. One that was split is none: only a person can say which of its
    parts an answer states.
    """
    now, owed = list(codes), list[frozenset[str]]()
    for change in changes:
        match change.did:
            case Did.MERGED:
                gone, into = change.codes
                now = [into if code == gone else code for code in now]
                owed = [frozenset(into if part == gone else part for part in parts) for parts in owed]
            case Did.SPLIT:
                gone, *new = change.codes
                owed = [parts - {gone} | set(new) if gone in parts else parts for parts in owed]
                if gone in now:
                    now.remove(gone)
                    owed.append(frozenset(new))
            case _:
                continue
    return tuple(dict.fromkeys(now)), tuple(owed)


def carried(codes: Sequence[str], changes: Iterable[Change]) -> tuple[tuple[str, ...], bool]:
    """What codes have become, as `followed` says, and whether a person should look again."""
    now, owed = followed(codes, changes)
    return now, bool(owed)


def code_for(name: str, ever: Collection[str]) -> str:
    """A code made from a name, as in fewer_changes, that none of `ever` has."""
    plain = _NOT_IN_A_CODE.sub("_", name.lower()).strip("_")
    plain = (plain if plain[:1].isalpha() else f"theme_{plain}".strip("_"))[: LONGEST_CODE - 4].strip("_")
    taken = {*ever, *RESIDUAL}
    numbered = (f"{plain}_{number}" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(one for one in numbered if one not in taken)


def _checked(theme: Theme, others: Iterable[Theme], ever: Collection[str]) -> Theme:
    name, definition = " ".join(theme.name.split()), " ".join(theme.definition.split())
    others = tuple(others)
    if nothing_to_see(name) or len(name) > LONGEST_NAME:
        raise FrameError(f"A theme needs a name, of up to {LONGEST_NAME} letters.")
    if nothing_to_see(definition) or len(definition) > LONGEST_DEFINITION:
        raise FrameError(f"A theme needs a line that says what belongs to it, of up to {LONGEST_DEFINITION} letters.")
    if name.casefold() in {one.name.casefold() for one in others}:
        raise FrameError("Another theme has this name: choose a different one.")
    examples = tuple(dict.fromkeys(" ".join(one.split()) for one in theme.examples if not nothing_to_see(one)))
    code = code_for(name, {*ever, *(one.code for one in others)})
    return Theme(code, name, definition, examples)
