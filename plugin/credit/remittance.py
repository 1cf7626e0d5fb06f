"""What a remittance advice says was paid, invoice by invoice, beside what the ledger has open.

By rule, out of rows of cells as somebody wrote them. It allocates nothing: a person looks at it
and copies it. Amounts are in one currency each, as far as the advice names one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plugin.credit.money import Money

_NOTHING = Decimal(0)
_AMOUNT = re.compile(
    r"(?<![\w.,/-])(?P<minus>[-−(]\s?)?(?:[£€$]|(?:GBP|EUR|USD|AUD|NZD|CHF|CAD)\s?)?(?P<minus2>-)?"
    r"(?P<number>\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?)"
    r"(?:\s?(?:[£€$]|GBP|EUR|USD|AUD|NZD|CHF|CAD)|\s?(?P<credit>CR)\b|(?P<after>-))?(?P<close>\))?"
    r"(?![\w/]|[.,-]\d)",
    re.IGNORECASE,
)
_CURRENCIES = {"£": "GBP", "€": "EUR"}
_CODE = re.compile(r"\b(GBP|EUR|USD|AUD|NZD|CHF|CAD)\b|([£€])")
_DATE = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|"
    r"\b\d{1,2}[ -][A-Za-zÀ-ÿ]{3,9}\.?[ -]\d{2,4}\b"
)
_PAID_HEAD = re.compile(
    r"paid|payment|remit|net|settle|this (?:payment|run)|zahlbetrag|bezahlt|gezahlt|überw|"
    r"pay[ée]|règlement|regl|pagad|pago|pagat|pagament|betaal|pago",
    re.IGNORECASE,
)
_OTHER_HEAD = re.compile(
    r"gross|discount|invoice (?:amount|total|value)|original|balance|vat|tax|outstanding|wht|"
    r"brutto|skonto|rabatt|remise|escompte|brut|descuento|bruto|sconto|lordo|korting",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:grand |payment |remittance |net )?(?:total|totals|sum|amount (?:paid|remitted)|"
    r"payment amount|summe|gesamt(?:betrag|summe)?|zahlbetrag|montant total|importe|totale|"
    r"totaal)\b",
    re.IGNORECASE,
)
_MOST_ROWS = 1_000
#: a number alone is an invoice's only where it is long enough to be no day and no count
_LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that may be meant: its number as the customer sees it, and what is unpaid."""

    id: str
    number: str
    balance: Money
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """One invoice that the advice names; `paid` is None where no amount stands beside it."""

    invoice: OpenInvoice
    paid: Money | None

    @property
    def difference(self) -> Money | None:
        """What is unpaid less what is said to be paid: above zero, something stays open."""
        return None if self.paid is None else self.invoice.balance - self.paid


@dataclass(frozen=True, slots=True)
class OtherLine:
    """A row with an amount that names no invoice of theirs: a credit, a typing error, a charge."""

    words: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Remittance:
    """The allocation that an advice suggests, in one currency.

    `stated` is the total that it names itself; `unexplained` what of it no line accounts for.
    """

    currency: str
    lines: tuple[RemittanceLine, ...]
    others: tuple[OtherLine, ...] = ()
    stated: Money | None = None

    @property
    def allocated(self) -> Money:
        """What is said to be paid of invoices that are known."""
        paid = (line.paid.amount for line in self.lines if line.paid is not None)
        return Money(sum(paid, _NOTHING), self.currency)

    @property
    def elsewhere(self) -> Money:
        """What stands beside no invoice of theirs."""
        return Money(sum((each.amount.amount for each in self.others), _NOTHING), self.currency)

    @property
    def unexplained(self) -> Money | None:
        """The stated total less every line; None where it states none."""
        return None if self.stated is None else self.stated - self.allocated - self.elsewhere


def names_any(rows: Iterable[Sequence[str]], invoices: Sequence[OpenInvoice]) -> bool:
    """Whether one of these invoices is named at all."""
    known = _known(invoices)
    return any(_named(row, known) for row in rows)


def invoices_named(text: str, invoices: Sequence[OpenInvoice]) -> tuple[OpenInvoice, ...]:
    """The invoices that a text names, in the order of the ledger."""
    known = _known(invoices)
    found = {id_ for line in text.splitlines() for id_ in _ids_in(line, known)}
    return tuple(each for each in invoices if each.id in found)


def read_remittance(
    rows: Sequence[Sequence[str]], invoices: Sequence[OpenInvoice]
) -> Remittance | None:
    """The allocation that rows suggest; None where they name no invoice with an amount.

    Where a table has a column that says what is paid, that is taken; else, of several amounts in a
    row, the one that the invoice has open, else the last.
    """
    known = _known(invoices)
    currency = _currency(rows, invoices)
    if not currency:
        return None
    by_id = {each.id: each for each in invoices}
    paid: dict[str, Decimal | None] = {}
    others: list[OtherLine] = []
    stated: Decimal | None = None
    column: int | None = None
    for row in list(rows)[:_MOST_ROWS]:
        found = _all_named(row, known)
        if not found:
            if _is_head(row):
                column = _paid_column(row)
            elif _TOTAL.search(" ".join(row)):
                amounts = _amounts(row)
                stated = amounts[-1][1] if amounts else stated
            else:
                others += _other(row, currency, column)
            continue
        for id_, amount in _shared_out(row, [by_id[each] for each in found], column):
            if amount is not None and by_id[id_].balance.currency == currency:
                paid[id_] = (paid.get(id_) or _NOTHING) + amount
            else:
                paid.setdefault(id_, None)
        if len(found) > 1 and stated is None and len(_amounts(row)) == 1:
            stated = _amounts(row)[0][1]
    if not paid or (stated is None and all(each is None for each in paid.values())):
        return None
    lines = tuple(
        RemittanceLine(by_id[id_], None if amount is None else Money(amount, currency))
        for id_, amount in paid.items()
    )
    total = None if stated is None else Money(stated, currency)
    return Remittance(currency, lines, tuple(others), total)


def _known(invoices: Sequence[OpenInvoice]) -> Mapping[str, str]:
    """How an invoice may be written, in capitals without blanks or marks, to its id.

    The digits alone count where they are long enough and no other invoice ends in them.
    """
    found: dict[str, str] = {}
    digits: dict[str, set[str]] = {}
    for each in invoices:
        whole = _bare(each.number)
        if whole:
            found.setdefault(whole, each.id)
        tail = re.search(r"\d+$", whole)
        if tail and len(tail.group().lstrip("0")) >= _LEAST_DIGITS:
            digits.setdefault(tail.group().lstrip("0"), set()).add(each.id)
    for tail_digits, ids in digits.items():
        if len(ids) == 1:
            found.setdefault(tail_digits, next(iter(ids)))
    return found


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def _named(row: Sequence[str], known: Mapping[str, str]) -> str | None:
    """The first invoice that a row names."""
    return next(iter(_all_named(row, known)), None)


def _all_named(row: Sequence[str], known: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(id_ for cell in row for id_ in _ids_in(cell, known)))


def _shared_out(
    row: Sequence[str], named: Sequence[OpenInvoice], column: int | None
) -> list[tuple[str, Decimal | None]]:
    """Each invoice of a row with its amount; one sum for several is nobody's part."""
    if len(named) == 1:
        return [(named[0].id, _chosen(row, named[0], column))]
    amounts = [value for _, value in _amounts(row)]
    if len(amounts) != len(named):
        return [(each.id, None) for each in named]
    return [(each.id, value) for each, value in zip(named, amounts, strict=True)]


def _ids_in(text: str, known: Mapping[str, str]) -> list[str]:
    """Ids of the invoices named in one cell or line, in their order; amounts and dates are none."""
    words = re.findall(r"[0-9A-Za-z][0-9A-Za-z/_.-]*", _DATE.sub(" ", text))
    found: list[str] = []
    for place, word in enumerate(words):
        bare = _bare(word)
        is_amount = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*[.,]\d{2}", word) is not None
        joined = _bare(words[place - 1] + word) if place else ""
        for each in (joined, bare, bare.lstrip("0") if bare.isdigit() else ""):
            if each and not is_amount and each in known:
                found.append(known[each])
                break
    return list(dict.fromkeys(found))


def _is_head(row: Sequence[str]) -> bool:
    return len(row) > 1 and not _amounts(row) and any(_PAID_HEAD.search(cell) for cell in row)


def _paid_column(row: Sequence[str]) -> int | None:
    """The last column that says what is paid now, and not what was invoiced or taken off."""
    fitting = [
        place
        for place, cell in enumerate(row)
        if _PAID_HEAD.search(cell) and not _OTHER_HEAD.search(cell) and "date" not in cell.lower()
    ]
    return fitting[-1] if fitting else None


def _amounts(row: Sequence[str]) -> list[tuple[int, Decimal]]:
    """Every amount in a row with its column; whole numbers count only where marked as money."""
    found: list[tuple[int, Decimal]] = []
    for place, cell in enumerate(row):
        for match in _AMOUNT.finditer(_DATE.sub(" ", cell)):
            number = match["number"]
            is_money = re.search(r"[.,]\d{2}$", number) or re.search(
                r"[£€$]|GBP|EUR|USD|AUD|NZD|CHF|CAD", match.group(), re.IGNORECASE
            )
            if is_money:
                is_alone = match.group().strip() == cell.strip()
                found.append((place, _signed(match, _value(number), is_alone=is_alone)))
    return found


def _signed(match: re.Match[str], value: Decimal, *, is_alone: bool) -> Decimal:
    """Minus by its mark, by CR behind it, or by brackets in a cell of its own: not in prose."""
    brackets = match["minus"] is not None and "(" in match["minus"]
    is_minus = match["minus2"] or match["after"] or match["credit"]
    is_minus = (
        is_minus or (match["minus"] and not brackets) or (brackets and match["close"] and is_alone)
    )
    return -value if is_minus else value


def _value(number: str) -> Decimal:
    """1,234.56 and 1.234,56 and 1 234,56: the last mark with two digits behind it is the point."""
    tail = re.search(r"[.,](\d{1,2})$", number)
    whole = re.sub(r"\D", "", number[: tail.start()] if tail else number)
    return Decimal(f"{whole or 0}.{tail.group(1) if tail else 0}")


def _chosen(row: Sequence[str], invoice: OpenInvoice, column: int | None) -> Decimal | None:
    amounts = _amounts(row)
    if not amounts:
        return None
    in_column = [value for place, value in amounts if place == column]
    if in_column:
        return in_column[-1]
    if any(value == invoice.balance.amount for _, value in amounts):
        return invoice.balance.amount
    return amounts[-1][1]


def _other(row: Sequence[str], currency: str, column: int | None) -> list[OtherLine]:
    """A row of a table with an amount and no invoice; prose with an amount in it is no row."""
    amounts = _amounts(row)
    if not amounts or len(row) < 2 or any(len(cell.split()) > 8 for cell in row):
        return []
    in_column = [value for place, value in amounts if place == column]
    value = (in_column or [amounts[-1][1]])[-1]
    words = " ".join(cell for cell in row if cell.strip() and not _is_amount(cell))[:80]
    return [OtherLine(words, Money(value, currency))] if value else []


def _is_amount(cell: str) -> bool:
    match = _AMOUNT.fullmatch(cell.strip())
    return match is not None


def _currency(rows: Sequence[Sequence[str]], invoices: Sequence[OpenInvoice]) -> str:
    """The one currency of the invoices named; of several, the one that the advice writes."""
    known = _known(invoices)
    by_id = {each.id: each for each in invoices}
    named = {by_id[id_].balance.currency for row in rows if (id_ := _named(row, known))}
    if len(named) == 1:
        return named.pop()
    text = " ".join(cell for row in rows for cell in row)
    for match in _CODE.finditer(text.upper()):
        code = match[1] or _CURRENCIES[match[2]]
        if code in named:
            return code
    return min(named, default="")
