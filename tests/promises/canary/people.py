"""Made-up people. Whatever could tell who one of them is stands nowhere else, so it can be looked for."""

from dataclasses import dataclass, field

NAMES = (
    *("Oliver", "Charlotte", "Amelia", "Isabella", "Benjamin", "Thomas", "Harriet", "Frederick", "Sebastian"),
    *("Theodore", "Gabriella", "Nathaniel", "Beatrice", "Jessica", "Eleanor", "Dominic", "Rebecca", "Zachary"),
)
"""Common in the United Kingdom, and in none of our own texts."""

WORRY = "I want to kill myself"


@dataclass
class Canary:
    """`found_out` are secrets that come into being while they answer: cookies, receipt words."""

    number: int
    found_out: list[str] = field(default_factory=list)

    @property
    def telegram(self) -> int:
        # So large that all six bytes of it as a number in SQLite say something: 00 01 cf 01 28 09 is also how SQLite
        # says where rows begin on a page.
        return 73_190_017_000_057 + 104_729_000_003 * self.number

    @property
    def first_name(self) -> str:
        return f"Zquorn{self.number:03d}é"

    @property
    def last_name(self) -> str:
        return f"Vexley-{self.number:03d}"

    @property
    def handle(self) -> str:
        return f"zqvex_{self.number:03d}"

    @property
    def language(self) -> str:
        return f"x-zqlang{self.number:03d}"

    @property
    def said_name(self) -> str:
        return NAMES[self.number % len(NAMES)]

    @property
    def phone(self) -> str:
        """Of those that the regulator keeps for made-up people."""
        return f"07700 900{self.number:03d}"

    @property
    def mail(self) -> str:
        return f"zqmail{self.number:03d}@example.org"

    @property
    def postcode(self) -> str:
        one, two = divmod(self.number, 26)
        return f"ZE{one % 9 + 1} {self.number % 10}{chr(65 + two)}{chr(65 + one)}"

    @property
    def insurance(self) -> str:
        return f"AB{517_000 + self.number}C"

    @property
    def health(self) -> str:
        """An NHS number with its check digit."""
        nine = 943_400_000 + self.number * 11
        while (digit := 11 - sum(int(one) * (10 - at) for at, one in enumerate(str(nine))) % 11) == 10:
            nine += 1
        return f"{nine}{digit % 11}"

    @property
    def address(self) -> str:
        """Where their connections come from: all of 127.0.0.0/8 is this machine."""
        return f"127.77.{self.number // 250 + 101}.{self.number % 250 + 1}"

    @property
    def forwarded_for(self) -> str:
        """What a proxy says that they come from."""
        return f"203.113.{self.number // 250 + 101}.{self.number % 250 + 1}"

    @property
    def user_agent(self) -> str:
        return f"Mozilla/5.0 (ZqPhone {self.number:03d}; like nothing else)"

    @property
    def came_from(self) -> str:
        return f"https://zqsite{self.number:03d}.example/me"

    @property
    def latitude(self) -> float:
        return round(51.217341 + self.number / 1000, 6)

    @property
    def in_short(self) -> str:
        """What they say of themselves where they have said all of it once: hearing's time is most of a run."""
        return f"I am {self.said_name}, {self.phone}. I like the garden."

    @property
    def words(self) -> str:
        """What they write: all of it personal, all of it of the kinds that redaction promises to hide."""
        return (
            f"My name is {self.said_name}. Ring me on {self.phone} or {self.phone.replace(' ', '')}, mail {self.mail}, "
            f"I am @{self.handle} on insta, my postcode is {self.postcode}, my NHS number is {self.health} "
            f"and my NI number is {self.insurance}. I like the garden."
        )

    @property
    def account(self) -> dict[str, object]:
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.handle,
            "language_code": self.language,
        }

    @property
    def headers(self) -> dict[str, str]:
        """What a browser and the proxies on its way send."""
        return {
            "User-Agent": self.user_agent,
            "Referer": self.came_from,
            "X-Forwarded-For": f"{self.forwarded_for}, 10.9.8.7",
            "X-Real-IP": self.forwarded_for,
            "Forwarded": f'for="{self.forwarded_for}"',
            "X-Telegram-User": self.handle,
            "Accept-Language": self.language,
        }

    @property
    def secrets(self) -> list[str]:
        return [
            str(self.telegram),
            f"telegram:{self.telegram}",
            self.first_name,
            self.last_name,
            self.handle,
            f"@{self.handle}",
            self.language,
            self.said_name,
            self.phone,
            self.phone.replace(" ", ""),
            f"+44{self.phone.replace(' ', '')[1:]}",
            self.mail,
            self.postcode,
            self.postcode.replace(" ", ""),
            self.insurance,
            self.health,
            self.address,
            self.forwarded_for,
            self.user_agent,
            f"ZqPhone {self.number:03d}",
            self.came_from,
            str(self.latitude),
            *self.found_out,
        ]
