"""What a customer is before the law is guessed, asked, and said by a person (rules 34 and 36)."""

from __future__ import annotations

from datetime import date

from plugin.credit.account import Account
from plugin.credit.claims import Regime
from plugin.credit.law import Kind, Law
from tests.builders import TODAY, House
from tests.store.facts import a_contact, later
from tests.web.conftest import Browser


def account(house: House, customer: str) -> Account:
    """The customer as a review would read them."""
    return house.books.account(customer, on=TODAY)


def test_a_company_is_guessed_from_its_name_and_only_a_person_confirms_it(
    house: House, ann: Browser
) -> None:
    """Rule 34: Ltd looks like a company; until somebody says so it is treated as a person."""
    page = ann.get("customers/bell").text
    assert "looks like a company, from its name; is that so?" in page
    assert account(house, "bell").customer.standing.is_individual
    said = ann.post("customers/bell/standing", kind="company", law="scotland").text
    assert "is <strong>a company</strong>, under the law of Scotland" in said
    assert "after 5 years" in said
    standing = account(house, "bell").customer.standing
    assert (standing.kind, standing.law, standing.is_confirmed) == (
        Kind.COMPANY, Law.SCOTLAND, True,
    )  # fmt: skip
    assert standing.may_owe_statutory_interest
    assert "Before the law: a company, Scotland" in said


def test_nothing_is_guessed_of_whoever_does_not_say_so_by_name(ann: Browser) -> None:
    """A café may be anybody's: nobody has said what it is."""
    page = ann.get("customers/kettle").text
    assert "Nobody has said yet what The Copper Kettle Café is." in page
    assert "looks like" not in page
    assert "names no court step" in page


def test_many_are_confirmed_in_one_table_those_who_owe_most_first(
    house: House, ann: Browser
) -> None:
    """One form with a law and a choice a row; those left alone stay as they were."""
    page = ann.get("kinds").text
    names = ("Bell &amp; Sons", "Quay Bistro", "The Copper Kettle")
    assert sorted(names, key=page.index) == list(names)
    refused = ann.post("kinds", say="chosen", **{"kind-quay": "consumer"})
    assert refused.status_code == 400
    assert "Under which law?" in refused.text
    assert not account(house, "quay").customer.standing.is_confirmed
    done = ann.post(
        "kinds", say="chosen", law="england_wales",
        **{"kind-quay": "consumer", "kind-kettle": "sole_trader", "kind-lisa": ""},
    ).text  # fmt: skip
    assert "It is said of two customers now" in done
    assert "Quay Bistro" not in done
    kinds = {key: account(house, key).customer.standing.kind for key in ("quay", "kettle", "lisa")}
    assert kinds == {
        "quay": Kind.CONSUMER, "kettle": Kind.SOLE_TRADER, "lisa": Kind.UNKNOWN,
    }  # fmt: skip


def test_one_yes_confirms_all_that_look_like_companies_and_nobody_else(
    house: House, ann: Browser
) -> None:
    """The hint stands in the row; the button says how many it is about."""
    assert "Yes, the 1 that look like a company is one" in ann.get("kinds").text
    ann.post("kinds", say="guessed", law="england_wales", guessed="bell")
    assert account(house, "bell").customer.standing.kind is Kind.COMPANY
    assert not account(house, "quay").customer.standing.is_confirmed


def test_great_britain_is_three_laws_so_the_person_is_asked(house: House, ann: Browser) -> None:
    """Said once for the organisation, it holds for customers of whom nobody said more."""
    assert "Your country has several laws" in ann.get("kinds").text
    assert account(house, "quay").customer.standing.law is Law.OTHER
    ann.post("kinds", say="chosen", law="scotland", **{"kind-kettle": "consumer"})
    assert "Your country has several laws" not in ann.get("kinds").text
    standing = account(house, "quay").customer.standing
    assert (standing.law, standing.is_confirmed) == (Law.SCOTLAND, False)
    assert standing.years_to_claim == 5
    ann.post("kinds/law", law="northern_ireland")
    assert account(house, "quay").customer.standing.law is Law.NORTHERN_IRELAND
    assert account(house, "kettle").customer.standing.law is Law.SCOTLAND


def test_agreed_interest_needs_the_day_on_which_the_terms_were_accepted(
    house: House, ann: Browser
) -> None:
    """Rule 36: no day, no contractual interest; the day is on the customer."""
    refused = ann.post("customers/quay/agreed", regime="contractual", accepted_on="")
    assert "needs the day on which the customer accepted them" in refused.text
    assert account(house, "quay").customer.agreed.regime is None
    ann.post("customers/quay/agreed", regime="contractual", accepted_on="2026-01-05")
    agreed = account(house, "quay").customer.agreed
    assert (agreed.regime, agreed.accepted_on) == (Regime.CONTRACTUAL, date(2026, 1, 5))
    assert "Terms accepted on 5 January 2026" in ann.get("customers/quay").text


def test_a_merged_contact_leaves_what_was_said_to_the_winner(house: House, ann: Browser) -> None:
    """Kind, law, accepted terms: the winner's own stand, what it has none of comes along."""
    ann.post("customers/bell/standing", kind="company", law="scotland")
    ann.post("customers/bell/agreed", regime="none", accepted_on="2026-01-05")
    ann.post("customers/quay/standing", kind="sole_trader", law="northern_ireland")
    house.books.contacts(
        a_contact("bell", name="Bell", status="archived", merged_into="quay", updated_at=later(9))
    )
    customer = account(house, "quay").customer
    assert customer.standing.kind is Kind.SOLE_TRADER
    assert customer.standing.law is Law.NORTHERN_IRELAND
    assert (customer.agreed.regime, customer.agreed.accepted_on) == (
        Regime.NONE, date(2026, 1, 5),
    )  # fmt: skip
