"""What may be stated to one customer: the figures of the books on a day, and nothing else.

An amount, a past date or a document number outside of it is a false fact. Which fact a question
asks for is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import chain, combinations

from connectors.books import Allocation, Books, CreditKind, Invoice, Payment, open_parts
from plugin.examining.pairs import OwnInvoice, false_pairs, own_invoices
from plugin.examining.stated import Amount, Day, amounts, bare_numbers, days, documents, plain

_PENNY = Decimal("0.01")
#: of more open parts than this only ones, pairs and all are added up
_MOST_SUMMED = 10
_MOST_PARTS = 12
#: words by which a customer means a day of the last weeks without writing a date
_LATELY = re.compile(
    r"yesterday|today|morning|tonight|just|now|last|ago|weekend|week|\b(mon|tue|wed|thu|fri|sat|sun)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the books say of one customer on a day, per currency, and what is another's.

    `sums` are the open parts added up in every way, with and without unallocated credit.
    """

    on: date
    known: Mapping[str, frozenset[Decimal]]
    sums: Mapping[str, frozenset[Decimal]]
    days: frozenset[date]
    numbers: frozenset[str]
    others_numbers: frozenset[str]
    others_names: frozenset[str]
    invoices: tuple[OwnInvoice, ...]

    def false_facts(self, reply: str, said: Sequence[str], may: Iterable[str]) -> list[str]:
        """What a reply states that neither the books nor the customer's own words say."""
        spoken, further = " \n ".join(said), " \n ".join(may)
        return [
            *self._false_amounts(reply, spoken, further),
            *self._false_days(reply, spoken, further),
            *self._others(reply, spoken),
            *self._pairs(reply, spoken, further),
        ]

    def _false_amounts(self, reply: str, spoken: str, further: str) -> list[str]:
        own = bare_numbers(spoken)
        allowed = [*amounts(further)]
        return [
            f"no such amount: {stated.currency} {stated.amount}".replace("  ", " ")
            for stated in amounts(reply)
            if stated.amount not in own
            and not any(stated.says(each) for each in allowed)
            and not self._knows(stated, own)
        ]

    def _knows(self, stated: Amount, own: set[Decimal]) -> bool:
        """Whether it stands in the books, or is a sum less what the customer named."""
        currencies = [stated.currency] if stated.currency else [*self.known]
        return any(
            stated.amount in self.known.get(currency, frozenset())
            or any(stated.amount + each in self.sums.get(currency, frozenset()) for each in own)
            or self._is_part(stated.amount, self.sums.get(currency, frozenset()), own)
            for currency in currencies
        )

    @staticmethod
    def _is_part(amount: Decimal, sums: Iterable[Decimal], own: Iterable[Decimal]) -> bool:
        """Whether it is one of as many even parts of a sum as the customer named."""
        counts = [each for each in own if _MOST_PARTS < each <= 120]
        return any(abs(amount * n - each) < n * _PENNY for n in counts for each in sums)

    def _false_days(self, reply: str, spoken: str, further: str) -> list[str]:
        own = {(each.month, each.day) for each in chain(days(spoken), days(further))}
        lately = bool(_LATELY.search(spoken))
        return [
            f"no such date: {stated.year}-{stated.month:02}-{stated.day:02}"
            for stated in days(reply)
            if stated.is_before(self.on)
            and (stated.month, stated.day) not in own
            and not any(stated.is_day(day) for day in self.days)
            and not (lately and self._is_lately(stated))
        ]

    def _is_lately(self, stated: Day) -> bool:
        return any(stated.is_day(self.on - timedelta(days=n)) for n in range(22))

    def _pairs(self, reply: str, spoken: str, further: str) -> Iterable[str]:
        own = bare_numbers(spoken) | {each.amount for each in amounts(further)}
        return false_pairs(reply, self.invoices, own, spoken)

    def _others(self, reply: str, spoken: str) -> list[str]:
        asked = documents(spoken) | {each for each in self.others_numbers if each in spoken.upper()}
        strange = documents(reply) - self.numbers - asked
        folded = plain(reply).casefold()
        return [
            *(f"no such document: {each}" for each in sorted(strange)),
            *(
                f"another customer's: {each}"
                for each in sorted(self.others_names)
                if each.casefold() in folded and each.casefold() not in spoken.casefold()
            ),
        ]


def truth_of(books: Books, customer: str, on: date, policy: Mapping[str, object]) -> Truth:
    """Gather what may be said to a customer. Raises StopIteration for an unknown one."""
    mine = next(each for each in books.customers if each.id == customer)
    invoices = [each for each in books.invoices if each.customer == customer and each.issued <= on]
    ids = {each.id for each in invoices}
    paid = sorted(
        (p for p in books.payments if p.invoice in ids and p.date <= on), key=lambda p: p.date
    )
    credit = [each for each in books.credits if each.customer == customer and each.date <= on]
    covers: list[Payment | Allocation] = [
        *paid, *(a for each in credit for a in each.allocations if a.date <= on),
    ]  # fmt: skip
    of_policy = frozenset(_decimals(policy))
    base = books.organisation.base_currency
    known: dict[str, frozenset[Decimal]] = {}
    sums: dict[str, frozenset[Decimal]] = {}
    for currency in {base, *(i.currency for i in invoices), *(c.currency for c in credit)}:
        own = [each for each in invoices if each.currency == currency]
        loose = [
            each.amount - sum(a.amount for a in each.allocations if a.date <= on)
            for each in credit
            if each.currency == currency and each.kind is not CreditKind.WRITE_OFF
        ]
        sums[currency] = _sums(own, covers, loose, on)
        known[currency] = sums[currency] | of_policy | frozenset(
            chain(
                _plain_amounts(own, paid, covers, on),
                (each.amount for each in credit if each.currency == currency),
                loose,
                _even_parts(sums[currency]),
                _limit(mine.credit_limit, sums[currency]) if currency == base else (),
            )
        )  # fmt: skip
    others = [each for each in books.customers if each.id != customer]
    return Truth(
        on=on,
        known=known,
        sums=sums,
        days=frozenset(_days(invoices, covers, (each.date for each in credit))),
        numbers=frozenset(chain((i.number.upper() for i in invoices), (c.id for c in credit))),
        others_numbers=frozenset(
            each.number.upper() for each in books.invoices if each.customer != customer
        ),
        others_names=frozenset(chain.from_iterable((o.name, o.email) for o in others)) - {""},
        invoices=tuple(own_invoices(invoices, covers, on)),
    )


def _sums(
    invoices: Sequence[Invoice],
    covers: Sequence[Payment | Allocation],
    loose: Sequence[Decimal],
    on: date,
) -> frozenset[Decimal]:
    """Open parts of one currency in every combination, gross and net of unallocated credit."""
    left = [
        part.amount
        for invoice in invoices
        for part in open_parts(invoice, [c for c in covers if c.invoice == invoice.id], on)
    ]
    sizes = range(len(left) + 1) if len(left) <= _MOST_SUMMED else (0, 1, 2, len(left))
    gross = {sum(some, Decimal(0)) for size in sizes for some in combinations(left, size)}
    late = [
        part.amount
        for invoice in invoices
        for part in open_parts(invoice, [c for c in covers if c.invoice == invoice.id], on)
        if part.due < on
    ]
    gross |= {sum(late, Decimal(0)), sum(left, Decimal(0)) - sum(late, Decimal(0))}
    taken = {Decimal(0), sum(loose, Decimal(0)), *loose}
    return frozenset(each - less for each in gross for less in taken if each >= less)


def _plain_amounts(
    invoices: Sequence[Invoice],
    paid: Sequence[Payment],
    covers: Sequence[Payment | Allocation],
    on: date,
) -> Iterable[Decimal]:
    """Amounts as they stand in the books, and invoices and payments added up over a stretch."""
    ids = {each.id for each in invoices}
    yield from (part.amount for each in invoices for part in each.parts)
    yield from (each.amount for each in covers if each.invoice in ids)
    issued = sorted(invoices, key=lambda each: each.issued)
    yield from _stretches([each.amount for each in issued])
    yield from _stretches([each.amount for each in paid if each.invoice in ids])
    for each in invoices:
        covered = [c.amount for c in covers if c.invoice == each.id and c.date <= on]
        yield sum(covered, Decimal(0))


def _stretches(row: Sequence[Decimal]) -> Iterable[Decimal]:
    for start in range(len(row)):
        for end in range(start + 1, len(row) + 1):
            yield sum(row[start:end], Decimal(0))


def _even_parts(sums: Iterable[Decimal]) -> Iterable[Decimal]:
    """What one instalment of a sum may be: whole pennies, the rest in the last."""
    for whole in sums:
        for count in range(2, _MOST_PARTS + 1):
            each = (whole / count).quantize(_PENNY, ROUND_DOWN)
            yield each
            yield each + _PENNY
            yield whole - each * (count - 1)


def _limit(limit: Decimal | None, sums: Iterable[Decimal]) -> Iterable[Decimal]:
    return () if limit is None else (limit, *(abs(limit - each) for each in sums))


def _days(
    invoices: Iterable[Invoice], covers: Iterable[Payment | Allocation], credit: Iterable[date]
) -> Iterable[date]:
    for invoice in invoices:
        yield invoice.issued
        for part in invoice.parts:
            yield part.due
            yield part.due + timedelta(days=1)
    yield from (each.date for each in covers)
    yield from credit


def _decimals(document: object) -> Iterable[Decimal]:
    """Every amount a policy names, and the house's own tolerances."""
    if isinstance(document, Mapping):
        for each in document.values():
            yield from _decimals(each)
    elif isinstance(document, list):
        for each in document:
            yield from _decimals(each)
    elif isinstance(document, str) and re.fullmatch(r"\d+(\.\d+)?", document):
        yield Decimal(document)
    else:
        yield from (Decimal("5.00"), Decimal("10.00"), Decimal(0))
