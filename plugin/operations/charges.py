"""Charges: what late debts of a customer have earned, and what a person decides of it (rule 36).

Nothing is claimed by itself: a person claims, waives, or takes either back, each with its trace.
What was claimed stands beside what is asked for and stays when the debt itself is paid. An invoice
for it is `charge_drafts`' matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.account import Account
from plugin.credit.charging import Accrued, NotCharged, WhyNot, accrued, basis_of
from plugin.credit.claims import ClaimState
from plugin.credit.interest import InterestBasis
from plugin.credit.money import Money, total
from plugin.credit.policy import CreditPolicy
from plugin.letters.claims import basis_words, missing_words
from plugin.letters.wording import listed, money
from plugin.operations.assess import Ground
from plugin.operations.decide import about, record
from plugin.operations.decision_log import log_decisions
from plugin.operations.doors import Doors, NotPossible
from plugin.store import Tx, accounts, charge_facts, charges, timeline
from plugin.store.charges import Charge, NewCharge

#: a charge in one of these states may still be waived, undone or put on an invoice
_OPEN = frozenset({ClaimState.CLAIMED})


@dataclass(frozen=True, slots=True)
class Earned:
    """What the late debts of one customer have earned, and by what; or why nothing is earned."""

    account: Account
    policy: CreditPolicy
    basis: InterestBasis | WhyNot
    found: tuple[Accrued | NotCharged, ...]


def look(tx: Tx, on: Ground, customer_id: str) -> Earned | None:
    """Work out what has been earned up to and including today; None for an unknown customer."""
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=[customer_id], calendar_of=on.calendar_of, limit=1
    )
    if not loaded:
        return None
    account = loaded[0]
    policy = on.policy_of(account.customer)
    rates = charge_facts.known_rates(tx)
    basis = basis_of(account.customer, policy.interest, rates)
    if isinstance(basis, WhyNot):
        return Earned(account, policy, basis, ())
    facts = charge_facts.charge_facts(
        tx, customer_id, on=on.today, timezone=on.organisation.timezone
    )
    currencies = {each.balance.currency for each in account.invoices}
    currencies |= {each.currency for each in facts.invoices}
    tolerances = {code: policy.tolerance_for(code) for code in currencies}
    found = accrued(account, policy.interest, tolerances, facts, rates, on.today)
    return Earned(account, policy, basis, found)


def claim(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, invoice_ids: Sequence[str]
) -> tuple[Money, ...]:
    """Claim what these debts have earned up to today; the sums, one a currency.

    From then on letters and statements tell of it, beside what is asked for.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        earned = look(tx, on, customer_id)
        rows = _chosen(earned, customer_id, invoice_ids, on.today)
        if not rows:
            raise NotPossible("Nothing is earned on what was chosen, so nothing was claimed.")
        charges.add(tx, rows, ClaimState.CLAIMED, by=by, at=on.now)
        sums = _sums(rows)
        numbers = listed([each.number for each in rows], 6)
        words = f"Claimed {listed([money(each) for each in sums])} on {numbers}"
        record(tx, on, by, customer_id, "charge", words)
    return sums


def waive_earned(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    invoice_id: str,
    why: str,
    for_good: bool = False,
) -> None:
    """Waive what one debt has earned up to today, or all that it may ever earn, with a reason."""
    with about(doors, org_id, customer_id) as (tx, on):
        earned = look(tx, on, customer_id)
        rows = _chosen(earned, customer_id, [invoice_id], on.today)
        if not rows and for_good and earned is not None:
            rows = _nothing_yet(earned, customer_id, invoice_id, on.today)
        if not rows:
            raise NotPossible("Nothing is earned on this invoice, so nothing was waived.")
        charges.add(tx, rows, ClaimState.WAIVED, by=by, at=on.now, why=why, for_good=for_good)
        for_ever = ", and all that comes" if for_good else ""
        sums = listed([money(each.interest + each.compensation) for each in rows])
        _told(tx, on, by, customer_id, f"Waived {sums} on {rows[0].number}{for_ever}", why)


def waive_claim(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, charge_id: UUID, why: str
) -> None:
    """Waive what was claimed, with a reason; it is not claimed again for those days."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = _open(tx, customer_id, charge_id)
        charges.settle(tx, [charge_id], ClaimState.WAIVED, by=by, at=on.now, why=why)
        words = f"Waived {money(found.total)} that was claimed on {found.number}"
        _told(tx, on, by, customer_id, words, why)


def paid(doors: Doors, *, org_id: UUID, by: str, customer_id: str, charge_id: UUID) -> None:
    """A person says that what was claimed has been paid without an invoice for it."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = _open(tx, customer_id, charge_id)
        charges.settle(tx, [charge_id], ClaimState.PAID, by=by, at=on.now)
        words = f"Paid: {money(found.total)} that was claimed on {found.number}"
        record(tx, on, by, customer_id, "charge", words)


def undo(doors: Doors, *, org_id: UUID, by: str, customer_id: str, charge_id: UUID) -> None:
    """A claim or waiver was a mistake: the debt has earned it as if nobody had said anything."""
    with about(doors, org_id, customer_id) as (tx, on):
        found = _of_customer(tx, customer_id, charge_id)
        if found.state not in _OPEN | {ClaimState.WAIVED}:
            raise NotPossible("This cannot be taken back any more. Nothing was changed.")
        charges.settle(tx, [charge_id], ClaimState.UNDONE, by=by, at=on.now)
        what = "waiver" if found.state is ClaimState.WAIVED else "claim"
        words = f"Took back the {what} of {money(found.total)} on {found.number}"
        record(tx, on, by, customer_id, "charge", words)


def _open(tx: Tx, customer_id: str, charge_id: UUID) -> Charge:
    found = _of_customer(tx, customer_id, charge_id)
    if found.state not in _OPEN:
        raise NotPossible(
            "This claim does not stand open any more: it was waived, paid, or an invoice for it "
            "is in Xero, where it is changed. Nothing was changed here."
        )
    return found


def _of_customer(tx: Tx, customer_id: str, charge_id: UUID) -> Charge:
    for found in charges.by_id(tx, [charge_id]):
        if found.customer_id == customer_id:
            return found
    raise NotPossible("This claim is not known here. Nothing was changed.")


def _chosen(
    earned: Earned | None, customer_id: str, invoice_ids: Sequence[str], until: date
) -> list[NewCharge]:
    """What the chosen debts have earned, as it is kept. Raises NotPossible where a rate lacks."""
    if earned is None or isinstance(earned.basis, WhyNot):
        return []
    rows: list[NewCharge] = []
    for each in earned.found:
        if each.invoice_id not in set(invoice_ids):
            continue
        if isinstance(each, NotCharged):
            if each.missing is not None:
                raise NotPossible(
                    f"Nothing was decided: {missing_words(each.missing)}. Enter it with its "
                    "source under Interest and fees."
                )
            continue
        accepted_on = earned.account.customer.agreed.accepted_on
        rows.append(
            NewCharge(
                customer_id=customer_id,
                invoice_id=each.invoice_id,
                number=each.number,
                interest=each.claim.interest,
                compensation=each.claim.compensation,
                until=until,
                basis=basis_words(earned.basis, each.claim.pieces, accepted_on),
                pieces=each.claim.pieces,
            )
        )
    return rows


def _nothing_yet(earned: Earned, customer_id: str, invoice_id: str, until: date) -> list[NewCharge]:
    """An empty charge of an invoice, to carry that nothing is ever claimed on it."""
    for each in earned.account.invoices:
        if each.id == invoice_id:
            zero = Money.zero(each.total.currency)
            return [
                NewCharge(
                    customer_id=customer_id,
                    invoice_id=each.id,
                    number=each.number,
                    interest=zero,
                    compensation=zero,
                    until=until,
                    basis="",
                )
            ]
    return []


def _sums(rows: Sequence[NewCharge]) -> tuple[Money, ...]:
    currencies = dict.fromkeys(each.interest.currency for each in rows)
    return tuple(
        total(
            (each.interest + each.compensation for each in rows if each.interest.currency == code),
            code,
        )
        for code in currencies
    )


def _told(tx: Tx, on: Ground, by: str, customer_id: str, summary: str, why: str) -> None:
    """One line of the timeline; the reason is a person's own words and lies sealed."""
    if not why.strip():
        raise NotPossible("Nothing was waived: a waiver has a reason. Write it down.")
    timeline.record(
        tx,
        timeline.Event(
            at=on.now, kind="charge", by=by, customer_id=customer_id, summary=summary,
            said=why.strip(),
        ),
    )  # fmt: skip
    log_decisions(tx, on, by, [customer_id], kind="waived", words=f"{summary}: {why.strip()}")
