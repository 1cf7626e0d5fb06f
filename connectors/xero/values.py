"""Single values of Xero's JSON: dates, instants, amounts, each with a precise complaint.

It knows no resource. Document dates are civil: the UTC day of what Xero wrote, never a local one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from plugin.ports import Malformed

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_START: Final = "/Date("
#: Beyond these an amount is a mistake on the wire, not money.
_LARGEST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an answer we are: `Invoices[17]` of a page, for complaints."""

    page: int
    path: str

    def wrong(self, field: str, message: str) -> Malformed:
        """The complaint about a field below this place."""
        return Malformed(message, page=self.page, where=f"{self.path}.{field}")

    def below(self, field: str) -> Place:
        """The place of a nested object or element."""
        return Place(self.page, f"{self.path}.{field}")

    def text(self, value: str | None, field: str) -> str:
        """A text that must be there. Raises Malformed."""
        if not value:
            raise self.wrong(field, "missing")
        return value

    def amount(self, value: Decimal | None, field: str) -> Decimal:
        """An amount that must be there. Raises Malformed, also for NaN and absurd sizes."""
        if value is None:
            raise self.wrong(field, "missing")
        if not value.is_finite() or abs(value) > _LARGEST:
            raise self.wrong(field, f"not an amount: {value}")
        return value

    def day(self, value: str | None, field: str) -> date | None:
        """A civil date, None where absent. Raises Malformed."""
        if not value:
            return None
        try:
            return civil(value)
        except (ValueError, OverflowError) as error:
            raise self.wrong(field, f"not a date: {value!r}") from error

    def instant(self, values: Iterable[str | None], field: str) -> datetime:
        """The first of these that is there, as an aware instant in UTC. Raises Malformed."""
        found = next((value for value in values if value), None)
        if found is None:
            raise self.wrong(field, "missing")
        try:
            return instant(found)
        except (ValueError, OverflowError) as error:
            raise self.wrong(field, f"not an instant: {found!r}") from error


def instant(text: str) -> datetime:
    """`/Date(1518685950940+0000)/` or ISO (UTC where it names no offset) as an instant in UTC.

    The offset inside `/Date()/` is how somebody once saw it; the milliseconds are UTC already.
    Raises ValueError, or OverflowError beyond the years 1 to 9999.
    """
    if text.startswith(_START) and text.endswith(")/"):
        inner = text[len(_START) : -2]
        cut = max(inner.rfind("+"), inner.rfind("-"))
        digits = inner[:cut] if cut > 0 else inner
        return _EPOCH + timedelta(milliseconds=int(digits))
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


@lru_cache(maxsize=8192)
def civil(text: str) -> date:
    """The civil date of a document date: its UTC day.

    Example: civil("/Date(1539993600000+0000)/") is 20 October 2018, wherever it is read.
    Raises ValueError or OverflowError.
    """
    return instant(text).date()
