"""What set-up builds the encoder from, and when."""

import sys
from pathlib import Path

import numpy as np
import pytest

from bot.inference.encoder import built_encoder, encoder_build
from bot.inference.encoder.encoder_build import adapted, main


def test_adapters_are_added_to_the_weights_that_they_name_and_to_no_other() -> None:
    weights = {"a.weight": np.ones((2, 3), np.float32), "b.weight": np.ones((2, 3), np.float32)}
    low, high = np.array([[1, 2, 3]], np.float16), np.array([[1], [10]], np.float16)
    made = adapted(weights, {"a.A": low, "a.B": high})
    assert made["a.weight"].tolist() == [[2, 3, 4], [11, 21, 31]]
    assert made["b.weight"].tolist() == [[1, 1, 1], [1, 1, 1]]
    assert weights["a.weight"].max() == 1


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
