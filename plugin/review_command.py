"""`goodterms review`: every customer of a connected organisation as of a date, as text or JSON.

It reads the store alone: nothing is fetched, and with --dry-run nothing is saved.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plugin.credit.account import Account
from plugin.credit.ageing import age
from plugin.credit.covered import review_covered
from plugin.credit.decisions import BUCKETS, AgeingProfile, Review
from plugin.letters.words import reason_words
from plugin.operations.assess import (
    Ground,
    TimeRunsForward,
    as_asked,
    assess_customers,
    ground,
    refuse_earlier,
)
from plugin.settings import read_settings
from plugin.store import Store, Tx, accounts, changes, contacts, open_store, organisations
from plugin.store.organisations import Organisation

_BATCH = 500


def cli_review(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run the command; returns its exit status. Raises WrongSettings."""
    parser = argparse.ArgumentParser(
        prog="goodterms review", description="Review every customer as of a date."
    )
    parser.add_argument("--on", required=True, type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--org", type=UUID, metavar="ID")
    parser.add_argument("--dry-run", action="store_true", help="save nothing")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    settings = read_settings(environ, needs_ledger=False)
    store = open_store(data=settings.data, keys=settings.keys, database_url=settings.database_url)
    try:
        return _review(store, asked)
    finally:
        store.close()


def _review(store: Store, asked: argparse.Namespace) -> int:
    with store.house() as house:
        known = organisations.all_connected(house)
    chosen = [found for found in known if asked.org in {None, found.id}]
    if len(chosen) != 1:
        names = ", ".join(f"{found.id} ({found.name})" for found in known) or "none"
        print(f"Name one connected organisation with --org; connected: {names}", file=sys.stderr)
        return 2
    organisation = chosen[0]
    synced = _synced_on(organisation)
    if synced is None or asked.on < synced:
        print(
            f"The ledger was read on {synced}; a review may not go further back than that.",
            file=sys.stderr,
        )
        return 2
    with store.tenant(organisation.id) as tx:
        on = replace(ground(tx, now=datetime.now(UTC)), today=asked.on)
        if not asked.dry_run:
            try:
                refuse_earlier(tx, asked.on)
            except TimeRunsForward as refused:
                print(f"Nothing was reviewed: {refused}.", file=sys.stderr)
                return 2
            _save(tx, on)
        document, reviews = review_document(tx, on)
    print(json.dumps(document) if asked.json else _as_text(document, reviews))
    return 0


def _synced_on(organisation: Organisation) -> date | None:
    """The civil date of the first reading: what was known before it is not known."""
    read = organisation.first_synced_at
    return None if read is None else read.astimezone(ZoneInfo(organisation.timezone)).date()


def _save(tx: Tx, on: Ground) -> None:
    while ids := changes.customers_due(tx, on=on.today, limit=_BATCH):
        assess_customers(tx, on, ids)


def review_document(tx: Tx, on: Ground) -> tuple[dict[str, Any], list[Review]]:
    """Every customer reviewed on a day, as `--json` prints it, and the reviews themselves."""
    profiles: list[AgeingProfile] = []
    reviews: list[Review] = []
    customers: list[dict[str, Any]] = []
    for batch in _batches(tx, on):
        shown = contacts.shown_ids(tx, [account.customer.id for account in batch])
        for account in batch:
            profiles += age(account, on.today)
            found = review_covered(as_asked(account), on.policies.policies, on.today).review
            reviews.append(found)
            customers.append(_customer(shown[account.customer.id], account, found, on.today))
    return {
        "on": on.today.isoformat(),
        "currencies": _currencies(profiles),
        "customers": customers,
    }, reviews


def _batches(tx: Tx, on: Ground) -> Iterable[tuple[Account, ...]]:
    after = ""
    while True:
        batch = accounts.load_accounts(
            tx, on=on.today, after=after, limit=_BATCH, calendar_of=on.calendar_of
        )
        yield batch
        if len(batch) < _BATCH:
            return
        after = batch[-1].customer.id


def _customer(shown_id: str, account: Account, found: Review, today: date) -> dict[str, Any]:
    numbers = {invoice.id: invoice.number for invoice in account.invoices}
    return {
        "id": shown_id,
        "name": account.customer.name,
        "status": found.status.status.value,
        "reasons": [reason_words(reason, today) for reason in found.status.reasons],
        "steps": [
            {
                "invoice": numbers[step.invoice_id],
                "instalment": step.instalment,
                "level": step.level,
                "amount": _amount(step.amount.amount),
                "currency": step.amount.currency,
            }
            for message in found.messages
            for step in message.chased
        ],
    }


def _currencies(profiles: Sequence[AgeingProfile]) -> dict[str, Any]:
    """The bare ledger per currency, in the shape of `books check`."""
    found: dict[str, Any] = {}
    for currency in sorted({profile.currency for profile in profiles}):
        mine = [profile for profile in profiles if profile.currency == currency]
        buckets = {name: (0, Decimal(0)) for name in BUCKETS}
        for profile in mine:
            for name, count, amount in profile.buckets:
                buckets[name] = (buckets[name][0] + count, buckets[name][1] + amount.amount)
        found[currency] = {
            "open_count": sum(profile.open_count for profile in mine),
            "open": _amount(sum((p.open.amount for p in mine), Decimal(0))),
            "unallocated": _amount(sum((p.unallocated.amount for p in mine), Decimal(0))),
            "late_count": sum(profile.late_count for profile in mine),
            "late": _amount(sum((p.late.amount for p in mine), Decimal(0))),
            "ageing": {name: [count, _amount(amount)] for name, (count, amount) in buckets.items()},
        }
    return found


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _as_text(document: Mapping[str, Any], reviews: Sequence[Review]) -> str:
    lines = [f"As of {document['on']}, {len(reviews)} customers"]
    for currency, figures in document["currencies"].items():
        lines.append(
            f"{currency}: {figures['open']} open in {figures['open_count']} invoices,"
            f" {figures['late']} late in {figures['late_count']},"
            f" {figures['unallocated']} unallocated"
        )
    for customer in document["customers"]:
        if customer["status"] == "open" and not customer["steps"]:
            continue
        why = "; ".join(customer["reasons"])
        lines.append(f"{customer['name']}: {customer['status']}{f' ({why})' if why else ''}")
        lines += [
            f"  {step['invoice']}: level {step['level']}, {step['amount']} {step['currency']}"
            for step in customer["steps"]
        ]
    return "\n".join(lines)
