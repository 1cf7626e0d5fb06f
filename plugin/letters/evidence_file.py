"""The same evidence as files for the programs of an agency: JSON whole, CSV a line an invoice.

The format is described in docs/hand-off.md; a change of it changes `FORMAT`. Amounts are text with
a dot, days and instants ISO 8601.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

from plugin.credit.money import Money
from plugin.letters.evidence_claim import claimed
from plugin.letters.evidence_facts import DebtStated, EvidenceFacts

FORMAT: Final = "goodterms-hand-off/1"

#: the columns of the CSV, in their order
COLUMNS: Final = (
    *("format", "made_at", "creditor", "debtor", "debtor_number", "company_number", "kind", "law"),
    *("address", "emails", "phones", "people"),
    *("invoice", "reference", "issued", "due", "days_late", "currency"),
    *("amount", "paid", "credited", "balance", "disputed", "interest_and_fixed_sums"),
    *("messages_sent", "last_sent_on", "promises", "cautions"),
)
#: a cell that a spreadsheet would take for a formula gets an apostrophe in front
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def evidence_document(facts: EvidenceFacts) -> dict[str, Any]:
    """Everything as one JSON-ready document; the log has a file of its own."""
    return {
        "format": FORMAT,
        "made_at": facts.at.isoformat(timespec="seconds"),
        "made_by": facts.by,
        "books_read_at": _plain(facts.books_at),
        "creditor": _plain(asdict(facts.creditor)),
        "debtor": _plain(asdict(facts.debtor)),
        "handed_over": _plain(asdict(facts.handed)) if facts.handed is not None else None,
        "cautions": list(facts.cautions),
        "claim": [
            {
                "currency": each.unpaid.currency,
                "invoices": each.invoices,
                "unpaid": _amount(each.unpaid),
                "interest_and_fixed_sums": _amount(each.charges),
                "interest_a_day": _amount(each.daily),
                "claimed": _amount(each.all),
                "disputed": _amount(each.disputed),
                "unallocated_credit": _amount(each.credit),
            }
            for each in claimed(facts)
        ],
        "invoices": [_debt(each) for each in facts.debts],
        "payments_and_credits": _many(facts.covers),
        "interest": _many(facts.charges),
        "messages": [
            {key: value for key, value in _plain(asdict(each)).items() if key != "text"}
            for each in facts.sent
        ],
        "history": [
            {"at": _plain(each.at), "what": each.what}
            for each in sorted((*facts.portal, *facts.wrote, *facts.calls), key=lambda e: e.at)
        ],
        "promises": _many(facts.promises),
        "plans": _many(facts.plans),
        "disputes": _many(facts.disputes),
        "log": {"head": facts.log.head, "links": facts.log.links},
    }


def evidence_csv(facts: EvidenceFacts) -> bytes:
    """One line an invoice with the debtor beside it, UTF-8 with a mark that spreadsheets know."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for each in facts.debts:
        writer.writerow([_cell(value) for value in _line(facts, each)])
    return written.getvalue().encode("utf-8-sig")


def _line(facts: EvidenceFacts, each: DebtStated) -> Sequence[object]:
    debtor = facts.debtor
    about = [sent for sent in facts.sent if each.number in sent.numbers]
    charges = [c.total.amount for c in facts.charges if c.number == each.number and c.counts]
    return (
        *(FORMAT, facts.at.isoformat(timespec="seconds"), facts.creditor.name, debtor.name),
        *(debtor.number, debtor.company_number, debtor.kind, debtor.law),
        *("; ".join(part) for part in (debtor.address, debtor.emails, debtor.phones)),
        "; ".join(debtor.people),
        *(each.number, each.reference, each.issued, each.due, each.days_late),
        each.balance.currency,
        *(_amount(one) for one in (each.total, each.paid, each.credited, each.balance)),
        _amount(each.disputed),
        str(sum(charges, Decimal(0))),
        *(len(about), max((sent.on for sent in about), default="")),
        sum(1 for one in facts.promises if each.number in one.numbers),
        " ".join(facts.cautions),
    )


def _debt(each: DebtStated) -> dict[str, Any]:
    plain = _plain(asdict(each))
    return {"xero_id": plain.pop("id"), "currency": each.balance.currency, **plain}


def _many(facts: Sequence[Any]) -> list[Any]:
    return [_plain(asdict(each)) for each in facts]


def _plain(value: Any) -> Any:
    """Values as JSON has them; an amount with its currency."""
    match value:
        case {"amount": Decimal() as amount, "currency": str(currency), **rest} if not rest:
            return {"amount": str(amount), "currency": currency}
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def _amount(amount: Money) -> str:
    return str(amount.amount)


def _cell(value: object) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
