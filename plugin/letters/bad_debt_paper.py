"""Sets the bad debts of a year's end as a paper for the file of the accounts. It computes nothing.

Typst sets it; every value travels as plain text, so that no name is ever markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.credit.doubtful import DoubtfulDebt
from plugin.credit.money import Money
from plugin.credit.tax_relief import Relief
from plugin.letters.bad_debt_words import DOUBTFUL_RULE, why_doubtful
from plugin.letters.paper import set_paper
from plugin.letters.wording import counted, dated, listed, money, short_day

_TAX_NOTE = (
    "Tax: for the United Kingdom by VAT Notice 700/18; the invoice’s date stands for the day of "
    "supply, and the tax on it for tax that was paid. A list to work from, and no advice."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDebtFacts:
    """What the paper says; `reliefs` are groups under their titles, each with its customers.

    `why_no_relief` says why there is none, where there is none.
    """

    organisation: str
    ended: date
    today: date
    debts: tuple[DoubtfulDebt, ...]
    sums: tuple[Money, ...]
    reliefs: tuple[tuple[str, tuple[tuple[Relief, str], ...]], ...]
    why_no_relief: str = ""


def bad_debts_pdf(facts: BadDebtFacts) -> bytes:
    """The paper as PDF/UA, A4, on as many sheets as it needs; the same facts give the same."""
    head = f"Bad debts at {dated(facts.ended)}"
    values = {
        "lang": "en",
        "region": "gb",
        "title": f"{facts.organisation}: {head}",
        "organisation": facts.organisation,
        "head": head,
        "as_of": f"as known on {dated(facts.today)}",
        "doubtful": _doubtful(facts),
        "debts": [_debt(each, facts.today) for each in facts.debts],
        "relief": facts.why_no_relief or _relief(facts),
        "groups": [
            {"title": title, "rows": [_relieved(each, name, facts.today) for each, name in rows]}
            for title, rows in facts.reliefs
        ],
        "footer": f"{DOUBTFUL_RULE} {_TAX_NOTE}",
    }
    return set_paper("bad_debts.typ", on=facts.today, values=values)


def _doubtful(facts: BadDebtFacts) -> str:
    if not facts.debts:
        return "Nothing that was open then is doubtful today."
    return f"{counted(len(facts.debts), 'debt').capitalize()}, {_sums(facts.sums)}."


def _relief(facts: BadDebtFacts) -> str:
    if facts.reliefs:
        return "By where each stands today."
    return "No invoice with tax on it was written off, or has been unpaid for six months."


def _sums(amounts: Sequence[Money]) -> str:
    return listed([money(each) for each in amounts])


def _debt(each: DoubtfulDebt, today: date) -> list[str]:
    debt = each.debt
    return [
        debt.customer,
        debt.number,
        short_day(debt.due, today),
        money(debt.balance),
        money(debt.received) if debt.received else "",
        money(debt.left),
        why_doubtful(each),
    ]


def _relieved(each: Relief, name: str, today: date) -> list[str]:
    return [
        name,
        each.sale.number,
        short_day(each.sale.due, today),
        money(each.debt),
        money(each.amount) if each.amount is not None else "n/a",
        short_day(each.first, today),
        short_day(each.last, today),
    ]
