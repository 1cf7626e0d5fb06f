"""The page of a quarter and its invitation: one sheet, plain words, a meeting that stays itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar

from plugin.credit.account import InvoiceState, Payment
from plugin.credit.policy import DEFAULT_POLICY
from plugin.credit.quarter import last_quarter, quarter_end, quarter_figures, quarter_of
from plugin.letters.invitation import Invited, invitation
from plugin.letters.quarter_mail import Change, compose_review, review_complaints
from plugin.letters.quarter_paper import quarter_pdf, quarter_words
from plugin.mailer import as_message
from tests.credit.builders import TODAY, an_account, gbp, owes
from tests.letters.papers import pages_of, words_of
from tests.spam.meeting_kinds import FACTS, reviews

SUMMER = date(2026, 7, 1)
MEETING = Invited(
    uid="u@goodterms.example",
    sequence=3,
    is_cancelled=False,
    starts_at=datetime(2026, 7, 2, 9, tzinfo=UTC),
    minutes=30,
    zone="Europe/London",
    summary="Quarterly review",
    description="One, two; three\nfour",
    place="Café, Quay 1",
    organiser=("Zoë, Accounts", "zoe@harbour.example"),
    attendee=("Maya", "maya@kettle.example"),
    changed_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
)


def test_a_quarter_is_a_quarter_of_the_calendar() -> None:
    """From its first month to the last day of its third."""
    assert quarter_of(date(2026, 11, 24)) == date(2026, 10, 1)
    assert last_quarter(date(2026, 11, 24)) == SUMMER
    assert last_quarter(date(2026, 1, 1)) == date(2025, 10, 1)
    assert quarter_end(SUMMER) == date(2026, 9, 30)


def test_the_figures_are_those_of_the_quarter_alone() -> None:
    """Bought by the invoice's date, paid by the payment's; a write-off is no money."""
    inside = owes(100, number="A", issued=date(2026, 7, 1), late=80)
    closed = owes(
        200, number="B", issued=date(2026, 9, 30), state=InvoiceState.PAID, balance=gbp(0), late=25
    )
    before = owes(50, number="C", issued=date(2026, 6, 30), late=117)
    after = owes(70, number="D", issued=date(2026, 10, 1), late=24)
    paid = (
        Payment("b", date(2026, 10, 1), gbp(200)),
        Payment("a", date(2026, 7, 31), gbp(40)),
        Payment("c", date(2026, 9, 1), gbp(50), is_write_off=True),
    )
    account = an_account(inside, closed, before, after, payments=paid)
    (money,) = quarter_figures(account, DEFAULT_POLICY, TODAY, first=SUMMER).money
    assert (money.bought, money.invoices) == (gbp(300), 2)
    assert (money.paid, money.payments) == (gbp(40), 1)
    assert money.days_to_pay.value == Decimal("30.0")
    assert money.before == (gbp(50), gbp(0))
    assert [(each.bought, each.paid) for each in money.months] == [
        (gbp(100), gbp(40)),
        (gbp(0), gbp(0)),
        (gbp(200), gbp(0)),
    ]


def test_what_is_late_stands_there_only_where_something_is() -> None:
    """Nothing late: nothing is said of it, nor on the agenda."""
    words = quarter_words(FACTS)
    assert words["open"] == ["Nothing is open between us."]
    assert not any("open" in line for line in words["agenda"])
    late = an_account(owes("412.40", late=20), owes("10", number="B", late=-3))
    figures = quarter_figures(late, DEFAULT_POLICY, TODAY, first=SUMMER)
    words = quarter_words(replace(FACTS, figures=figures))
    assert words["open"] == ["£412.40 is past its due date."]
    assert "What is open between us, and who settles it by when" in words["agenda"]


@pytest.mark.long
def test_a_crowded_quarter_stays_one_page() -> None:
    """With as many currencies, lines and contested invoices as there may be."""
    invoices = [
        owes(100 + n, number=f"INV-{n}", late=60, currency=code, disputed=None)
        for n in range(30)
        for code in ("GBP", "EUR", "USD", "NZD", "AUD")
    ]
    contested = [replace(each, disputed=each.balance) for each in invoices[:40]]
    account = an_account(*contested, *invoices[40:])
    figures = quarter_figures(account, DEFAULT_POLICY, TODAY, first=SUMMER)
    agenda = tuple(f"{n} " + "long line of the owner " * 6 for n in range(9))
    page = quarter_pdf(quarter_words(replace(FACTS, figures=figures, agenda=agenda)))
    assert pages_of(page) == 1
    assert "in other currencies, apart" in words_of(page).lower()


@pytest.mark.parametrize("change", list(Change))
def test_each_mail_says_when_and_passes_the_linter(change: Change) -> None:
    """The day in the subject, the hour in the text; the owner's own lines are judged too."""
    letter = compose_review(FACTS, change)
    assert "Thursday 10 December" in letter.subject
    assert "at 10:00" in " ".join(letter.text.split())
    assert review_complaints(letter, FACTS) == ()
    loud = replace(FACTS, agenda=("Get 10% off if you order today!",))
    assert review_complaints(compose_review(loud, change), loud) != ()


def test_an_invitation_is_read_as_it_was_written() -> None:
    """Names with commas, lines, the hour on the wall in summer; the same facts, the same text."""
    text = invitation(MEETING)
    assert text == invitation(MEETING)
    calendar: Any = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["method"]), str(event["uid"])) == ("REQUEST", MEETING.uid)
    assert event["sequence"] == 3
    assert event["dtstart"].dt.strftime("%H:%M %Z") == "10:00 BST"
    assert event["organizer"].params["cn"] == "Zoë, Accounts"
    assert event["attendee"].params["rsvp"] == "TRUE"
    assert str(event["description"]) == MEETING.description
    gone: Any = Calendar.from_ical(invitation(replace(MEETING, is_cancelled=True, sequence=4)))
    (event,) = gone.walk("VEVENT")
    assert (str(gone["method"]), str(event["status"])) == ("CANCEL", "CANCELLED")
    assert str(event["uid"]) == MEETING.uid
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_mail_carries_page_and_invitation_as_calendars_take_them() -> None:
    """The invitation is the last of the alternatives and names its method; the page is attached."""
    asked, _, gone = (mail for _, mail in reviews())
    for posted, method in ((asked, "REQUEST"), (gone, "CANCEL")):
        parts = list(message_from_bytes(as_message(posted), policy=default).walk())
        kinds = [part.get_content_type() for part in parts]
        both = [kind for kind in kinds if kind.startswith("text/")]
        assert both == ["text/plain", "text/html", "text/calendar"]
        (calendar,) = (part for part in parts if part.get_content_type() == "text/calendar")
        assert calendar.get_param("method") == method
        assert ("application/pdf" in kinds) is (method == "REQUEST")
