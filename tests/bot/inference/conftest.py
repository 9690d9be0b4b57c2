import pytest

from bot.inference import onnx_encoder
from bot.inference.onnx_encoder import OnnxEncoder


@pytest.fixture(scope="session")
def real() -> OnnxEncoder:
    """The encoder that set-up has built."""
    return onnx_encoder.load()
