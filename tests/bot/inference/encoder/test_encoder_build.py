"""What set-up builds the encoder from, and when."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from bot.inference.encoder import built_encoder, encoder_build
from bot.inference.encoder.encoder_build import adapted, main, unsigned


def test_adapters_are_added_to_the_weights_that_they_name_and_to_no_other() -> None:
    weights = {"a.weight": np.ones((2, 3), np.float32), "b.weight": np.ones((2, 3), np.float32)}
    low, high = np.array([[1, 2, 3]], np.float16), np.array([[1], [10]], np.float16)
    made = adapted(weights, {"a.A": low, "a.B": high})
    assert made["a.weight"].tolist() == [[2, 3, 4], [11, 21, 31]]
    assert made["b.weight"].tolist() == [[1, 1, 1], [1, 1, 1]]
    assert weights["a.weight"].max() == 1


def test_sums_of_8_bit_numbers_are_exact_on_every_processor() -> None:
    """Signed ones are not: two products of 255 by 127 are more than the 16 bits that some processors add them in."""
    matrix = np.full((8, 4), 127, np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "matrix", "x_zero", "zero"], ["sums"])],
        "sums",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [1, 8])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [1, 4])],
        [
            numpy_helper.from_array(matrix, "matrix"),
            numpy_helper.from_array(np.array(0, np.uint8), "x_zero"),
            numpy_helper.from_array(np.zeros(4, np.int8), "zero"),
        ],
    )
    model = unsigned(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    assert session.run(None, {"x": np.full((1, 8), 255, np.uint8)})[0].tolist() == [[8 * 255 * 127] * 4]


def test_the_built_encoder_has_no_signed_8_bit_number() -> None:
    model = onnx.load(built_encoder.built(built_encoder.folder()).model)
    kinds = Counter(held.data_type for held in model.graph.initializer)
    assert kinds[TensorProto.UINT8] >= 2 * 36  # each matrix with its zero points
    assert not kinds[TensorProto.INT8]


def test_what_is_built_already_needs_no_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EARSHOT_ENCODER_WEIGHTS", str(tmp_path / "nothing"))
    main()


def test_set_up_reads_the_setting_and_says_in_one_line_what_is_wrong_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(built_encoder, "folder", lambda: tmp_path / "built")
    monkeypatch.setenv("EARSHOT_ENCODER_WEIGHTS", str(tmp_path / "nothing"))
    with pytest.raises(SystemExit, match=r"nothing.model\.safetensors cannot be read .*EARSHOT_ENCODER_WEIGHTS"):
        main()


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EARSHOT_PORT", "many")
    with pytest.raises(SystemExit, match="EARSHOT_PORT"):
        main()


def test_what_runs_loads_nothing_that_builds() -> None:
    loaded = _loaded("bot.inference.encoder.onnx_encoder")
    assert "onnxruntime" in loaded
    assert not loaded & {"onnx", "safetensors", encoder_build.__name__}


def _loaded(module: str) -> set[str]:
    import subprocess

    code = f"import sys, {module}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
