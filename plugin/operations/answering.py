"""What every answer of a customer has in common: whose it is, what was chosen, and that it is said
once. What each answer does is `situation`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.account import Account, Invoice
from plugin.credit.answering import Answer
from plugin.credit.money import Money
from plugin.credit.plans import may_be_planned
from plugin.credit.policy import CreditPolicy
from plugin.jobs import What
from plugin.operations.account_now import account_now
from plugin.operations.decide import about
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, policy_held
from plugin.operations.telling import Telling, tell_soon
from plugin.store import Tx, portal_answers
from plugin.store.organisations import OrgState
from plugin.store.portal_answers import Result, seen_of

#: who did what a customer did on their own page
CUSTOMER = "customer"
#: no form names more
_MOST_INVOICES = 500
_LONGEST_ONCE = 64


class AlreadySaid(Exception):
    """The same form came before: `answer_id` is what it did then, and nothing more was done."""

    def __init__(self, answer_id: UUID) -> None:
        super().__init__("this form was sent before")
        self.answer_id = answer_id


class Changed(NotPossible):
    """What the page showed is not so any more, so that nothing was done by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """Who answers: one customer of one organisation, by a link where one was followed.

    `once` is what the form carries: the same form sent twice is one answer. `seen` is what the
    page showed (see `seen_of`); None where no page was shown.
    """

    org_id: UUID
    customer_id: str
    once: str
    seen: str | None = None
    link_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """One answer under the customer's lock: the ground, the account, the policy, what was chosen.

    `chosen` are open invoices of one currency, the oldest first.
    """

    tx: Tx
    on: Ground
    who: Answerer
    account: Account
    policy: CreditPolicy
    chosen: tuple[Invoice, ...]
    url: str

    @property
    def currency(self) -> str:
        """The one currency of what was chosen."""
        return self.chosen[0].balance.currency

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of what was chosen."""
        return tuple(each.id for each in self.chosen)

    @property
    def numbers(self) -> list[str]:
        """The numbers of what was chosen."""
        return [each.number for each in self.chosen]

    def owed(self) -> Money:
        """What of the chosen may be promised or planned: without what is contested or retained."""
        found = Money.zero(self.currency)
        for each in self.chosen:
            found = found + may_be_planned(each)
        return found

    def keep(
        self,
        kind: Answer,
        *,
        covered: Mapping[str, Money],
        amount: Money,
        day: date | None,
        result: Result,
    ) -> UUID:
        """Write the answer down and see to it that it is confirmed by mail."""
        answer_id = portal_answers.add_answer(
            self.tx,
            self.who.customer_id,
            kind,
            once=self.who.once,
            covered=covered,
            amount=amount,
            day=day,
            result=result,
            link_id=self.who.link_id,
            on=self.on.today,
            at=self.on.now,
        )
        tell_soon(
            self.tx,
            self.on,
            self.who.customer_id,
            Telling.ANSWERED,
            answer_id,
            talk_id=result.talk_id,
        )
        return answer_id


@contextmanager
def answering(doors: Doors, who: Answerer, invoice_ids: Collection[str]) -> Iterator[Answering]:
    """One answer of a customer about these invoices, under their lock; a review follows it.

    Raises AlreadySaid where the form came before, Changed where the page was out of date, and
    NotPossible where nothing can be decided.
    """
    with decided_by_customer(doors, who.org_id, who.customer_id) as (tx, on):
        said = portal_answers.by_form(tx, who.customer_id, who.once)
        if said is not None:
            raise AlreadySaid(said)
        if not 0 < len(who.once) <= _LONGEST_ONCE:
            raise NotPossible("This form is not whole. Nothing was changed. Load the page again.")
        account = account_now(tx, on, who.customer_id)
        if who.seen is not None and who.seen != seen_of(account):
            raise Changed(
                "Something has changed since this page was opened: a payment came in, or another "
                "answer was given. Nothing was changed by this one. Look at what stands now."
            )
        chosen = _chosen(account, invoice_ids)
        policy = policy_held(tx, on, who.customer_id)
        yield Answering(tx, on, who, account, policy, chosen, doors.url)


@contextmanager
def decided_by_customer(
    doors: Doors, org_id: UUID, customer_id: str
) -> Iterator[tuple[Tx, Ground]]:
    """A decision of a customer, under their lock; the mail that confirms it leaves at once."""
    with about(doors, org_id, customer_id) as (tx, on):
        if on.organisation.state is OrgState.DISCONNECTED:
            raise NotPossible(
                f"{on.organisation.name} cannot take this here just now, so nothing was changed. "
                "Please write or ring instead."
            )
        yield tx, on
    doors.bell.ring(org_id, What.TELL)


def _chosen(account: Account, invoice_ids: Collection[str]) -> tuple[Invoice, ...]:
    wanted = set(invoice_ids)
    if not wanted or len(wanted) > _MOST_INVOICES:
        raise NotPossible("Choose at least one invoice. Nothing was changed.")
    theirs = {each.id for each in account.invoices}
    chosen = [each for each in account.invoices if each.id in wanted and each.is_open]
    if not wanted <= theirs:
        raise NotPossible("One of these invoices is not known here. Nothing was changed.")
    if len(chosen) != len(wanted):
        raise Changed(
            "One of these invoices has been paid or settled meanwhile, so nothing was changed. "
            "Look at what stands now."
        )
    if len({each.balance.currency for each in chosen}) > 1:
        raise NotPossible(
            "These invoices are in different currencies. Answer for one currency at a time; "
            "nothing was changed."
        )
    return tuple(sorted(chosen, key=lambda each: (each.due, each.number, each.id)))


def shares(amount: Money, chosen: Sequence[Invoice]) -> dict[str, Money]:
    """What of each invoice an amount is about, oldest first; shares sum to it or to all."""
    left = amount
    found: dict[str, Money] = {}
    for each in chosen:
        share = min(left, may_be_planned(each))
        if share.amount > 0:
            found[each.id] = share
            left = left - share
    return found
