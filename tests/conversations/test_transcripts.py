"""Every transcript, replayed through the turn. EARSHOT_REWRITE=1 writes what comes back into them: read the diff."""

import os
from dataclasses import replace

import pytest

from tests.conversations.respondent import Respondent
from tests.conversations.transcript import names, read, write


@pytest.mark.parametrize("name", names())
def test_a_conversation_goes_as_its_transcript_says(name: str) -> None:
    transcript = read(name)
    respondent = Respondent(transcript)
    steps = tuple(replace(step, back=respondent.play(step)) for step in transcript.steps)
    played = replace(transcript, steps=steps, kept=respondent.kept.lines(respondent.running))
    if os.environ.get("EARSHOT_REWRITE"):
        write(played)
        return
    for then, now in zip(transcript.steps, played.steps, strict=True):
        assert now.back == then.back, f"{name}.txt:{then.line}: you: {then.does}"
    assert played.kept == transcript.kept


def test_there_are_at_least_twenty_conversations() -> None:
    assert len(names()) >= 20


def test_each_conversation_has_a_name_of_its_own_so_that_it_can_be_called_without_its_folder() -> None:
    assert len(names()) == len(set(names()))
