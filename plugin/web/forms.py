"""Reads dates, amounts and ids out of forms; a fault is a page that says what to write."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from flask import abort, request

from plugin.credit.money import Money

_CURRENCY = re.compile(r"[A-Z]{3}")
#: what is longer is a slip of the keyboard
_MOST = Decimal(10) ** 9


def text(name: str) -> str:
    """A field, trimmed; empty where it is absent."""
    return request.form.get(name, "").strip()


def day(name: str, *, after: date | None = None) -> date | None:
    """A civil date, or None where the field is empty; refused unless later than `after`."""
    written = text(name)
    if not written:
        return None
    try:
        found = date.fromisoformat(written)
    except ValueError:
        abort(400, f"“{written}” is not a date. Write it as 2026-11-27. Nothing was changed.")
    if after is not None and found <= after:
        abort(400, "That day has passed already. Choose a later one. Nothing was changed.")
    return found


def needed_day(name: str, *, after: date | None = None) -> date:
    """A civil date that has to be there."""
    found = day(name, after=after)
    if found is None:
        abort(400, "No date was given. Nothing was changed. Go back and choose one.")
    return found


def money(name: str, currency: str) -> Money | None:
    """An amount of zero or more in a currency, or None where the field is empty."""
    written = text(name).replace(",", "").replace(" ", "").lstrip("£$€")
    if not written:
        return None
    try:
        amount = Decimal(written)
    except InvalidOperation:
        abort(400, f"“{text(name)}” is not an amount. Write it as 2500.00. Nothing was changed.")
    if not amount.is_finite() or not 0 <= amount < _MOST:
        abort(400, "An amount is zero or more, and below a billion. Nothing was changed.")
    if _CURRENCY.fullmatch(currency) is None:
        abort(400, f"“{currency}” is not a currency. Write it as GBP. Nothing was changed.")
    return Money(amount.quantize(Decimal("0.01")), currency)


def choice(name: str, allowed: frozenset[str]) -> str:
    """One of the allowed values."""
    chosen = text(name)
    if chosen not in allowed:
        abort(400, "That is not one of the choices. Nothing was changed. Go back and choose one.")
    return chosen


def identity(written: str) -> UUID:
    """An id in an address or a form; no such page where it is none."""
    try:
        return UUID(written)
    except ValueError:
        abort(404)
