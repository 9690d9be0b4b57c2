"""What the machine says of an answer anew once a frame was changed: it is asked about what is new, and nothing is lost.

A theme that was merged or got another name is the same theme for whoever stated it, and one that was split is one of
its parts at least. The machine is asked again only about themes that were added, or whose meaning was changed. Only a
coder that learned anew, of the same frame, is asked about everything.
"""

from collections.abc import Sequence
from itertools import pairwise

from conversations.hearing.themes.code_frame import RESIDUAL, Coding
from conversations.hearing.themes.code_frame_changes import Did, followed, theme_of
from storage.rules.coding_standing import FrameVersion, KeptCoding


def coded_anew(
    made: Coding, before: KeptCoding | None, people: Sequence[KeptCoding], history: Sequence[FrameVersion]
) -> Coding:
    """What is kept of `made`, which a coder of the newest frame says of an answer. `before`: what the machine said last
    of the same words; `people`: what people said of them. `history`: of the frame, oldest first."""
    owed, kept = [parts for coding in people for parts in _since(coding, history)[1]], made
    if before is not None and before.frame != history[-1].version:
        stated, of_split = _since(before, history)
        owed += of_split
        kept = _joined(made, before, stated, _Asked(before.frame, history))
    for parts in owed:
        if not any(part in kept.codes for part in parts):
            kept = _with_parts(kept, parts, made)
    return kept


class _Asked:
    """The themes that the machine is asked about: `added` to what it said, or `anew`, whatever it said."""

    def __init__(self, frame: int, history: Sequence[FrameVersion]) -> None:
        self.added: set[str] = set()
        self.anew: set[str] = set()
        for before, now in pairwise(history):
            if now.version > frame:
                self._take(before, now)

    def _take(self, before: FrameVersion, now: FrameVersion) -> None:
        code, *others = now.change.codes or ("",)
        match now.change.did:
            case Did.ADDED:
                self.added.add(code)
            case Did.CHANGED:
                old, new = theme_of(before.frame, code), theme_of(now.frame, code)
                if (old.definition, old.examples) != (new.definition, new.examples):
                    self.anew.add(code)
            case Did.MERGED:
                # Whoever stated either states it, whatever a coder would say of what the two have become.
                if {code, *others} & (self.added | self.anew):
                    self.added.update(others)
                self.anew -= {code, *others}
            case Did.SPLIT:
                if code in self.added | self.anew:
                    self.added.update(others)


def _since(coding: KeptCoding, history: Sequence[FrameVersion]) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    return followed(coding.codes, (one.change for one in history if one.version > coding.frame))


def _joined(made: Coding, before: KeptCoding, stated: Sequence[str], asked: _Asked) -> Coding:
    """What the machine said, with what it says now of the themes that it is asked about."""
    kept = [code for code in stated if code not in asked.anew and code not in RESIDUAL]
    new = [code for code in made.codes if code in asked.added | asked.anew and code not in kept]
    codes = [*kept, *new] or [code for code in stated if code in RESIDUAL]
    if not codes:
        return made
    sure = {**made.confidence, **before.confidence}
    least = min(before.confidence.values(), default=1.0)
    unsure = before.unsure or (bool(new) and made.needs_person)
    return Coding(tuple(codes), {code: sure.get(code, least) for code in codes}, unsure)


def _with_parts(kept: Coding, parts: frozenset[str], made: Coding) -> Coding:
    """With the parts of a theme that was split which the coder sees. Where it sees none a person should look: until
    then with the likeliest, or, where none is known to be likelier, with all of them."""
    seen = [code for code in made.codes if code in parts]
    likeliest = max(parts, key=lambda part: (made.confidence.get(part, -1.0), part))
    new = seen or ([likeliest] if likeliest in made.confidence else sorted(parts))
    codes = (*(code for code in kept.codes if code not in RESIDUAL), *new)
    sure = {**made.confidence, **kept.confidence}
    return Coding(codes, {code: sure.get(code, 0.0) for code in codes}, kept.needs_person or not seen)
