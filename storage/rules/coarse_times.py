"""How exact a time is kept. A time that is exact leads from what was kept to whoever did something at that moment.

Exact are sign-ins alone: they tell of staff, and of nothing that anybody said. What names an answer or a flag has a
day, everything else steps of ten minutes: too coarse to be matched with anything that anyone sent.
"""

import re
from datetime import UTC, datetime, timedelta

STEP = timedelta(minutes=10)

SIGN_INS = frozenset({"signed in", "signed out"})
"""Actions in the audit whose times stay exact."""

ABOUT_WHAT_WAS_SAID = ("answer ", "decision ", "flag ")
"""How actions in the audit begin that lead to somebody's words."""

_NAMES_SOMETHING = re.compile(r"\b[0-9a-f]{32}\b")
"""An id of a response or an answer, as it is written down."""

_OVER = frozenset({"closed", "published"})


def step(at: datetime) -> datetime:
    """The beginning of the ten minutes that a time is in, in UTC."""
    at = at.astimezone(UTC)
    return at.replace(minute=at.minute - at.minute % (STEP // timedelta(minutes=1)), second=0, microsecond=0)


def day(at: datetime) -> str:
    """As text that sorts as time does: 2026-03-01."""
    return at.astimezone(UTC).date().isoformat()


def hour(at: datetime) -> str:
    """As text that sorts as time does: 2026-03-01T09."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H}"


def exact(at: datetime) -> str:
    """As text that sorts as time does, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def of_audit(action: str, detail: str, at: datetime) -> str:
    """The time of an audit row, as text."""
    if action in SIGN_INS:
        return exact(at)
    if action.startswith(ABOUT_WHAT_WAS_SAID) or _NAMES_SOMETHING.search(detail):
        return day(at)
    return exact(step(at))


def of_flag(status: str | None, at: datetime) -> str:
    """The time of a flag, as text: exact while its consultation runs, since help may hang on it. `status` of the
    consultation, None where there is none."""
    return hour(at) if status in _OVER else exact(at)
