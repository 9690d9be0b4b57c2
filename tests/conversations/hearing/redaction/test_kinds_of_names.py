"""Kinds of personal data, and of what only looks like it, with the encoder: what stands in [brackets] is hidden whole
and nothing else is."""

import re

import pytest

from bot.inference.encoder.onnx_encoder import load
from conversations.hearing.encoded import Encoder
from conversations.hearing.pipeline import Hearing
from conversations.hearing.redaction.placeholders import PLACEHOLDER

HIDDEN = {
    "glued to pictures and marks": (
        "[Emma]👋 was nice",
        "😭[Emma] left",
        "❤[Emma]❤",
        "[Jay]😂 said no",
        "i live with [emma]😂😂 and [jack]😡",
        "_[Emma]_ left",
        "*[Emma]* left",
        "i told [Kay😂leigh] about it",
        "__[Tom]__ rang",
        "i miss [kai]😭",
    ),
    "names that are virtues": ("[grace] and [hope] came to see me", "i live with [grace]", "[hope]'s alright"),
    "names in proverbs": ("[Tom] rang me back", "my worker [tom] left"),
    "spelled": ("[S.a.r.a.h] left without saying", "[s a r a h] left", "i told [k-a-y-l-e-i-g-h] twice"),
    "numbers of other countries": (
        "my mums number is [+249 91 234 5678]",
        "call [+84 91 234 56 78] pls",
        "his uncle is on [+93 70 123 4567]",
        "[+33 6 12 34 56 78] is my aunt",
        "[+963 944 567 890] he said",
        "mum is [+380 50 123 4567]",
        "its [+48 512 345 678] ok",
        "its [0048 512 345 678] ok",
        "ring [+353 (0)87 123 4567] after 6",
    ),
    "letters for noughts": ("[O77OO 9OO123] is my number", "ring [o7700 9oo 142] pls", "my number [O7911 I23456]"),
    "figures in words": ("bell us on [oh seven seven double 0, 900 three one 6] after 4",),
    "schools": (
        "im at [Ysgol Bryn y Mor] now",
        "my college is [coleg menai]",
        "i go to [ysgol glan arthen] but its far",
        "[New Hall Academy] is ok",
    ),
    "teams and groups": ("i play for [horbury harriers u16s] on sundays", "i help at [wirral young carers] on mondays"),
    "councils": ("[angus council] never rang me back",),
    "pets": ("i walk [jet] to infants every morning", "my dog [taffy] sleeps on my bed"),
    "towns that are words": (
        "my town is [rye] its tiny",
        "[stoke] is miles away from my brother",
        "they put me in [deal] and i know nobody",
    ),
    "towns": ("Dw i'n byw yn [Llanberis]", "i moved to [kirriemuir] last year"),
    "dates": (
        "my birthday is [14 września]",
        "i was born [3 iunie]",
        "my birthday is [2 Tachwedd]",
        "its on [3 of augst] i think",
    ),
    "one person": ("[Boris Johnson] should do more",),
    "initials": ("my mate [rab c] got moved", "hiya its [JJ] again"),
    "kin words": ("[pastor mike] drives us", "wi ma granda [Eck] at the beach"),
}
LEFT = {
    "agencies": ("private fostering agencies make money",),
    "greetings and dialect": (
        "hiya hope ur ok, they should just pay for a bus pass",
        "wagwan, they should just pay for a bus pass",
        "she calls me cariad every morning",
        "bruised my shin at karate",
        "i ran hame fae school",
    ),
    "subjects": ("art and drama are the only lessons i like", "art, food tech and lunch"),
    "helplines": ("Ring 0800 1111 the poster says", "i rang 116 123 last night"),
    "days and months": (
        "let me see my mum on Mon",
        "in Jan or Feb",
        "see me on Mon, Tue, Wed",
        "They said May or June",
        "they cut it every December",
    ),
    "virtues": ("faith matters", "grace and hope and faith matter", "we say grace", "faith and football"),
    "proverbs": ("every tom, dick and harry reads my file",),
    "figures": ("24/7 help for everyone", "7/10 would go again", "2 mars bars and a coke", "+1 for that"),
    "councils": ("use it to build council houses", "the only one under 20"),
    "other languages": (
        "عاملي الاجتماعي تغير مرتين",
        "میرا سوشل ورکر دو بار بدل گیا",
        "Мій соціальний працівник змінився двічі",
        "Соціальний працівник приходить раз на місяць",
        "می خواهم با خواهرم زندگی کنم",
        "mae fy ngweithiwr cymdeithasol wedi newid ddwywaith",
    ),
}


@pytest.fixture(scope="module")
def hearing() -> Hearing:
    encoder: Encoder = load()
    return Hearing(encoder)


def lines(kinds: dict[str, tuple[str, ...]]) -> list[object]:
    return [pytest.param(line, id=f"{kind}: {line}") for kind, some in kinds.items() for line in some]


@pytest.mark.parametrize("line", lines(HIDDEN))
def test_it_is_hidden_whole_and_the_rest_stays(hearing: Hearing, line: str) -> None:
    redacted = hearing.redact_and_screen(re.sub(r"[\[\]]", "", line)).redacted
    assert PLACEHOLDER.sub("[]", redacted) == re.sub(r"\[.*?\]", "[]", line)


@pytest.mark.parametrize("line", lines(LEFT))
def test_nothing_of_it_is_hidden(hearing: Hearing, line: str) -> None:
    assert hearing.redact_and_screen(line).redacted == line
