"""Each month stands on one page, to read, to print, and by mail for whoever of us wants it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from pypdf import PdfReader

from plugin.bootstrap import OPERATIONS
from plugin.credit.money import Money
from plugin.credit.month_end import MonthEnd, StandsOut
from plugin.jobs import What
from plugin.letters.month_facts import Decided, DsoAt, Expected, Known, MonthFacts
from plugin.letters.month_paper import month_pdf
from plugin.ports import OutgoingMail, Unavailable
from plugin.store import due
from tests.builders import House, a_house, sign_in
from tests.doors import HeldClock
from tests.web.conftest import Browser, browser_of


@dataclass
class Postbox:
    """A mail server that keeps what it takes, or takes nothing for a while."""

    mails: list[OutgoingMail] = field(default_factory=list)
    is_away: bool = False

    def send(self, mail: OutgoingMail) -> None:
        """Keep it."""
        if self.is_away:
            raise Unavailable("the mail server is away", retry_after=timedelta(minutes=1))
        self.mails.append(mail)


def _words(pdf: bytes) -> tuple[str, int]:
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.split()), len(reader.pages)


def test_the_running_month_equals_the_overview(ann: Browser, house: House) -> None:
    """What is owed and late so far is what the books say now, in each currency apart."""
    page = ann.get("insight/months?month=2026-11").get_data(as_text=True)
    assert "November 2026, so far" in page
    rows = house.books.all(
        "select sum(balance), sum(balance) filter (where due < '2026-11-24') from invoices"
        " where kind = 'sale' and state = 'approved' group by currency"
    )
    for owed, late in rows:
        assert f'<data value="{owed:.2f}">' in page
        assert f'<data value="{late:.2f}">' in page
    assert "n/a: nothing was sold" in page
    assert "£2,810.00 late, the oldest 71 days" in page


def test_a_month_that_is_over_is_as_of_its_last_day(ann: Browser) -> None:
    """What was paid since stands as open; the page says which day, and prints as one sheet."""
    page = ann.get("insight/months?month=2026-10").get_data(as_text=True)
    assert "so far" not in page
    assert "As the books stood on" in page
    reply = ann.get("insight/months/2026-10.pdf")
    assert reply.mimetype == "application/pdf"
    words, pages = _words(reply.get_data())
    assert pages == 1
    assert "October 2026" in words
    assert "as of 31 October 2026" in words
    # 505.00 was paid on 21 November: it was open then
    assert "The Copper Kettle Café" in words
    october = ann.get("tables/month-ageing.csv?month=2026-10").get_data(as_text=True)
    november = ann.get("tables/month-ageing.csv?month=2026-11").get_data(as_text=True)
    assert october != november
    picture = ann.get("insight/months/2026-10/dso.svg?size=narrow")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")


def test_the_figures_follow_what_came_in_since_the_page_was_last_opened(
    ann: Browser, house: House
) -> None:
    """What is kept of figures is brought up to date before the page is drawn."""

    def dso() -> str:
        text = ann.get("tables/month-dso.csv?month=2026-11").get_data(as_text=True)
        return text.strip().splitlines()[-1]

    before = dso()
    house.owes("quay", "INV-2000", "5000.00", late=-30)
    assert dso() != before


def test_decisions_of_the_month_stand_on_it(ann: Browser) -> None:
    """A limit that was set is there with who and whose."""
    ann.post("customers/quay/limit", limit="2500", currency="GBP", reason="slipping since July")
    page = ann.get("insight/months?month=2026-11").get_data(as_text=True)
    decided = page[page.index("What was decided") :]
    assert "Quay Bistro" in decided
    assert "Ann Lee" in decided
    words, _ = _words(ann.get("insight/months/2026-11.pdf").get_data())
    assert "Quay Bistro:" in words


@pytest.mark.parametrize("asked", ["2026-12", "2026-13", "1066-10", "x", "2026-1"])
def test_a_month_that_has_not_begun_is_not_found(ann: Browser, asked: str) -> None:
    """Nor one that is no month."""
    assert ann.get(f"insight/months?month={asked}").status_code == 404
    assert ann.get(f"insight/months/{asked}.pdf").status_code == 404


def test_the_month_comes_by_mail_on_the_first_working_day_and_once(
    ann: Browser, house: House
) -> None:
    """Switched on in November: nothing then, November's page on Tuesday 1 December, once."""
    post, clock = Postbox(), HeldClock()
    doors = replace(house.doors, mailer=post, clock=clock)
    send = OPERATIONS[What.MONTH]
    assert send(doors, house.org_id) is None
    assert "first working day" in ann.post("insight/months/mail", on="yes").get_data(as_text=True)
    with house.doors.store.tenant(house.org_id) as tx:
        waits = due.read(tx, house.org_id, What.MONTH)
    assert waits is not None
    assert waits.at == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert send(doors, house.org_id) == waits.at
    assert not post.mails
    clock.move(waits.at - clock.now())
    post.is_away = True
    with pytest.raises(Unavailable):
        send(doors, house.org_id)
    post.is_away = False
    following = send(doors, house.org_id)
    assert following == datetime(2027, 1, 4, 6, tzinfo=UTC)
    assert send(doors, house.org_id) == following
    [mail] = post.mails
    assert mail.to == ("ann@acme.test",)
    assert mail.subject.startswith("Harbour Lane Foods in November 2026: £14,780.05 owed")
    assert f"/o/{house.org_id}/insight/months?month=2026-11" in mail.text
    [page] = mail.attachments
    assert (page.name, page.pdf[:4]) == ("2026-11.pdf", b"%PDF")


def test_whoever_switched_it_off_or_left_gets_none(ann: Browser, house: House) -> None:
    """Off is off at once; somebody who may not see the books any more gets none either."""
    post, clock = Postbox(), HeldClock(datetime(2026, 12, 2, 9, tzinfo=UTC))
    doors = replace(house.doors, mailer=post, clock=clock)
    ann.post("insight/months/mail", on="yes")
    house.books.all("delete from members returning user_id")
    assert OPERATIONS[What.MONTH](doors, house.org_id) is None
    assert not post.mails


def test_a_long_month_still_fits_on_one_page() -> None:
    """Long names, long words, every line there can be: one sheet; no name is markup."""
    long = "#strong[Evil] *& Sons* $x$ " * 8
    last, most = date(2026, 10, 31), Money.of(10**8, "GBP")
    books = MonthEnd(
        first=date(2026, 10, 1), last=last, currency="GBP", owed=Decimal(10**9),
        late=Decimal(10**8), buckets=(Decimal(9 * 10**8), *(Decimal(25_000_000) for _ in range(4))),
        unused=Decimal(10**7), owed_before=Decimal(5), late_before=Decimal(7),
        received=Decimal(10**8), written_off=Decimal(10**6),
        stand_out=tuple(
            StandsOut(f"c{n}", long, Decimal(10**7), 4000, Decimal(1), Decimal(10**6), Decimal(1))
            for n in range(5)
        ),
    )  # fmt: skip
    facts = MonthFacts(
        organisation="The Harbour Lane Foods and Provisions Company (Wholesale) Limited",
        books=books,
        is_over=True,
        trend=tuple(
            DsoAt(last - timedelta(days=30 * n), *(Known(Decimal(n)) for _ in range(3)))
            for n in range(12, 0, -1)
        ),
        expected=Expected(most, most, most),
        next_month=Expected(why_not="fewer than five paid invoices were known by then"),
        decided=tuple(Decided(last, long, "Somebody With A Long Name") for _ in range(6)),
        decided_in_all=4000,
        others=tuple(replace(books, currency=each) for each in ("EUR", "USD", "AUD", "NZD")),
    )
    words, pages = _words(month_pdf(facts))
    assert pages == 1
    assert "#strong[Evil]" in words
    assert re.search(r"and 3,994 more", words)


def test_an_organisation_without_an_invoice_has_its_page_too(app: Flask, house: House) -> None:
    """Everything that is n/a says why; nothing fails."""
    other = a_house(house.doors.store, name="Elsewhere Ltd")
    ann = browser_of(app, sign_in(house.doors.store, other.org_id), other.org_id)
    page = ann.get("insight/months").get_data(as_text=True)
    assert "Nothing was owed." in page
    assert "DSO is n/a: nothing was sold in the period" in page
    assert "Nobody was late." in page
    assert _words(ann.get("insight/months/2026-10.pdf").get_data())[1] == 1
    assert ann.get("insight/months/2026-10/dso.svg").status_code == 200
