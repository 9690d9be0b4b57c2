import pytest

from bot.inference.encoder import onnx_encoder
from bot.inference.encoder.onnx_encoder import OnnxEncoder


@pytest.fixture(scope="session")
def real() -> OnnxEncoder:
    """The encoder that set-up has built."""
    return onnx_encoder.load()
