"""What a customer could cost: exposure from named parts, and its share of the credit limit.

It does not judge: whether a share is too much is for the status to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from plugin.credit.account import Account, CreditKind, InvoiceState, Rate
from plugin.credit.decisions import CannotCompare, Exposure, ExposurePart, LimitUse
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy

_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_NOTHING = Decimal(0)
_APPROVED = InvoiceState.APPROVED
#: the part of an invoice that is not approved yet
_BY_STATE = {
    InvoiceState.AWAITING_APPROVAL: ExposurePart.AWAITING_APPROVAL,
    InvoiceState.DRAFT: ExposurePart.DRAFTS,
}


def exposure(account: Account, policy: CreditPolicy, on: date) -> tuple[Exposure, ...]:
    """Exposure per currency as signed parts that add up, in the order of the codes (rule 8).

    Approved invoices count sent or not; unallocated credit counts from its date; the parts that
    the policy switches off are left out altogether.
    """
    sums: dict[tuple[str, ExposurePart], Decimal] = {}
    parts_on = _parts_on(policy)
    approved: dict[str, Decimal] = {}
    for invoice in account.invoices:
        amount = invoice.balance.amount
        if amount <= 0:
            continue
        currency = invoice.balance.currency
        if invoice.state is _APPROVED:
            # nearly all of them, and a member of an enumeration is slow to find in a dict
            approved[currency] = approved.get(currency, _NOTHING) + amount
            continue
        part = _BY_STATE.get(invoice.state)
        if part in parts_on:
            _add(sums, part, (invoice.balance,))
    sums |= {(code, ExposurePart.APPROVED): amount for code, amount in approved.items()}
    for credit in account.credits:
        prepaid = credit.kind is CreditKind.PREPAYMENT
        part = ExposurePart.PREPAYMENTS if prepaid else ExposurePart.CREDITS
        if part in parts_on and credit.on <= on:
            _add(sums, part, (-credit.remaining,))
    if ExposurePart.QUOTES in parts_on:
        _add(sums, ExposurePart.QUOTES, account.quotes)
    if ExposurePart.REPEATING in parts_on:
        _add(sums, ExposurePart.REPEATING, account.repeating)
    return tuple(_exposure(sums, code) for code in sorted({code for code, _ in sums}))


def limit_use(account: Account, policy: CreditPolicy, on: date) -> LimitUse | CannotCompare | None:
    """Exposure against the limit in force, in the limit's currency; None where no limit is set.

    In a family with a limit both are the family's (rule 10). Converts only by the newest rate that
    the ledger itself used (rule 9); CannotCompare where it has used none.
    """
    limit = limit_in_force(account)
    if limit is None:
        return None
    own = (each.amount for each in exposure(account, policy, on))
    return measure(account, limit, (*own, *family_exposure(account)), on)


def limit_in_force(account: Account) -> Money | None:
    """The family's limit where there is one, else the customer's own; None is not zero."""
    customer = account.customer
    if customer.family_id is not None and customer.family_limit is not None:
        return customer.family_limit
    return customer.limit


def family_exposure(account: Account) -> tuple[Money, ...]:
    """What the linked customers owe, where a family limit is in force."""
    customer = account.customer
    if customer.family_id is None or customer.family_limit is None:
        return ()
    return tuple(
        amount
        for member in account.family
        if member.customer_id != customer.id
        for amount in member.exposure
    )


def measure(
    account: Account, limit: Money, amounts: Iterable[Money], on: date
) -> LimitUse | CannotCompare:
    """These amounts against `limit`, converted where needed.

    `utilisation` is in per cent, to two decimals; of a limit of zero it is infinite as soon as
    anything is used.
    """
    rates = newest_rates(account, on)
    used = Decimal(0)
    named: dict[str, tuple[str, Decimal, date]] = {}
    for amount in amounts:
        if not amount.amount or amount.currency == limit.currency:
            used += amount.amount
            continue
        rate = _rate(account.base_currency, amount.currency, rates)
        to = _rate(account.base_currency, limit.currency, rates)
        if rate is None or to is None:
            return CannotCompare(amount.currency, limit.currency)
        used += amount.amount * rate.base_per_unit / to.base_per_unit
        oldest = min((each.on for each in (rate, to) if each.on != date.max), default=on)
        named[amount.currency] = (
            amount.currency,
            rate.base_per_unit / to.base_per_unit,
            oldest,
        )
    spent = Money(used, limit.currency).rounded() if named else Money(used, limit.currency)
    return LimitUse(
        limit=limit,
        used=spent,
        headroom=limit - spent,
        utilisation=_utilisation(spent.amount, limit.amount),
        rates=tuple(named[code] for code in sorted(named)),
    )


def certain(account: Account, limit: Money, amounts: Iterable[Money], on: date) -> list[Money]:
    """The amounts that can be compared with `limit`, where the others could only add to them.

    Empty where credit in a currency without a rate might outweigh them.
    """
    kept: list[Money] = []
    for amount in amounts:
        if not isinstance(measure(account, limit, (amount,), on), CannotCompare):
            kept.append(amount)
        elif amount.amount < 0:
            return []
    return kept


def newest_rates(account: Account, on: date) -> Mapping[str, Rate]:
    """The newest rate of each currency that the ledger had used by `on`."""
    newest: dict[str, Rate] = {}
    for rate in account.rates:
        if rate.on <= on and rate.base_per_unit > 0:
            known = newest.get(rate.currency)
            if known is None or rate.on > known.on:
                newest[rate.currency] = rate
    return newest


def _rate(base: str, currency: str, rates: Mapping[str, Rate]) -> Rate | None:
    """The base currency is worth itself, on any day."""
    return Rate(base, Decimal(1), date.max) if currency == base else rates.get(currency)


def _utilisation(used: Decimal, limit: Decimal) -> Decimal:
    if limit > 0:
        return (used * _HUNDRED / limit).quantize(_CENT)
    return Decimal("Infinity") if used > 0 else Decimal(0)


def _parts_on(policy: CreditPolicy) -> frozenset[ExposurePart]:
    switches = policy.exposure
    optional = (
        (ExposurePart.AWAITING_APPROVAL, switches.awaiting_approval),
        (ExposurePart.DRAFTS, switches.drafts),
        (ExposurePart.QUOTES, switches.quotes),
        (ExposurePart.REPEATING, switches.repeating),
        (ExposurePart.PREPAYMENTS, switches.prepayments),
    )
    always = (ExposurePart.APPROVED, ExposurePart.CREDITS)
    return frozenset((*always, *(part for part, is_on in optional if is_on)))


def _add(
    sums: dict[tuple[str, ExposurePart], Decimal], part: ExposurePart, amounts: Iterable[Money]
) -> None:
    for amount in amounts:
        key = (amount.currency, part)
        sums[key] = sums.get(key, _NOTHING) + amount.amount


def _exposure(sums: Mapping[tuple[str, ExposurePart], Decimal], currency: str) -> Exposure:
    parts = tuple(
        (part, Money(sums[currency, part], currency))
        for part in ExposurePart
        if (currency, part) in sums
    )
    amount = sum((money.amount for _, money in parts), Decimal(0))
    return Exposure(currency, parts, Money(amount, currency))
