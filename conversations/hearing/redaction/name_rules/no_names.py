"""What looks like a name and is none, told by what stands around it: "in Jan", "faith matters", "art and drama"."""

import re
from collections.abc import Iterator

from conversations.hearing.values import Kind, Span

_DAY = r"(?:mon|tues?|weds?|thur?s?|fri|sat|sun)(?:days?)?"
_MONTH = r"(?:jan|feb|mar|april?|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|ust|ember|tember|ober)?"
_LIST = r"\s*+(?:,|/|-|or|and|n|to|til|&|\+)\s*+"
_VIRTUE = r"(?:faith|grace|hope|joy|patience|charity|peace|honesty|trust|love|truth|kindness|art)"
_SUBJECT = (
    r"(?:drama|music|maths?|english|science|p\.?e|dance|cooking|food(?:\s++tech)?|dt|textiles|history|geography|french|spanish"
    r"|welsh|computing|it|ict|home\s++ec|re|photography|sport|football|design|graphics|media|crafts?|woodwork|lunch|break)"
)
_NO_NAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!ynys )\b{_DAY}\b(?!['’]s\s)",
        rf"\b(?:in|every|last|next|since|until|till?|early|late|mid|this|(?:end|start|middle|beginning|week|rest)\s++of)\s++({_MONTH})\b(?:{_LIST}{_MONTH}\b){{0,6}}+",
        rf"\b{_MONTH}\s++or\s++{_MONTH}\b",
        rf"\b(?:{_MONTH}(?:\s++\w+)?\s*+,\s*+){{2,12}}+{_MONTH}\b",
        rf"\b{_VIRTUE}\s++(?:matters?|mostly|mainly|counts|helps\s++(?:me|us)|alone|itself|comes\s++first)\b",
        rf"(?:^|[.!?,\n]\s{{0,3}}+|\b(?:needs?|wants?|about|have|has|got|is|its|like|more|no|was)\s++){_VIRTUE}{_LIST}{_VIRTUE}(?:{_LIST}{_VIRTUE}){{0,4}}+\b(?!\s++(?:told|said|are|were|is\s++my|both|came|left|helped?|live|moved?|get|got|always|never|take|took|make|made|who|from|at))",
        r"\b(?:faith|hope|patience|joy|grace|charity)\s++(?:and|n|&)\s++(?:football|family|food|music|biscuits|god|prayer|church|time|kindness|luck)",
        r"\b(?:say|says|said|saying|sing|fall\s++from|saving)\s++grace\b(?=\s*+(?:$|[.,!?\n]"
        r"|before|then|after|at|and\s++then|period|of))",
        r"\b(?:have|has|had|got|lose|loses|losing|lost|no|any|some|little|more|false|my|your|their|our|keep|gives?|gave|in\s++good|much)"
        r"\s++(?:faith|hope|patience|joy|trust|charity)\b(?=\s*+(?:$|[.,!?\n]|in|left|that|for|with|at|of|anymore|any|and|is|was)\b|\s*+$)",
        r"(?:^|[.!?\n]\s{0,3}+)(?:oh\s++)?joy(?=\s*+(?:[.!?\n]|$))(?!\.\s++(?:she|he|shes|hes)\b)",
        r"(?:^|[.!?\n]\s{0,3}+)(?:faith|patience|joy|grace)(?=\s++is\s++(?:a|an|the|what|when|not|important|everything|believing))",
        r"(?:^|[.!?\n]\s{0,3}+)hope\s++(?:is|was)\s++(?:a|an|the|what|when|knowing|having|like|that)\b",
        r"(?:^|[.!?\n]\s{0,3}+)patience\b(?=\s*+(?:$|[.!\n]))",
        rf"\bart(?=\s*+(?:,|/|and|n|&|\+|or)\s*+(?:\w+\s*+,\s*+)?{_SUBJECT}\b)",
        rf"\b{_SUBJECT}\s*+(?:,|/|and|n|&|\+|or)\s*+art\b",
        r"(?:^|[.!?\n]\s{0,3}+)art\b(?=\s*+(?:$|[.,!?\n])|\s++(?:is\s++(?:a|the|my|good|fun|class|best|ok)|lessons?|room|club|therapy|class|teacher|wiv|with))",
        r"\b(?:in|do|doing|like|love|hate|my|the|at|make|making|some|modern|gcse|for)\s++art\b(?=\s*+(?:$|[.,!?\n]|and|at|club|room|therapy|lessons?"
        r"|class|teacher|is|was|with|because|cos|the|project|stuff))",
        r"\b(?:private|independent|for\s++profit|the|more|big|all|some|most|those|these|other)\s++(?:foster(?:ing)?|care|adoption|supported\s++living)"
        r"\s++(?:agenc(?:y|ies)|compan(?:y|ies)|providers?)",
        r"\b(?:0800\s?1111|116\s?(?:123|000|111)|0808\s?80[02]\s?\d{4}|0808\s?801\s?0\d{3}|0300\s?(?:123|330)\s?\d{4}|0800\s?068\s?4141"
        r"|85258|111|101|999|112|0207?\s?7?\s?219\s?\d{4})(?!\s?\d)",
        r"\bcall(?:s|ed|ing)?\s++(?:me|us|him|her|everyone)\s++(?:hen|hinny|pet|duck|chuck|flower|petal|babe?s?|bach|love|hun|angel|princess|pal)\b",
        r"\btom,\s++dick,?\s++(?:and|or|&)\s++harry\b",
        r"\b(?:mr|mister)\s++(?:tumble|bean|tickle|men|whippy|motivator)\b|\bscooby\s++doo\b|\brom[ei]o\s++(?:n|and|&)\s++juliet\b",
        r"\b(?:quality\s++street|carol\s++singing|ring\s++road|sixth\s++form|secondary\s++school|primary\s++school|health\s++centre)\b",
        r"\b(?:hiya|wagwan|cariad|cwtch|salam|salaam|inshallah|mashallah|alhamdulillah|wallah|habibi|mija|mijo"
        r"|bruised|diolch|nikkah|nikah|obvs|naebody|hame|(?-i:fae|wor)|bhangra|pierogi|tigrinya|sorani|tajik|kdrama)\b",
    )
)
"""Days and months; virtues and subjects that are first names as well; helplines that all may ring; words of greeting,
of dialect and of other languages that English texts hold."""


def no_names(text: str) -> Iterator[Span]:
    """Where such words stand; nothing wholly inside them is hidden."""
    for pattern in _NO_NAMES:
        for match in pattern.finditer(text):
            yield Span(*match.span(), Kind.PERSON)
