"""What people type instead of tapping."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Option
from conversations.asking.typed.option_matching import match_options


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(id=f"o{number}", text=text) for number, text in enumerate(texts, 1))


OFTEN = options("Always", "Most of the time", "Sometimes", "Never", "I do not have one", "Not sure")
WORKERS = options("None", "1", "2", "3 or more", "Not sure")
YES_NO = options("Yes", "A bit", "No")
SAY = options("A lot", "Some", "A little", "None", "Not sure")
AGES = options("Under 13", "13 to 15", "16 to 17", "18 to 25")
MONEY = options(
    "Help for families early",
    "More social workers",
    "Homes close by",
    "Mental health help",
    "Seeing family",
    "Things to do",
    "Help after 18",
    "Help for relatives who look after children",
    "Something else",
    "Not sure",
)
TWO_WORDS = options("Family and friends", "School, college", "Sport", "Friends")


def meant(typed: str, shown: tuple[Option, ...], *, several: bool = False) -> list[str] | None:
    found = match_options(typed, shown, several=several)
    return None if found is None else [option.text for one in found for option in shown if option.id == one]


@pytest.mark.parametrize(
    "typed",
    [
        "3",
        " 3 ",
        "3.",
        "(3)",
        "#3",
        "three",
        "Three!",
        "3rd",
        "third",
        "the third one",
        "The 3rd one",
        "number 3",
        "option 3",
        "3️⃣",
        "sometimes",
        "SOMETIMES",
        "sometimes...",
        "Sometimes 😊",
        "somtimes",
        "sumtimes",
        "sometiems",
        "somet",
        "sometimesss",
        "３",
    ],
)
def test_one_option_can_be_said_in_many_ways(typed: str) -> None:
    assert meant(typed, OFTEN) == ["Sometimes"]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "...",
        "?!",
        "🙂",
        "0",
        "7",
        "99",
        "-1",
        "1-3",
        "2.5",
        "1,5",
        "one of them",
        "hello",
        "s",
        "so",
        "mum",
        "1 and 3",
        "sometimes or never",
        "not always",
        "i do",
        "x" * 5000,
        "the one",
        "%s",
        "\x00",
    ],
)
def test_what_is_not_clear_is_not_understood(typed: str) -> None:
    assert meant(typed, OFTEN) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1", "1"),
        ("one", "1"),
        ("2", "2"),
        ("3", "3 or more"),
        ("three", "3 or more"),
        ("4", "3 or more"),
        ("3 or more", "3 or more"),
        ("12", "3 or more"),
        ("0", "None"),
        ("zero", "None"),
        ("none", "None"),
        ("idk", "Not sure"),
        ("i don't know", "Not sure"),
        ("first", "None"),
        ("option 2", "1"),
        ("the last one", "Not sure"),
    ],
)
def test_the_words_of_an_option_win_over_its_place(typed: str, words: str) -> None:
    assert meant(typed, WORKERS) == [words]


def test_five_workers_or_the_fifth_option_is_asked_again() -> None:
    assert meant("5", WORKERS) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("14", "13 to 15"),
        ("I'm 14", "13 to 15"),
        ("i am 16", "16 to 17"),
        ("12", "Under 13"),
        ("13", "13 to 15"),
        ("18", "18 to 25"),
        ("25", "18 to 25"),
        ("17 years old", "16 to 17"),
        ("16-17", "16 to 17"),
        ("1", "Under 13"),
        ("3", "16 to 17"),
        ("4", "18 to 25"),
        ("8", "Under 13"),
        ("under 13", "Under 13"),
        ("16 to 17", "16 to 17"),
        ("the second", "13 to 15"),
    ],
)
def test_an_age_is_found_in_its_band(typed: str, words: str) -> None:
    assert meant(typed, AGES) == [words]


@pytest.mark.parametrize("typed", ["26", "16 to 18", "15 to 17"])
def test_an_age_that_is_in_no_band_is_asked_again(typed: str) -> None:
    assert meant(typed, AGES) is None


def test_a_number_that_could_be_an_amount_or_a_place_is_asked_again() -> None:
    for shown in (options("Under 5", "5 to 9", "10 or more"), options("Fewer than 3", "3 to 5", "More than 5")):
        assert meant("2", shown) is None


@pytest.mark.parametrize("typed", ["yes", "Yeah", "yep", "YEP!", "y", "yesss", "yes please", "👍", "👍🏽", "ye"])
def test_ways_to_say_yes(typed: str) -> None:
    assert meant(typed, YES_NO) == ["Yes"]


@pytest.mark.parametrize("typed", ["no", "Nah", "nope", "n", "noooo", "no thanks", "👎"])
def test_ways_to_say_no(typed: str) -> None:
    assert meant(typed, YES_NO) == ["No"]


@pytest.mark.parametrize(
    "typed",
    ["no one", "No-one", "noone", "no one!", "nobody", "none", "0", "zero", "none of them", "not any", "not even one"],
)
def test_ways_to_say_that_there_were_none(typed: str) -> None:
    assert meant(typed, WORKERS) == ["None"]


@pytest.mark.parametrize("typed", ["no one", "nobody", "no two", "no 2", "no three", "not one", "not two"])
def test_no_one_is_not_one(typed: str) -> None:
    assert meant(typed, options("1", "2", "3 or more")) is None


@pytest.mark.parametrize(
    "typed", ["-1", "- 1", "−1", "–2", "minus one", "minus 2", "no two", "no 1 i liked", "½", "1/2", "2.0", "1:2", "-0"]
)
def test_what_is_no_count_is_asked_again(typed: str) -> None:
    assert meant(typed, WORKERS) is None


@pytest.mark.parametrize("typed", ["No. 2", "no.2", "ive had 2", "I had two", "just 2", "I've only had two"])
def test_a_count_in_a_few_words(typed: str) -> None:
    assert meant(typed, WORKERS) == ["2"]


def test_an_option_that_is_less_than_nothing_is_itself() -> None:
    assert meant("-1", options("-1", "0", "1")) == ["-1"]
    assert meant("1", options("-1", "0", "1")) == ["1"]


@pytest.mark.parametrize("typed", ["no", "nah", "nope", "n", "No, keep it", "no thanks"])
def test_a_no_is_the_option_that_says_no_and_then_what_that_does(typed: str) -> None:
    assert meant(typed, options("Yes, delete it all", "No, keep it")) == ["No, keep it"]


@pytest.mark.parametrize("typed", ["yes", "y", "yep", "yeah", "yes please"])
def test_a_yes_is_the_option_that_says_yes_and_then_what_that_does(typed: str) -> None:
    assert meant(typed, options("Yes, I want to take part", "No thanks")) == ["Yes, I want to take part"]


def test_ways_to_say_the_same_are_the_same_on_a_button_too() -> None:
    assert meant("no", options("Yes, I want to take part", "No thanks")) == ["No thanks"]


def test_a_yes_is_nobodys_where_two_options_say_it_and_a_plain_yes_is_the_plain_one() -> None:
    for typed in ("yes", "yep"):
        assert meant(typed, options("Yes, always", "Yes, sometimes", "No")) is None
        assert meant(typed, options("Yes", "Yes, a bit", "No")) == ["Yes"]


def test_an_option_that_only_begins_with_no_is_no_no() -> None:
    assert meant("no", options("A friend", "No one")) is None


def test_no_is_nothing_where_there_is_no_such_option() -> None:
    assert meant("no", WORKERS) is None
    assert meant("no", OFTEN) is None
    assert meant("yes", OFTEN) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [("alot", "A lot"), ("a lot", "A lot"), ("some", "Some"), ("a litle", "A little"), ("a little", "A little")],
)
def test_small_slips(typed: str, words: str) -> None:
    assert meant(typed, SAY) == [words]


@pytest.mark.parametrize("typed", ["nome", "a l", "a", "a lit"])
def test_what_is_as_near_to_two_options_is_asked_again(typed: str) -> None:
    assert meant(typed, SAY) is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("impossible", "Possible"),
        ("unhappy", "Happy"),
        ("not happy", "Happy"),
        ("happy", "Unhappy"),
        ("i can", "I can't"),
        ("i can't", "I can"),
        ("i do", "I do not have one"),
        ("disagree", "Agree"),
        ("I am unhappy there", "I am happy there"),
        ("there is no one i trust here", "there is one i trust here"),
    ],
)
def test_the_opposite_is_no_slip(typed: str, shown: str) -> None:
    assert meant(typed, options(shown, "Something quite else")) is None


def test_dont_and_do_not_are_the_same() -> None:
    assert meant("i don't have one", OFTEN) == ["I do not have one"]
    assert meant("I dont have one", OFTEN) == ["I do not have one"]


@pytest.mark.parametrize(
    "typed",
    [
        "1, 3 and 5",
        "1 3 5",
        "1,3,5",
        "1 & 3 & 5",
        "1/3/5",
        "1\n3\n5",
        "one, three and five",
        "1st, 3rd, 5th",
        "1, 3, and 5",
        "help for families early, homes close by and seeing family",
        "1 and homes close by + 5",
        "1, 3, 5, 3",
        "1 3  5 ",
    ],
)
def test_several_options_in_one_message(typed: str) -> None:
    assert meant(typed, MONEY, several=True) == ["Help for families early", "Homes close by", "Seeing family"]


@pytest.mark.parametrize(
    "typed", ["1, 3 and chips", "1 3 55", "135", "1-3", "and", ",", "1.3.5", "", "1 and and 2 or 3"]
)
def test_a_list_is_understood_whole_or_not_at_all(typed: str) -> None:
    assert meant(typed, MONEY, several=True) is None


def test_a_list_is_not_understood_where_one_answer_is_wanted() -> None:
    assert meant("1, 3 and 5", MONEY) is None


def test_an_option_with_and_or_a_comma_in_it_is_one_thing() -> None:
    assert meant("family and friends", TWO_WORDS, several=True) == ["Family and friends"]
    assert meant("sport and family and friends", TWO_WORDS, several=True) == ["Sport", "Family and friends"]
    assert meant("school, college, sport, friends", TWO_WORDS, several=True) == ["School, college", "Sport", "Friends"]


# ------------------------------------------------------------------------------------------------- for all options

BUNDLED = [
    question.options
    for consultation in bundled()
    for question in (*consultation.questions, *consultation.about_you)
    if question.options
]
NUMBERED = [shown for shown in BUNDLED if not any(option.text[0].isdigit() for option in shown)]


@given(shown=st.sampled_from(BUNDLED).flatmap(st.permutations), at=st.integers(0, 30), upper=st.booleans())
def test_every_option_is_found_by_its_words_in_any_order_and_case(shown: list[Option], at: int, upper: bool) -> None:
    option = shown[at % len(shown)]
    typed = option.text.upper() if upper else option.text.lower()
    assert match_options(f" {typed}. ", shown, several=False) == (option.id,)
    assert match_options(typed, shown, several=True) == (option.id,)


@given(shown=st.sampled_from(NUMBERED).flatmap(st.permutations), at=st.integers(0, 30))
def test_every_option_is_found_by_its_place(shown: list[Option], at: int) -> None:
    at %= len(shown)
    assert match_options(str(at + 1), shown, several=False) == (shown[at].id,)


@given(shown=st.sampled_from(BUNDLED).flatmap(st.permutations), at=st.sets(st.integers(0, 4), min_size=2))
def test_every_list_of_words_is_found(shown: list[Option], at: set[int]) -> None:
    wanted = [shown[one] for one in sorted(at) if one < len(shown)]
    typed = ", ".join(option.text for option in wanted)
    assume(wanted)
    assert match_options(typed, shown, several=True) == tuple(option.id for option in wanted)


@given(shown=st.sampled_from(BUNDLED), at=st.integers(0, 30), where=st.integers(0, 60), kind=st.sampled_from("dst"))
def test_a_slip_in_a_longer_option_finds_that_option_or_none(
    shown: tuple[Option, ...], at: int, where: int, kind: str
) -> None:
    option = shown[at % len(shown)]
    where %= len(option.text)
    letters = option.text
    if kind == "d":
        letters = letters[:where] + letters[where + 1 :]
    elif kind == "s":
        letters = letters[:where] + "x" + letters[where + 1 :]
    else:
        letters = letters[:where] + letters[where : where + 2][::-1] + letters[where + 2 :]
    found = match_options(letters, shown, several=False)
    if len(option.text) > 4 and not any(character.isdigit() for character in option.text):
        assert found in (None, (option.id,))


@given(typed=st.text(max_size=60), shown=st.sampled_from(BUNDLED), several=st.booleans())
def test_anything_typed_gives_options_that_were_shown_each_once_or_none(
    typed: str, shown: tuple[Option, ...], several: bool
) -> None:
    found = match_options(typed, shown, several=several)
    if found is not None:
        assert len(found) == len(set(found)) >= 1
        assert set(found) <= {option.id for option in shown}
        assert several or len(found) == 1
