"""One house for many tests, each with customers of its own: a house costs more than most tests.

What a test leaves behind is cleared away after it: faults, doubts, and tasks about refusals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from connectors.sandbox.doubts import Doubts
from plugin.credit.decisions import TaskKind
from plugin.credit.money import Money
from plugin.operations import decide, limits
from plugin.queries import tasks as task_query
from tests.journeys.books import Customer, a_customer, a_debt
from tests.journeys.house import BY, House

#: far from due, so that nothing is said to anybody however many days pass
NOT_DUE = -300


@dataclass
class Turn(House):
    """The house as one test sees it: a name means the customer that is this test's own."""

    turn: int = 0
    #: the day on which this test began; time runs on from test to test
    began: date = date.min

    @property
    def soon(self) -> date:
        """A day to promise."""
        return self.began + timedelta(days=10)

    @property
    def later(self) -> date:
        """A week after that."""
        return self.began + timedelta(days=17)

    def customer(self, key: str) -> str:
        """The id of a customer of this test."""
        return super().customer(f"{key}{self.turn}")

    def invoice(self, number: str) -> str:
        """The id of an invoice of this test."""
        return super().invoice(f"{number}-{self.turn}")

    def pays(self, number: str, amount: str) -> None:
        """The customer pays one of this test's invoices."""
        super().pays(f"{number}-{self.turn}", amount)

    def groups_of(self, key: str) -> list[str]:
        """The groups of a customer of this test."""
        return super().groups_of(f"{key}{self.turn}")

    def notes_on(self, key: str) -> list[str]:
        """Our notes on a customer of this test."""
        return super().notes_on(f"{key}{self.turn}")

    def notes_on_invoice(self, number: str) -> list[str]:
        """Our notes on an invoice of this test."""
        return super().notes_on_invoice(f"{number}-{self.turn}")


def customers_for(tests: int, *names: str) -> list[Customer]:
    """For each test, customers of these names who owe INV-<name> of 250.00, far from due."""
    return [
        a_customer(
            f"{name}{turn}",
            f"The {name.title()} {turn}",
            a_debt(f"INV-{name}-{turn}", "250.00", late=NOT_DUE),
        )
        for turn in range(tests)
        for name in names
    ]


def one_turn(house: House, turn: int) -> Iterator[Turn]:
    """The house for one test, calls counted from here; cleared away behind it."""
    own: dict[str, Any] = {each.name: getattr(house, each.name) for each in fields(House)}
    mine = Turn(**own, turn=turn, began=house.ledger.today())
    mine.forget_calls()
    yield mine
    mine.xero.sandbox.faults.clear()
    mine.xero.world.doubt(**asdict(Doubts()))
    mine.ledger.period_lock = None
    for task in mine.tasks(TaskKind.LEDGER_REFUSED):
        decide.close_task(mine.doors, org_id=mine.org_id, by=BY, task_id=task.id, answer="leave")
    mine.settle()


# --- small verbs --------------------------------------------------------------------------


def over_limit(house: House, key: str, amount: str = "100") -> None:
    """A person sets a limit that the debt is above: the customer is to be on watch."""
    limits.set_limit(
        house.doors,
        org_id=house.org_id,
        by=BY,
        customer_id=house.customer(key),
        limit=Money.of(amount, "GBP"),
        reason="as agreed",
    )
    house.settle()


def refusals(house: House) -> list[str]:
    """What the screen says about writes that Xero refused."""
    with house.doors.store.tenant(house.org_id) as tx:
        shown = task_query.open_tasks(tx, on=house.ledger.today())
    return [task.words for task in shown if task.kind is TaskKind.LEDGER_REFUSED]


def answer(house: House, words: str) -> None:
    """A person answers the one refusal that is open."""
    (task,) = house.tasks(TaskKind.LEDGER_REFUSED)
    decide.close_task(house.doors, org_id=house.org_id, by=BY, task_id=task.id, answer=words)
    house.settle()


def days_pass(house: House) -> None:
    """Two days, looked at when a write may be looked for and once a day."""
    for hours in (0.05, 0.15, 1.1, 6.5, 16.5, 24.0):
        house.advance(hours, step=hours)


def entries(house: House) -> int:
    """How often somebody was to be put into a group."""
    return sent(house, "ContactGroups/")


def sent(house: House, path: str) -> int:
    """How many writes went to addresses with this in them."""
    return len(house.calls("PUT", path))
