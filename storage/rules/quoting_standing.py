"""Flagged words and print: a flag keeps words out of every quote until it was a false alarm, or a safeguarding lead has
looked at who they show.

A flag names no answer, so what it is about is found by its words. Where in doubt, words stay out.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from conversations.hearing.values import APART, Risk
from storage.worries.flags import FlagVerdict, PrintDecision, PrintVerdict, Raised, Standing

_TOKEN = re.compile(r"\[[^\]\n]{1,30}\]|\w+|[^\w\s]")
_APOSTROPHES = re.compile(r"(?<=\w)['\u2018\u2019\u02bc`\u00b4](?=\w)")
_HIDDEN = 12
"""So many words and signs may stand where a flag shows that something was hidden: its author may have sent it again."""


class Words:
    """What a flag shows: one stretch of a text, or several, whatever signs stand between its words. `keys`: the longest
    word of each; only where one of these is, does it have to be looked for."""

    def __init__(self, words: str) -> None:
        pieces = [tokens for piece in words.split(APART) if (tokens := _tokens(piece))]
        # What was said between things that were hidden; a piece that is all hidden says nothing.
        runs = [[tuple(run) for hidden, run in groupby(tokens, _hidden) if not hidden] for tokens in pieces]
        self._pieces = [piece for piece in runs if piece]
        self.keys = {max((one for run in piece for one in run), key=len) for piece in self._pieces}

    def stand_in(self, text: str, *, a_part_will_do: bool) -> bool:
        """Whether they are in a text, whatever its case, blanks, signs, and what was hidden of it."""
        tokens = _tokens(text)
        found = (_follow(tokens, runs) for runs in self._pieces)
        return bool(self.keys) and (any(found) if a_part_will_do else all(found))


class FlaggedWords:
    """The flags of one consultation, to look answers up in."""

    def __init__(self, flags: Iterable[Raised]) -> None:
        self._by_token: dict[str, list[tuple[Raised, Words]]] = defaultdict(list)
        for flag in flags:
            words = Words(flag.words)
            for token in words.keys:
                self._by_token[token].append((flag, words))

    def about(self, text: str, risk: Risk) -> tuple[Raised, ...]:
        """The flags about an answer's words, by number. All that a flag shows has to be in them, whoever wrote them; of
        an answer that was flagged itself, a part is enough, as the rest may have been written anew since."""
        if not self._by_token:
            return ()
        likely = {
            flag.id: (flag, words) for token in set(_tokens(text)) for flag, words in self._by_token.get(token, ())
        }
        return tuple(
            flag for _, (flag, words) in sorted(likely.items()) if words.stand_in(text, a_part_will_do=risk > Risk.NONE)
        )

    def standing(self, text: str, risk: Risk, revision: int, decisions: Sequence[PrintDecision]) -> Standing:
        """`decisions`: all that there are about the answer, oldest first."""
        flags = self.about(text, risk)
        # What was decided was about the words as they were read; what is to be kept out is, whatever becomes of it.
        of_these = [one for one in decisions if one.revision == revision or one.verdict is PrintVerdict.KEEP]
        last = of_these[-1] if of_these else None
        through = last if last and last.verdict is PrintVerdict.QUOTE else None
        verdicts = {one.verdict for one in of_these}
        # A flag of its own that is not found any more may have been right.
        not_found = risk > Risk.NONE and not flags and PrintVerdict.BEFORE not in verdicts
        unseen = PrintVerdict.KEEP in verdicts or not_found
        known = through.newest_flag if through else 0
        worries = any(flag.verdict is not FlagVerdict.FALSE_ALARM and flag.id > known for flag in flags)
        waits = any(not flag.closed for flag in flags)
        kept_out = waits or worries or (unseen and through is None)
        return Standing(kept_out, flags, None if kept_out else through, waits)


def _tokens(text: str) -> list[str]:
    """Words as they sound: a comma that was added since, or another form of a letter, makes no other words of them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", "".join(one for one in text if unicodedata.category(one) != "Cf"))
    tokens = _TOKEN.findall(_APOSTROPHES.sub("", text.casefold()))
    return [one for one in tokens if len(one) > 1 or not unicodedata.category(one).startswith("P")] or tokens


def _hidden(token: str) -> bool:
    return len(token) > 1 and token.startswith("[")


def _follow(tokens: Sequence[str], runs: Sequence[tuple[str, ...]]) -> bool:
    """Whether the runs stand in the tokens one after the other, each pair with a gap for something hidden."""
    ends: set[int] | None = None
    for run in runs:
        starts = (at for at, token in enumerate(tokens) if token == run[0] and tuple(tokens[at : at + len(run)]) == run)
        ends = {at + len(run) for at in starts if ends is None or not ends.isdisjoint(range(at - _HIDDEN, at))}
    return ends is None or bool(ends)
