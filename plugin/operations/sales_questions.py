"""Which questions to salespeople a review opens and closes. It mails nobody and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.credit.account import Account
from plugin.credit.decisions import Review
from plugin.credit.veto_facts import VetoStep
from plugin.jobs import What
from plugin.operations.ground import Ground
from plugin.store import Tx, due, vetoes


def keep_questions(
    tx: Tx, on: Ground, accounts: Sequence[Account], reviews: Sequence[Review]
) -> None:
    """Keep what reviews find should be asked, and close what is over; asked of nobody twice."""
    if not on.may_propose:
        return
    found = [(each.customer_id, asked) for each in reviews for asked in each.asks_sales]
    # a mail that could not go while everything was stopped is asked for again
    waits = any(w.opened_on is None for account in accounts for w in account.sales.windows)
    if (found and vetoes.open_windows(tx, found, at=on.now)) or waits:
        due.put(tx, What.TELL_TEAM, at=on.now)
    by_customer = {each.customer_id: each.status for each in reviews}
    over = [
        account.customer.id
        for account in accounts
        if any(each.step is VetoStep.STOP for each in account.sales.windows)
        and not (status := by_customer[account.customer.id]).stop_proposed
        and status.stop_held is None
    ]
    if over:
        vetoes.close_stops(tx, over, why="no stop is due any more", at=on.now)
