"""`goodterms replay`: what a policy would have done on the run dates, over a books file.

It reads two files and prints; nothing is sent, fetched or saved.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from connectors.books import Books, BooksError, CreditKind, load
from connectors.books import Credit as BookCredit
from connectors.books import Customer as BookCustomer
from connectors.books import Invoice as BookInvoice
from plugin.calendars import calendar_for
from plugin.credit import account as facts
from plugin.credit.decisions import ProposedStep
from plugin.credit.history import Cover, CoverKind, Past, PastCredit, PastInvoice
from plugin.credit.money import Money
from plugin.credit.policy import PolicyComplaints, PolicySet, parse_policies
from plugin.credit.replay import Run, RunsBackwards, replay

_KINDS = {
    CreditKind.CREDIT_NOTE: facts.CreditKind.CREDIT_NOTE,
    CreditKind.OVERPAYMENT: facts.CreditKind.OVERPAYMENT,
    CreditKind.PREPAYMENT: facts.CreditKind.PREPAYMENT,
}


def cli_replay(argv: Sequence[str]) -> int:
    """Run the command; returns its exit status.

    0: every run was printed. 1: a file was refused, each complaint on stderr with its path and
    stdout empty. 2: the command itself was wrong.
    """
    parser = argparse.ArgumentParser(
        prog="goodterms replay",
        description="What a policy would have done on each run date; every step of one run counts "
        "as sent before the next.",
    )
    parser.add_argument("--books", required=True, metavar="FILE")
    parser.add_argument("--policy", required=True, metavar="POLICY.toml")
    parser.add_argument("--on", required=True, action="append", type=_day, metavar="DATE")
    parser.add_argument("--json", action="store_true", help="print JSON lines, one a step")
    try:
        asked = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        books, policies = _read(asked.books, asked.policy)
        runs = replay(list(pasts_of(books, asked.on)), policies, asked.on)
        _print(books, asked.on, runs, as_json=asked.json)
    except OSError as error:
        return _refused(f"{error.filename}: cannot be read: {error.strerror or error}", 2)
    except RunsBackwards as error:
        return _refused(f"--on: {error}", 2)
    except _Refusal as error:
        return _refused(str(error), 1)
    return 0


class _Refusal(ValueError):
    """A file breaks its format; nothing was replayed."""


def _read(books_file: str, policy_file: str) -> tuple[Books, PolicySet]:
    """Both files. Raises OSError, and _Refusal with every complaint and its path."""
    try:
        books = load(books_file)
        policies = parse_policies(tomllib.loads(Path(policy_file).read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _Refusal(f"{policy_file}: not a policy file: {error}") from error
    except (BooksError, PolicyComplaints) as error:
        raise _Refusal("\n".join(str(each) for each in error.complaints)) from error
    unknown = _unknown_policies(books, policies)
    if unknown:
        raise _Refusal("\n".join(unknown))
    return books, policies


def pasts_of(books: Books, runs: Sequence[date]) -> Iterator[Past]:
    """Each customer of the books with their whole past, in the order of the file.

    Limits are in the base currency of the organisation. Working days are those of the customer's
    country, else of the organisation's, over the years of the file and of the runs.
    """
    days = [*runs, *([books.last_date] if books.last_date else [])]
    first = min([*runs, *(each.issued for each in books.invoices)], default=None)
    last = max(days, default=None)
    years = range(first.year, last.year + 2) if first and last else range(0)
    covers = _covers(books)
    invoices: dict[str, list[PastInvoice]] = {}
    for invoice in books.invoices:
        past = _invoice(invoice, covers.get(invoice.id, []))
        invoices.setdefault(invoice.customer, []).append(past)
    credit: dict[str, list[PastCredit]] = {}
    for each in books.credits:
        if each.kind in _KINDS:
            credit.setdefault(each.customer, []).append(_credit(each))
    base = books.organisation.base_currency
    for customer in books.customers:
        yield Past(
            customer=_customer(customer, base),
            base_currency=base,
            invoices=tuple(invoices.get(customer.id, ())),
            credits=tuple(credit.get(customer.id, ())),
            calendar=calendar_for(customer.country or books.organisation.country, years),
        )


def _customer(customer: BookCustomer, base: str) -> facts.Customer:
    limit = customer.credit_limit
    return facts.Customer(
        id=customer.id,
        name=customer.name,
        limit=None if limit is None else Money(limit, base),
        policy=customer.policy,
        # a replay asks what a policy would do, not whether an address is on file
        has_email=True,
    )


def _invoice(invoice: BookInvoice, covers: Iterable[Cover]) -> PastInvoice:
    return PastInvoice(
        id=invoice.id,
        number=invoice.number,
        issued=invoice.issued,
        due=invoice.due,
        amount=invoice.amount,
        currency=invoice.currency,
        sent_on=invoice.issued if invoice.is_sent else None,
        is_disputed=invoice.is_disputed,
        receivable=invoice.is_receivable,
        parts=tuple((part.due, part.amount) for part in invoice.instalments),
        covers=tuple(covers),
    )


def _covers(books: Books) -> dict[str, list[Cover]]:
    found: dict[str, list[Cover]] = {}
    for payment in books.payments:
        cover = Cover(payment.date, payment.amount, CoverKind.PAYMENT, payment.instalment)
        found.setdefault(payment.invoice, []).append(cover)
    for credit in books.credits:
        lost = credit.kind is CreditKind.WRITE_OFF
        kind = CoverKind.WRITE_OFF if lost else CoverKind.CREDIT
        for part in credit.allocations:
            cover = Cover(part.date, part.amount, kind, part.instalment)
            found.setdefault(part.invoice, []).append(cover)
    return found


def _credit(credit: BookCredit) -> PastCredit:
    return PastCredit(
        credit.id,
        _KINDS[credit.kind],
        credit.date,
        credit.amount,
        credit.currency,
        tuple((part.date, part.amount) for part in credit.allocations),
    )


def _unknown_policies(books: Books, policies: PolicySet) -> list[str]:
    return [
        f'customers[{index}].policy: no policy of this name in the policy file: "{each.policy}"'
        for index, each in enumerate(books.customers)
        if each.policy is not None and policies.named(each.policy) is None
    ]


def _print(books: Books, asked: Sequence[date], runs: Iterator[Run], *, as_json: bool) -> None:
    """JSON lines, one a step and run; or one line a run in words."""
    numbers = {each.id: each.number for each in books.invoices}
    if as_json:
        for run in runs:
            for message in run.messages:
                for step in message.chased:
                    line = _line(run, step, numbers[step.invoice_id])
                    sys.stdout.write(json.dumps(line) + "\n")
        return
    steps: Counter[date] = Counter()
    sums: Counter[tuple[date, str]] = Counter()
    customers: Counter[date] = Counter()
    for run in runs:
        customers[run.on] += bool(run.messages)
        for message in run.messages:
            steps[run.on] += len(message.chased)
            asked_for = sum((each.amount.amount for each in message.chased), Decimal(0))
            sums[run.on, message.currency] += asked_for  # type: ignore[assignment]
    for day in asked:
        amounts = ", ".join(f"{sum_:,.2f} {code}" for (on, code), sum_ in sums.items() if on == day)
        sys.stdout.write(
            f"{day}  {_count(steps[day], 'step'):>11} to {_count(customers[day], 'customer')}"
            f"{', ' if amounts else ''}{amounts}\n"
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _line(run: Run, step: ProposedStep, number: str) -> dict[str, object]:
    rung = next(each for each in run.policy.levels if each.number == step.level)
    return {
        "run": run.on.isoformat(),
        "customer": run.account.customer.id,
        "invoice": number,
        "instalment": step.instalment,
        "level": step.level,
        "amount": f"{step.amount.amount:.2f}",
        "currency": step.amount.currency,
        "channel": rung.channel.value,
    }


def _refused(words: str, status: int) -> int:
    sys.stderr.write(f"{words}\n")
    return status


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'not a date: "{text}"') from None
