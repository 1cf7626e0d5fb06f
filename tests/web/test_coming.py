"""The next fourteen days if nobody pays: what is on the page, and what calling off does."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

from plugin.credit.account import StepState
from plugin.store import messages
from plugin.store.reading import work
from tests.builders import TODAY, House
from tests.web.conftest import Browser

#: the second reminder to Quay Bistro, a week after the first of today
NEXT = TODAY + timedelta(days=7)


def words(page: str) -> str:
    """The page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def line_of(page: str, customer: str, day: date) -> dict[str, str]:
    """The hidden fields of a message's button: whose, which and on which day."""
    section = page.split(f'id="d{day.isoformat()}"')[1].split("</section>", maxsplit=1)[0]
    item = section.split(f">{customer}</strong>")[1]
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', item).group(1)  # type: ignore[union-attr]
        for name in ("customer", "seen", "foreseen")
    }


def ahead(ann: Browser, path: str = "coming") -> str:
    """The page."""
    return ann.get(path).get_data(as_text=True)


def test_the_page_says_if_nobody_pays_and_names_each_message(ann: Browser) -> None:
    """By day, with sums, invoices and the why; nothing is saved by looking."""
    page = words(ahead(ann))
    assert "if nobody pays" in page
    assert "Tue 24 Nov , today" in page
    assert "INV-1012 is 78 days late (£2,810.00) and the first reminder went 7 days ago" in page
    assert "Quay Bistro : second reminder, £2,810.00 by email" in page
    assert words(ahead(ann)) == page


def test_it_shows_one_customer_or_those_of_a_name(ann: Browser) -> None:
    """From the customer's own page, or by a part of the name; another name finds nothing."""
    own = ahead(ann, "customers/quay")
    link = re.search(r'href="([^"]*coming\?customer=quay)"', own)
    assert link is not None
    alone = words(ann.client.get(link.group(1)).get_data(as_text=True))
    assert "Quay Bistro" in alone
    assert "Copper Kettle" not in alone
    assert "Copper Kettle" in words(ahead(ann, "coming?search=kettle"))
    assert "Nothing goes to any customer of that name" in words(ahead(ann, "coming?search=zebra"))
    assert "coming" in ahead(ann, "reminders")


def test_the_csv_has_a_row_for_each_invoice_of_each_message(ann: Browser) -> None:
    """With its level and whether it waits for a person."""
    text = ann.get("tables/coming.csv?customer=quay").get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    told = [(row["Day"], row["Message"], row["Asked"], row["Days late"]) for row in rows]
    assert told == [
        ("2026-11-24", "first reminder", "2810.00", "71"),
        ("2026-12-01", "second reminder", "2810.00", "78"),
    ]
    assert {row["Waits for a person"] for row in rows} == {"yes"}


def test_a_skipped_message_is_struck_out_and_can_be_undone(ann: Browser, house: House) -> None:
    """The second reminder is skipped by Ann; the timeline says so; undone, it comes again."""
    field = line_of(ahead(ann), "Quay Bistro", NEXT)
    said = words(ann.post("coming/call-off", how="skip", **field).get_data(as_text=True))
    assert "Skipped: that level does not go." in said
    assert "Quay Bistro: second reminder, £2,810.00 skipped INV-1012 · Ann Lee" in said
    assert "Quay Bistro : second reminder" not in said
    house.review()
    with house.doors.store.tenant(house.org_id) as tx:
        told = work.events(tx, customer_id="quay")[0]
    assert (told.kind, told.by) == ("called_off", "Ann Lee")
    assert told.summary == (
        "Second reminder for INV-1012 (£2,810.00), foreseen for 1 December 2026: skipped"
    )
    undo = re.search(r"coming/([0-9a-f-]{36})/undo", ahead(ann))
    assert undo is not None
    back = words(ann.post(f"coming/{undo.group(1)}/undo").get_data(as_text=True))
    assert "Quay Bistro : second reminder, £2,810.00 by email" in back
    late = ann.post(f"coming/{undo.group(1)}/undo")
    assert "undone already" in late.get_data(as_text=True)


def test_a_message_put_off_comes_on_the_day_that_was_named(ann: Browser) -> None:
    """Put off from Tuesday to Thursday: struck out on its day, foreseen on the other."""
    field = line_of(ahead(ann), "Quay Bistro", NEXT)
    page = ann.post("coming/call-off", how="put_off", until="2026-12-03", **field)
    said = page.get_data(as_text=True)
    assert "second reminder, £2,810.00 put off until Thu 3 Dec" in words(said)
    assert line_of(said, "Quay Bistro", date(2026, 12, 3))["foreseen"] == "2026-12-03"


def test_todays_proposal_is_withdrawn_when_it_is_skipped(ann: Browser, house: House) -> None:
    """Also one that was approved a minute ago; the next level keeps its distance from today."""
    with house.doors.store.tenant(house.org_id) as tx:
        (first,) = messages.open_of(tx, ["quay"])
    ann.post(f"reminders/{first.id}/approve")
    field = line_of(ahead(ann), "Quay Bistro", TODAY)
    ann.post("coming/call-off", how="skip", **field)
    house.review()
    with house.doors.store.tenant(house.org_id) as tx:
        assert messages.open_of(tx, ["quay"]) == ()
        after = messages.read(tx, first.id)
    assert after is not None
    assert after.state is StepState.DROPPED
    assert line_of(ahead(ann), "Quay Bistro", NEXT)
    assert "second reminder" in words(ahead(ann, "coming?customer=quay"))


def test_what_is_not_coming_any_more_cannot_be_called_off(ann: Browser, house: House) -> None:
    """Paid meanwhile, or put off to a day before its own: said, and nothing is changed."""
    field = line_of(ahead(ann), "Quay Bistro", NEXT)
    early = ann.post("coming/call-off", how="put_off", until=NEXT.isoformat(), **field)
    assert early.status_code == 400
    house.paid("quay", "INV-1012", "2810.00", ago=0, days_late=71)
    gone = ann.post("coming/call-off", how="skip", **field)
    assert "not coming any more" in gone.get_data(as_text=True)
    assert "foreseen for" not in ahead(ann, "timeline")
