"""What was granted to somebody new takes effect with their first invoice: limit, terms, standing.

It belongs to the review of customers whose facts changed; nothing is sent and nobody is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.letters.wording import money
from plugin.operations.decision_log import log_decisions
from plugin.operations.ground import Ground
from plugin.store import Tx, credit_requests, standing, terms, timeline, wishes
from plugin.store.credit_requests import CreditRequest
from plugin.store.terms import LimitSet


def begin(tx: Tx, on: Ground, customer_ids: Sequence[str]) -> None:
    """Put in force what was granted to those of these customers who now have an invoice.

    The customers are locked by whoever calls. What a person has set meanwhile stays.
    """
    for request in credit_requests.first_invoices(tx, customer_ids):
        _begin(tx, on, request)


def _begin(tx: Tx, on: Ground, request: CreditRequest) -> None:
    customer_id, granted, it = request.contact_id, request.granted, request.application
    if customer_id is None or granted is None:
        return
    by = request.decided_by
    credit_requests.in_force(tx, request.id, on=on.today)
    if terms.terms(tx, customer_id).limit is None:
        why = "Granted on their request for credit; in force with their first invoice"
        terms.set_limits(tx, [LimitSet(customer_id, granted.limit, why)], by=by, at=on.now)
        words = f"Limit set to {money(granted.limit)}: {why[:1].lower()}{why[1:]}"
        log_decisions(tx, on, by, [customer_id], kind="limit", words=words)
        timeline.record(
            tx,
            timeline.Event(at=on.now, kind="limit", by=by, customer_id=customer_id, summary=words),
        )
    said = standing.said(tx, customer_id)
    if said.agreed.accepted_on is None:
        standing.accept(tx, customer_id, request.accepted_on)
    if it is None:
        return
    if it.needs_order_number and not wishes.read(tx, customer_id).order_route:
        known = wishes.read(tx, customer_id)
        route = it.order_route or "An order number has to stand on every invoice."
        wishes.keep(tx, customer_id, pay_run=known.pay_run, order_route=route, at=request.asked_at)
