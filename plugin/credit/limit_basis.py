"""The reasons of a limit that was proposed and accepted, kept beside it as values.

They are the published rule's own, never a person's words; what they say to whom is for letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from plugin.credit.limits import (
    AtMost,
    LimitReason,
    MonthlySales,
    PaidWithinTerms,
    RoundedUp,
    StarterLimit,
)
from plugin.credit.money import Money

_KINDS: dict[str, type[LimitReason]] = {
    each.__name__: each for each in (PaidWithinTerms, MonthlySales, StarterLimit, RoundedUp, AtMost)
}


def basis_document(reasons: Iterable[LimitReason]) -> list[dict[str, Any]]:
    """The reasons as JSON-ready values; amounts are exact text with their currency."""
    return [
        {
            "is": type(reason).__name__,
            **{each.name: _plain(getattr(reason, each.name)) for each in fields(reason)},
        }
        for reason in reasons
    ]


def read_basis(document: Iterable[Mapping[str, Any]]) -> tuple[LimitReason, ...]:
    """The reasons that `basis_document` wrote. Raises KeyError for a kind that it never wrote."""
    return tuple(
        _KINDS[each["is"]](**{name: _read(it) for name, it in each.items() if name != "is"})
        for each in document
    )


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return [str(value.amount), value.currency]
    return value.isoformat() if isinstance(value, date) else value


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return Money.of(value[0], value[1])
    return date.fromisoformat(value) if isinstance(value, str) else value
