"""The encoder as an ONNX graph, written from its weights."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from conversations.hearing.encoded import STATES, VECTOR

LAYERS = 6
HEADS = 12
SHOWN = (1, 3, 5)
"""The layers whose token states are handed out."""

Weights = dict[str, NDArray[Any]]


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
