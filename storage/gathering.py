"""Gathering: all that was said in a consultation, for telling."""

from collections.abc import Sequence
from typing import Protocol

from conversations.telling.responses import ReviewedResponse


class Gathering(Protocol):
    async def responses(self, consultation: str) -> Sequence[ReviewedResponse]:
        """Every response that was not withdrawn, in an order that says nothing."""
