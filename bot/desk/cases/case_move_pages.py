"""What safeguarding leads do with a case. Notes are redacted before they are kept, like what young people write."""

from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import Response

from bot.desk.cases.case_page import gone, leads, shown
from bot.desk.cases.case_words import LEVEL_NAMES
from bot.desk.desk import Desk, Visit, go
from conversations.hearing.text.nothing_to_see import nothing_to_see
from storage.worries.cases import Case, CaseMove, Move, Outcome

LONGEST_NOTE = 2000
"""Characters of a note, a next step, or of how or why."""

_WORDS_FOR = {Outcome.ACTED_ON: "Say what was done.", Outcome.NO_ACTION: "Say why nothing had to be done."}
"""Outcomes that need words, and what is said where they are missing."""

_CHANGED = "Nothing was changed: somebody else changed this case a moment ago. This is how it stands now."


async def case_taken(desk: Desk, visit: Visit) -> Response:
    return await _moved(desk, visit, CaseMove(Move.TAKEN, visit.name, desk.clock(), goes_to=visit.name), "taken")


async def case_handed_over(desk: Desk, visit: Visit) -> Response:
    to = visit.form.get("to", "")
    if to not in await leads(desk):
        return await _not_done(desk, visit, "Choose who it goes to. It is still where it was.")
    return await _moved(desk, visit, CaseMove(Move.HANDED_OVER, visit.name, desk.clock(), goes_to=to), "handed-over")


async def case_noted(desk: Desk, visit: Visit) -> Response:
    if nothing_to_see(visit.form.get("words", "")) and nothing_to_see(visit.form.get("next", "")):
        return await _not_done(desk, visit, "Write a note, a next step, or both. Nothing was kept yet.")
    return await _moved(desk, visit, CaseMove(Move.NOTED, visit.name, desk.clock()), "noted")


async def case_level(desk: Desk, visit: Visit) -> Response:
    level = LEVEL_NAMES.get(visit.form.get("level", ""))
    if level is None:
        return await _not_done(desk, visit, "Choose one of the levels. Nothing was changed.")
    return await _moved(desk, visit, CaseMove(Move.LEVEL, visit.name, desk.clock(), level=level), "level")


async def case_closed(desk: Desk, visit: Visit) -> Response:
    said = visit.form.get("outcome", "")
    if said not in set(Outcome) - {Outcome.WORRY}:
        return await _not_done(desk, visit, "Choose an outcome. It is still open.")
    outcome = Outcome(said)
    if outcome in _WORDS_FOR and nothing_to_see(visit.form.get("words", "")):
        return await _not_done(desk, visit, f"{_WORDS_FOR[outcome]} It is still open.")
    return await _moved(desk, visit, CaseMove(Move.CLOSED, visit.name, desk.clock(), outcome=outcome), "closed")


async def case_reopened(desk: Desk, visit: Visit) -> Response:
    return await _moved(desk, visit, CaseMove(Move.REOPENED, visit.name, desk.clock(), goes_to=visit.name), "reopened")


async def case_undone(desk: Desk, visit: Visit) -> Response:
    return await _moved(desk, visit, CaseMove(Move.UNDONE, visit.name, desk.clock()), "undone")


async def _moved(desk: Desk, visit: Visit, move: CaseMove, did: str) -> Response:
    """Makes the move with what was written beside it, once that is redacted."""
    found = await _asked_for(desk, visit)
    if found is None:
        return gone(desk, visit)
    hidden = 0
    written = {}
    for name in ("words", "next"):
        text = visit.form.get(name, "").strip()
        if len(text) > LONGEST_NOTE:
            return await _not_done(desk, visit, f"Shorten it to {LONGEST_NOTE} characters. Nothing was kept yet.")
        if not text:
            written[name] = ""
            continue
        heard = await desk.hear(text, "")
        if heard.language:
            return await _not_done(
                desk, visit, "Only English can be checked for names here: write it in English. Nothing was kept yet."
            )
        written[name] = heard.redacted
        hidden += len(heard.spans)
    move = replace(move, words=written["words"], next_step=written["next"])
    seen = len(found.moves)
    # Checked once more where it is kept: names are looked for meanwhile, and that takes a moment.
    if str(seen) != visit.form.get("seen", "") or not await desk.store.cases.move(found.id, move, seen=seen):
        return await _not_done(desk, visit, _CHANGED, status=409)
    teaches = move.move in (Move.CLOSED, Move.REOPENED, Move.UNDONE)
    asked = {"did": did} | ({"hidden": str(hidden)} if hidden else {})
    return go(f"/desk/cases/{found.id}?{urlencode(asked)}", then=desk.adjust if teaches else None)


async def _not_done(desk: Desk, visit: Visit, wrong: str, *, status: int = 400) -> Response:
    found = await _asked_for(desk, visit)
    if found is None:
        return gone(desk, visit)
    return await shown(desk, visit, found, wrong=wrong, typed=visit.form, status=status)


async def _asked_for(desk: Desk, visit: Visit) -> Case | None:
    return await desk.store.cases.case(int(visit.path("case")))
