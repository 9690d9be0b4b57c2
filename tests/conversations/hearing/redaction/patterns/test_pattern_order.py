"""Personal data that its form gives away, each family in the ways in which people write it; by rules alone."""

import pytest

from conversations.hearing.redaction.redact import redact

PHONES = [
    "07700 900461",
    "07700900461",
    "0 7 7 0 0 9 0 0 4 6 1",
    "07700.900.461",
    "07700-900-461",
    "(07700) 900 461",
    "077 00 90 04 61",
    "+447700900461",
    "+44 (0)7700 900461",
    "0044 7700 900 461",
    "01632 960 461",
    "(0113) 496 0461",
    "020 7946 0461",
    "028 9018 0461",
    "oh seven seven double oh nine hundred four six one",
    "zero seven seven zero zero nine zero zero four six one",
    "o7700 900461",
    "07700 nine hundred 461",
    "seven seven zero zero nine zero zero four six one",
    "0️⃣7700 900461",
]
MAILS = [
    "zed.quib@example.com",
    "zed_quib+x@mail.example.co.uk",
    "zedquib at gmail dot com",
    "zed dot quib at hotmail dot co dot uk",
    "zedquib (at) example (dot) org",
    "zedquib[at]gmail.com",
    "zedquib@gmail",
    "zedquib at gmail.com",
    "zed underscore quib at outlook dot com",
    "zedquib AT yahoo DOT com",
]
LINKS = [
    "https://example.org/u/zed?x=1",
    "www.zedquib.example",
    "zedquib.com",
    "instagram.com/zedquib",
    "bit.ly/3xZed",
    "tiktok.com/@zedquib",
    "linktr.ee/zedquib",
    "t.me/zedquib",
    "discord.gg/x7Qz",
    "youtu.be/dQw4",
]
HANDLES = [
    "@zedquib",
    "@zed.quib_09",
    "insta: zedquib09",
    "my snap is zed_quib",
    "snapchat zedquib.07",
    "tiktok is @zed.quib",
    "add me on psn ZedQuib_77",
    "discord zedquib#0042",
    "roblox user zedquib2011",
    "my gamertag is xXZedQuibXx",
    "my insta is zedquib",
    "sc zedquib4",
    "my tiktok name is zedquibb",
    "on roblox im zedquib_x11",
]
POSTCODES = ["SW1A 1AA", "sw1a1aa", "LS1 4AP", "m1 1ae", "CR2 6XH", "b33 8th", "EC1A 1BB", "bt1 5gs", "G12 8QQ"]
ADDRESSES = [
    "14 Zedmore Road",
    "14 zedmore road",
    "flat 3, 9 zedmore terrace",
    "Flat 2B Zedmore House",
    "27a Mill Bank",
    "no 6 zedmore close",
    "number 12 zedmore avenue",
    "14 zedmore way",
    "the zedmore estate",
    "Zedmore Crescent",
    "5 quib court",
]
NUMBERS = [
    "my nhs number is 943 476 5919",
    "nhs no 9434765919",
    "NHS: 943-476-5919",
    "my NI is QQ 12 34 56 C",
    "ni number qq123456c",
    "national insurance qq 123456 c",
    "case number 448213",
    "my case ref is CS/22019/B",
    "reference HO-88121",
    "case no. LA-2291-X",
    "crime ref 42/118823/21",
    "my upn is A823432109001",
    "mosaic id 1123558",
    "my passport is 925665416",
]
BIRTHS = [
    "born 14/03/2009",
    "dob 14.03.09",
    "d.o.b: 14-3-2009",
    "i was born on the 3rd of may 2010",
    "born may 3rd 2010",
    "date of birth 3 May 2010",
    "my birthday is 03/05/2010",
    "dob 2010-05-03",
    "born third of may two thousand and ten",
    "dob 03 05 2010",
    "dob 030510",
    "DOB: 3rd May '10",
    "born 3/5/10",
]


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_number_is_a_contact(phone: str) -> None:
    assert redact(f"ring me on {phone} please")[0] == "ring me on [contact] please"


@pytest.mark.parametrize("mail", MAILS)
def test_an_e_mail_address_is_a_contact(mail: str) -> None:
    assert redact(f"email {mail} please")[0] == "email [contact] please"


@pytest.mark.parametrize("link", LINKS)
def test_a_link_is_a_contact(link: str) -> None:
    assert redact(f"see {link} for it")[0] == "see [contact] for it"


@pytest.mark.parametrize("handle", HANDLES)
def test_a_handle_is_a_contact(handle: str) -> None:
    redacted, _ = redact(f"{handle} ok")
    assert "zedquib" not in redacted.lower()
    assert "[contact" in redacted
    assert redacted.endswith(" ok")


@pytest.mark.parametrize("postcode", POSTCODES)
def test_a_postcode_is_a_place(postcode: str) -> None:
    assert redact(f"i live in {postcode} now")[0] == "i live in [place] now"


@pytest.mark.parametrize("outward", ["postcode is bd3", "i live in M14", "m14 kids get nothing", "from ls11"])
def test_half_a_postcode_is_a_place(outward: str) -> None:
    assert "[place]" in redact(outward)[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_part_of_an_address_is_a_place(address: str) -> None:
    redacted, _ = redact(f"i live at {address} now")
    assert "zedmore" not in redacted.lower()
    assert "[place]" in redacted
    assert not any(letter.isdigit() for letter in redacted)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_finds_a_file_is_a_number(number: str) -> None:
    redacted, _ = redact(f"{number} ok")
    assert "[number]" in redacted
    assert not any(letter.isdigit() for letter in redacted)
    assert redacted.endswith(" ok")


@pytest.mark.parametrize("born", BIRTHS)
def test_a_date_of_birth_is_a_number(born: str) -> None:
    redacted, _ = redact(f"{born} ok")
    assert "[number]" in redacted
    assert not any(letter.isdigit() for letter in redacted)
    assert redacted.endswith(" ok")


@pytest.mark.parametrize(
    "day", ["12 March", "march 12th", "the 12th of march", "tuesday 12th march", "12/03", "12 Mar"]
)
def test_a_day_and_month_is_a_date(day: str) -> None:
    assert "[date]" in redact(f"it was on {day} ok")[0]


@pytest.mark.parametrize(
    "harmless",
    [
        "i am 14 and in year 9",
        "24/7 and 9 to 5",
        "we had 3 workers in 2 years",
        "at 10.30 on monday",
        "£12.50 a week, 100% not enough",
        "it costs 1,000 pounds",
        "section 20 and article 12 and s47",
        "2 bed house and a 5 minute walk",
        "it was 2019 or 2020",
        "m8 u r gr8 l8r b4 2moro",
        "i like ps5 and fifa 24",
        "chapter 3 page 12",
        "i sat at the back dot dot dot",
        "look at me. come at once",
        "we live close to town, on really close terms",
        "a big park, a nice view and a long way home",
        "he was one two three four times late",
        "in a different way",
        "add me to the list",
        "she is 10/10 and it was 50/50",
        "my snap decision",
    ],
)
def test_other_figures_and_words_are_kept(harmless: str) -> None:
    assert redact(harmless)[0] == harmless
