"""`hear IN --out OUT`."""

import json
from pathlib import Path

import pytest

from bot.inference.hear_file import HearError, hear_file
from bot.inference.open_hearing import open_hearing
from bot.written_files import WriteError

ROW = {"id": "a1", "consultation": "stable_homes", "question": "SH2", "text": "Kayleigh 😀 never rings, i want to die"}


def test_each_line_is_heard_in_order(tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "id": "a2", "text": ""}, {**ROW, "id": "a3", "question": "nope", "text": "x"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    hear_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl", open_hearing)
    heard = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in heard] == ["a1", "a2", "a3"]
    assert heard[0]["redacted"] == "[name] 😀 never rings, i want to die"
    assert heard[0]["spans"] == [{"start": 0, "end": 8, "kind": "PERSON"}]
    assert heard[0]["risk"] == "urgent"
    assert heard[0]["sentiment"] in {"positive", "neutral", "negative", "mixed"}
    assert heard[2]["themes"] == ["unclear"]
    assert set(heard[0]) == {"id", "redacted", "spans", "risk", "sentiment", "themes"}


def test_nothing_but_the_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    hear_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl", open_hearing)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_the_file_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    texts = tmp_path / "in.jsonl"
    texts.write_text(json.dumps(ROW), encoding="utf-8")
    with pytest.raises(HearError, match="another place"):
        hear_file(texts, tmp_path / "." / "in.jsonl", open_hearing)
    assert texts.read_text(encoding="utf-8") == json.dumps(ROW)


@pytest.mark.parametrize(
    "line", ["not json", "[]", json.dumps({"id": "a", "question": "SH2"}), json.dumps({**ROW, "id": 3})]
)
def test_a_wrong_line_is_named_and_nothing_is_written(tmp_path: Path, line: str) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(ROW) + "\n" + line, encoding="utf-8")
    with pytest.raises(HearError, match=r"in\.jsonl, line 2: ") as error:
        hear_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl", open_hearing)
    assert "Kayleigh" not in str(error.value)
    assert not (tmp_path / "out.jsonl").exists()


def test_files_that_cannot_be_read_or_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(HearError, match="cannot be read"):
        hear_file(tmp_path / "none.jsonl", tmp_path / "out.jsonl", open_hearing)
    (tmp_path / "in.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(HearError, match="UTF-8"):
        hear_file(tmp_path / "in.jsonl", tmp_path / "out.jsonl", open_hearing)
    (tmp_path / "in.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    with pytest.raises(WriteError, match="make it first"):
        hear_file(tmp_path / "in.jsonl", tmp_path / "no" / "out.jsonl", open_hearing)
