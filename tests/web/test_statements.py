"""Statements in the console: switched on, approved on a card, shown again, chosen per customer."""

from __future__ import annotations

from datetime import timedelta

from plugin.credit.account import StepState
from plugin.ports import LedgerAddress
from plugin.store import messages
from plugin.store.messages import Message
from tests.builders import NOW, TODAY, House
from tests.letters.papers import words_of
from tests.web.conftest import Browser
from tests.web.test_forms import _policy_fields


def switched_on(ann: Browser, house: House, **schedule: str) -> None:
    """Put statements into the policy by its form, for today."""
    fields = _policy_fields(ann.get("policy").get_data(as_text=True))
    fields |= {"statements_scheduled": "on", "statements_day": str(TODAY.day), **schedule}
    reply = ann.post("policy", **fields).get_data(as_text=True)
    assert "Version 2 is in force" in reply
    assert "A statement of account goes on the" in reply
    house.review()


def waiting(house: House) -> dict[str, Message]:
    """The statements that wait for a yes, by customer."""
    with house.doors.store.tenant(house.org_id) as tx:
        return {
            each.customer_id: each
            for each in messages.in_state(tx, StepState.PROPOSED)
            if each.kind == "statement"
        }


def test_a_schedule_is_switched_on_and_its_card_says_why(ann: Browser, house: House) -> None:
    """From the policy's form to the card with note, paper, why and facts; no demand on it."""
    switched_on(ann, house)
    statement = waiting(house)["lisa"]
    page = ann.get(f"reminders?card={statement.id}").get_data(as_text=True)
    assert "statement of account" in page
    assert "Statements go on the 24th of the month, or the next working day" in page
    assert "£240.10 is open in one invoice. It is the first." in page
    assert "it asks for nothing" in page
    assert "The statement that goes with it (PDF)" in page
    for button in ("Gentler", "Paid already?", "What it asks for", "Attach the invoice"):
        assert button not in page
    letter = ann.get(f"reminders/{statement.id}/letter").get_data(as_text=True)
    assert "Here is the statement of your account" in letter
    paper = ann.get(f"reminders/{statement.id}/statement.pdf")
    assert paper.mimetype == "application/pdf"
    assert "One invoice open, £240.10 in all." in words_of(paper.data)


def test_done_by_me_stands_on_the_customers_page_and_opens_again(
    ann: Browser, house: House
) -> None:
    """The list of statements with the paper as it went, and the next day of the schedule."""
    switched_on(ann, house)
    statement = waiting(house)["lisa"]
    ann.post(f"reminders/{statement.id}/done-by-me")
    house.review()
    page = ann.get("customers/lisa").get_data(as_text=True)
    assert "Statements that went" in page
    assert f"reminders/{statement.id}/statement.pdf" in page
    assert "The next statement goes on" in page
    assert "Statement of account with one invoice: £240.10 open" in page
    kept = ann.get(f"reminders/{statement.id}/statement.pdf")
    assert "INV-1060" in words_of(kept.data)
    shown = ann.get(f"reminders/{statement.id}").get_data(as_text=True)
    assert "word for word as it went" in shown


def test_a_statement_that_waits_says_why_on_the_customers_page(ann: Browser, house: House) -> None:
    """Nobody to write to."""
    switched_on(ann, house)
    assert "mute" not in waiting(house)
    page = ann.get("customers/mute").get_data(as_text=True)
    assert "The statement in GBP waits. No email address is known." in page


def test_a_person_chooses_for_one_customer(ann: Browser, house: House) -> None:
    """Never: what waits is gone; as the policy says: it is back."""
    switched_on(ann, house)
    assert "lisa" in waiting(house)
    said = ann.post("customers/lisa/statements", wish="never").get_data(as_text=True)
    assert "No statements go to this customer." in said
    house.review()
    assert "lisa" not in waiting(house)
    assert "one of you chose so" in ann.get("customers/lisa").get_data(as_text=True)
    ann.post("customers/lisa/statements", wish="as_policy")
    house.review()
    assert "lisa" in waiting(house)
    assert ann.post("customers/lisa/statements", wish="sometimes").status_code == 400


def test_another_organisations_statement_is_nobodys(ann: Browser, house: House) -> None:
    """And a reminder is no statement."""
    with house.doors.store.tenant(house.org_id) as tx:
        reminder = next(
            each for each in messages.in_state(tx, StepState.PROPOSED) if each.kind == "reminder"
        )
    assert ann.get(f"reminders/{reminder.id}/statement.pdf").status_code >= 400


def test_the_letterhead_and_the_address_stand_on_the_paper(ann: Browser, house: House) -> None:
    """Saved in the settings; too long is refused; the customer's own is shown on the page."""
    home = LedgerAddress(lines=("12 Quay Street",), city="Harwich", postcode="CO12 3HH")
    house.customer("lisa", "Lisa’s Deli", address=home, updated_at=NOW + timedelta(minutes=1))
    ann.post("settings/letterhead", letterhead="1 Harbour Lane\r\nPlymouth PL1 2XX\r\n")
    assert "1 Harbour Lane" in ann.get("settings").get_data(as_text=True)
    assert ann.post("settings/letterhead", letterhead="x\n" * 6).status_code == 400
    page = ann.get("customers/lisa").get_data(as_text=True)
    assert "Letters go to<br>Lisa’s Deli<br>12 Quay Street<br>Harwich<br>CO12 3HH" in page
    words = words_of(ann.get("customers/lisa/statement.pdf").data)
    assert "Harbour Lane Foods · 1 Harbour Lane · Plymouth PL1 2XX" in words
    assert "Lisa’s Deli 12 Quay Street Harwich CO12 3HH" in words


def test_one_of_the_days_ahead_is_foreseen_and_can_be_called_off(
    ann: Browser, house: House
) -> None:
    """In a week; called off now, that month has none, and the review agrees when its day comes."""
    in_a_week = TODAY + timedelta(days=7)
    switched_on(ann, house, statements_day=str(in_a_week.day))
    page = ann.get("coming").get_data(as_text=True)
    assert "Statements of account" in page
    assert "£240.10</data> open in 1 invoice" in page
    form = {"currency": "GBP", "period": f"{in_a_week:%Y-%m}"}
    said = ann.post("customers/lisa/statements/call-off", **form).get_data(as_text=True)
    assert "Called off. The next one comes on its day." in said
    assert "open in 1 invoice" not in ann.get("coming?customer=lisa").get_data(as_text=True)
    again = ann.post("customers/lisa/statements/call-off", **form).get_data(as_text=True)
    assert "not coming any more" in again


def test_a_statement_asks_for_nothing_so_it_is_in_no_sum(ann: Browser, house: House) -> None:
    """The stack says how many messages wait, and sums up only what reminders ask for."""
    switched_on(ann, house)
    statement = waiting(house)["lisa"]
    page = ann.get("reminders").get_data(as_text=True)
    lead = page.split('class="lead">', 1)[1].split("</p>", 1)[0]
    assert "wait" in lead
    assert "240" not in lead
    assert ann.get(f"reminders/{statement.id}/letter.pdf").status_code >= 400
