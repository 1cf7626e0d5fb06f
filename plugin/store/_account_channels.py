"""By what a batch of customers can be reached, and every contact that was no message of ours.

A constant number of statements; nobody without a role, a call or a number costs a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plugin.credit.account import Customer, PastMessage
from plugin.credit.policy_parts import Channel
from plugin.credit.reach import Reach
from plugin.credit.steps import EVERY_CURRENCY
from plugin.store._account_facts import Batch

#: rule 23 looks back thirty days; what is older counts nowhere
_COUNT_FOR = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Reached:
    """Of a batch: by what each can be reached, who has an address, contacts, last answers."""

    reach: Mapping[str, Reach]
    #: whether anybody is written to, for customers of whom a person chose roles
    has_email: Mapping[str, bool]
    contacts: Mapping[str, Sequence[PastMessage]]
    replied_on: Mapping[str, date]

    def customer(self, customer: Customer) -> Customer:
        """The customer with what was found."""
        id_ = customer.id
        reach = self.reach.get(id_, customer.reach)
        return replace(customer, reach=reach, has_email=self.has_email.get(id_, customer.has_email))


def reached_of(batch: Batch) -> Reached:
    """Read it all."""
    has_email, bounced = _addresses(batch)
    contacts, replied_on, unread = _contacts(batch)
    return Reached(_reach(batch, bounced, unread), has_email, contacts, replied_on)


def _addresses(batch: Batch) -> tuple[dict[str, bool], set[str]]:
    """Of customers of whom roles were chosen: is anybody written to, and did mail come back."""
    rows = batch.tx.sql(
        "with chosen as (select distinct customer_id from contact_roles where org_id = :org"
        " and customer_id = any(:ids)), known as ("
        " select c.id, c.email_hash as hash, true as usual from contacts c where c.org_id = :org"
        " and c.id in (select customer_id from chosen) and c.email_hash is not null"
        " union all select p.contact_id, p.email_hash, p.included from contact_people p"
        " where p.org_id = :org and p.contact_id in (select customer_id from chosen)"
        " and p.email_hash is not null"
        " union all select a.customer_id, a.address_hash, false from contact_roles a"
        " where a.org_id = :org and a.customer_id in (select customer_id from chosen)"
        " and a.name is not null)"
        " select x.customer_id,"
        " coalesce(bool_or(coalesce(r.role in ('to', 'copy'), k.usual)), false) as has_email,"
        " coalesce(bool_or(r.bounced_at is not null and coalesce(r.role, '') <> 'none'), false)"
        " as bounced from chosen x left join known k on k.id = x.customer_id"
        " left join contact_roles r on r.org_id = :org and r.customer_id = k.id"
        " and r.address_hash = k.hash group by x.customer_id",
        ids=batch.ids,
    ).all()
    has_email = {row.customer_id: row.has_email for row in rows}
    return has_email, {row.customer_id for row in rows if row.bounced}


def _reach(batch: Batch, bounced: set[str], unread: set[str]) -> dict[str, Reach]:
    """Numbers that are known, that nobody took out, and whose owner did not say STOP."""
    rows = batch.tx.sql(
        "select c.id, c.mobile_hash is not null and not exists (select from stopped_numbers t"
        " where t.number_hash = c.mobile_hash)"
        " and not exists (select from contact_roles r where r.org_id = :org"
        " and r.customer_id = c.id and r.address_hash = c.mobile_hash and r.role = 'none')"
        " as may_text,"
        " c.phone is not null and not exists (select from contact_roles r where r.org_id = :org"
        " and r.customer_id = c.id and r.address_hash = c.phone_hash and r.role = 'none')"
        " as may_call, c.may_post"
        " from contacts c where c.org_id = :org and c.id = any(:ids)"
        " and (c.phone is not null or c.mobile_hash is not null or not c.may_post)",
        ids=batch.ids,
    ).all()
    found = {
        row.id: Reach(
            bounced=row.id in bounced,
            may_text=row.may_text,
            may_call=row.may_call,
            may_post=row.may_post,
        )
        for row in rows
    }
    for customer in (bounced | unread) - found.keys():
        found[customer] = Reach(bounced=customer in bounced)
    for customer in unread:
        found[customer] = replace(found[customer], answered=True)
    return found


def _contacts(
    batch: Batch,
) -> tuple[dict[str, list[PastMessage]], dict[str, date], set[str]]:
    """Calls that reached somebody, the last day on which each answered, whose answer waits."""
    rows = batch.tx.sql(
        "select customer_id, called_on, currency, 'call', true from calls where org_id = :org"
        " and customer_id = any(:ids) and reached and called_on >= :since"
        " union all select customer_id, replied_on, '', 'reply', read_at is not null from replies"
        " where org_id = :org and customer_id = any(:ids)"
        " and (replied_on >= :since or read_at is null)"
        # what one of ours wrote from their own mailbox is a contact like any other (rule 23)
        " union all select customer_id, arrived_on, '*', 'mail', true from mails"
        " where org_id = :org and customer_id = any(:ids) and kind = 'own'"
        " and arrived_on >= :since"
        # so is an invitation of ours, and a call to say hello in which somebody was spoken to
        " union all select customer_id, went_on, '*', 'mail', true from quarter_reviews"
        " where org_id = :org and customer_id = any(:ids) and went_on >= :since"
        " union all select customer_id, on_day, '*', 'call', true from check_in_talks"
        " where org_id = :org and customer_id = any(:ids) and outcome = 'spoke'"
        " and on_day >= :since order by 1, 2",
        ids=batch.ids,
        since=batch.on - _COUNT_FOR,
    ).all()
    contacts: dict[str, list[PastMessage]] = defaultdict(list)
    replied_on: dict[str, date] = {}
    unread: set[str] = set()
    for customer, day, currency, kind, is_read in map(tuple, rows):
        if kind == "reply":
            replied_on[customer] = day
            if not is_read:
                unread.add(customer)
        elif kind == "mail":
            contacts[customer].append(PastMessage(day, EVERY_CURRENCY))
        else:
            contacts[customer].append(PastMessage(day, currency, channel=Channel.CALL))
    return contacts, replied_on, unread
