"""Statements of account on a schedule: what a policy says of them, and those that went before.

When one is due, and what it replaces, is for `scheduled`; what stands on the paper, for letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from plugin.credit.complaints import Table
from plugin.credit.terms import Terms

#: no calendar has more; a month that lacks the day has its last instead
_LAST_OF_MONTH = 31


class StatementKind(StrEnum):
    """What a statement lists: all that is open, or all that happened since the one before."""

    OPEN_ITEMS = "open_items"
    ACTIVITY = "activity"


class StatementDay(StrEnum):
    """On which day of the month statements go."""

    DAY_OF_MONTH = "day_of_month"
    LAST_WORKING_DAY = "last_working_day"


class StatementWish(StrEnum):
    """What a person chose for one customer, before what the policy says of all (rule 16)."""

    AS_POLICY = "as_policy"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Statements:
    """The schedule of a policy: a statement a month for each currency in which enough is owed.

    `day` is a day of the month, rolled forward to the customer's next working day; it counts only
    with DAY_OF_MONTH. `above` is in the currency at hand, and never below the tolerance of an
    account (rule 4). No `currencies` means all of them.
    """

    scheduled: bool = False
    on: StatementDay = StatementDay.DAY_OF_MONTH
    day: int = 1
    kind: StatementKind = StatementKind.OPEN_ITEMS
    above: Decimal = Decimal(0)
    currencies: tuple[str, ...] = ()

    def covers(self, currency: str) -> bool:
        """Whether accounts in this currency get statements at all."""
        return not self.currencies or currency in self.currencies


def read_statements(table: Table) -> Statements:
    """The schedule as a document has it; `currencies` are their codes, apart by blanks."""
    default = Statements()
    currencies = tuple(dict.fromkeys(table.text("currencies", "").upper().split()))
    read = Statements(
        scheduled=table.flag("scheduled", default.scheduled),
        on=table.choice("on", default.on),
        day=table.whole("day", default.day, at_least=1),
        kind=table.choice("kind", default.kind),
        above=table.decimal("above", default.above),
        currencies=currencies,
    )
    if read.day > _LAST_OF_MONTH:
        table.complain("day", f"no month has such a day: {read.day}")
    wrong = [each for each in currencies if len(each) != 3 or not each.isalpha()]
    if wrong:
        table.complain("currencies", f'no currency code: "{wrong[0]}"')
    table.close()
    return read


def statements_document(statements: Statements) -> dict[str, object]:
    """The schedule as JSON-ready values, as `read_statements` takes them."""
    return {
        "scheduled": statements.scheduled,
        "on": statements.on.value,
        "day": statements.day,
        "kind": statements.kind.value,
        "above": str(statements.above),
        "currencies": " ".join(statements.currencies),
    }


class StatementFate(StrEnum):
    """What became of a statement; one that was dropped for want of a reason is none."""

    UNDER_WAY = "under_way"
    WENT = "went"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class PastStatement:
    """The statement of one period (`2026-11`) and currency, by the civil day it went or was set.

    SKIPPED is a person's *not this time*, or a mail system's refusal: the period is over.
    """

    currency: str
    period: str
    on: date
    fate: StatementFate = StatementFate.WENT


@dataclass(frozen=True, slots=True)
class StatementTerms:
    """What is known of one customer's statements: a person's wish, and those of late.

    `pays_by` are the payment terms that the ledger has on the customer, where it has any.
    """

    wish: StatementWish = StatementWish.AS_POLICY
    past: tuple[PastStatement, ...] = ()
    pays_by: Terms | None = None

    def of(self, currency: str, period: str) -> PastStatement | None:
        """The statement of this period, if there is one."""
        for each in self.past:
            if each.currency == currency and each.period == period:
                return each
        return None

    def last_in(self, currency: str, before: date) -> date | None:
        """The day of the last statement that went, up to and including `before`."""
        days = [
            each.on
            for each in self.past
            if each.currency == currency and each.fate is StatementFate.WENT and each.on <= before
        ]
        return max(days, default=None)


#: of a customer of whom nothing is known
NO_STATEMENTS = StatementTerms()
