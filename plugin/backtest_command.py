"""`goodterms backtest`: how good the forecasts would have been, over a books file.

It reads one file and prints; only `--predictions` writes, and only the file it names.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from connectors.books import Books, BooksError, CreditKind, load
from connectors.books import Invoice as BookInvoice
from plugin.calendars import calendar_for
from plugin.credit.account import Calendar
from plugin.credit.backtest import Forecaster, Held, Issued, Scores, backtest, score, too_little
from plugin.credit.forecast_facts import Settled, known_on, settled_of
from plugin.credit.forecast_moves import Snap, run_in
from plugin.credit.history import Cover, CoverKind
from plugin.credit.ledger_past import DatedInvoice

_NOTHING = Decimal(0)
_FIGURES = {
    "mae_days": "mean distance of the likely day (p50), in days",
    "medae_days": "middle distance of the likely day (p50), in days",
    "auc_late": "late and punctual told apart (AUC)",
    "brier_late": "squared error of the chance of lateness (Brier)",
    "pinball80": "cost of p80, in days",
    "coverage80": "share paid by p80",
    "coverage10_90": "share paid from p10 to p90",
}


def cli_backtest(argv: Sequence[str]) -> int:
    """Run the command; returns its exit status.

    0: the scores were printed. 1: the file was refused, each complaint on stderr with its path and
    stdout empty, or nothing after the cut was paid. 2: the command itself was wrong.
    """
    parser = argparse.ArgumentParser(
        prog="goodterms backtest",
        description="Forecasts every invoice issued after DATE as of its issue day, from what was "
        "known on that day, and scores those that were paid.",
    )
    parser.add_argument("--books", required=True, metavar="FILE")
    parser.add_argument("--cut", required=True, type=_day, metavar="DATE")
    parser.add_argument("--predictions", metavar="OUT.jsonl", help="write one JSON line an invoice")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    try:
        asked = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        books = load(asked.books)
        held, known = _held(books, asked.cut)
        if asked.predictions:
            _write(Path(asked.predictions), books, held, known)
    except BooksError as error:
        return _refused("\n".join(str(each) for each in error.complaints), 1)
    except OSError as error:
        return _refused(f"{error.filename}: cannot be read or written: {error.strerror}", 2)
    scores = score(held)
    if scores is None:
        return _refused(f"no invoice issued after {asked.cut} was forecast and paid", 1)
    _print(scores, held, as_json=asked.json)
    return 0


def dated_invoices(books: Books) -> tuple[DatedInvoice, ...]:
    """The invoices of a books file with what covered them; one in instalments is due with the last.

    The rate to the base currency is not known from a file and stands as 1: no figure here adds.
    """
    covers: dict[str, list[Cover]] = defaultdict(list)
    for payment in books.payments:
        covers[payment.invoice].append(Cover(payment.date, payment.amount))
    for credit in books.credits:
        for part in credit.allocations:
            covers[part.invoice].append(Cover(part.date, part.amount, _kind(credit.kind)))
    return tuple(
        DatedInvoice(
            id=each.id,
            number=each.number,
            customer_id=each.customer,
            currency=each.currency,
            base_per_unit=Decimal(1),
            issued=each.issued,
            due=_due(each),
            total=each.amount,
            balance=each.amount - sum((one.amount for one in covers[each.id]), _NOTHING),
            covers=tuple(sorted(covers[each.id], key=lambda one: one.on)),
        )
        for each in books.invoices
    )


def _kind(kind: CreditKind) -> CoverKind:
    """Money that came before the invoice pays it; a credit note does not, a write-off never."""
    if kind is CreditKind.WRITE_OFF:
        return CoverKind.WRITE_OFF
    return CoverKind.CREDIT if kind is CreditKind.CREDIT_NOTE else CoverKind.PAYMENT


def _due(invoice: BookInvoice) -> date:
    return max(part.due for part in invoice.parts)


def _held(books: Books, cut: date) -> tuple[list[Held], list[Settled]]:
    past = list(settled_of(dated_invoices(books)))
    calendars = _calendars(books)

    def snap_of(customer_id: str, on: date, own: Sequence[Settled]) -> Snap | None:
        return run_in(own, on, calendars[customer_id])

    after = [
        Issued(each.id, each.customer, each.issued, _due(each))
        for each in books.invoices
        if each.issued > cut
    ]
    came = {each.invoice_id: each for each in past}
    return list(backtest(after, Forecaster(past, snap_of), came)), past


def _calendars(books: Books) -> dict[str, Calendar]:
    first = min((each.issued for each in books.invoices), default=None)
    last = books.last_date
    years = range(first.year, last.year + 3) if first and last else range(0)
    house = books.organisation.country
    return {each.id: calendar_for(each.country or house, years) for each in books.customers}


def _write(path: Path, books: Books, held: Sequence[Held], past: Sequence[Settled]) -> None:
    """One JSON line an invoice; without a forecast its dates are null and the why says so."""
    numbers = {each.id: each.number for each in books.invoices}
    with path.open("w", encoding="utf-8") as out:
        for each in held:
            out.write(json.dumps(_line(each, numbers[each.invoice.invoice_id], past)) + "\n")


def _line(held: Held, number: str, past: Sequence[Settled]) -> dict[str, object]:
    found, issued = held.forecast, held.invoice.issued
    if found is None:
        return {
            "invoice": number,
            "as_of": issued.isoformat(),
            **dict.fromkeys(("p10", "p50", "p80", "p90", "late_probability")),
            "why": [too_little(len(known_on(past, issued)))],
        }
    return {
        "invoice": number,
        "as_of": issued.isoformat(),
        "p10": found.p10.isoformat(),
        "p50": found.p50.isoformat(),
        "p80": found.p80.isoformat(),
        "p90": found.p90.isoformat(),
        "late_probability": round(found.late_probability, 4),
        "why": list(found.why),
    }


def _print(scores: Scores, held: Sequence[Held], *, as_json: bool) -> None:
    figures = {name: getattr(scores, name) for name in ("n", *_FIGURES)}
    if as_json:
        rounded = {
            name: value if value is None or name == "n" else round(value, 4)
            for name, value in figures.items()
        }
        sys.stdout.write(json.dumps(rounded) + "\n")
    else:
        sys.stdout.write(f"{scores.n:>8,}  invoices, forecast on their issue day and paid since\n")
        for name, words in _FIGURES.items():
            value = figures[name]
            sys.stdout.write(f"{'n/a' if value is None else f'{value:.3f}':>8}  {words}\n")
    unpaid = sum(each.late is None for each in held)
    unknown = sum(each.forecast is None for each in held)
    if unpaid or unknown:
        sys.stderr.write(
            f"not scored: {unpaid} not paid in the file, {unknown} with too little known before\n"
        )


def _refused(words: str, status: int) -> int:
    sys.stderr.write(f"{words}\n")
    return status


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'not a date: "{text}"') from None
