"""The log of decisions about credit: who, why, exposure then, and what became of it.

It judges nothing: the outcome is worked out elsewhere and filled in once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from plugin.credit.decision_outcomes import LOOK_AFTER, DecisionOutcome, Verdict
from plugin.credit.money import Money
from plugin.store._tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One decision as it is kept; `exposure` None = the customer had not been reviewed by then."""

    id: int
    customer_id: str | None
    family_id: str | None
    name: str
    at: datetime
    decided_on: date
    by: str
    kind: str
    words: str
    exposure: tuple[Money, ...] | None
    score: int | None
    policy: str | None
    policy_version: int | None
    before: Money | None
    after: Money | None
    look_on: date
    judged_on: date | None
    outcome: DecisionOutcome | None

    @property
    def direction(self) -> str:
        """Of a limit: first, raise, cut or removed; of anything else its kind."""
        if self.kind != "limit":
            return self.kind
        if self.after is None:
            return "removed"
        if self.before is None:
            return "first"
        return "raise" if self.after.amount > self.before.amount else "cut"


def log(
    tx: Tx, customer_ids: Sequence[str], *, kind: str, words: str, by: str, at: datetime, on: date,
    thanked_for: Mapping[str, int] | None = None,
) -> date:  # fmt: skip
    """Log one decision about each of these customers; says on which day its outcome is due.

    Exposure, score and policy are those of the last review. Of a limit, what it was and became is
    the change of this very instant.
    """
    look_on = on + LOOK_AFTER
    tx.sql(
        "insert into credit_decisions (org_id, customer_id, at, decided_on, by, kind, words,"
        " exposure, score, segment, policy, policy_version, limit_before, limit_after,"
        " limit_currency, thanked_for, look_on)"
        " select cast(:org as uuid), u.id, :at, :on_day, :by, :kind, :words,"
        " case when a.assessed_on is not null then (select coalesce(jsonb_agg(jsonb_build_array("
        "  e ->> 'amount', e ->> 'currency')), '[]') from jsonb_array_elements("
        "  coalesce(a.decision -> 'exposure', '[]')) e) end,"
        " cast(a.decision ->> 'score' as integer), a.segment, a.policy,"
        " cast(a.decision #>> '{policy,version}' as integer),"
        " l.limit_before, l.limit_after, coalesce(l.currency_after, l.currency_before),"
        " cast(cast(:thanked as jsonb) ->> u.id as integer), :look_on"
        " from unnest(cast(:ids as text[])) as u(id)"
        " left join assessments a on a.org_id = :org and a.customer_id = u.id"
        " left join lateral (select * from limit_changes c"
        "  where c.org_id = :org and :kind = 'limit'"
        "  and c.customer_id = u.id and c.at = :at order by c.id desc limit 1) l on true",
        ids=sorted(set(customer_ids)),
        at=at,
        on_day=on,
        by=by,
        kind=kind,
        words=tx.seal.close(words),
        thanked=_json(thanked_for or {}),
        look_on=look_on,
    )
    return look_on


def log_family(
    tx: Tx,
    family_id: str,
    *,
    before: Money | None,
    after: Money,
    exposure: Sequence[Money],
    score: int | None,
    words: str,
    by: str,
    at: datetime,
    on: date,
) -> date:
    """Log a decision about a family's shared limit (rule 10); as `log`."""
    look_on = on + LOOK_AFTER
    tx.sql(
        "insert into credit_decisions (org_id, family_id, at, decided_on, by, kind, words,"
        " exposure, score, limit_before, limit_after, limit_currency, look_on) values (:org,"
        " :family, :at, :on_day, :by, 'limit', :words, cast(:exposure as jsonb), :score, :before,"
        " :after, :currency, :look_on)",
        family=family_id,
        at=at,
        on_day=on,
        by=by,
        words=tx.seal.close(words),
        exposure=_json([[str(each.amount), each.currency] for each in exposure]),
        score=score,
        before=before.amount if before is not None else None,
        after=after.amount,
        currency=after.currency,
        look_on=look_on,
    )
    return look_on


def log_request(
    tx: Tx, request_id: UUID, *, customer_id: str | None, words: str, by: str, at: datetime,
    on: date,
) -> date:  # fmt: skip
    """Log what was decided of somebody who asks for credit; as `log`."""
    look_on = on + LOOK_AFTER
    tx.sql(
        "insert into credit_decisions (org_id, request_id, customer_id, at, decided_on, by, kind,"
        " words, look_on) values (:org, :request, :customer, :at, :on_day, :by, 'credit_request',"
        " :words, :look_on)",
        request=request_id,
        customer=customer_id,
        at=at,
        on_day=on,
        by=by,
        words=tx.seal.close(words),
        look_on=look_on,
    )
    return look_on


_SELECT = (
    "select d.*, coalesce(c.name, f.name, r.name, '') as name from credit_decisions d"
    " left join credit_requests r on r.org_id = d.org_id and r.id = d.request_id"
    " left join contacts c on c.org_id = d.org_id and c.id = d.customer_id"
    " left join families f on f.org_id = d.org_id and f.id = d.family_id where d.org_id = :org"
)


def due(tx: Tx, *, on: date, limit: int) -> tuple[Logged, ...]:
    """Decisions whose outcome is to be filled in by `on`, the oldest first."""
    rows = tx.sql(
        f"{_SELECT} and d.judged_on is null and d.look_on <= :on order by d.look_on, d.id"
        " limit :limit",
        on=on,
        limit=limit,
    )
    return tuple(_logged(tx, row) for row in rows)


def next_look(tx: Tx) -> date | None:
    """The next day on which an outcome is to be filled in."""
    found: date | None = tx.sql(
        "select min(look_on) from credit_decisions where org_id = :org and judged_on is null"
    ).scalar_one()
    return found


def judged(tx: Tx, decision_id: int, outcome: DecisionOutcome, *, on: date) -> None:
    """Fill in what became of a decision; once."""
    tx.sql(
        "update credit_decisions set judged_on = :on, verdict = :verdict,"
        " outcome = cast(:outcome as jsonb) where org_id = :org and id = :id"
        " and judged_on is null",
        id=decision_id,
        on=on,
        verdict=outcome.verdict.value,
        outcome=_json(
            {
                "paid": _amounts(outcome.paid),
                "lost": _amounts(outcome.lost),
                "days_late": [[code, str(days)] for code, days in outcome.days_late],
                "oldest_days": outcome.oldest_days,
                "exposure": _amounts(outcome.exposure),
            }
        ),
    )


def newest(tx: Tx, *, limit: int, customer_id: str | None = None) -> tuple[Logged, ...]:
    """The newest decisions first, of one customer or of all."""
    rows = tx.sql(
        f"{_SELECT} and (cast(:customer as text) is null or d.customer_id = :customer)"
        " order by d.id desc limit :limit",
        customer=customer_id,
        limit=limit,
    )
    return tuple(_logged(tx, row) for row in rows)


def all_judged(tx: Tx) -> tuple[Logged, ...]:
    """Every decision with an outcome, the newest first."""
    rows = tx.sql(f"{_SELECT} and d.judged_on is not null order by d.id desc")
    return tuple(_logged(tx, row) for row in rows)


def family_changed_on(tx: Tx) -> dict[str, date]:
    """When each family's shared limit was last decided of."""
    rows = tx.sql(
        "select family_id, max(decided_on) as last from credit_decisions"
        " where org_id = :org and family_id is not null group by family_id"
    )
    return {row.family_id: row.last for row in rows}


def _logged(tx: Tx, row: Row[Any]) -> Logged:
    return Logged(
        id=row.id,
        customer_id=row.customer_id,
        family_id=row.family_id,
        name=row.name,
        at=row.at,
        decided_on=row.decided_on,
        by=row.by,
        kind=row.kind,
        words=tx.seal.open(row.words) if row.words is not None else "",
        exposure=_money(row.exposure) if row.exposure is not None else None,
        score=row.score,
        policy=row.policy,
        policy_version=row.policy_version,
        before=_maybe(row.limit_before, row.limit_currency),
        after=_maybe(row.limit_after, row.limit_currency),
        look_on=row.look_on,
        judged_on=row.judged_on,
        outcome=_outcome(row),
    )


def _outcome(row: Row[Any]) -> DecisionOutcome | None:
    if row.judged_on is None:
        return None
    return DecisionOutcome(
        verdict=Verdict(row.verdict),
        paid=_money(row.outcome["paid"]),
        lost=_money(row.outcome["lost"]),
        days_late=tuple((code, Decimal(days)) for code, days in row.outcome["days_late"]),
        oldest_days=row.outcome["oldest_days"],
        exposure=_money(row.outcome["exposure"]),
    )


def _amounts(amounts: Sequence[Money]) -> list[list[str]]:
    return [[str(each.amount), each.currency] for each in amounts]


def _money(amounts: Sequence[Sequence[str]]) -> tuple[Money, ...]:
    return tuple(Money.of(amount, code) for amount, code in amounts)


def _maybe(amount: Decimal | None, currency: str | None) -> Money | None:
    return Money(amount, currency) if amount is not None and currency else None


def _json(value: object) -> str:
    return json.dumps(value)
