"""Codes for groups of children under 13."""

from collections.abc import Callable

from conversations.asking.consultation.group_codes import new_group_code


def in_turn(*given: bytes) -> Callable[[int], bytes]:
    left = list(given)
    return lambda count: (left.pop(0) * count)[:count]


def test_a_code_is_two_fours_of_letters_that_look_like_no_other() -> None:
    every = {new_group_code(in_turn(bytes([number])), ()) for number in range(248)}
    assert all(len(code) == 9 and code[4] == "-" for code in every)
    assert not set("".join(every)) & set("il1o0")


def test_bytes_that_would_favour_some_letters_are_passed_over() -> None:
    assert new_group_code(in_turn(bytes([255, 0])), ()) == "aaaa-aaaa"


def test_a_code_that_is_taken_is_not_given_again() -> None:
    assert new_group_code(in_turn(b"\x00", b"\x01"), ["aaaa-aaaa"]) == "bbbb-bbbb"
