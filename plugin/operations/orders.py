"""*Can I take this order?*: answered at once by rule, noted on the timeline, asked on by mail.

It sets nothing: no limit, no hold; an order is in the books once it is invoiced.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import structlog

from plugin.credit.money import Money
from plugin.credit.order_answer import order_answer
from plugin.letters.order_mail import OrderAsked, compose_order_asked
from plugin.letters.order_words import OrderSaid, order_said
from plugin.letters.wording import money
from plugin.operations.account_now import account_now
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import ground, policy_held
from plugin.operations.house_mail import house_mail
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.store import contacts, people
from plugin.store.people import Role

log = structlog.get_logger()

_MOST_WORDS = 500


def ask_about(doors: Doors, *, org_id: UUID, by: str, customer_id: str, order: Money) -> OrderSaid:
    """The answer for an order incl. tax, as of now. Raises NotPossible for an unknown customer."""
    if order.amount <= 0:
        raise NotPossible("An order is for more than nothing. Write its amount, tax included.")
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        account = account_now(tx, on, customer_id)
        answer = order_answer(account, policy_held(tx, on, customer_id), order, on.today)
        said = order_said(answer, order)
        words = f"{by} asked about an order of {money(order)}: {said.headline.lower()}"
        record(tx, on, by, customer_id, "order", words)
    return said


def ask_owners(
    doors: Doors, *, org_id: UUID, by: str, by_email: str, customer_id: str, order: Money,
    words: str,
) -> int:  # fmt: skip
    """Ask the owners by mail, answers to whoever asks; says how many were asked.

    Raises NotPossible where none can be reached.
    """
    said = ask_about(doors, org_id=org_id, by=by, customer_id=customer_id, order=order)
    with doors.store.tenant(org_id) as tx:
        contact = contacts.contact(tx, customer_id)
        owners = [m.user for m in people.members_of(tx, org_id) if m.role is Role.OWNER]
    letter = compose_order_asked(
        OrderAsked(
            by=by,
            customer=contact.name if contact is not None else customer_id,
            amount=money(order),
            why=said.why,
            words=" ".join(words.split())[:_MOST_WORDS],
            link=f"{doors.url.rstrip('/')}/o/{org_id}/customers/{customer_id}",
        )
    )
    asked = 0
    for owner in owners:
        mail = house_mail(doors, f"order-{uuid4()}", owner.email, letter)
        try:
            doors.mailer.send(replace(mail, reply_to=by_email))
        except (Unavailable, Refused, OutcomeUnknown) as problem:
            log.warning("an owner was not asked", org=str(org_id), why=type(problem).__name__)
        else:
            asked += 1
    if not asked:
        raise NotPossible("No owner could be reached by mail just now. Ask by telephone.")
    return asked
