"""Refused limit suggestions, remembered with their reason, and the owner's loss budget.

Whether a refused suggestion is news again is judged elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.credit.limit_suggestions import RefusedSuggestion, SuggestionKind
from plugin.credit.loss_budget import LossBudget
from plugin.credit.money import Money
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True)
class Refusal:
    """The last refusal about a customer or a family, with its reason in the person's words."""

    refused: RefusedSuggestion
    why: str
    by: str
    at: datetime


def refuse(
    tx: Tx,
    *,
    customer_id: str | None,
    family_id: str | None,
    refused: RefusedSuggestion,
    why: str,
    by: str,
    at: datetime,
) -> None:
    """Remember that a person refused this."""
    tx.sql(
        "insert into limit_refusals (org_id, customer_id, family_id, at, by, why, kind, limit_now,"
        " limit_to, currency, score) values (:org, :customer, :family, :at, :by, :why, :kind,"
        " :now, :to, :currency, :score)",
        customer=customer_id,
        family=family_id,
        at=at,
        by=by,
        why=tx.seal.close(why),
        kind=refused.kind.value,
        now=refused.before.amount if refused.before is not None else None,
        to=refused.to.amount,
        currency=refused.to.currency,
        score=refused.score,
    )


def refusals(tx: Tx) -> tuple[dict[str, Refusal], dict[str, Refusal]]:
    """The last refusal by customer, and by family."""
    rows = tx.sql(
        "select distinct on (customer_id, family_id) * from limit_refusals where org_id = :org"
        " order by customer_id, family_id, id desc"
    )
    customers: dict[str, Refusal] = {}
    families: dict[str, Refusal] = {}
    for row in rows:
        now = Money(row.limit_now, row.currency) if row.limit_now is not None else None
        refused = RefusedSuggestion(
            SuggestionKind(row.kind), Money(row.limit_to, row.currency), now, row.score
        )
        found = Refusal(refused, tx.seal.open(row.why), row.by, row.at)
        if row.family_id is not None:
            families[row.family_id] = found
        else:
            customers[row.customer_id] = found
    return customers, families


def set_loss_budget(
    tx: Tx, amount: Money | None, *, currency: str, why: str, by: str, at: datetime
) -> None:
    """Set the loss budget, or take it away; the ones before stay in the log."""
    tx.sql(
        "insert into loss_budgets (org_id, at, by, amount, currency, why)"
        " values (:org, :at, :by, :amount, :currency, :why)",
        at=at,
        by=by,
        amount=amount.amount if amount is not None else None,
        currency=currency,
        why=tx.seal.close(why) if why else None,
    )


def loss_budget(tx: Tx) -> LossBudget | None:
    """The loss budget in force; None where the owner has set none."""
    row = tx.sql(
        "select * from loss_budgets where org_id = :org order by id desc limit 1"
    ).one_or_none()
    if row is None or row.amount is None:
        return None
    why = tx.seal.open(row.why) if row.why is not None else ""
    return LossBudget(Money(row.amount, row.currency), row.by, row.at, why)


def one_at_a_time(tx: Tx) -> None:
    """Let nobody else accept limits of this organisation until the transaction ends.

    Two people who accept at once must not pass the budget together.
    """
    tx.sql("select pg_advisory_xact_lock(hashtextextended(cast(:org as text) || ' limits', 0))")
