"""What was learned of the bundled questions."""

from conversations.asking.consultation.file import bundled_frames
from conversations.hearing.themes.pretrained import priors
from conversations.hearing.themes.pretrained_coders import Coders
from tests.waiting import cost


def test_every_bundled_question_was_learned_with_the_codes_that_its_frame_has() -> None:
    assert {question: prior.codes for question, prior in priors().items()} == {
        question: frame.codes for question, frame in bundled_frames().items()
    }


def test_making_all_coders_costs_little_beside_reading_what_they_are_made_of() -> None:
    frames, known = bundled_frames(), priors()

    def made() -> None:
        coders = Coders(lambda: frames, lambda: known)
        assert all(coders.coder(question) for question in frames)

    assert cost(made) < 5 * cost(priors.__wrapped__)


def test_pets_are_heard_without_the_word_and_without_an_encoder() -> None:
    (coding,) = Coders(bundled_frames, priors).code("SH6", ["when the dog goes mental as i walk in"], None)
    assert "pets" in coding.codes
    assert coding.needs_person
