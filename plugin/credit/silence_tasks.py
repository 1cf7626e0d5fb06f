"""What a person has to do about silences: ask whether one still holds, tell an agency of money.

How each kind ends by itself is in `silence_kinds`.
"""

from __future__ import annotations

from datetime import date

from plugin.credit.account import Account, Hold, Placement
from plugin.credit.climbing import Findings
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.money import Money
from plugin.credit.silence_kinds import rule_of


def find_holds(account: Account, on: date, found: Findings) -> None:
    """The tasks and days that the silences of an account bring to a review."""
    reporting: list[Hold] = []
    for hold in account.holds:
        if hold.review_on is not None:
            _ask_again(hold, account, on, found)
        if hold.since is not None and rule_of(hold.kind).reports_payments:
            reporting.append(hold)
    placed = {
        each.id
        for each in account.invoices
        if each.opening is not None and each.opening.placement is Placement.AGENCY
    }
    if reporting or placed:
        _tell_agency(account, reporting, placed, found)


def _ask_again(hold: Hold, account: Account, on: date, found: Findings) -> None:
    review_on = hold.review_on or on
    if on < review_on:
        found.days.append(review_on)
        return
    number = next((each.number for each in account.invoices if each.id == hold.invoice_id), "")
    # asked again after every new day of review, and not before
    subject = f"{hold.id}:{review_on.isoformat()}"
    since = hold.since.isoformat() if hold.since is not None else ""
    found.tasks.append(Task(TaskKind.REVIEW_HOLD, subject, names=(hold.kind.value, since, number)))


def _tell_agency(
    account: Account, reporting: list[Hold], placed: set[str], found: Findings
) -> None:
    """Money that came in for what an agency or a court has: they are told, payment by payment."""
    since = dict.fromkeys(placed, account.connected_on)
    for hold in reporting:
        began = hold.since or account.connected_on
        ids = [hold.invoice_id] if hold.invoice_id else list(hold.has)
        ids = ids or [each.id for each in account.invoices]
        for each in ids:
            since[each] = min(began, since.get(each, began))
    numbers = {each.id: each.number for each in account.invoices}
    came: dict[tuple[str, date], Money] = {}
    for payment in account.payments:
        began_on = since.get(payment.invoice_id)
        if began_on is None or payment.on < began_on or payment.is_write_off:
            continue
        key = (payment.invoice_id, payment.on)
        came[key] = came[key] + payment.amount if key in came else payment.amount
    for (invoice_id, day), amount in sorted(came.items(), key=lambda each: each[0]):
        names = (numbers.get(invoice_id, ""), day.isoformat())
        subject = f"{invoice_id}:{day.isoformat()}"
        found.tasks.append(Task(TaskKind.TELL_AGENCY, subject, amount, names))
