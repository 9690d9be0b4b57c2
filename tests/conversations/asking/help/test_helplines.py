"""Who young people can turn to."""

from datetime import date

from conversations.asking.help.helplines import checked_too_long_ago, help_card, help_lines


def test_the_emergency_number_comes_first() -> None:
    assert (help_lines()[0].number, help_lines()[0].card) == ("999", True)
    assert next(line for line in help_card().split("\n") if any(one.number in line for one in help_lines())).endswith(
        "call 999."
    )


def test_every_service_has_a_number_and_a_way_to_reach_it() -> None:
    numbers = [one.number for one in help_lines()]
    assert len(set(numbers)) == len(numbers)
    for one in help_lines():
        assert one.number.replace(" ", "").isdigit()
        assert one.reach
        assert one.who


def test_the_card_has_only_services_that_answer_day_and_night() -> None:
    on_card = [one for one in help_lines() if one.card]
    assert [one.name for one in on_card] == ["Emergency", "Childline", "Shout", "Samaritans"]
    assert {one.hours for one in on_card} == {"all day and night"}


def test_the_card_says_how_to_reach_each_service() -> None:
    for words in ("call 999", "Childline: call 0800 1111", "Shout: text 85258", "Samaritans: call 116 123"):
        assert words in help_card()


def test_the_card_says_that_nobody_reads_live_and_nobody_comes_untold() -> None:
    assert "Nobody reads this chat live" in help_card()
    assert "unless you tell someone" in help_card()


def test_the_card_fits_one_screen_of_a_phone() -> None:
    lines = sum(-(-len(line) // 36) for line in help_card().split("\n"))  # about 36 letters a line at 320 px
    assert lines <= 18


def test_a_check_is_good_for_twelve_months_and_not_a_day_longer() -> None:
    oldest = min(one.checked for one in help_lines())
    assert oldest == date(2026, 11, 22)
    assert not checked_too_long_ago(date(2026, 11, 22))
    assert not checked_too_long_ago(date(2027, 11, 22))
    assert checked_too_long_ago(date(2027, 11, 23))
    assert checked_too_long_ago(date(2027, 12, 1))
    assert checked_too_long_ago(date(2029, 1, 1))
