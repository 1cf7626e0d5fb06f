"""What the owner says that collecting costs; the figures count with what was said last."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from plugin.credit.kpi_effort import TouchCosts
from plugin.credit.money import Money
from plugin.letters.wording import money
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.store import touch_costs

#: above these it is a slip of the keyboard
_MOST_MONEY = Decimal(10_000)
_MOST_MINUTES = Decimal(480)


def say_costs(doors: Doors, *, org_id: UUID, by: str, costs: TouchCosts) -> None:
    """Keep what a reminder, a call and an hour cost, in base currency.

    Raises NotPossible for what is below nothing or beyond belief.
    """
    amounts = (costs.per_message, costs.per_hour)
    if not all(0 <= each <= _MOST_MONEY for each in amounts):
        raise NotPossible("Nothing was changed: a cost is between nothing and 10,000.")
    if not all(0 <= each <= _MOST_MINUTES for each in (costs.message_minutes, costs.call_minutes)):
        raise NotPossible("Nothing was changed: minutes are between none and 480.")
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        touch_costs.say(tx, costs, by=by, at=on.now)
        base = on.organisation.base_currency
        words = (
            f"A reminder costs {money(Money(costs.per_message, base))} and "
            f"{costs.message_minutes.normalize():f} minutes, a call "
            f"{costs.call_minutes.normalize():f} minutes, an hour "
            f"{money(Money(costs.per_hour, base))}"
        )
        record(tx, on, by, None, "touch_costs", words)
