"""Builds the encoder, once, at set-up: `python -m bot.inference.encoder.encoder_build`.

What Earshot has learned (conversations/hearing/learned/adapters.npz) is added to the pinned weights, the graph is
written as ONNX, and its matrices become 8-bit whole numbers from 0 to 255, each column with a scale of its own.
"""

import io
import json
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from pydantic import ValidationError
from safetensors.numpy import load_file

from bot.file_digest import file_digest
from bot.inference.encoder import built_encoder
from bot.inference.encoder.built_encoder import MANIFEST, MODEL, BuiltEncoder
from bot.inference.encoder.encoder_graph import Weights, graph_of
from bot.inference.encoder.pinned_weights import TOKENIZER, PinnedWeights, pinned_weights
from bot.settings import Settings
from conversations.hearing.encoded import EncoderError


def weights(pinned: PinnedWeights) -> Weights:
    """What the file of the weights holds, by the names that the graph uses."""
    return {name.removeprefix("bert."): value for name, value in load_file(pinned.weights).items()}


def adapted(weights: Weights, adapters: Mapping[str, NDArray[Any]]) -> Weights:
    """The weights with what was learned added: for each matrix W the learned narrow A and B make it W + B A."""
    made = dict(weights)
    for name in adapters:
        if name.endswith(".A"):
            target = name.removesuffix(".A")
            low, high = adapters[name].astype(np.float32), adapters[f"{target}.B"].astype(np.float32)
            made[f"{target}.weight"] = made[f"{target}.weight"] + high @ low
    return made


def unsigned(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its 8-bit matrices and their zero points moved up by 128: the same sums, from 0..255.

    onnxruntime adds products of unsigned by signed 8-bit numbers in 16 bits where a processor has AVX2 and no VNNI, and
    what does not fit is cut off: the same text was read otherwise there (cosine 0.98 to 0.99), and what was hidden
    changed. Unsigned by unsigned is exact everywhere.
    """
    for held in model.graph.initializer:
        if held.data_type == onnx.TensorProto.INT8:
            moved = (numpy_helper.to_array(held).astype(np.int16) + 128).astype(np.uint8)
            held.CopyFrom(numpy_helper.from_array(moved, held.name))
    return model


@contextmanager
def _quiet() -> Iterator[None]:
    """The quantiser advises a step that is made for pictures, through the root logger."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def build(into: Path, pinned: PinnedWeights, learned: bytes | None = None) -> BuiltEncoder:
    """Builds the encoder into a folder, with a manifest of its digest beside it.

    `learned`: what adapters.npz holds, b"" for no adapters; what is shipped, if not given.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - half a second that only this needs

    learned = built_encoder.adapters_bytes() if learned is None else learned
    whole = weights(pinned)
    if learned:
        with np.load(io.BytesIO(learned)) as adapters:
            whole = adapted(whole, adapters)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into) as made:
        wide, narrow, tokenizer = Path(made) / "wide.onnx", Path(made) / MODEL, Path(made) / TOKENIZER
        onnx.save(graph_of(whole), wide)
        with _quiet():
            quantize_dynamic(wide, narrow, weight_type=QuantType.QInt8, per_channel=True)
        onnx.save(unsigned(onnx.load(narrow)), narrow)
        shutil.copyfile(pinned.tokenizer, tokenizer)
        manifest = Path(made) / MANIFEST
        noted = {"key": built_encoder.key(learned), "sha256": file_digest(narrow)}
        manifest.write_text(json.dumps(noted), encoding="ascii")
        # The manifest comes last: a model without one, or with another's, is not believed.
        for file in (narrow, tokenizer, manifest):
            file.replace(into / file.name)
    return built_encoder.built(into, learned)


def set_up(into: Path, given: Path | None) -> None:
    """Builds the encoder where it has not been built yet. `given`: the folder with the weights, if it is not the
    package's. Raises EncoderError."""
    try:
        built_encoder.built(into)
    except EncoderError:
        build(into, pinned_weights(given))


def main() -> None:
    os.umask(0o022)
    try:
        set_up(built_encoder.folder(), Settings().encoder_weights)
    except EncoderError as error:
        sys.exit(str(error))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = f"the setting EARSHOT_{'_'.join(map(str, first['loc'])).upper()}" if first["loc"] else "a setting"
        sys.exit(f"{name} cannot be used: {first['msg']}")


if __name__ == "__main__":
    main()
