import pytest

from bot.hearing import encoder
from bot.hearing.encoder import OnnxEncoder


@pytest.fixture(scope="session")
def real() -> OnnxEncoder:
    """The encoder that set-up has built."""
    return encoder.load()
