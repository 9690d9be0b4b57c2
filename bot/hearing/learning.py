"""Learns what screening and feeling ship: `python -m bot.hearing.learning SHARED`.

SHARED/corpus holds labelled answers: answers-train.jsonl to learn from, and answers-dev.jsonl, which the encoder has
not seen, to find out how far it can be trusted and where the thresholds have to be.
"""

import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.hearing import encoder
from bot.train import LEARNED, unmarked
from conversations.hearing import feeling, worries
from conversations.hearing.heard import Feeling, Kind, Risk, Span
from conversations.hearing.material import Labelled, Material
from conversations.hearing.redaction import replaced
from conversations.hearing.seeds import seeds


def labelled(row: dict[str, Any]) -> Labelled:
    """One answer of a corpus."""
    raw, spans = unmarked(row["marked"])
    return Labelled(
        raw,
        replaced(raw, [Span(start, end, Kind(kind)) for start, end, kind in spans]),
        Risk[row["risk"].upper()],
        tuple(row["risk_kinds"]),
        Feeling(row["sentiment"]),
    )


def answers(path: Path) -> tuple[Labelled, ...]:
    """The answers of a corpus, one JSON object a line."""
    return tuple(labelled(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def examples() -> tuple[Labelled, ...]:
    """The own-written examples of each feeling."""
    file = resources.files("conversations.hearing") / "examples" / "feeling.yaml"
    held = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(Labelled(text, text, feeling=Feeling(name)) for name, texts in held.items() for text in texts)


def main() -> None:
    corpus = Path(sys.argv[1]) / "corpus"
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else LEARNED
    learn, held = answers(corpus / "answers-train.jsonl"), answers(corpus / "answers-dev.jsonl")
    heard = encoder.load()
    worried = worries.learn_worries(Material(learn, held, seeds()), heard)
    np.savez_compressed(out / "worries.npz", allow_pickle=False, **worries.arrays(worried))
    felt = feeling.learn_feelings((*learn, *examples()), held, heard)
    np.savez_compressed(out / "feelings.npz", allow_pickle=False, **feeling.arrays(felt))
    sys.stdout.write(f"worries {worried.version}, feelings {felt.version}\n")


if __name__ == "__main__":
    main()
