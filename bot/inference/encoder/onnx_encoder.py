"""The encoder as it runs: onnxruntime on one core a call, no network, no torch."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.inference.encoder import built_encoder
from bot.inference.encoder.built_encoder import BuiltEncoder
from conversations.hearing.encoded import STATES, Encoded, EncoderError, Floats

WINDOW = 126
"""Tokens that are read together, besides the two that mark begin and end. A longer text is read in windows."""

OVERLAP = 24
"""Tokens that two windows share, so that none is read without what stands around it."""


class OnnxEncoder:
    """Raises EncoderError where the model cannot be loaded."""

    def __init__(self, built: BuiltEncoder) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it would keep what the longest text needed
        options.log_severity_level = 4  # its log may not hold what it was given
        try:
            self._session = onnxruntime.InferenceSession(built.model, options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(built.tokenizer))
        except Exception as error:  # noqa: BLE001 - both raise types of their own
            raise EncoderError(f"the encoder cannot be loaded ({type(error).__name__}): run make setup") from None
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._begin, self._end = (self._tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        self._cores = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="earshot-encoder")
        self.version = built.version

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """See conversations.hearing.encoded.Encoder."""
        try:
            return self._encode(texts)
        except Exception as error:  # noqa: BLE001 - whatever it is: its text may hold what somebody wrote
            raise EncoderError(f"the encoder failed ({type(error).__name__})") from None

    def _encode(self, texts: Sequence[str]) -> list[Encoded]:
        read = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        windows = [one.ids[start : start + WINDOW] for one in read for start in _starts(len(one.ids))]
        # Each window by itself: 8-bit sums are scaled by what is in one call, and a text shall be read the same
        # whatever stands beside it. (Calls of many windows save no time here either.)
        run = self._cores.map if len(windows) > 1 else map
        seen = iter(list(run(self._run, windows)))
        return [self._joined(one.offsets, [next(seen) for _ in _starts(len(one.ids))]) for one in read]

    def _run(self, window: Sequence[int]) -> tuple[Floats, Floats]:
        """The states of a window's tokens, and their mean."""
        ids = np.array([[self._begin, *window, self._end]], np.int64)
        states, mean = self._session.run(["states", "mean"], {"ids": ids, "mask": np.ones_like(ids)})
        return states[0, 1:-1], mean[0]

    @staticmethod
    def _joined(offsets: Sequence[tuple[int, int]], windows: Sequence[tuple[Floats, Floats]]) -> Encoded:
        states, means = [one for one, _ in windows], np.array([mean for _, mean in windows])
        weights = [len(one) + 2 for one in states]
        return Encoded(
            np.array(offsets, np.int32).reshape(-1, 2),
            _whole(states, len(offsets)),
            _unit(np.average(means, axis=0, weights=weights)),
            _unit(means),
        )


def _starts(length: int) -> list[int]:
    """Where the windows of a text of so many tokens begin."""
    if length <= WINDOW:
        return [0]
    return [*range(0, length - WINDOW, WINDOW - OVERLAP), length - WINDOW]


def _whole(states: Sequence[Floats], length: int) -> Floats:
    """The states of all tokens; where two windows overlap, each token's from the one whose edge is further away."""
    if len(states) == 1:
        return states[0]
    starts = _starts(length)
    whole = np.empty((length, STATES), np.float32)
    done = 0
    for number, (state, start) in enumerate(zip(states, starts, strict=True)):
        until = length if number + 1 == len(starts) else (starts[number + 1] + start + len(state)) // 2
        whole[done:until] = state[done - start : until - start]
        done = until
    return whole


def _unit(vectors: Floats) -> Floats:
    """Each vector made one of length 1."""
    made: Floats = (vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)).astype(np.float32)
    return made


def load() -> OnnxEncoder:
    """The encoder that set-up has built. Raises EncoderError with what to do."""
    return OnnxEncoder(built_encoder.built(built_encoder.folder()))
