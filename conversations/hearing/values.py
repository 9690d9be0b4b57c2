"""What hearing makes of one text: values only."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from conversations.hearing.text.language_names import NOT_READ


class Kind(StrEnum):
    """The kinds of personal data that redaction hides."""

    PERSON = "PERSON"
    SCHOOL_ORG = "SCHOOL_ORG"
    LOCATION = "LOCATION"
    CONTACT = "CONTACT"
    ID = "ID"
    DATE = "DATE"


LABELS: dict[Kind, str] = {
    Kind.PERSON: "name",
    Kind.SCHOOL_ORG: "school or group",
    Kind.LOCATION: "place",
    Kind.CONTACT: "contact",
    Kind.ID: "number",
    Kind.DATE: "date",
}
"""What stands in square brackets where something was hidden, as in [name]."""


class Risk(IntEnum):
    """How worried a reader should be; ordered, but for two: NOT_UNDERSTOOD where no machine can tell, and NOT_READ
    where simple rules found nothing, and nothing else has looked."""

    NOT_READ = -2
    NOT_UNDERSTOOD = -1
    NONE = 0
    CONCERN = 1
    URGENT = 2


RISK_KINDS = (
    "self_harm",
    "suicide",
    "abuse",
    "neglect",
    "exploitation",
    "missing",
    "violence",
    "bullying",
    "distress",
    "online",
)
"""The kinds of harm that screening looks for, in the order in which they are shown and were learned."""


class Feeling(StrEnum):
    """The feeling that a text expresses."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Span:
    """Where personal data stands in the raw text: characters start to end (end not included)."""

    start: int
    end: int
    kind: Kind


APART = " … "
"""Between the stretches of a text that a flag shows."""


TOGETHER = "together:answers"
"""Among what raised a flag: it took several answers of the same person, read together."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A worry that screening raised. `words` are those that raised it, after redaction; APART where they lie apart.

    `raised_by`: what did, each as in phrase:abuse/hits, seed:abuse (likeness to the seeds of a kind) or
    learned:0a1b2c3d4e5f (the version of what was learned); besides TOGETHER, perhaps.
    """

    level: Risk
    kinds: tuple[str, ...]
    words: str
    raised_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What else is known of whoever wrote a text, for screening alone: a worry may be told in pieces.

    `earlier`: their other answers of the same session, redacted, without those that raised a flag. `age_band`: as in
    13_15; "" where it is not known.
    """

    earlier: str = field(default="", repr=False)
    age_band: str = ""


NOTHING_TOLD = ToldBefore()


@dataclass(frozen=True, slots=True)
class Heard:
    """A text after redaction and screening.

    `raw` is what arrived. It lives in memory for one turn only, is left out of every repr, and is never written: the
    turn needs it to compare a group code, and to let an author bring a hidden word back.

    `marks`: for each placeholder of the redacted text, by what its thing is known again in a later message of the same
    answer (entity_marks.py); of this turn only, like `raw`. Empty where nobody gave a key.

    `by_rules`: it was heard without the encoder, so more may have been missed.

    `language`: the code of the language of what no machine could read (text/language_names.py), or NOT_READ where
    hearing failed; empty where all of it is taken for English. Otherwise `redacted` hides what rules and lists found at
    most, and may be kept nowhere in clear; `english` is what was understood beside it, redacted as ever.
    """

    redacted: str
    spans: tuple[Span, ...] = ()
    flag: Flag | None = None
    raw: str = field(default="", repr=False, compare=False)
    by_rules: bool = False
    marks: tuple[tuple[bytes, ...], ...] = field(default=(), repr=False, compare=False)
    language: str = ""
    english: str = ""

    @property
    def risk(self) -> Risk:
        """Without a flag, what is not understood or was not read is not without risk: nobody has looked."""
        if self.flag:
            return self.level
        if self.language:
            return Risk.NOT_UNDERSTOOD
        return Risk.NOT_READ if self.by_rules else Risk.NONE

    @property
    def level(self) -> Risk:
        """How worrying its flag is."""
        return self.flag.level if self.flag else Risk.NONE

    @property
    def needs_help(self) -> bool:
        """Whether who wrote it is shown at once who can help: there is a worry, or nobody can tell."""
        return bool(self.flag or self.language)

    @property
    def hidden(self) -> tuple[Kind, ...]:
        """The kind of each hidden span, in the order of the text."""
        return tuple(span.kind for span in self.spans)


def unheard(text: str) -> Heard:
    """A text that hearing failed on: like one in another language it is sealed, and nothing of it is known."""
    return Heard(text, raw=text, by_rules=True, language=NOT_READ)
