"""How the learned files are built: from marked answers to hashes and coefficients."""

from pathlib import Path

import numpy as np
import pytest

from bot.training.learning.build_word_lists import build_lists
from bot.training.learning.learn_tagger import learn_tagger, save
from conversations.hearing import encoder_heads
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.redaction import tagger
from conversations.hearing.text.word_lists import NAME, OFTEN, PLACE, PLACE_BEGINS, RECORD, WORD, WordLists, hashed
from tests.conversations.hearing.wild_encoder import WildEncoder

ANSWERS = [Labelled("i will tell [[PERSON:Zorbina]] that i will")]


@pytest.fixture
def public(tmp_path: Path) -> Path:
    (tmp_path / "btc").mkdir()
    (tmp_path / "wnut17train.conll").write_text("will\tO\n")
    (tmp_path / "uk_first_names.csv").write_text("name,n\nZorbina,20\nWill,300\nHope,8000\nSaid,400\n")
    (tmp_path / "uk_towns.txt").write_text("Stoke-on-Trent\nHull\n")
    return tmp_path


def test_the_lists_tell_names_words_and_places_apart(public: Path, tmp_path: Path) -> None:
    build_lists(public, ANSWERS, tmp_path / "out")
    raw = (tmp_path / "out" / "words.bin").read_bytes()
    about = WordLists(dict(RECORD.iter_unpack(raw)), {}).about
    assert about("zorbina") == NAME
    assert about("hope") & NAME
    assert about("hope") & WORD
    assert not about("said") & NAME
    assert about("the") & OFTEN
    assert about("stoke on trent") & PLACE
    assert about("stoke") & PLACE_BEGINS
    assert about("qwertzuiop") == 0


def test_no_word_stands_in_the_learned_files_in_clear(public: Path, tmp_path: Path) -> None:
    build_lists(public, ANSWERS, tmp_path / "out")
    raw = (tmp_path / "out" / "words.bin").read_bytes()
    assert b"zorbina" not in raw.lower()
    assert hashed("zorbina").to_bytes(4, "big") in raw


def test_a_tagger_is_learned_from_marked_texts_and_keeps_none_of_their_words(tmp_path: Path) -> None:
    told = [Labelled(f"i told [[PERSON:zorb{end}]] about it") for end in ("in", "ina", "an", "el", "o", "a")]
    clean = [Labelled(f"more {thing} for us please") for thing in ("money", "time", "help", "food", "buses", "games")]
    made = learn_tagger([*told, *clean] * 3, told, WildEncoder(), encoder_heads.learned().tags)
    save(made, tmp_path)
    with np.load(tmp_path / "tagger.npz") as arrays:
        again = tagger.read(arrays["names"], arrays["weights"])
    assert (again.weights == made.weights).all()
    assert again.names == made.names
    assert not any("zorb" in name or "buses" in name for name in made.names)
