"""What Presidio hides, in an environment of its own, to set beside our redaction."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Kind, Span

PRESIDIO = {
    "PERSON": Kind.PERSON,
    "LOCATION": Kind.LOCATION,
    "ORGANIZATION": Kind.SCHOOL_ORG,
    "EMAIL_ADDRESS": Kind.CONTACT,
    "PHONE_NUMBER": Kind.CONTACT,
    "URL": Kind.CONTACT,
    "UK_NHS": Kind.ID,
    "UK_NINO": Kind.ID,
    "DATE_TIME": Kind.DATE,
}
"""What of Presidio's findings is a kind of ours. The rest (an American driving licence) counts as a number."""


def presidio(python: Path, answers: Sequence[Labelled]) -> list[list[Span]] | None:
    """What Presidio hides in each answer; None where its environment is not there."""
    if not python.exists():
        return None
    lines = "".join(json.dumps(answer.raw) + "\n" for answer in answers)
    script = Path(__file__).parents[3] / "tests" / "benchmarks" / "presidio_peer.py"
    done = subprocess.run(  # noqa: S603 - our own script
        [python, script], input=lines, capture_output=True, text=True, check=True
    )
    return [
        [Span(start, end, PRESIDIO.get(kind, Kind.ID)) for start, end, kind in json.loads(line)]
        for line in done.stdout.splitlines()
    ]
