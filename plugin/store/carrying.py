"""Carrying settings over from an organisation that is gone to one that came in its place.

Finds what a person may carry and what people had decided of single customers, by whom such a
customer may be known again. Which of them is the same customer is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from plugin.credit.account import HoldKind
from plugin.credit.claims import Agreed
from plugin.credit.law import Kind, Law
from plugin.credit.money import Money
from plugin.credit.recipients import Role
from plugin.credit.segment_held import Segment
from plugin.credit.statements import StatementWish
from plugin.store import organisations, recipients, wishes
from plugin.store._account_standing import agreed_of
from plugin.store._tx import HouseTx, Tx
from plugin.store.carried_relationship import NOTHING_BETWEEN, Between, all_between
from plugin.store.organisations import Organisation
from plugin.store.wishes import NOTHING_SAID, Wishes


@dataclass(frozen=True, slots=True)
class Known:
    """By what a contact is known again; `email_hash` is equal where the addresses are."""

    id: str
    number: str
    name: str
    email: str
    email_hash: str


@dataclass(frozen=True, slots=True)
class HoldKept:
    """A silence of a whole customer that was in force: breathing space outlives a reset."""

    kind: HoldKind
    until: date | None
    review_on: date | None
    since: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What people had decided of one customer; a limit of None is no limit, not zero (rule 10)."""

    contact: Known
    limit: Money | None
    limit_reason: str
    policy: str | None
    segment: Segment | None
    never_chase: bool
    direct_debit: bool
    statements: StatementWish = StatementWish.AS_POLICY
    policy_until: date | None = None
    segment_until: date | None = None
    #: of their letters; None = the organisation's
    language: str | None = None
    #: what they are before the law, and what was agreed about late payment
    standing: tuple[Kind, Law | None] | None = None
    agreed: Agreed = field(default_factory=Agreed)
    #: silences of the whole customer; those of single invoices hang on the old books
    holds: tuple[HoldKept, ...] = ()
    #: what people chose that an address or number of theirs gets
    roles: tuple[tuple[str, Role], ...] = ()
    #: whom people added by name: the name and the address
    added: tuple[tuple[str, str], ...] = ()
    #: what the customer said of themselves
    wishes: Wishes = NOTHING_SAID
    #: notes, calls to say hello, and that nobody asks for a recommendation
    between: Between = NOTHING_BETWEEN


#: what a trial that ran had chosen was no person's choice
_OWN_POLICY = (
    "case when exists (select from trial_places p join trials r on r.org_id = :org"
    " and r.id = p.trial_id and r.ended_on is null and r.policy = t.policy where p.org_id = :org"
    " and p.customer_id = c.id and p.switched_at is not null) then null else t.policy end as policy"
)


#: something was decided of the relationship itself
_BETWEEN = (
    " or exists (select from context_notes n where n.org_id = :org"
    " and n.customer_id = c.id and n.ended_at is null)"
    " or exists (select from check_ins k where k.org_id = :org and k.customer_id = c.id)"
    " or exists (select from never_asked a where a.org_id = :org and a.customer_id = c.id)"
)


def gone_before(house: HouseTx, user_id: UUID, *, but: UUID) -> tuple[Organisation, ...]:
    """The disconnected organisations that a person had reached by their own consent, newest first.

    Only those that they could see until they were lost: whoever lost sight earlier, or was let in
    by somebody else, is offered nothing.
    """
    found = house.sql(
        "select o.id from organisations o where o.state = 'disconnected' and o.id <> :but and ("
        " o.id in (select org_id from members where user_id = :user_id and via = 'consent')"
        " or o.id in (select f.org_id from former_members f where f.user_id = :user_id"
        "  and f.until >= o.state_since - interval '1 day'))"
        " order by o.state_since desc, o.id",
        user_id=user_id,
        but=but,
    ).scalars()
    ids = list(found)
    read = {each.id: each for each in organisations.among(house, ids)}
    return tuple(read[org_id] for org_id in ids)


def chosen_terms(tx: Tx) -> tuple[Chosen, ...]:
    """What people had decided of the customers of the transaction's organisation, by name."""
    rows = tx.sql(
        "select c.id, c.number, c.name, c.email, coalesce(c.email_hash, '') as email_hash,"  # noqa: S608
        " t.credit_limit, t.limit_currency, coalesce(t.limit_reason, '') as limit_reason,"
        f" {_OWN_POLICY}, t.policy_until, t.segment, t.segment_until, t.never_chase,"
        " t.direct_debit, t.kind, t.law, t.accepted_on, t.interest, t.language, s.wish"
        " from contacts c left join terms t on t.org_id = :org and t.customer_id = c.id"
        " left join statement_wishes s on s.org_id = :org and s.customer_id = c.id"
        " where c.org_id = :org and c.merged_into is null and c.status <> 'erase'"
        " and (t.credit_limit is not null or t.policy is not null or t.segment is not null"
        "  or t.never_chase or t.direct_debit or t.kind is not null or t.accepted_on is not null"
        "  or t.interest is not null or t.language is not null or s.wish is not null"
        "  or exists (select from holds h where h.org_id = :org"
        "  and h.customer_id = c.id and h.invoice_id is null and h.ended_at is null)"
        "  or exists (select from contact_roles r where r.org_id = :org"
        "  and r.customer_id = c.id and r.role is not null)"
        "  or exists (select from customer_wishes w where w.org_id = :org"
        "  and w.customer_id = c.id)"
        f" {_BETWEEN})"
        " order by c.name, c.id"
    )
    kept, roles = _holds(tx), recipients.roles_chosen(tx)
    added, said = recipients.people_added(tx), wishes.all_said(tx)
    between = all_between(tx)
    return tuple(
        Chosen(
            contact=_known(tx, row),
            limit=_money(row.credit_limit, row.limit_currency),
            limit_reason=row.limit_reason,
            policy=row.policy,
            segment=Segment(row.segment) if row.segment is not None else None,
            policy_until=row.policy_until,
            segment_until=row.segment_until,
            never_chase=bool(row.never_chase),
            direct_debit=bool(row.direct_debit),
            language=row.language,
            statements=StatementWish(row.wish) if row.wish else StatementWish.AS_POLICY,
            standing=_standing(row.kind, row.law),
            agreed=agreed_of(row.accepted_on, row.interest),
            holds=tuple(kept.get(row.id, ())),
            roles=roles.get(row.id, ()),
            added=added.get(row.id, ()),
            wishes=said.get(row.id, NOTHING_SAID),
            between=between.get(row.id, NOTHING_BETWEEN),
        )
        for row in rows
    )


def _standing(kind: str | None, law: str | None) -> tuple[Kind, Law | None] | None:
    return None if kind is None else (Kind(kind), Law(law) if law is not None else None)


def _holds(tx: Tx) -> dict[str, list[HoldKept]]:
    rows = tx.sql(
        "select customer_id, kind, until, review_on, since, by from holds where org_id = :org"
        " and invoice_id is null and ended_at is null order by at, id"
    )
    found: dict[str, list[HoldKept]] = {}
    for customer, kind, *held in map(tuple, rows):
        found.setdefault(customer, []).append(HoldKept(HoldKind(kind), *held))
    return found


def called(tx: Tx, numbers: Sequence[str], names: Sequence[str]) -> tuple[Known, ...]:
    """The contacts of the transaction's organisation with one of these numbers or names."""
    rows = tx.sql(
        "select id, number, name, email, coalesce(email_hash, '') as email_hash from contacts"
        " where org_id = :org and merged_into is null and status <> 'erase'"
        " and ((number <> '' and number = any(:numbers)) or name = any(:names)) order by id",
        numbers=sorted(set(numbers)),
        names=sorted(set(names)),
    )
    return tuple(_known(tx, row) for row in rows)


def _known(tx: Tx, row: object) -> Known:
    sealed = row.email  # type: ignore[attr-defined]  # a row of one of the two queries above
    email = "" if sealed is None else tx.seal.open(sealed)
    return Known(row.id, row.number, row.name, email, row.email_hash)  # type: ignore[attr-defined]


def _money(amount: Decimal | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount, currency)
