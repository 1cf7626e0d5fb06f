"""Invoices that have not left: a task in the worklist, with the way to Xero and the one answer."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.builders import NOW, TODAY, House
from tests.store.facts import a_sale
from tests.web.conftest import Browser


def drafted(house: House, *, due_in: int = 30, minutes: int = 0) -> None:
    """A draft of today for a customer whose terms are 14 days, as the ledger last had it."""
    at = NOW + timedelta(minutes=minutes)
    house.customer("lisa", "Lisa’s Deli", sales_terms=(14, "after_issue"), updated_at=at)
    draft = a_sale(
        "d1",
        contact_id="lisa",
        number="INV-2001",
        amount="90.00",
        state="draft",
        sent=False,
        issued=TODAY,
        due=TODAY + timedelta(days=due_in),
        updated_at=at,
    )
    house.books.invoices(draft, seen_on=TODAY)
    house.review()


def asked(ann: Browser) -> str:
    """What the worklist says of invoices that have not left; empty where it says nothing."""
    page = ann.get("tasks").get_data(as_text=True)
    found = re.search(r'<h2 id="before_leaving">.*?</section>', page, re.DOTALL)
    return found.group(0) if found else ""


def test_a_draft_with_another_due_date_is_a_task_with_its_way_to_xero(
    ann: Browser, house: House
) -> None:
    """What, why, and where to change it; on the first page too. Said to be fine, it is over."""
    drafted(house)
    found = asked(ann)
    assert "INV-2001 for Lisa’s Deli has not left yet. It falls due on" in found
    assert "/invoicing/view/d1" in found
    assert "Look before these invoices leave" in ann.get("").get_data(as_text=True)
    fine = re.search(r'action="[^"]*/(tasks/[0-9a-f-]+/fine)"', found)
    assert fine is not None
    reply = ann.post(fine[1])
    assert "INV-2001 is fine as it is" in reply.get_data(as_text=True)
    house.review()
    assert asked(ann) == ""
    assert ann.post(fine[1]).status_code == 409


def test_it_vanishes_when_the_draft_is_put_right_and_comes_back_with_another_fault(
    ann: Browser, house: House
) -> None:
    """The same invoice by its terms: nobody is asked. Its due date moved once more: asked again."""
    drafted(house)
    assert asked(ann)
    drafted(house, due_in=14, minutes=1)
    assert asked(ann) == ""
    drafted(house, due_in=15, minutes=2)
    assert "falls due on 9 December 2026; by their terms it would be 8 December 2026" in asked(ann)
