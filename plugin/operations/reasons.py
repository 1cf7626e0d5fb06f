"""The reasons of a stored decision, back from JSON to values. The inverse of `documents`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from plugin.credit.decisions import (
    BrokenPromise,
    CannotCompare,
    NearLimit,
    OldestOverdue,
    OverLimit,
    StatusReason,
)
from plugin.credit.money import Money


def reasons_of(decision: Mapping[str, Any]) -> tuple[StatusReason, ...]:
    """The reasons of the status in a document that `review_as_document` wrote."""
    status = decision.get("status", {})
    return tuple(_reason(found) for found in status.get("reasons", ()))


def _reason(found: Mapping[str, Any]) -> StatusReason:
    match found["is"]:
        case "OverLimit":
            return OverLimit(_money(found["by"]), _money(found["exposure"]), _money(found["limit"]))
        case "NearLimit":
            return NearLimit(
                Decimal(found["utilisation"]), _money(found["exposure"]), _money(found["limit"])
            )
        case "OldestOverdue":
            return OldestOverdue(found["days"], found["invoice_number"], _money(found["balance"]))
        case "BrokenPromise":
            return BrokenPromise(
                tuple(found["invoice_numbers"]), date.fromisoformat(found["due"]), found["count"]
            )
        case "CannotCompare":
            return CannotCompare(found["currency"], found["limit_currency"])
        case unknown:
            raise LookupError(f"no reason of this name: {unknown}")


def _money(found: Mapping[str, str]) -> Money:
    return Money.of(found["amount"], found["currency"])
