"""Moves a seed's content in time, so that a demo company that is reset begins today again.

It knows nothing of what the dates mean: every date of the organisation moves by the same days.
"""

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from connectors.sandbox.seed import SeedOrganisation


def moved(seed: SeedOrganisation, days: int, short_code: str) -> SeedOrganisation:
    """The same organisation so many days later, under another ShortCode."""
    found: SeedOrganisation = _moved(seed, timedelta(days=days))
    return replace(found, short_code=short_code)


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, date):
        return value + by
    if isinstance(value, tuple):
        return tuple(_moved(each, by) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        field.name: _moved(getattr(value, field.name), by) for field in fields(value) if field.init
    }
    return replace(value, **changes)
