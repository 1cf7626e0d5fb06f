"""Reasons as people read them on a later day than the review's."""

from __future__ import annotations

from datetime import date

import pytest

from plugin.queries.customer import customer_page
from tests.builders import House


@pytest.mark.parametrize(("on", "late"), [(date(2026, 11, 24), 71), (date(2026, 11, 27), 74)])
def test_a_debt_is_as_late_as_it_is_today(house: House, on: date, late: int) -> None:
    """Nothing else made a new review due, and the page does not tell the age of the last one."""
    with house.doors.store.tenant(house.org_id) as tx:
        page = customer_page(tx, "quay", on=on)
    assert page is not None
    assert f"INV-1012 is {late} days late, with £2,810.00 unpaid." in page.decision.status.reasons
