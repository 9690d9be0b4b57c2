"""Which words may be quoted, and which are picked."""

from conversations.telling.figures import figures
from conversations.telling.quotes import Quote, handful, quotes
from conversations.telling.responses import Review, ReviewedResponse
from tests.conversations.telling.telling_given import clubs, many, response, ticked, wrote


def quoted(responses: list[ReviewedResponse]) -> tuple[Quote, ...]:
    return quotes(clubs(), responses, figures(clubs(), responses, doors={}))["C4"]


def test_only_approved_words_of_people_who_said_yes_are_quoted() -> None:
    responses = [
        response({"C4": wrote("yes please")}),
        response({"C4": wrote("no thanks", quotable=False)}),
        response({"C4": wrote("not read yet", Review.WAITING)}),
        response({"C4": wrote("left out", Review.REJECTED)}),
        response({"C4": wrote("left out but marked", Review.REJECTED, quotable=True)}),
    ]
    assert [quote.text for quote in quoted(responses)] == ["yes please"]


def test_words_are_not_changed_at_all() -> None:
    words = "  i dont no\nwhy <b>[name]</b>   *left* | =1+1"
    assert [quote.text for quote in quoted([response({"C4": wrote(words)})])] == [words]


def test_the_same_words_are_quoted_once() -> None:
    responses = [response({"C4": wrote("More football")}), response({"C4": wrote("more football")})]
    assert len(quoted(responses)) == 1


def test_a_quote_names_an_age_only_where_every_age_band_is_shown() -> None:
    bands = ("under_13", "13_15", "16_17", "18_25")
    all_large = [one for band in bands for one in many(20, {"C1": ticked("often")}, band)]
    said = response({"C4": wrote("more football")}, age_band="16_17")
    assert quoted([*all_large, said])[0].who == "16 to 17"
    one_small = [one for one in all_large if one.age_band != "18_25"]
    assert quoted([*one_small, said])[0].who == ""


def test_a_handful_has_short_and_long_ones_and_is_the_same_every_time() -> None:
    texts = [Quote("word " * length + str(length)) for length in range(3, 40)]
    picked = handful(texts, 6)
    assert len(picked) == 6
    assert picked == handful(list(reversed(texts)), 6)
    lengths = [len(quote.text) for quote in picked]
    assert lengths[0] == len(texts[0].text)
    assert lengths[-1] == len(texts[-1].text)


def test_a_handful_prefers_words_that_say_something() -> None:
    texts = [*(Quote(f"no {number}") for number in range(9)), *(Quote(f"we need more clubs {n}") for n in range(6))]
    assert {quote.text[:2] for quote in handful(texts, 6)} == {"we"}


def test_a_few_quotes_are_all_taken_whatever_they_say() -> None:
    assert handful([Quote("no"), Quote("x" * 900)]) == (Quote("no"), Quote("x" * 900))
