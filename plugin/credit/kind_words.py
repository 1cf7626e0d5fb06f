"""Kind words that are due: an apology for a crossing, a rationed thank-you, a welcome, and thanks
with a higher limit.

None asks for anything. Each is drafted once for a person's yes, waits as every message waits, and
lapses when it would come too late to mean it. The ladder knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from plugin.credit.account import Account, HoldKind, Invoice, InvoiceState, Payment, StepState
from plugin.credit.climbing import Findings
from plugin.credit.contact import history_of, must_wait
from plugin.credit.debts import Debt
from plugin.credit.kind_word_facts import KindWord, ProposedKindWord
from plugin.credit.milestones import OF_BOND, is_beside_a_reminder, of_bond
from plugin.credit.money import total
from plugin.credit.policy import CreditPolicy
from plugin.credit.silence import is_in_force, whole_customer
from plugin.credit.working_days import roll_forward

__all__ = ["KindWord", "ProposedKindWord", "propose_kind_words"]

_DAY = timedelta(days=1)
#: what comes later than this is no apology, no thanks and no welcome any more
APOLOGY_WITHIN = timedelta(days=14)
THANKS_WITHIN = timedelta(days=10)
WELCOME_WITHIN = timedelta(days=14)
LOYALTY_WITHIN = timedelta(days=14)
#: whom we asked in error is not thanked for having answered; longer than thanks are due
_APOLOGISED_FOR = timedelta(days=30)
#: whoever always pays on time is thanked at most once in so long
PUNCTUAL_EVERY = timedelta(days=365)
#: either has been thanks
_THANKED = frozenset({KindWord.THANKS, KindWord.LOYALTY, KindWord.MILESTONE})


def propose_kind_words(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, list[Debt]],
    found: Findings,
) -> None:
    """Propose what is due, and note on which days the calendar alone changes that."""
    rules, facts = policy.kind_words, account.kind
    drafts: list[tuple[ProposedKindWord, date]] = []
    if facts.crossings and rules.apologies:
        drafts.extend(_apologies(account, on))
    if facts.first_invoice_id is not None and rules.welcome:
        drafts.extend(_welcome(account, facts.first_invoice_id))
    if facts.raised and rules.thanks:
        drafts.extend(_loyalty(account, on, debts))
    if facts.bond is not None and not _is_no_time_for_thanks(account, on, debts):
        drafts.extend(of_bond(account, policy, on, found.days))
    if rules.thanks and account.payments:
        drafts.extend(_thanks(account, policy, on, debts, found))
    for draft, lapses in drafts:
        if on > lapses or any(each.once == draft.once for each in facts.past):
            continue
        found.days.append(lapses + _DAY)
        if draft.kind in OF_BOND and is_beside_a_reminder(account):
            continue
        if _may_go(account, policy, on, draft, found):
            found.kind_words.append(replace(draft, is_first=_is_first(account, on)))


def _may_go(
    account: Account, policy: CreditPolicy, on: date, draft: ProposedKindWord, found: Findings
) -> bool:
    """The guards of every message; an apology is inside the gap, never above the ceilings."""
    if whole_customer(account, policy, on) is not None or not account.customer.has_email:
        return False
    if account.customer.reach.answered or account.customer.reach.bounced:
        return False
    if any(each.amount > 0 for each in account.bills_owed) and not account.set_off_settled:
        return False
    under_way = {each.currency for each in found.messages} | {
        each.currency for each in found.kind_words
    }
    if any(each.kind == draft.kind for each in found.kind_words if each.currency == draft.currency):
        return False
    if draft.kind is not KindWord.APOLOGY and under_way:
        return False
    wait = must_wait(
        account,
        policy,
        on,
        history_of(account, on),
        draft.currency,
        beside=len(under_way),
        mention=draft.kind is KindWord.APOLOGY,
    )
    if wait is not None and wait.until is not None:
        found.days.append(wait.until)
    return wait is None


def _is_first(account: Account, on: date) -> bool:
    taken = any(step.state is StepState.DONE for step in account.steps)
    return not taken and not history_of(account, on).sent


def _apologies(account: Account, on: date) -> list[tuple[ProposedKindWord, date]]:
    """One a currency for everything that crossed lately."""
    drafts = []
    recent = [each for each in account.kind.crossings if each.seen_on + APOLOGY_WITHIN >= on]
    for currency in sorted({each.amount.currency for each in recent}):
        mine = [each for each in recent if each.amount.currency == currency]
        last = max(mine, key=lambda each: (each.written_on, each.paid_on, each.invoice_id))
        # two messages may have crossed one payment: it is told of once
        amounts = {(each.invoice_id, each.paid_on): each.amount for each in mine}
        draft = ProposedKindWord(
            kind=KindWord.APOLOGY,
            currency=currency,
            once=f"apology:{last.invoice_id}:{last.written_on.isoformat()}",
            invoice_ids=tuple(sorted({each.invoice_id for each in mine})),
            amount=total(amounts.values(), currency),
            on=last.paid_on,
            written_on=last.written_on,
        )
        drafts.append((draft, max(each.seen_on for each in mine) + APOLOGY_WITHIN))
    return drafts


def _welcome(account: Account, invoice_id: str) -> list[tuple[ProposedKindWord, date]]:
    first = next((each for each in account.invoices if each.id == invoice_id), None)
    if first is None or first.sent_on is None or first.state is not InvoiceState.APPROVED:
        return []
    draft = ProposedKindWord(
        kind=KindWord.WELCOME,
        currency=first.total.currency,
        once="welcome",
        invoice_ids=(first.id,),
        amount=first.total,
        on=first.issued,
    )
    return [(draft, first.issued + WELCOME_WITHIN)]


def _loyalty(
    account: Account, on: date, debts: Mapping[str, list[Debt]]
) -> list[tuple[ProposedKindWord, date]]:
    """One for the newest higher limit that punctuality earned, where thanks are in order at all."""
    if _is_no_time_for_thanks(account, on, debts):
        return []
    newest = max(account.kind.raised, key=lambda each: (each.on, each.once))
    draft = ProposedKindWord(
        kind=KindWord.LOYALTY,
        currency=newest.limit.currency,
        once=newest.once,
        invoice_ids=(),
        amount=newest.limit,
        on=newest.on,
    )
    return [(draft, newest.on + LOYALTY_WITHIN)]


def _thanks(
    account: Account,
    policy: CreditPolicy,
    on: date,
    debts: Mapping[str, list[Debt]],
    found: Findings,
) -> list[tuple[ProposedKindWord, date]]:
    """At most one: for the newest invoice paid off these days, where thanks are in order at all."""
    since = on - THANKS_WITHIN
    lately = [each for each in account.payments if each.on >= since]
    found.days.extend(each.on for each in lately if each.on > on)
    lately = [each for each in lately if each.on <= on]
    if not lately or _is_no_time_for_thanks(account, on, debts):
        return []
    before = [each.on for each in account.kind.past if each.kind in _THANKED and each.went]
    last = max(before, default=None)
    if last is not None and (free := last + timedelta(days=policy.kind_words.thanks_days)) > on:
        found.days.append(free)
        return []
    closed = {each.id: each for each in account.invoices if each.state is InvoiceState.PAID}
    for payment in sorted(lately, key=lambda each: (each.on, each.invoice_id), reverse=True):
        invoice = closed.get(payment.invoice_id)
        if invoice is None or invoice.is_charge or _was_written_off(account, invoice):
            continue
        was_chased = _was_chased(account, invoice)
        if was_chased or _is_always_on_time(account, policy, on, last):
            draft = ProposedKindWord(
                kind=KindWord.THANKS,
                currency=invoice.total.currency,
                once=f"thanks:{invoice.id}",
                invoice_ids=(invoice.id,),
                amount=payment.amount,
                on=payment.on,
                was_late=was_chased,
            )
            return [(draft, payment.on + THANKS_WITHIN)]
    return []


def _is_no_time_for_thanks(account: Account, on: date, debts: Mapping[str, list[Debt]]) -> bool:
    """Something is contested, late, or was asked for in error: thanks would sound wrong."""
    lately = on - _APOLOGISED_FOR
    if account.kind.crossings or any(
        each.kind is KindWord.APOLOGY and each.on > lately for each in account.kind.past
    ):
        return True
    if any(each.disputed is not None for each in account.invoices):
        return True
    if any(hold.kind is HoldKind.DISPUTED and is_in_force(hold, on) for hold in account.holds):
        return True
    return any(debt.is_late and not debt.small for each in debts.values() for debt in each)


def _was_written_off(account: Account, invoice: Invoice) -> bool:
    return any(each.is_write_off for each in account.payments if each.invoice_id == invoice.id)


def _was_chased(account: Account, invoice: Invoice) -> bool:
    return any(
        step.invoice_id == invoice.id and step.level > 0 and step.state is StepState.DONE
        for step in account.steps
    )


def _is_always_on_time(account: Account, policy: CreditPolicy, on: date, last: date | None) -> bool:
    """So many in a row, none late (rule 1); thanked for it at most once a year."""
    count = policy.kind_words.punctual_count
    if not count or (last is not None and last + PUNCTUAL_EVERY > on):
        return False
    paid: dict[str, Payment] = {}
    for payment in account.payments:
        if not payment.is_write_off and payment.on <= on:
            known = paid.get(payment.invoice_id)
            paid[payment.invoice_id] = (
                payment if known is None else max(known, payment, key=lambda each: each.on)
            )
    closed = [
        (paid[each.id].on, each.id, each)
        for each in account.invoices
        if each.state is InvoiceState.PAID and each.id in paid and not each.is_charge
    ]
    newest = [each for _, _, each in sorted(closed, reverse=True)[:count]]
    return len(newest) == count and all(
        paid[each.id].on <= roll_forward(each.due, account.calendar) for each in newest
    )
