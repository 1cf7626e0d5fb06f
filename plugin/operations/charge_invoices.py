"""A person's yes to an invoice for interest and fees, and taking it back while nothing is drafted.

The draft itself is made by `charge_drafts`, as one of the writes towards the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from plugin.credit.claims import CHARGE_MARK, ClaimState
from plugin.credit.money import Money, total
from plugin.letters.wording import listed, money
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.second_of import fees_need_second
from plugin.store import charges, refusals, writes
from plugin.store.writes import DRAFT_CHARGE


def draft_invoice(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, charge_ids: Sequence[UUID]
) -> Money:
    """Have one invoice drafted in the ledger for these claims; its sum before tax.

    Raises NotPossible where account and tax rate are not chosen, where a claim does not stand, or
    where they are of several currencies.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        if not on.settings.charges_account or not on.settings.charges_tax:
            raise NotPossible(
                "Nothing was drafted: choose the account and the tax rate of such invoices first, "
                "under Interest and fees."
            )
        if not on.settings.write_back:
            raise NotPossible("Nothing was drafted: writing into Xero is switched off.")
        if on.only_drafts:
            raise NotPossible(
                "Nothing was drafted: every policy of yours is a draft, and while that is so "
                "nothing is written into Xero."
            )
        found = charges.by_id(tx, charge_ids)
        theirs = [each for each in found if each.customer_id == customer_id]
        if not theirs or any(each.state is not ClaimState.CLAIMED for each in theirs):
            raise NotPossible("Nothing was drafted: choose claims that stand open.")
        if len({each.total.currency for each in theirs}) > 1:
            raise NotPossible("Nothing was drafted: an invoice has one currency. Choose fewer.")
        if any(each.debt_is_gone for each in theirs):
            raise NotPossible("Nothing was drafted: an invoice that it is claimed on is void.")
        whole = total((each.total for each in theirs), theirs[0].total.currency)
        fees_need_second(tx, on, customer_id, theirs, whole)
        ids = sorted(each.id for each in theirs)
        # the customer sees it on the invoice, so it is short
        mark = f"{CHARGE_MARK} {uuid4().hex[:12].upper()}"
        write_id = writes.put(
            tx,
            kind=DRAFT_CHARGE,
            customer_id=customer_id,
            subject_id=customer_id,
            text=mark,
            once=mark,
            now=on.now,
        )
        if write_id is None:
            raise RuntimeError(f"{mark} was drawn twice")
        charges.draft(tx, ids, write_id)
        numbers = listed([each.number for each in theirs], 6)
        words = f"Said yes to a draft invoice for {money(whole)} of interest and fees on {numbers}"
        record(tx, on, by, customer_id, "charge", words)
    return whole


def take_back(doors: Doors, *, org_id: UUID, by: str, customer_id: str, write_id: UUID) -> None:
    """No draft after all: possible while the ledger has none, as where it refused."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = charges.of_write(tx, write_id)
        if not found or not writes.take_back(tx, write_id):
            raise NotPossible(
                "This draft cannot be taken back here: it is made, being made, or nobody can say "
                "whether it was. Look in Xero."
            )
        charges.not_drafted(tx, write_id)
        refusals.close_task_of(tx, write_id, now=on.now)
        numbers = listed([each.number for each in found], 6)
        record(tx, on, by, customer_id, "charge", f"Took back the draft for charges on {numbers}")
