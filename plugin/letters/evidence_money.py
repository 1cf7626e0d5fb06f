"""The exhibits of an evidence pack that are about money: invoices, payments, interest, in words."""

from __future__ import annotations

from typing import Any

from plugin.credit.money import total
from plugin.letters.evidence_facts import EvidenceFacts
from plugin.letters.wording import dated, money, sentence

Exhibit = dict[str, Any]

_NONE = "None."


def money_exhibits(facts: EvidenceFacts) -> tuple[Exhibit, ...]:
    """Invoices, what came of them, and what late money earned."""
    return _invoices(facts), _covers(facts), _charges(facts)


def exhibit(title: str, *blocks: dict[str, Any]) -> Exhibit:
    """An exhibit; one without blocks says that there is none."""
    return {"title": title, "blocks": list(blocks) or [paragraph(_NONE)]}


def paragraph(words: str) -> dict[str, Any]:
    """A block of plain words."""
    return {"kind": "words", "words": words}


def table(
    head: list[str],
    rows: list[list[str]],
    *,
    money_in: tuple[int, ...] = (),
    wide: int = 0,
    last: list[str] | None = None,
) -> dict[str, Any]:
    """A block of rows; the column `wide` takes what room is left, `money_in` are set right."""
    widths = ["1fr" if place == wide else "auto" for place in range(len(head))]
    return {
        "kind": "table",
        "head": head,
        "rows": rows,
        "money": list(money_in),
        "widths": widths,
        "total": last,
    }


def _invoices(facts: EvidenceFacts) -> Exhibit:
    blocks = []
    for code in facts.currencies:
        debts = [each for each in facts.debts if each.balance.currency == code]
        rows = [
            [
                f"{each.number}\n{each.reference}".strip(),
                dated(each.issued),
                dated(each.due),
                str(each.days_late),
                money(each.total),
                money(each.paid + each.credited),
                money(each.balance),
            ]
            for each in debts
        ]
        in_all = ["Total", "", "", "", *_sums(debts, code)]
        head = ["Invoice", "Issued", "Due", "Days late", "Amount", "Paid or credited", "Unpaid"]
        blocks.append(table(head, rows, money_in=(3, 4, 5, 6), last=in_all))
    for each in facts.debts:
        sent = f"sent on {dated(each.sent_on)}" if each.sent_on else "its sending is not recorded"
        part = f"; {money(each.disputed)} of it is disputed" if each.disputed else ""
        blocks.append(paragraph(f"{each.number}: {sent}{part}."))
    return exhibit("The invoices", *blocks)


def _sums(debts: list[Any], code: str) -> list[str]:
    return [
        money(total((each.total for each in debts), code)),
        money(total((each.paid + each.credited for each in debts), code)),
        money(total((each.balance for each in debts), code)),
    ]


def _covers(facts: EvidenceFacts) -> Exhibit:
    rows = [[dated(each.on), each.number, each.what, money(each.amount)] for each in facts.covers]
    if not rows:
        return exhibit("Payments and credits", paragraph("None is in the books."))
    head = ["Day", "Invoice", "What", "Amount"]
    return exhibit("Payments and credits", table(head, rows, money_in=(3,), wide=2))


def _charges(facts: EvidenceFacts) -> Exhibit:
    title = "Interest and fixed sums, with rates, periods and sources"
    if not facts.charges:
        return exhibit(title, paragraph(facts.no_charges or "None is claimed or earned."))
    blocks: list[dict[str, Any]] = []
    for each in facts.charges:
        parts = [f"{money(each.interest)} interest"] if each.interest else []
        if each.compensation:
            parts.append(f"{money(each.compensation)} fixed")
        by = f", {each.basis}" if each.basis else ""
        aside = "" if each.counts else " It is not part of this claim."
        said = " and ".join(parts) or "nothing"
        blocks.append(paragraph(f"{each.number}: {said}{by}; {each.state}.{aside}"))
        if each.reasons:
            lines = [sentence(line) for line in each.reasons]
            blocks.append({"kind": "list", "lines": lines})
    return exhibit(title, *blocks)
