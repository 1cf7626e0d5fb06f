"""What the owner allows a customer to settle alone, on the customer's own page (rule 37).

Beyond these bounds the same answer becomes a proposal or a task for a person. It judges nothing;
the bounds of a plan are `plan_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.complaints import Table


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """The owner's bounds of a customer's answers; the defaults are rule 37's own.

    A promise is at most `promise_days` calendar days ahead and `promises` an invoice. *I have paid*
    pauses for `paid_days` working days, `paid_times` an invoice. After a final notice nothing is
    accepted on the spot unless `after_final`. A contested part is answered within `dispute_days`.
    What a proposal is about rests for `rest_days` working days after it was made, and a proposal
    that nobody answers lapses after `offer_days`.
    """

    promise_days: int = 14
    promises: int = 2
    paid_days: int = 5
    paid_times: int = 1
    after_final: bool = False
    dispute_days: int = 14
    rest_days: int = 5
    offer_days: int = 14


def read_answer_rules(table: Table) -> AnswerRules:
    """Read the bounds; none at all is 0, and then a person decides every time."""
    house = AnswerRules()
    read = AnswerRules(
        promise_days=table.whole("promise_days", house.promise_days),
        promises=table.whole("promises", house.promises),
        paid_days=table.whole("paid_days", house.paid_days, at_least=1),
        paid_times=table.whole("paid_times", house.paid_times),
        after_final=table.flag("after_final", house.after_final),
        dispute_days=table.whole("dispute_days", house.dispute_days, at_least=1),
        rest_days=table.whole("rest_days", house.rest_days),
        offer_days=table.whole("offer_days", house.offer_days, at_least=1),
    )
    table.close()
    return read
