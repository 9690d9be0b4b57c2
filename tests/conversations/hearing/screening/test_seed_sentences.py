"""Files of seeds: what they say, and which line is named where one is broken."""

from pathlib import Path

import pytest

from conversations.hearing.screening.seed_sentences import Seed, SeedsError, joined, load, seeds
from conversations.hearing.values import RISK_KINDS, Risk


def test_every_kind_has_seeds_of_both_levels_and_there_are_harmless_ones() -> None:
    shipped = seeds()
    assert {(seed.kind, seed.level) for seed in shipped} == {
        *((kind, level) for kind in RISK_KINDS for level in (Risk.CONCERN, Risk.URGENT)),
        ("", Risk.NONE),
    }


def test_an_own_folder_may_hold_a_few_files_only(tmp_path: Path) -> None:
    (tmp_path / "neglect.yaml").write_text('urgent:\n  - "no tea again"\n')
    assert load(tmp_path) == (Seed("no tea again", "neglect", Risk.URGENT),)


def test_own_seeds_are_added_and_overrule_those_that_ship() -> None:
    shipped = (Seed("a", "abuse", Risk.URGENT), Seed("b", "", Risk.NONE))
    own = (Seed("b", "online", Risk.CONCERN),)
    assert joined(shipped, own) == (shipped[0], own[0])


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("neglect.yaml", "urgent: [", "neglect.yaml, line"),
        ("neglect.yaml", "- one\n- two", "neglect.yaml, line 1: has to hold urgent and concern"),
        ("neglect.yaml", 'concern:\n  - "a"\nserious:\n  - "b"', "neglect.yaml, line 3: does not know `serious`"),
        ("neglect.yaml", "urgent: a line", "neglect.yaml, line 1: `urgent` needs a list"),
        ("neglect.yaml", 'urgent:\n  - "a"\n  - ""', "neglect.yaml, line 3: is not a sentence"),
        ("neglect.yaml", "urgent:\n  - a: b", "neglect.yaml, line 2: is not a sentence"),
        ("neglect.yaml", 'urgent:\n  - "a"\n  - "' + "long " * 200 + '"', "neglect.yaml, line 3: is longer than"),
        (
            "harmless.yaml",
            'urgent:\n  - "a"',
            "harmless.yaml, line 1: does not know `urgent`; use look_alike and plain",
        ),
        ("hunger.yaml", 'urgent:\n  - "a"', "hunger.yaml: is no kind of harm"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SeedsError) as error:
        load(tmp_path)
    assert says in str(error.value)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "abuse.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(SeedsError, match=r"abuse\.yaml: cannot be read"):
        load(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedsError, match="own: is not a folder"):
        load(tmp_path / "own")
