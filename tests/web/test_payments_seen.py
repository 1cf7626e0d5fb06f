"""Payment providers in the settings, whose payment one is, and the question before what goes."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from plugin.credit.account import HoldKind, StepState
from plugin.credit.incoming import Match
from plugin.credit.incoming_fact import IncomingState
from plugin.operations.incoming import look_into, secrets_at, take_events
from plugin.store import incoming, messages
from plugin.store.incoming import Told
from tests.builders import NOW, TODAY, House
from tests.store.facts import a_payment
from tests.web.conftest import Browser
from tests.web.test_forms import _policy_fields

SECRET = "whsec_a1b2c3d4e5f6"


def told(ann: Browser, house: House, payment: str = "pi_1", **said: Any) -> None:
    """Stripe tells of a payment, and it is looked into."""
    with house.doors.store.tenant(house.org_id) as tx:
        known = incoming.provider_of(tx, "stripe")
    assert known is not None
    seen = {"state": "received", "amount": "412.40", "currency": "GBP", "texts": [], **said}
    event = Told("stripe", f"evt_{payment}", "payment_intent.succeeded", payment, NOW, seen)
    take_events(house.doors, "stripe", f"{house.org_id.hex}-{known.token}", [event])
    look_into(house.doors, house.org_id)
    house.review()


def connected(ann: Browser) -> str:
    """The settings page after Stripe was connected."""
    ann.post("settings/providers/stripe/address")
    return ann.post("settings/providers/stripe", secret=SECRET).get_data(as_text=True)


def waiting(house: House) -> dict[str, Decimal]:
    """What reminders that wait for a yes ask for, by customer."""
    with house.doors.store.tenant(house.org_id) as tx:
        found = messages.in_state(tx, StepState.PROPOSED)
    return {each.customer_id: each.total for each in found if each.kind == "reminder"}


def test_a_provider_is_connected_rotated_and_let_go(ann: Browser, house: House) -> None:
    """An address first, then its secret, shown by its last four characters and kept sealed."""
    page = ann.get("settings").get_data(as_text=True)
    assert "Connect Stripe…" in page and "Connect GoCardless…" in page
    page = ann.post("settings/providers/stripe/address").get_data(as_text=True)
    (address,) = re.findall(r"http://localhost:8000/webhooks/stripe/([^<]+)<", page)
    assert secrets_at(house.doors, "stripe", address) == ()
    page = connected(ann)
    assert "What Stripe tells with this secret is believed." in page
    assert "e5f6" in page and SECRET not in page
    ann.post("settings/providers/stripe", secret="whsec_the_next_one")
    assert secrets_at(house.doors, "stripe", address) == ("whsec_the_next_one", SECRET)
    assert secrets_at(house.doors, "gocardless", address) == ()
    assert secrets_at(house.doors, "stripe", address[:-1] + "!") == ()
    ann.post("settings/providers/stripe/take-away", place="1")
    assert secrets_at(house.doors, "stripe", address) == ("whsec_the_next_one",)
    kept = "select position(cast(:plain as bytea) in secrets) from payment_providers"
    with house.doors.store.tenant(house.org_id) as tx:
        assert tx.sql(kept, plain=b"whsec").scalar_one() == 0


def test_what_is_no_secret_or_no_provider_is_refused(ann: Browser) -> None:
    """Too short, with blanks; a fourth one; a provider that we do not know."""
    for wrong in ("short", "with blanks in it", "é" * 20):
        page = ann.post("settings/providers/stripe", secret=wrong).get_data(as_text=True)
        assert "no signing secret" in page
    for n in range(3):
        ann.post("settings/providers/stripe", secret=f"whsec_number_{n}")
    page = ann.post("settings/providers/stripe", secret="whsec_number_4").get_data(as_text=True)
    assert "secrets are kept already" in page
    assert ann.post("settings/providers/paypal", secret=SECRET).status_code == 404
    assert ann.post("settings/providers/stripe/take-away", place="9").status_code == 400


def test_the_last_event_stands_in_the_settings(ann: Browser, house: House) -> None:
    """Its kind, when, and what became of it; what fits no invoice can be waved off."""
    connected(ann)
    told(ann, house, amount="1.23", texts=[["description", "a stranger"]])
    page = ann.get("settings").get_data(as_text=True)
    assert "payment_intent.succeeded" in page and "fits no invoice" in page
    assert "“a stranger”" in page
    (path,) = re.findall(r"/payments-seen/([0-9a-f-]+)/whose", page)
    wrong = ann.post(f"payments-seen/{path}/pays", number="INV-9").get_data(as_text=True)
    assert "exactly one sales invoice" in wrong
    told(ann, house, "pi_2", amount="2.46", texts=[["description", "another"]])
    other = ann.get("settings").get_data(as_text=True).split("“another”")[1]
    (second,) = re.findall(r"/payments-seen/([0-9a-f-]+)/pays", other.split("</li>")[0])
    said = ann.post(f"payments-seen/{second}/pays", number="inv 1060").get_data(as_text=True)
    assert "it pays INV-1060" in said
    assert "for INV-1060" in ann.get("customers/lisa").get_data(as_text=True)
    said = ann.post(f"payments-seen/{path}/whose").get_data(as_text=True)
    assert "it is for none of your invoices" in said
    assert "a stranger" not in ann.get("settings").get_data(as_text=True)


def test_a_matched_payment_is_silence_on_the_customers_page(ann: Browser, house: House) -> None:
    """INV-1041 is not asked for any more, and the page says why and until when."""
    before = waiting(house)["kettle"]
    connected(ann)
    told(ann, house, texts=[["metadata invoice", "inv 1041"]])
    page = ann.get("customers/kettle").get_data(as_text=True)
    assert "Seen by a payment provider" in page
    assert "by Stripe for INV-1041: received by the provider since" in page
    assert "payment is on its way" in page.lower()
    assert waiting(house).get("kettle", Decimal(0)) < before


def test_a_suggestion_is_answered_on_the_customers_page(ann: Browser, house: House) -> None:
    """The amount fits one invoice: a task leads there, and a tick makes it sure."""
    connected(ann)
    told(ann, house, amount="2810.00")
    assert "names no invoice and may be from Quay Bistro" in ann.get("tasks").get_data(as_text=True)
    page = ann.get("customers/quay").get_data(as_text=True)
    (path,) = set(re.findall(r"/payments-seen/([0-9a-f-]+)/whose", page))
    none = ann.post(f"payments-seen/{path}/whose", customer="quay").get_data(as_text=True)
    assert "choose invoices of this customer" in none
    said = ann.post(f"payments-seen/{path}/whose", customer="quay", invoice="INV-1012")
    assert "Nothing about what it pays goes to them" in said.get_data(as_text=True)
    with house.doors.store.tenant(house.org_id) as tx:
        payment = incoming.payment(tx, UUID(path))
    assert payment is not None
    assert (payment.match, payment.state) == (Match.SURE, IncomingState.RECEIVED)
    house.review()
    assert "quay" not in waiting(house)
    assert "Whose payment is this?" not in ann.get("tasks").get_data(as_text=True)


def test_one_question_lists_what_goes_and_one_answer_settles_it(ann: Browser, house: House) -> None:
    """What is ticked is silent for five working days; the others ask nothing more."""
    page = ann.get("paid-already").get_data(as_text=True)
    assert "about to go" in page
    assert "INV-1041, <data" in page or "INV-1041, £412.40" in page
    said = ann.post("paid-already", paid="INV-1041").get_data(as_text=True)
    assert "One invoice is silent until the books show the money" in said
    house.review()
    with house.doors.store.tenant(house.org_id) as tx:
        held = tx.sql(
            "select kind, invoice_id from holds where org_id = :org and ended_at is null"
            " and invoice_id is not null"
        ).fetchall()
        asks = tx.sql(
            "select count(*) from messages where org_id = :org and state = 'proposed'"
            " and 'stale_books' = any(ask)"
        ).scalar_one()
    assert [tuple(row) for row in held] == [(HoldKind.SAYS_PAID.value, "INV-1041")]
    assert asks == 0
    unknown = ann.post("paid-already", paid="INV-nobody").get_data(as_text=True)
    assert "not known here" in unknown
    nothing = ann.post("paid-already").get_data(as_text=True)
    assert "nothing of it is paid" in nothing


def test_stale_books_ask_on_the_overview_until_they_are_answered(
    ann: Browser, house: House
) -> None:
    """The newest reconciled payment is of weeks ago: one line leads to the one question."""
    with house.doors.store.tenant(house.org_id) as tx:
        tx.sql("update payments set paid_on = paid_on - 40 where org_id = :org")
        tx.sql("update assessments set changed_seq = changed_seq + 1 where org_id = :org")
    house.review()
    page = ann.get("").get_data(as_text=True)
    assert "for one answer" in page
    assert "so nothing of it goes before you have looked" in ann.get("paid-already").get_data(
        as_text=True
    )
    ann.post("paid-already")
    house.review()
    assert "for one answer" not in ann.get("").get_data(as_text=True)


def test_the_rate_of_crossings_stands_with_its_messages(ann: Browser, house: House) -> None:
    """One reminder done, its payment entered later and dated before: 1 of 1."""
    with house.doors.store.tenant(house.org_id) as tx:
        reminder = next(
            each
            for each in messages.in_state(tx, StepState.PROPOSED)
            if each.customer_id == "kettle" and each.kind == "reminder"
        )
    assert "no rate" in ann.get("crossings").get_data(as_text=True)
    ann.post(f"reminders/{reminder.id}/done-by-me")
    chased = {step.invoice_id: step for step in reminder.steps}
    assert "INV-1041" in chased
    house.books.payments(
        a_payment("late-1", document_id="INV-1041", amount="412.40", on=TODAY - timedelta(days=2))
    )
    page = ann.get("crossings").get_data(as_text=True)
    assert "100.0 %" in page and "INV-1041" in page
    assert "100.0 % of reminders crossed a payment" in ann.get("").get_data(as_text=True)
    house.review()
    assert "drafted, waits for your yes" in ann.get("crossings").get_data(as_text=True)
    card = _card_of(house, "apology")
    page = ann.get(f"reminders?card={card}").get_data(as_text=True)
    assert "apology for a crossing" in page and "had asked for it" in page
    assert "Gentler" not in page and "Paid already?</button>" not in page
    letter = ann.get(f"reminders/{card}/letter").get_data(as_text=True)
    assert "please forget what our message said about this amount" in " ".join(letter.split())
    assert ann.get(f"reminders/{card}/letter.pdf").status_code >= 400
    refused = ann.post(f"reminders/{card}/gentler").get_data(as_text=True)
    assert "asks for nothing" in refused
    done = ann.post(f"reminders/{card}/done-by-me").get_data(as_text=True)
    assert "Noted as done by you" in done
    assert ">sent<" in ann.get("crossings").get_data(as_text=True)


def _card_of(house: House, kind: str) -> UUID:
    with house.doors.store.tenant(house.org_id) as tx:
        return next(
            each.id for each in messages.in_state(tx, StepState.PROPOSED) if each.kind == kind
        )


def test_the_policy_page_keeps_what_was_chosen_of_kind_words(ann: Browser) -> None:
    """Switched off and rationed otherwise, in a new version that says so."""
    fields = _policy_fields(ann.get("policy").get_data(as_text=True))
    assert fields["kind_thanks_days"] == "90" and "kind_welcome" in fields
    del fields["kind_welcome"]
    fields |= {"kind_thanks_days": "180", "incoming_received_days": "3"}
    page = ann.post("policy", **fields).get_data(as_text=True)
    assert "Version 2 is in force" in page
    shown = ann.get("policy").get_data(as_text=True)
    assert _policy_fields(shown)["kind_thanks_days"] == "180"
    checked = re.findall(r'name="(kind_[a-z_]+)"[^>]* checked', shown)
    assert sorted(checked) == ["kind_apologies", "kind_milestones", "kind_thanks"]
    fields |= {"kind_thanks_days": "7"}
    assert "below 30" in ann.post("policy", **fields).get_data(as_text=True)


def test_nobody_elses_payment_or_secret_is_reachable(ann: Browser, house: House) -> None:
    """A payment of nobody, and an organisation's address with another's token."""
    reply = ann.post(f"payments-seen/{UUID(int=7)}/whose").get_data(as_text=True)
    assert "not known here" in reply
    connected(ann)
    with house.doors.store.tenant(house.org_id) as tx:
        known = incoming.provider_of(tx, "stripe")
    assert known is not None
    for wrong in (f"{UUID(int=5).hex}-{known.token}", known.token, "-", "", "x" * 80):
        assert secrets_at(house.doors, "stripe", wrong) == ()
