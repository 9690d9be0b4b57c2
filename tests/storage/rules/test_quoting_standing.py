"""Flagged words are found again in answers, and stay out of print until a person says otherwise."""

from datetime import UTC, datetime

import pytest

from conversations.hearing.values import Risk
from storage.rules.quoting_standing import FlaggedWords, Words
from storage.worries.flags import FlagVerdict, PrintDecision, PrintVerdict, Raised

AT = datetime(2026, 5, 3, tzinfo=UTC)
TEXT = "We eat late. My uncle hits me, when the lamp is out"
RIGHT, FALSE_ALARM = FlagVerdict.RIGHT, FlagVerdict.FALSE_ALARM


def flag(
    words: str = "hits me", verdict: FlagVerdict | None = None, number: int = 1, *, closed: bool = False
) -> Raised:
    return Raised(number, "care", Risk.URGENT, ("abuse",), words, AT, closed or verdict is not None, verdict=verdict)


def decided(verdict: PrintVerdict, newest_flag: int = 1, revision: int = 1) -> PrintDecision:
    return PrintDecision(verdict, revision, newest_flag, "Lee", AT)


def kept_out(
    *flags: Raised, text: str = TEXT, risk: Risk = Risk.NONE, decisions: tuple[PrintDecision, ...] = ()
) -> bool:
    return FlaggedWords(flags).standing(text, risk, 1, decisions).kept_out


@pytest.mark.parametrize(
    "words",
    [
        "hits me",
        "My uncle HITS  me,",
        TEXT,
        "[name] hits me, when",
        "[name 2] [place] hits me",
        "eat late … hits me",
        "hits [name], when",
    ],
)
def test_the_words_of_a_flag_are_found_in_an_answer(words: str) -> None:
    assert Words(words).stand_in(TEXT, a_part_will_do=False)


@pytest.mark.parametrize(
    "text",
    [
        "he comes in, at night, and doesn't knock, żółw",
        "(he comes in) at night... and doesn’t knock: żółw!",
        "He comes in – at night and doesnt knock „żółw”",
        "he comes\u200b in at ni\u00adght and doesn't knock z\u0307o\u0301\u0142w",
        "ｈｅ comes in at night and doesn't knock żółw",
    ],
)
def test_a_sign_more_or_another_form_of_a_letter_makes_no_other_words_of_them(text: str) -> None:
    """A worry that a person raised by hand is known by its words alone: writing them anew sets off no new one."""
    assert Words("he comes in at night and doesn't knock żółw").stand_in(text, a_part_will_do=False)


@pytest.mark.parametrize("words", [":(", "\U0001f52a", "..."])
def test_signs_alone_are_found_where_there_is_nothing_else(words: str) -> None:
    assert Words(words).stand_in(words, a_part_will_do=False)


@pytest.mark.parametrize("words", ["it me", "hits the", "hits me … on the bus", "[name]", "", " … "])
def test_other_words_are_not(words: str) -> None:
    assert not Words(words).stand_in(TEXT, a_part_will_do=False)


def test_a_part_is_enough_of_an_answer_that_was_flagged_itself() -> None:
    parts = flag("hits me … on the bus")
    assert kept_out(parts, risk=Risk.URGENT)
    assert not kept_out(parts)


def test_many_hidden_words_are_looked_for_in_no_time() -> None:
    words = Words("[name] and " * 40 + "my uncle")
    assert not words.stand_in("and " * 3000 + "uncle", a_part_will_do=False)


@pytest.mark.parametrize(
    ("flags", "out"),
    [
        ([], False),
        ([flag()], True),
        ([flag(verdict=RIGHT)], True),
        ([flag(closed=True)], True),
        ([flag(verdict=FALSE_ALARM)], False),
        ([flag(verdict=FALSE_ALARM), flag("the lamp", number=2)], True),
        ([flag(verdict=FALSE_ALARM), flag("the lamp", RIGHT, 2)], True),
        ([flag("on the bus")], False),
    ],
)
def test_words_stay_out_until_every_flag_about_them_was_a_false_alarm(flags: list[Raised], *, out: bool) -> None:
    assert kept_out(*flags) is out


def test_an_answer_that_was_flagged_stays_out_where_its_flag_is_not_found() -> None:
    assert kept_out(risk=Risk.CONCERN)
    assert kept_out(flag("on the bus", FALSE_ALARM), risk=Risk.CONCERN)
    assert not kept_out(flag(verdict=FALSE_ALARM), risk=Risk.CONCERN)
    assert not kept_out(risk=Risk.CONCERN, decisions=(decided(PrintVerdict.BEFORE, 0),))
    assert kept_out(flag(verdict=RIGHT), risk=Risk.CONCERN, decisions=(decided(PrintVerdict.BEFORE, 0),))


def test_a_leads_decision_holds_for_the_words_and_flags_that_it_was_about() -> None:
    yes, no = decided(PrintVerdict.QUOTE), decided(PrintVerdict.UNDO)
    assert not kept_out(flag(verdict=RIGHT), decisions=(yes,))
    assert kept_out(flag(verdict=RIGHT), decisions=(yes, no))
    assert not kept_out(flag(verdict=RIGHT), decisions=(yes, no, yes))
    assert kept_out(flag(verdict=RIGHT), decisions=(decided(PrintVerdict.QUOTE, revision=2),))
    assert kept_out(flag(verdict=RIGHT), flag("the lamp", RIGHT, 2), decisions=(yes,))
    assert kept_out(flag(verdict=RIGHT), flag("the lamp", number=2), decisions=(decided(PrintVerdict.QUOTE, 2),))
    assert not kept_out(risk=Risk.URGENT, decisions=(yes,))


def test_what_is_kept_out_without_its_flag_stays_so_until_a_lead_decides() -> None:
    keep, yes = decided(PrintVerdict.KEEP), decided(PrintVerdict.QUOTE)
    assert kept_out(decisions=(keep,))
    assert kept_out(flag(verdict=FALSE_ALARM, number=2), risk=Risk.URGENT, decisions=(keep,))
    assert kept_out(decisions=(decided(PrintVerdict.KEEP, revision=7),)), "whatever becomes of the words"
    assert not kept_out(decisions=(keep, yes))
    assert kept_out(decisions=(yes, keep))
