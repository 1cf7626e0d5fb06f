"""What holds for every ledger under every policy over many days of sending, refusing and paying."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from plugin.credit.account import Account, Invoice, InvoiceState, Payment, StepState
from plugin.credit.decisions import ProposedMessage, Review
from plugin.credit.forward import Ahead, Coming, forward
from plugin.credit.money import Money
from plugin.credit.plans import STRIDE
from plugin.credit.policy import PolicySet
from plugin.credit.stating import as_stated
from plugin.credit.working_days import is_working_day
from tests.credit.builders import TODAY, after_sending, days, look, run, with_review
from tests.credit.ledgers import Ledger, ledgers
from tests.credit.properties import always
from tests.credit.test_properties import badness

#: what a person, or a customer, does with one message of one day
SENDS, REFUSES, DROPS, LEAVES, PAYS, FAILS = range(6)
_OPEN = (StepState.PROPOSED, StepState.APPROVED)


@dataclass
class Life:
    """A hundred and twenty days of one customer, with whatever people do on them."""

    ledger: Ledger
    account: Account
    on: date = TODAY

    def look(self) -> Review:
        """The review of the day; what was only proposed is decided afresh, as the house does."""
        kept = tuple(each for each in self.account.steps if each.state is not StepState.PROPOSED)
        self.account = replace(self.account, steps=kept)
        return look(self.account, self.on, self.ledger.policy)

    def answer(self, result: Review, what: int) -> None:
        """One answer to every message of the day."""
        states = {
            SENDS: StepState.DONE,
            REFUSES: StepState.REFUSED,
            DROPS: StepState.DROPPED,
            LEAVES: StepState.PROPOSED,
            PAYS: StepState.DONE,
            FAILS: StepState.UNCONFIRMED,
        }
        if what in (SENDS, PAYS):
            self.account = after_sending(self.account, result)
        else:
            self.account = _in_state(with_review(self.account, result), result, states[what])
        if what == PAYS:
            for message in result.messages[:1]:
                self.account = _half_paid(self.account, message, self.on)
        self.on += days(1)


def _in_state(account: Account, result: Review, state: StepState) -> Account:
    named = {(s.invoice_id, s.instalment, s.level) for m in result.messages for s in m.chased}
    return replace(
        account,
        steps=tuple(
            replace(each, state=state, on=result.on)
            if (each.invoice_id, each.instalment, each.level) in named
            and each.state is StepState.PROPOSED
            else each
            for each in account.steps
        ),
    )


def _half_paid(account: Account, message: ProposedMessage, on: date) -> Account:
    """Half of the first invoice that a message asked for is paid the same day."""
    step = message.chased[0]
    (one,) = (each for each in account.invoices if each.id == step.invoice_id)
    part = one.balance.amount / 2
    if one.instalments or one.disputed or one.retained:
        return account
    left = Money(one.balance.amount - part, one.balance.currency)
    state = one.state if left else InvoiceState.PAID
    paid = replace(one, balance=left, state=state)
    return replace(
        account,
        invoices=tuple(paid if each.id == one.id else each for each in account.invoices),
        payments=(*account.payments, Payment(one.id, on, Money(part, left.currency))),
    )


ANSWERS = st.lists(st.integers(SENDS, FAILS), min_size=8, max_size=8)


def _lived(ledger: Ledger, answers: list[int], last: int) -> list[tuple[Review, Account, int]]:
    """Every review of so many days, the account that it looked at, and what was answered."""
    life = Life(ledger, ledger.account)
    found = []
    met = 0
    for _ in range(last):
        result = life.look()
        answer = answers[met % len(answers)]
        found.append((result, life.account, answer))
        met += bool(result.messages)
        life.answer(result, answer)
    return found


def _first_due(account: Account, invoice: Invoice) -> date:
    """The first day on which any of it was due: by the ledger, a retention, or a plan over it."""
    plans = [plan for plan in account.plans if invoice.id in {c.invoice_id for c in plan.covers}]
    agreed = [part.due for plan in plans for part in plan.parts]
    kept = [invoice.retained.due] if invoice.retained is not None else []
    return min((invoice.due, *(part.due for part in invoice.instalments), *kept, *agreed))


def _climber(invoice_id: str, instalment: int) -> tuple[str, int]:
    """What climbs a ladder: an invoice's part, or an instalment of a plan over several invoices."""
    return ("plan" if instalment >= STRIDE else invoice_id, instalment)


@always(ledgers(most=3), ANSWERS, walks=True)
def test_no_level_is_skipped_but_by_a_person_and_none_is_sent_twice(
    ledger: Ledger, answers: list[int]
) -> None:
    """Over 120 days of sending, refusing, dropping, leaving and paying, debts climb one by one."""
    account = ledger.account
    numbers = sorted(level.number for level in ledger.policy.ladder)
    placed = {each.id for each in account.invoices if each.opening is not None}
    skipped = {(each.invoice_id, each.level) for each in account.called_off if each.until is None}
    went: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for step in account.steps:
        if step.state in (StepState.DONE, StepState.UNCONFIRMED):
            key = _climber(step.invoice_id, step.instalment)
            went.setdefault(key, []).append((step.level, step.cycle))
    for result, _, answer in _lived(ledger, answers, 120):
        # one message may ask for one instalment of a plan on several invoices
        told = {key: list(levels) for key, levels in went.items()}
        for message in result.messages:
            for taken in message.chased:
                climber = _climber(taken.invoice_id, taken.instalment)
                before = told.get(climber, [])
                assert (taken.level, taken.cycle) not in before
                mine = [number for number in numbers if number < taken.level]
                if taken.cycle > 0 and mine and taken.invoice_id not in placed:
                    below = (taken.invoice_id, mine[-1])
                    assert below in skipped or mine[-1] in [level for level, _ in before]
                if answer in (SENDS, PAYS, FAILS):
                    went.setdefault(climber, []).append((taken.level, taken.cycle))


@always(ledgers(most=4), ANSWERS, walks=True)
def test_gaps_caps_and_days_off_hold_for_four_months(ledger: Ledger, answers: list[int]) -> None:
    """Statements count too: at most four in thirty days, three in seven, none on a day off."""
    past = [each.on for each in ledger.account.messages]
    before = list(past)
    for result, account, answer in _lived(ledger, answers, 120):
        today = len(result.messages) + len(result.statements)
        if not today:
            continue
        assert is_working_day(result.on, account.calendar)
        if answer in (SENDS, PAYS):
            past.extend(result.on for _ in range(today))
        recent = [day for day in past if 0 <= (result.on - day).days < 30]
        ours = [day for day in recent if day not in before]
        assert len(recent) <= 4 or not ours
        assert len([day for day in recent if (result.on - day).days < 7]) <= 3 or not ours


@always(ledgers(most=4), ANSWERS, walks=True)
def test_what_is_firm_names_only_what_is_due_and_a_final_only_finals(
    ledger: Ledger, answers: list[int]
) -> None:
    """Rule 18, whatever people do on the way."""
    for result, account, _ in _lived(ledger, answers, 90):
        due = {each.id: each for each in account.invoices}
        for message in result.messages:
            levels = {step.level for step in message.chased}
            assert message.level == max(levels)
            assert not message.is_final or levels == {message.level}
            if message.tone.is_firm:
                named = (*message.also, *(step.invoice_id for step in message.chased))
                assert all(_first_due(account, due[i]) < result.on for i in named)


@always(ledgers(), walks=True)
def test_nothing_changes_by_itself_before_the_day_to_look_again(ledger: Ledger) -> None:
    """With the result applied and its statements gone, every day before it decides the same.

    A statement that is only proposed rests on a day off, as every proposal does.
    """
    found = look(ledger.account, policy=ledger.policy)
    applied = as_stated(with_review(ledger.account, found), found.statements, TODAY)
    first = look(applied, policy=ledger.policy)
    if first.statements:
        return
    last = first.look_again_on or TODAY + days(90)
    assert last > TODAY
    for n in range(1, min((last - TODAY).days, 90)):
        _same(look(applied, TODAY + days(n), ledger.policy), first)


def _same(later: Review, first: Review) -> None:
    assert later.messages == first.messages
    assert later.statements == first.statements
    assert later.status.status is first.status.status
    assert badness(later) == badness(first)
    assert [task.kind for task in later.tasks] == [task.kind for task in first.tasks]
    assert later.broken_promises == first.broken_promises
    assert later.waits == first.waits


@always(ledgers(most=4), ANSWERS, walks=True)
def test_the_day_to_look_again_is_sound_on_any_day_of_a_life(
    ledger: Ledger, answers: list[int]
) -> None:
    """Looked at only when it is due or something was done, a customer hears the same."""
    daily = [
        (result.on, result.messages, result.statements, badness(result))
        for result, _, _ in _lived(ledger, answers, 60)
    ]
    life = Life(ledger, ledger.account)
    seldom: list[tuple[date, object, object, object]] = []
    met = 0
    again: date | None = TODAY
    held: Review | None = None
    for _ in range(60):
        if held is None or (again is not None and again <= life.on):
            held = life.look()
            again = held.look_again_on
        seldom.append((life.on, held.messages, held.statements, badness(held)))
        if held.messages or held.statements:
            answer = answers[met % len(answers)]
            met += bool(held.messages)
            life.answer(held, answer)
            held = None
        else:
            settled = with_review(life.account, held)
            held = held if settled == life.account else None
            life.account = settled
            life.on += days(1)
    assert seldom == daily


@always(ledgers(), walks=True)
def test_the_days_ahead_are_what_looking_every_day_would_say(ledger: Ledger) -> None:
    """From look to look it finds the same messages as a review on each of thirty days."""
    states = (*_OPEN, StepState.CLAIMED)
    steps = tuple(each for each in ledger.account.steps if each.state not in states)
    account = replace(ledger.account, steps=steps)
    policies = PolicySet((ledger.policy,), ledger.policy.name)
    found = forward([Ahead(account=account, policies=policies, first=TODAY)], last=TODAY + days(30))
    assert sorted(
        (each.on, each.message.level) for each in found if isinstance(each, Coming)
    ) == sorted(run(account, TODAY, 30, ledger.policy))


@always(ledgers(), st.integers(0, 60), st.sampled_from([Decimal("0.5"), Decimal(1)]), walks=True)
def test_more_payment_never_worsens_the_status_on_any_day(
    ledger: Ledger, after: int, share: Decimal
) -> None:
    """Paid today, judged up to two months later."""
    account = ledger.account
    one = next((n for n, each in enumerate(account.invoices) if each.is_open), None)
    if one is None:
        return
    invoice = account.invoices[one]
    if invoice.instalments or invoice.disputed or invoice.retained:
        return
    part = invoice.balance.amount * share
    left = Money(invoice.balance.amount - part, invoice.balance.currency)
    less = replace(invoice, balance=left, state=invoice.state if left else InvoiceState.PAID)
    paid = replace(
        account,
        invoices=(*account.invoices[:one], less, *account.invoices[one + 1 :]),
        payments=(*account.payments, Payment(invoice.id, TODAY, Money(part, left.currency))),
    )
    on = TODAY + days(after)
    assert badness(look(paid, on, ledger.policy)) <= badness(look(account, on, ledger.policy))
