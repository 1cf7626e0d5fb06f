"""Sets the evidence of a debt as one PDF: a cover with the claim, contents, numbered exhibits.

Every value travels as plain text, so that nothing a customer wrote is ever markup. What there is
none of says so, so that whoever reads it knows that it was looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from plugin.letters.evidence_acts import acts_exhibits
from plugin.letters.evidence_claim import Claimed, claimed
from plugin.letters.evidence_facts import EvidenceFacts, Party
from plugin.letters.evidence_money import money_exhibits
from plugin.letters.evidence_papers import InvoicePaper, laid_in
from plugin.letters.paper import set_paper
from plugin.letters.wording import counted, dated, days, money, sentence

_CLOCK = "%H:%M"


def evidence_pdf(
    facts: EvidenceFacts, papers: Sequence[InvoicePaper] = (), *, no_papers: str = ""
) -> bytes:
    """The pack as A4, the same for the same facts; `no_papers` says why an invoice is not in it."""
    sheets = [
        [f"{paper.number}, page {page} of {paper.pages}", paper.number]
        for paper in papers
        for page in range(1, paper.pages + 1)
    ]
    pdf = set_paper("evidence.typ", on=facts.on, values=_values(facts, sheets, no_papers))
    return laid_in(pdf, papers) if sheets else pdf


def _values(facts: EvidenceFacts, sheets: list[list[str]], no_papers: str) -> dict[str, Any]:
    exhibits = [*money_exhibits(facts), *acts_exhibits(facts)]
    return {
        "lang": "en",
        "region": "gb",
        "title": f"Evidence of what {facts.debtor.name} owes {facts.creditor.name}",
        "organisation": facts.creditor.name,
        "customer": facts.debtor.name,
        "footer": f"Evidence pack, {dated(facts.on)}",
        "prepared": _prepared(facts),
        "creditor": _creditor(facts.creditor),
        "debtor": _debtor(facts.debtor),
        "claims": [_claim_rows(facts, each) for each in claimed(facts)],
        "claim_words": _claim_words(facts),
        "cautions": list(facts.cautions),
        "handed": _handed(facts),
        "paying": list(facts.how_to_pay),
        "exhibits": [
            {**each, "title": f"Exhibit {number}: {each['title']}"}
            for number, each in enumerate(exhibits, start=1)
        ],
        "papers_title": f"Exhibit {len(exhibits) + 1}: The invoices as Xero prints them",
        "papers_words": no_papers or ("" if sheets else "None was asked for."),
        "sheets": sheets,
    }


def _prepared(facts: EvidenceFacts) -> str:
    books = (
        f" The books were last read from Xero on {dated(facts.books_at.date())} at "
        f"{facts.books_at.strftime(_CLOCK)}."
        if facts.books_at is not None
        else ""
    )
    return (
        f"Prepared for {facts.creditor.name} by {facts.by} on {dated(facts.on)} at "
        f"{facts.at.strftime(_CLOCK)}. Every figure is as of then.{books}"
    )


def _creditor(party: Party) -> dict[str, Any]:
    lines = [*party.address, *party.people, *party.phones, *party.emails]
    return {"name": party.name, "lines": lines}


def _debtor(party: Party) -> dict[str, Any]:
    lines = [*party.address]
    if party.company_number:
        lines.append(f"Company number {party.company_number}")
    if party.kind:
        lines.append(sentence(f"{party.kind}; the law of {party.law}"))
    if party.number:
        lines.append(f"Customer number {party.number}")
    lines += [*party.people, *party.phones, *party.emails]
    return {"name": party.name, "lines": lines}


def _claim_rows(facts: EvidenceFacts, claim: Claimed) -> dict[str, Any]:
    rows = [[f"{sentence(counted(claim.invoices, 'invoice'))}, unpaid", money(claim.unpaid)]]
    if claim.charges:
        rows.append([f"Interest and fixed sums to {dated(facts.on)}", money(claim.charges)])
    notes = []
    if claim.disputed:
        notes.append(
            f"{money(claim.disputed)} of it is disputed by the customer and undecided; "
            f"{money(claim.not_disputed)} is not."
        )
    else:
        notes.append("Nothing of it is disputed.")
    if claim.daily:
        notes.append(f"Each further day adds {money(claim.daily)} of interest.")
    if claim.credit:
        notes.append(
            f"{money(claim.credit)} of credit of the customer is not yet set against an invoice, "
            "and is not taken off here."
        )
    return {"rows": rows, "total": ["Claimed", money(claim.all)], "notes": notes}


def _claim_words(facts: EvidenceFacts) -> str:
    """The claim in one sentence."""
    oldest = max((each.days_late for each in facts.debts), default=0)
    sums = _and(money(each.all) for each in claimed(facts))
    late = f"{'the oldest ' if len(facts.debts) > 1 else ''}{days(oldest)} late"
    return (
        f"{facts.debtor.name} owes {facts.creditor.name} {sums} for "
        f"{counted(len(facts.debts), 'invoice')}, {late}."
    )


def _and(names: Iterable[str]) -> str:
    return " and ".join(names)


def _handed(facts: EvidenceFacts) -> list[str]:
    if facts.handed is None:
        return []
    handed = facts.handed
    why = f" Reason: {handed.why}" if handed.why else ""
    told = (
        "From that day nothing was sent to the customer by the creditor. Payments that come in are "
        "told."
    )
    named = f"Handed to {handed.name} ({handed.address}) on {dated(handed.on)} by {handed.by}."
    return [f"{named}{why}", told]
