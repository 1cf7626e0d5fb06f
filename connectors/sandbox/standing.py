"""How contacts stand in a ledger: what is due on their documents, which groups they are in.

It changes nothing. Every function expects the ledger's lock to be held.
"""

from collections import defaultdict
from decimal import Decimal

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import ZERO, Group


def balances(ledger: Ledger, contact: str) -> dict[str, tuple[Decimal, Decimal]]:
    """(outstanding, overdue) by invoice kind: what is due on approved invoices and bills.

    Amounts are added raw, whatever their currency, unless the doubt says otherwise.
    """
    today, is_in_base = ledger.today(), ledger.doubts().balances_in_base
    sums = {"ACCREC": [ZERO, ZERO], "ACCPAY": [ZERO, ZERO]}
    for key in ledger.invoices_of.get(contact, ()):
        invoice = ledger.invoices[key]
        if invoice.status != "AUTHORISED":
            continue
        due = invoice.amount_due
        if is_in_base and invoice.rate:
            due = (due / invoice.rate).quantize(ZERO)
        sums[invoice.kind][0] += due
        if invoice.due < today:
            sums[invoice.kind][1] += due
    return {kind: (both[0], both[1]) for kind, both in sums.items()}


def groups_by_member(ledger: Ledger) -> dict[str, list[Group]]:
    """Contact id to the groups that the contact is in."""
    found: defaultdict[str, list[Group]] = defaultdict(list)
    for group in ledger.groups.values():
        for member in group.members if not group.is_deleted else ():
            found[member].append(group)
    return found
