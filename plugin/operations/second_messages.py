"""Serious messages as two people would agree to them: exactly as they were shown."""

from __future__ import annotations

from datetime import date

from plugin.credit.money import Money
from plugin.credit.policy import Tone
from plugin.letters.wording import money
from plugin.operations.ground import Ground, policy_held
from plugin.operations.second import HardStep, Wanted, refuse_unless_agreed
from plugin.operations.second_of import name_of
from plugin.operations.shown import shown
from plugin.store import Tx
from plugin.store.messages import Message

#: the steps that a message may be
FOR_MESSAGES = frozenset({HardStep.FINAL.value, HardStep.BEFORE_ACTION.value})


def message_needs_second(
    tx: Tx, on: Ground, message: Message, *, do: str = "approve", day: date | None = None
) -> None:
    """A final notice or a letter before action, sent, posted or done in some other way."""
    if not message.is_final:
        return
    level = policy_held(tx, on, message.customer_id).level(message.level)
    is_last = level is not None and level.tone is Tone.BEFORE_ACTION
    step = HardStep.BEFORE_ACTION if is_last else HardStep.FINAL
    name = "a letter before action" if is_last else "a final notice"
    to = (
        f"to {name_of(tx, message.customer_id)} for {money(Money(message.total, message.currency))}"
    )
    how = {"do": do, **({"day": day.isoformat()} if day is not None else {})}
    refuse_unless_agreed(
        tx,
        on,
        Wanted(
            step=step,
            subject=str(message.id),
            customer_id=message.customer_id,
            words=f"{name} {to}",
            facts=[shown(tx, message), how],
            how=how,
        ),
    )
