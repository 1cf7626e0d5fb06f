"""Every page can be opened by whoever may open it."""

from __future__ import annotations

import pytest

from tests.web.conftest import Browser

PAGES = (
    "", "invoices", "invoices?currency=GBP&bucket=late", "customers",
    "tables/customers.csv", "tables/customers.xlsx", "tables/coming.csv",
    "customers?search=bell&status=late&sort=owed", "customers/kettle", "customers/paris",
    "customers/lisa", "limits", "reminders", "reminders/settled", "tasks", "policy", "settings",
    "timeline", "timeline?search=Ann", "start/ledger", "start/past", "start/signing",
    "start/progress.json", "charts/ageing-GBP.svg",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_busy_house_can_be_opened(ann: Browser, path: str) -> None:
    """No page fails on a ledger with something of everything."""
    reply = ann.get(path)
    assert reply.status_code == 200, reply.get_data(as_text=True)
