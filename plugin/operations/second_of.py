"""Hard steps as two people would agree to them: what each is about, and what must not change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from plugin.credit.account import Invoice
from plugin.credit.money import Money
from plugin.letters.wording import listed, money
from plugin.operations.ground import Ground
from plugin.operations.second import HardStep, Wanted, refuse_unless_agreed
from plugin.store import Tx, contacts
from plugin.store.assessments import Assessment
from plugin.store.charges import Charge

_SHOWN = 6


def stop_needs_second(tx: Tx, on: Ground, customer_id: str, found: Assessment) -> None:
    """A stop, for the reasons and at the exposure of the last review; days may pass."""
    decision = found.decision
    refuse_unless_agreed(
        tx,
        on,
        Wanted(
            step=HardStep.STOP,
            subject=customer_id,
            customer_id=customer_id,
            words=f"a stop on sales on terms to {name_of(tx, customer_id)}",
            facts=[_reasons(decision), decision.get("limit_use"), decision.get("exposure")],
        ),
    )


def fees_need_second(
    tx: Tx, on: Ground, customer_id: str, theirs: Sequence[Charge], whole: Money
) -> None:
    """One drafted invoice for interest and fees."""
    charges = sorted(str(each.id) for each in theirs)
    numbers = listed([each.number for each in theirs], _SHOWN)
    refuse_unless_agreed(
        tx,
        on,
        Wanted(
            step=HardStep.FEES,
            subject=customer_id,
            customer_id=customer_id,
            words=f"an invoice to {name_of(tx, customer_id)} for {money(whole)} of interest and "
            f"fees on {numbers}",
            facts=[charges, str(whole.amount), whole.currency],
            how={"charges": charges},
        ),
    )


def hand_off_needs_second(
    tx: Tx,
    on: Ground,
    customer_id: str,
    chosen: Sequence[Invoice],
    *,
    name: str,
    address: str,
    why: str,
    said_yes: Collection[str],
) -> None:
    """A hand-off of these invoices, with the cautions that were said yes to."""
    invoices = sorted(each.id for each in chosen)
    balances = sorted((each.id, str(each.balance.amount)) for each in chosen)
    how = {
        "invoices": invoices,
        "name": name,
        "address": address,
        "why": why,
        "said_yes": sorted(said_yes),
    }
    numbers = listed([each.number for each in chosen], _SHOWN)
    refuse_unless_agreed(
        tx,
        on,
        Wanted(
            step=HardStep.AGENCY,
            subject=customer_id,
            customer_id=customer_id,
            words=f"a hand-off of {numbers} of {name_of(tx, customer_id)} to {name}",
            facts=[how, balances],
            how=how,
        ),
    )


def _reasons(decision: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The reasons without their days, which pass by themselves."""
    reasons = decision.get("status", {}).get("reasons", ())
    return [{key: value for key, value in each.items() if key != "days"} for each in reasons]


def name_of(tx: Tx, customer_id: str) -> str:
    """What a customer is called, for a sentence."""
    contact = contacts.contact(tx, customer_id)
    return contact.name if contact is not None else customer_id
