"""Numbers of help lines as links that a phone can call or text."""

import re
from functools import cache

from markupsafe import Markup, escape

from conversations.asking.help.helplines import Helpline, help_lines


def phone_link(service: Helpline) -> str:
    """Where a tap on its number leads: calling where one can call, else a text message."""
    return f"{'tel' if 'call' in service.reach else 'sms'}:{service.number.replace(' ', '')}"


def with_phone_links(words: str) -> Markup:
    """Plain words, escaped, with every help line's number made a link."""
    links = _links()
    return Markup(  # noqa: S704  escaped here, and the links are made of our own help lines
        re.sub(
            _pattern(),
            lambda found: f'<a class="number" href="{links[found[0]]}">{found[0]}</a>',
            str(escape(words)),
        )
    )


@cache
def _links() -> dict[str, str]:
    return {service.number: phone_link(service) for service in help_lines()}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_links(), key=len, reverse=True)
    return re.compile(r"(?<![\d;#&])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\d;])")
