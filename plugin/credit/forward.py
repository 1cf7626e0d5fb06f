"""The days ahead: every message that goes if nobody pays and every proposal is approved on its day.

It walks the decision itself from look to look, each with the result of the one before applied, so
that it can say nothing that the review would not. It sends nothing and knows no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heapify, heappop, heappush

from plugin.credit.account import (
    Account,
    Invoice,
    PastMessage,
    Placement,
    Step,
    StepState,
)
from plugin.credit.covered import messages_covered
from plugin.credit.decisions import RESTING, ProposedMessage, ProposedStatement
from plugin.credit.policy import Channel, CreditPolicy, PolicySet
from plugin.credit.statements import PastStatement, StatementFate
from plugin.credit.stating import as_stated
from plugin.credit.veto import as_asked, as_mailed
from plugin.credit.working_days import roll_forward

_DAY = timedelta(days=1)
#: placements that climb the ladder once they are released
_RELEASED = frozenset({Placement.GENTLE, Placement.AT_LEVEL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """One customer on the way ahead: what is known today, and from which day something may go.

    `policies` are those in force; which one covers the customer is found anew at each look.
    `released_on` is the day on which opening debt that still waits is let into the ladder (rule 2;
    None: not within reach). `addresses` are those that an email goes to, under any name that is
    the same for the same address.
    """

    account: Account
    policies: PolicySet
    first: date
    released_on: date | None = None
    addresses: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Coming:
    """A message that goes on a day if nobody pays, with the account and policy as they then are."""

    on: date
    account: Account
    policy: CreditPolicy
    message: ProposedMessage

    @property
    def customer_id(self) -> str:
        """Whom it goes to."""
        return self.account.customer.id


@dataclass(frozen=True, slots=True)
class ComingStatement:
    """A statement of account that goes on a day if nobody pays; it counts as a message."""

    on: date
    account: Account
    policy: CreditPolicy
    statement: ProposedStatement

    @property
    def customer_id(self) -> str:
        """Whom it goes to."""
        return self.account.customer.id


def forward(
    customers: Sequence[Ahead],
    *,
    last: date,
    sent_today: tuple[date, Mapping[str, int]] | None = None,
) -> Iterator[Coming | ComingStatement]:
    """Every message and statement up to the civil day `last`, day by day, in the order given.

    Nobody pays, nobody answers, every proposal is approved on its day: by email at most so many a
    day to one address, whoever the customers are (rule 23); what is too much goes on the next
    working day. `sent_today` is a day and how many went to each address on it already.
    """
    letters: Counter[tuple[date, str]] = Counter()
    if sent_today is not None:
        letters.update({(sent_today[0], key): n for key, n in sent_today[1].items()})
    walks = [_Walk(each) for each in customers]
    looks = [(each.first, place) for place, each in enumerate(customers) if each.first <= last]
    heapify(looks)
    while looks:
        day, place = heappop(looks)
        walk = walks[place]
        yield from walk.look(day, letters)
        if walk.next_look is not None and walk.next_look <= last:
            heappush(looks, (walk.next_look, place))


def days_of_release(
    waiting: Sequence[str], *, first: date, room: int, a_day: int
) -> dict[str, date]:
    """When each customer's opening debt is let in: `room` on the first day, then so many a day.

    `waiting` are the customers in the order in which they are let in, over the whole organisation.
    With `a_day` 0 nobody ever is.
    """
    found: dict[str, date] = {}
    for place, customer_id in enumerate(waiting):
        if place < room:
            found[customer_id] = first
        elif a_day:
            found[customer_id] = first + timedelta(days=1 + (place - room) // a_day)
    return found


def as_done(account: Account, sent: Sequence[ProposedMessage], on: date) -> Account:
    """The account after these messages had gone that day."""
    if not sent:
        return account
    steps = {(s.invoice_id, s.instalment, s.level, s.cycle): s for s in account.steps}
    for message in sent:
        for each in message.chased:
            key = (each.invoice_id, each.instalment, each.level, each.cycle)
            steps[key] = Step(*key[:3], StepState.DONE, on, each.cycle)
    return replace(
        account,
        steps=tuple(steps.values()),
        messages=(*account.messages, *(PastMessage(on, each.currency) for each in sent)),
    )


class _Walk:
    """One customer from look to look."""

    def __init__(self, ahead: Ahead) -> None:
        account = ahead.account
        if ahead.released_on is not None:
            invoices = tuple(_let_in(each, ahead.released_on) for each in account.invoices)
            account = replace(account, invoices=invoices)
        self._ahead = ahead
        #: what was approved and has not gone: it does not wait for the next pay run again
        self._approved = _in_state(account, StepState.APPROVED)
        self._account = _begun(account, ahead.first)
        self.next_look: date | None = ahead.first

    def look(
        self, day: date, letters: Counter[tuple[date, str]]
    ) -> Iterator[Coming | ComingStatement]:
        """What goes on this day; notes when to look again."""
        account, policy, found = messages_covered(self._account, self._ahead.policies, day)
        ready = list(found.messages)
        if self._approved:
            ready += self._said_yes_to(day, {each.currency for each in ready})
        most = policy.contact.a_day_to_one_address
        sent = [each for each in ready if self._may_go(each, day, letters, most)]
        for message in sent:
            yield Coming(day, account, policy, message)
        self._approved -= {each.currency for each in sent}
        stated = [each for each in found.statements if self._has_room(day, letters, most)]
        for statement in stated:
            yield ComingStatement(day, account, policy, statement)
        account = as_asked(account, found.asks_sales, day)
        self._account = as_stated(as_done(account, sent, day), stated, day)
        again = min((each for each in found.days if each > day), default=None)
        if ready or found.statements:
            again = day + _DAY
        if again is not None and policy.guards:
            # on a day off nothing could go: whatever it changes is seen on the next working day
            again = roll_forward(again, account.calendar)
        self.next_look = again

    def _said_yes_to(self, day: date, proposed: set[str]) -> list[ProposedMessage]:
        """Approved messages that only a pay run would hold; one whose reason went is forgotten."""
        every = self._ahead.policies
        patient = tuple(replace(each, pay_run_wait_days=0) for each in every.policies)
        _, _, found = messages_covered(self._account, replace(every, policies=patient), day)
        if not any(wait.kind in RESTING for wait in found.waits):
            self._approved &= {each.currency for each in found.messages}
        waiting = self._approved - proposed
        return [each for each in found.messages if each.currency in waiting]

    def _may_go(
        self, message: ProposedMessage, day: date, letters: Counter[tuple[date, str]], most: int
    ) -> bool:
        """Counts an email to each of its addresses, unless one of them has had enough that day."""
        return message.channel is not Channel.EMAIL or self._has_room(day, letters, most)

    def _has_room(self, day: date, letters: Counter[tuple[date, str]], most: int) -> bool:
        keys = [(day, address) for address in self._ahead.addresses]
        if any(letters[key] >= most for key in keys):
            return False
        letters.update(keys)
        return True


def _begun(account: Account, first: date) -> Account:
    """Proposals are decided afresh; what is being sent this moment counts as gone."""
    open_steps = {StepState.PROPOSED, StepState.APPROVED}
    leaving = _in_state(account, StepState.CLAIMED)
    return replace(
        account,
        steps=tuple(
            replace(each, state=StepState.DONE, on=first)
            if each.state is StepState.CLAIMED
            else each
            for each in account.steps
            if each.state not in open_steps
        ),
        messages=(*account.messages, *(PastMessage(first, code) for code in sorted(leaving))),
        statements=replace(account.statements, past=_gone(account)),
        sales=as_mailed(account.sales, first),
    )


def _gone(account: Account) -> tuple[PastStatement, ...]:
    """Without the statements that are on their way: they are foreseen to go today."""
    every = account.statements.past
    return tuple(each for each in every if each.fate is not StatementFate.UNDER_WAY)


def _in_state(account: Account, state: StepState) -> set[str]:
    """The currencies of the debts whose steps stand in this state."""
    ids = {step.invoice_id for step in account.steps if step.state is state}
    return {each.balance.currency for each in account.invoices if each.id in ids}


def _let_in(invoice: Invoice, on: date) -> Invoice:
    opening = invoice.opening
    if opening is None or opening.released_on is not None or opening.placement not in _RELEASED:
        return invoice
    return replace(invoice, opening=replace(opening, released_on=on))
