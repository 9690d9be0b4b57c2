"""Whether a text tells whose it is without a name: "the only wheelchair user in the home", "my mum runs the chip shop".

By rules. Such a text is not hidden, since what makes it somebody's is often what it is about: a person looks at it
before its words are quoted.
"""

import re

from conversations.hearing.text.normalisation import plain

_GAP = r"(?:[\w'’]+[\s,]+)"
_WHERE = (
    r"(?:school|scool|skool|village|island|valley|town|home|house|unit|college|course|club|class|year|county|county|band|team|form|estate|road"
    r"|street|church|chapel|mosque|gym|hostel|placement|block|corridor|yoi|area|borough|district|world|country|britain|scotland|wales"
    r"|england|ireland|exam\s+hall|sixth\s+form|uni|here|there|farm|cadets|squad|region)"
)
_TRAIT = (
    r"(?:w[h]?eel\s?chairs?|chair|black|brown|white|asian|muslim|jewish|sikh|hindu|deaf|blind|ginger|afghan|syrian|eritrean|sudanese|somali|kurdish"
    r"|polish|romanian|ukrainian|vietnamese|albanian|iranian|iraqi|traveller|gypsy|roma|trans|non\s?binary|gay|lesbian|signs?|speaks?|talks?|harness"
    r"|guide\s+dog|oxygen|feeding\s+tube|tube|stoma|one\s+arm|one\s+leg|prosthetic|frame|crutches|baby|babies|bump|pregnant|twins?|parrot"
    r"|parrit|turban|hijab|burka|tall|dwarf|albino|vitiligo|burns|scar|eye\s?patch|interpreter|langu?age|in\s+care|from\s+care|care\s+(?:kid|leaver)"
    r"|girls?|boys?|lads?|lass(?:ie)?|fella|fosterers?|foster(?:ed)?|mams|mums|dads|school|shop|under|cared?|condition|syndrome)"
)
_ONLY = re.compile(
    rf"\bonl(?:y|i)\s+(?=(?:{_GAP}){{0,9}}?{_TRAIT}\b)(?=(?:{_GAP}){{0,12}}?(?:{_WHERE}|\w+land|me)\b)"
    r"(?!(?:\w+\s+){0,2}?(?:thing|lesson|time|reason|way|problem|bit|part|place|good|people|adult|staff|food|day|subject|question|worker|"
    r"two\s+things|if|when|because|cos|got|had|get|see|saw|want|wanted|met|been|a|just|once|went)\b)",
    re.IGNORECASE,
)
_ONLY_ME = re.compile(
    r"\b(?:i\s*'?a?m|i\s+was|am|we'?re|we\s+are|and)\s+(?:\w+\s+)?(?:the\s+only|only\s+(?:one|girl|boy|lad|lass|lassie|person|kid|two))\s+"
    r"(?!(?:\w+\s+)?(?:child\b|reason|thing|time))|\bno\s*(?:one|body)\s+(?:other|else)\s+(?:\w+\s+){0,2}?(?:speaks?|signs?|uses?|has|in)\b"
    r"|\bonly\s+(?:kid|one|girl|boy|lad|person|family)\s+(?:who|that|wat|from|out\s+of|on|in)\b|\b(?:and|but)\s+i\s*'?a?m\s+the\s+one\s+in\b",
    re.IGNORECASE,
)
"""Somebody who is the only one, whatever at."""
_LIKES = re.compile(
    r"\bonly\s+(?:one|girl|boy|lad|person|kid)\s+(?:[\w']+\s+){0,5}?(?:who|that)\s+(?:still\s+|even\s+|actually\s+)?(?:likes?|hates?|eats?|listens?|cares?"
    r"|ever\s+listen\w*|supports?|gets\s+me|understands?|helped|asked|asks|came|comes|turned|knows\s+how|drinks?|watches)\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:(?:foster\s+|real\s+|step\s?|birth\s+|grand)?(?:mum|mam|mom|maw|mother|mums|mams|dad|da|dads|father|nan|nana|granny|gran|grandad|granda|uncle"
    r"|auntie|aunty|aunt|parents?|carers?|fosterers?|brother|sister|cousin|bandmaster|husband|wife|boyfriend|partner)|he|she|they|hes|shes|theyre|he's|she's|they're|mine)"
)
_THING = (
    r"(?:post\s+off?i[cs]e?s?|chip\s*py|chip\s?shop|chippy|fish\s+shop|corner\s+shop|village\s+shop|farm\s+shop|shop\s+on|pub|vets?|bakery|butchers?"
    r"|caf[eé]|farm|dairy|garage|ferry|lifeboat|lighthouse|mobile\s+library|library|school\s+bus|undertakers?|funeral|riding\s+school|stables|campsite"
    r"|caravan\s+(?:park|site)|hotel|b\s?&\s?b|launderette|barbers?|hairdressers?|kennels|takeaway|kebab\s+shop|mosque|church|museum|cinema|arcade"
    r"|surgery|pharmacy|chemist|nursery|funfair|circus|zoo|brewery|market\s+stall|ice\s?cream\s+van|garden\s+centre|fire\s+station|windmill)"
)
_RUNS = re.compile(
    rf"\b{_PEOPLE}\s+(?:\w+\s+){{0,4}}?(?:runs?|owns?|manages?|has\s+got|have|drives?|keeps?|took\s+over)\s+(?:\w+\s+){{0,3}}?{_THING}\b"
    rf"|\b(?:does|do|works?)\s+(?:\w+\s+){{0,3}}?(?:at|in|on)\s+the\s+only\s+(?:\w+\s+){{0,2}}?{_THING}\b"
    rf"|\bthe\s+(?:lady|man|woman|people|family|couple|lads|two\s+\w+)\s+(?:at|who\s+(?:run|own|have)|that\s+(?:run|own|have))\s+(?:the\s+)?{_THING}\b"
    rf"|\bthe\s+only\s+(?:\w+\s+){{0,2}}?{_THING}\b|\bdrives\s+the\s+(?:number\s+\w+\s+|night\s+|school\s+)+bus|\bdrives\s+the\s+(?:only\s+)?{_THING}\b",
    re.IGNORECASE,
)
_OFFICE = (
    r"(?:the\s+head\b|(?:two\s+)?vicars?|minister|priest|pastor|imam|rabbi|mayor|mayoress|(?:local\s+|parish\s+|town\s+)?councillor|mp|msp|head\s?teacher|head\s?mistress|headmaster"
    r"|deputy\s+head|lollip(?:op|p?op)\s*(?:lady|man|woman)?|weather(?:\s?(?:man|girl|woman))?|sheriff|judge|coroner|chief\s+constable|bobby|sergeant|village\s+\w+|the\s+vet"
    r"|postman|postmistress|lifeguard|coastguard|harbour\s?master|bandmaster|town\s+crier|mascot|santa|footballer|wrestler|singer|actor|dj\s+on)"
)
_HOLDS = re.compile(
    rf"\b{_PEOPLE}\s+(?:\w+\s+){{0,3}}?(?:is|was|are|r|does|plays?|being)\s+(?:\w+\s+){{0,3}}?{_OFFICE}\b"
    rf"|\b{_PEOPLE}(?:'?s)?\s+(?:the|our)\s+(?:\w+\s+){{0,1}}?{_OFFICE}\b"
    rf"|\b(?:shes|hes|she's|he's|theyre|they're)\s+(?:\w+\s+){{0,2}}?{_OFFICE}\b|\bdoes\s+the\s+(?:lollipop|weather)\b",
    re.IGNORECASE,
)
_MANY_BORN = re.compile(
    r"\b(?:tripl[ie]ts?|quads|quadruplets?|quintuplets?)\b|\b(?:had|got|wi|with|expecting|have)\s+(?:the\s+|my\s+)?twins\b|\b(?:we|were|we're|us)\s+(?:are\s+)?the\s+(?:only\s+)?twins\b",
    re.IGNORECASE,
)
_FAME = re.compile(
    r"\b(?:in|on|made|off|from)\s+(?:all\s+)?(?:the\s+|our\s+|local\s+)(?:local\s+)?(?:paper|papers|newspapers?|news|telly|tv|echo|gazette|herald|chronicle|argus"
    r"|front\s+page)\b(?!\s+(?:all|every|that\s+(?:care|kids|foster)|about|again|is\b))"
    r"|\b(?:went|gone|go)\s+viral\b|\bmillion\s+views\b|\bplaque\b|\bair\s+ambulance\b|\bbravery\b|\blive\s+(?:telly|tv)\b|\bcourt\s+case\b"
    r"|\b(?:photo|picture|face|selfie)\s+(?:\w+\s+){0,3}?(?:paper|wall|poster|bus|billboard|leaflet|website)\b|\bdocumentary\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:every(?:one|body|1)|whole\s+(?:\w+\s+)?(?:school|village|island|town|estate|borough|valley|street)|half\s+the\s+(?:town|village|school|borough))\s+"
    r"(?:\w+\s+){0,4}?(?:knows?|remembers?|met|recogni[sz]es?)\s+(?:me\b|us\b|i'?m\b|we'?re\b|my\s+(?:mum|dad|carer|foster|brother|sister|nan|grand|face|name|family)|who|whos|it\s*s\s+me|him|her|when|cause|cos|coz|the\s+\w+)\b"
    r"|\bcan'?t\s+miss\s+(?:me|us)\b|\bya?\s+(?:cant|can't)\s+miss\b|\bknow(?:s)?\s+(?:who\s+wrote|whos\s+kid|it\s*s\s+me)\b|\bnot\s+many\s+of\s+us\b",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"\b(?:champ(?:ion)?s?|world\s+record|gold\s+medal(?:list)?|youth\s+mayor|youth\s+mp|young\s+mayor|head\s+(?:boy|girl)|carnival\s+queen|poet\s+laureate"
    r"|parish\s+councillor|young\s+chair|youth\s+parliament)\b"
    r"|\b(?:for|in|at)\s+(?:the\s+)?(?:county\b(?!\s+(?:council|hall|lines))|england|scotland|wales|ireland|gb|team\s+gb|county|national)\s+(?:\w+\s+){0,2}?(?:team|squad|under|deaf|youth|u\d\d)\b"
    r"|\b(?:youngest|oldest|first)\s+(?:\w+\s+){0,5}?(?:ever|they\s+have\s+had|from\s+care|care\s+(?:kid|leaver)|in\s+\d+\s+years|to\s+win|from\s+(?:our|the)\s+home)\b|\bfirst\s+(?:woman|female|black|asian|deaf|gay)\s+\w+"
    r"|\bi\s+(?:also\s+|now\s+)?chair(?:ed)?\s+(?:our|ours|the)\b|\b(?:gave|did|made)\s+(?:the|a)\s+(?:[\w']+\s+){0,3}?speech\b|\bwon\s+the\s+(?:\w+\s+){1,5}?(?:trials?|medal|cup|award|title|prize|race)\b",
    re.IGNORECASE,
)
_THE_ONE = re.compile(
    r"\b(?:i\s*'?a?m|i\s+was|am|was|as|mine\s+is|the\s+one\s+is)\s+(?:the\s+)(?:one|kid|lad|lassie|lass|girl|boy|wan|person|guy|goalie|very\s+tall\s+one)\s+"
    r"(?:who|that|wi|with|wiv|what|in\s+the|at\s+the|for\s+the)\s+(?!(?:gets?|has\s+to|likes?|does\s+the|always|never|they|no\s|nobody|everyone))"
    r"|\bthe\s+(?:lad|kid|girl|boy|lassie|one)\s+(?:who|that)\s+(?:fell|set|brought|got\s+rescued|broke|won|saved|found|pulled|ran|drove|burned|was\s+in|was\s+on)\b"
    r"|\bi\s+was\s+the\s+one\s+they\b|\bremembers\s+me\b|\blongest\s+of\s+(?:anyone|everyone|all)\b|\bsince\s+(?:the|this)\s+(?:home|house|place|unit)\s+opened\b|\bi\s+do\s+the\s+voice\b|\bthe\s+eye\s?patch\b",
    re.IGNORECASE,
)
_DWELLING = re.compile(
    r"\b(?:house\s?boat|narrow\s?boat|light\s?house|vicarage|manse|rectory|iland\s+road|causeway|old\s+(?:windmill|chapel|station|mill)|only\s+house)\b"
    r"|\b(?:house|flat|home)\s+(?:next\s+to|above|opposite|behind)\s+the\s+(?:fire\s+station|police\s+station|station|pub|church|mosque|chippy|post\s+office|vets?)\b"
    r"|\bwith\s+the\s+(?:pink|yellow|purple|orange|red|green)\s+(?:door|roof|gate|van)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:six|seven|eight|nine|ten|eleven|twelve|[6-9]|1[0-2])\s+(?:of\s+us|brothers|sisters|siblings)\b(?=.{0,60}\b(?:split|placements|in\s+care|same|one\s+house))"
    r"|\bused\s+to\s+play\s+for\b|\bplayed\s+for\s+(?:england|scotland|wales|ireland|the\s+club)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:heart|lung|liver|kidney)\s+transplant\b|\b(?:born\s+without|with\s+one|one)\s+(?:arm|leg|hand|eye|handed|armed|legged)\b|\bone[\s-](?:handed|armed|legged|eyed)\b"
    r"|\bprosthetic\b|\b(?:glass|false)\s+eye\b|\b(?:my|the)\s+(?:guide|assistance|hearing)\s+dog\b|\btheres?\s+one\s+(?:\w+\s+){1,4}?in\s+(?:our|the|my)\s+\w+\s+and\s+i'?m\b",
    re.IGNORECASE,
)
_RULES = (_MANY, _BODY, _RUNS, _HOLDS, _MANY_BORN, _FAME, _KNOWN, _RANK, _THE_ONE, _DWELLING)


def singles_out(text: str) -> bool:
    """Whether circumstances in a text, redacted or raw, could tell people nearby whose it is."""
    seen = plain(text).text
    if any(rule.search(seen) for rule in _RULES):
        return True
    return bool(_ONLY.search(seen) or _ONLY_ME.search(seen)) and not _LIKES.search(seen)
