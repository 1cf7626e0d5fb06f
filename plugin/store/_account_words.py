"""What people and Goodterms itself said of a batch of customers: terms, holds, promises, steps.

Each function answers for all customers of the batch at once. Nothing is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from plugin.credit.account import (
    CreditStatus,
    Customer,
    FamilyMember,
    Hold,
    HoldKind,
    PastMessage,
    Promise,
    PromiseSource,
    StatusHeld,
    Step,
    StepState,
)
from plugin.credit.law import Standing
from plugin.credit.money import Money
from plugin.credit.policy_parts import Channel
from plugin.credit.segment_held import Segment, SegmentHeld
from plugin.store._account_facts import RECENT, Batch
from plugin.store._account_standing import agreed_of, standing_of
from plugin.store.groups import VIP

#: rule 23 looks back thirty days; what is older counts nowhere
_CONTACTS_COUNT_FOR = timedelta(days=40)

_STEP_STATES = {state.value: state for state in StepState}


@dataclass(frozen=True, slots=True)
class Known:
    """A customer with its country, the status held, and the holds that its groups mean."""

    customer: Customer
    country: str
    status: StatusHeld
    set_off_settled: bool
    holds: tuple[Hold, ...]


#: holds by customer
Held = dict[str, list[Hold]]


def customers_of(batch: Batch) -> dict[str, Known]:
    """The customers of the batch in the order of their ids; one merged away is left out."""
    rows = batch.tx.sql(
        "select c.id, c.name, c.country, c.status as contact_status, (c.email_hash is not null or"
        " exists (select from contact_people h where h.org_id = :org and h.contact_id = c.id"
        " and h.included and h.email_hash is not null)) as has_email,"
        " t.credit_limit, t.limit_currency, t.policy, t.policy_until, t.segment, t.segment_until,"
        " t.never_chase, t.direct_debit,"
        " t.family_id, t.set_off_settled, t.kind, t.law, t.accepted_on, t.interest, t.language,"
        " f.credit_limit as family_limit,"
        " f.limit_currency as family_currency, a.status, a.since, a.stop_refused_on,"
        " a.stop_refused_amount, a.stop_refused_currency, a.written_on, a.over_limit,"
        " a.segment as segment_held, a.segment_found,"
        " g.written_on as flagged_on,"
        " array(select l.meaning from group_members m join ledger_groups l on l.org_id = :org"
        " and l.id = m.group_id where m.org_id = :org and m.contact_id = c.id"
        " and l.meaning <> 'nothing' order by l.meaning) as meanings"
        " from contacts c"
        " left join terms t on t.org_id = :org and t.customer_id = c.id"
        " left join families f on f.org_id = :org and f.id = t.family_id"
        " left join assessments a on a.org_id = :org and a.customer_id = c.id"
        " left join flags g on g.org_id = :org and g.customer_id = c.id"
        " where c.org_id = :org and c.id = any(:ids) and c.merged_into is null order by c.id",
        ids=batch.ids,
    )
    unsaid = Standing(law=batch.law)
    return {row.id: _known(row, unsaid, batch.on) for row in rows}


def holds_of(batch: Batch) -> Held:
    """Holds in force, and invoices that a person excepted until a day.

    A dispute or a retention with an amount is silence of that part alone: see
    `_account_agreements`.
    """
    rows = batch.tx.sql(
        "select customer_id, invoice_id, kind, amount, until, since, review_on, by,"
        " cast(id as text), case when kind = 'agency' then array(select i.invoice_id"
        " from hand_offs o join hand_off_invoices i on i.org_id = :org and i.hand_off_id = o.id"
        " where o.org_id = :org and o.hold_id = holds.id order by 1) end from holds"
        " where org_id = :org"
        " and customer_id = any(:ids) and ended_at is null and (until is null or until > :on)"
        " union all select i.contact_id, x.invoice_id, 'until', null, x.until,"
        " cast(x.at as date), null, x.by, '', null from exceptions x"
        " join invoices i on i.org_id = :org and i.id = x.invoice_id"
        " where x.org_id = :org and x.until > :on and i.contact_id = any(:ids)"
        " order by 1, 2, 3, 5",
        ids=batch.ids,
        on=batch.on,
    )
    held: Held = defaultdict(list)
    for customer, invoice, kind, amount, until, since, review_on, by, id_, has in map(tuple, rows):
        if kind == HoldKind.RETENTION and amount and until:
            continue
        hold = Hold(HoldKind(kind), until, invoice, since, review_on, by, id_, tuple(has or ()))
        held[customer].append(hold)
    return held


def promises_of(batch: Batch) -> dict[str, list[Promise]]:
    """Promises that were not withdrawn, as far back as payments are loaded."""
    rows = batch.tx.sql(
        "select p.customer_id, p.id, p.amount, p.currency, p.due, p.made_on, p.source,"
        " p.grace_days, array(select i.invoice_id from promise_invoices i where i.org_id = :org"
        " and i.promise_id = p.id order by 1) from promises p where p.org_id = :org"
        " and p.customer_id = any(:ids) and p.withdrawn_at is null and p.due >= :since"
        " order by p.due, p.id",
        ids=batch.ids,
        since=batch.on - RECENT,
    )
    found: dict[str, list[Promise]] = defaultdict(list)
    for customer, id_, amount, currency, due, made_on, source, grace, invoices in map(tuple, rows):
        found[customer].append(
            Promise(
                id=str(id_),
                invoice_ids=tuple(invoices),
                amount=Money(amount, currency),
                due=due,
                made_on=made_on,
                source=PromiseSource(source),
                grace_days=grace,
            )
        )
    return found


def steps_of(batch: Batch) -> dict[str, list[Step]]:
    """Every step of the batch; one that was taken is dated by the real sending."""
    rows = batch.tx.sql(
        "select customer_id, invoice_id, instalment, level, state, stepped_on, cycle, by_person,"
        " is_final from steps where org_id = :org and customer_id = any(:ids)"
        " order by invoice_id, instalment, cycle, level",
        ids=batch.ids,
    ).fetchall()
    found: dict[str, list[Step]] = defaultdict(list)
    for customer, invoice, instalment, level, state, *told in map(tuple, rows):
        found[customer].append(Step(invoice, instalment, level, _STEP_STATES[state], *told))
    return found


def messages_of(batch: Batch) -> dict[str, list[PastMessage]]:
    """Messages that went, or may have gone, lately; a proof went to our own user and is none.

    A level by telephone is no message: what was said counts by the calls themselves.
    """
    rows = batch.tx.sql(
        "select customer_id, coalesce(sent_on, cast(claimed_at as date)) as day, currency,"
        " channel from messages where org_id = :org and customer_id = any(:ids) and kind <> 'proof'"
        " and channel <> 'call'"
        " and state in ('done', 'unconfirmed')"
        " and coalesce(sent_on, cast(claimed_at as date)) >= :since order by day, id",
        ids=batch.ids,
        since=batch.on - _CONTACTS_COUNT_FOR,
    )
    found: dict[str, list[PastMessage]] = defaultdict(list)
    for customer, day, currency, channel in map(tuple, rows):
        found[customer].append(PastMessage(day, currency, channel=Channel(channel)))
    return found


def families_of(batch: Batch, family_ids: Sequence[str]) -> dict[str, list[FamilyMember]]:
    """What every member of these families owes in approved sales invoices, per currency."""
    if not family_ids:
        return {}
    rows = batch.tx.sql(
        "select t.family_id, t.customer_id, i.currency, sum(i.balance)"
        " from terms t left join invoices i on i.org_id = :org and i.contact_id = t.customer_id"
        " and i.kind = 'sale' and i.state = 'approved' and i.balance > 0"
        " where t.org_id = :org and t.family_id = any(:families)"
        " group by t.family_id, t.customer_id, i.currency order by 1, 2, 3",
        families=sorted(set(family_ids)),
    )
    owed: dict[tuple[str, str], list[Money]] = defaultdict(list)
    for family, member, currency, amount in map(tuple, rows):
        amounts = owed[family, member]
        if currency is not None:
            amounts.append(Money(amount, currency))
    found: dict[str, list[FamilyMember]] = defaultdict(list)
    for (family, member), amounts in owed.items():
        found[family].append(FamilyMember(member, tuple(amounts)))
    return found


def _known(row: Row[Any], unsaid: Standing, on: date) -> Known:
    """One customer, as of a civil day."""
    meanings: list[str] = row.meanings
    held = _segment_held(row, meanings, on)
    has_own = row.policy_until is None or row.policy_until > on
    customer = Customer(
        id=row.id,
        name=row.name,
        limit=_money(row.credit_limit, row.limit_currency),
        family_id=row.family_id,
        family_limit=_money(row.family_limit, row.family_currency),
        segment=held.chosen or held.found or Segment.STANDARD,
        segment_held=held,
        policy=row.policy if has_own else None,
        policy_until=row.policy_until if has_own else None,
        never_chase=bool(row.never_chase),
        direct_debit=bool(row.direct_debit),
        has_email=row.has_email,
        archived=row.contact_status != "active",
        standing=standing_of(row.kind, row.law, unsaid),
        agreed=agreed_of(row.accepted_on, row.interest),
        language=row.language or "",
    )
    return Known(
        customer=customer,
        country=row.country,
        status=_status(row),
        set_off_settled=bool(row.set_off_settled),
        holds=tuple(Hold(HoldKind(meaning)) for meaning in meanings if meaning != VIP),
    )


def _segment_held(row: Row[Any], meanings: list[str], on: date) -> SegmentHeld:
    """A member of a group that means VIP is a key account, unless a person put them elsewhere."""
    is_chosen = row.segment is not None and (row.segment_until is None or row.segment_until > on)
    chosen = _segment(row.segment) if is_chosen else None
    return SegmentHeld(
        in_force=_segment(row.segment_held),
        found=_segment(row.segment_found),
        chosen=chosen or (Segment.KEY if VIP in meanings else None),
        until=row.segment_until if is_chosen else None,
    )


def _segment(name: str | None) -> Segment | None:
    return Segment(name) if name is not None else None


def _status(row: Row[Any]) -> StatusHeld:
    if row.status is None:
        return StatusHeld()
    days: list[date] = [day for day in (row.written_on, row.flagged_on) if day is not None]
    return StatusHeld(
        status=CreditStatus(row.status),
        since=row.since,
        stop_refused_on=row.stop_refused_on,
        stop_refused_at=_money(row.stop_refused_amount, row.stop_refused_currency),
        written_on=max(days, default=None),
        over_limit=bool(row.over_limit),
    )


def _money(amount: Decimal | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount, currency)
