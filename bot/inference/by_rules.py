"""Why a text was heard by rules alone: said in the log, so it stands apart from what loads a model."""

from enum import StrEnum


class ByRules(StrEnum):
    FULL = "too many texts at once"
    MISSING = "the encoder is not there"
    SPENT = "a session has had its share of hearing"
    BROKEN = "the encoder failed"
    FAILED = "hearing failed on a text"
