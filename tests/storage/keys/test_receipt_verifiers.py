"""What unknown receipt words are verified against."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from storage.keys.receipt_verifiers import verifier_of_nobody


def test_a_verifier_of_nobody_costs_what_a_real_one_costs_and_fits_no_words() -> None:
    hasher = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    made = verifier_of_nobody(hasher)
    assert extract_parameters(made) == extract_parameters(hasher.hash("copper dingo ember fjord"))
    with pytest.raises(VerifyMismatchError):  # not InvalidHashError: that would be known without any work
        hasher.verify(made, "copper dingo ember fjord")


def test_no_two_are_alike() -> None:
    assert verifier_of_nobody(PasswordHasher()) != verifier_of_nobody(PasswordHasher())
