"""Interest and fees on the pages: earned, argued with, claimed, waived, never asked silently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from plugin.credit.account import HoldKind
from plugin.credit.charging import Accrued, NotCharged
from plugin.credit.claims import CHARGE_MARK, Regime
from plugin.credit.money import Money
from plugin.credit.policy import DEFAULT_POLICY, Mode, as_document
from plugin.operations import charges, decide, policy, settle
from plugin.operations.assess import ground
from plugin.queries.figures import Figures, ledger_figures
from plugin.web import policy_form
from tests.builders import NOW, TODAY, House
from tests.store.facts import a_contact, a_sale, later
from tests.web.conftest import Browser

BY = "Ann Lee"


def charge_by(house: House, **interest: Any) -> None:
    """Put a policy in force that charges so."""
    document: Mapping[str, Any] = {**as_document(DEFAULT_POLICY), "interest": interest}
    policy.change_policy(
        house.doors, org_id=house.org_id, by=BY, document=document, mode=Mode.ASK_FIRST
    )


@pytest.fixture
def statutory(house: House, ann: Browser) -> House:
    """A house that charges by the law, with Bell & Sons confirmed as a company in England."""
    charge_by(house, regime="statutory")
    ann.post("customers/bell/standing", kind="company", law="england_wales")
    return house


def earned(house: House, customer: str, *, after_days: int = 0) -> tuple[Accrued | NotCharged, ...]:
    """What the customer's debts have earned some days from now."""
    with house.doors.store.tenant(house.org_id) as tx:
        found = charges.look(tx, ground(tx, now=NOW + timedelta(days=after_days)), customer)
    assert found is not None
    return found.found


def words_of(page: str) -> str:
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_nothing_is_charged_until_somebody_chooses_it(ann: Browser) -> None:
    """Rule 36: off by default, and the page does not mention it."""
    assert "Interest and fees</h2>" not in ann.get("customers/bell").text


def test_what_a_debt_has_earned_is_shown_with_its_arithmetic_and_source(
    statutory: House, ann: Browser
) -> None:
    """1,200.00 for 16 days at 3.75 + 8 per cent is 6.18; the law's fixed sum is 70."""
    page = words_of(ann.get("customers/bell").text)
    assert "Interest and fees" in page
    assert (
        "£1,200.00 for 16 days from 9 November 2026 at 11.75 % a year: £6.18 (Bank Rate in June "
        "2026, one secondary source)" in page
    )
    assert "£70.00 compensation, once for this debt" in page
    assert "£76.18" in page
    assert "nobody has been told" in page


def test_statutory_interest_only_for_a_business_that_a_person_confirmed(
    statutory: House, ann: Browser
) -> None:
    """Rule 34: unknown ones and consumers owe none, and the page says which it is."""
    assert "nobody has confirmed that this customer is one" in ann.get("customers/quay").text
    ann.post("customers/quay/standing", kind="consumer", law="england_wales")
    assert "and this is a person" in ann.get("customers/quay").text
    ann.post("customers/quay/standing", kind="sole_trader", law="new_zealand")
    assert "no statute of this law gives it" in ann.get("customers/quay").text
    refused = ann.post("customers/quay/charges/claim", invoice="INV-1012")
    assert "Nothing is earned on what was chosen" in refused.text


def test_a_claim_is_a_persons_and_is_kept_with_who_when_and_how(
    statutory: House, ann: Browser
) -> None:
    """Claimed once, it is not earned again; the timeline says who."""
    done = words_of(ann.post("customers/bell/charges/claim", invoice="INV-1033").text)
    assert "Claimed £76.18." in done
    assert "£6.18 interest to 24 November 2026 and £70.00 compensation" in done
    assert "Nothing is earned that is not claimed or waived." in done
    assert "Claimed £76.18 on INV-1033" in done
    page = words_of(ann.get("charges").text)
    assert "The newest first; 1 claim not paid" in page
    assert "Not paid yet, in GBP £76.18" in page
    again = ann.post("customers/bell/charges/claim", invoice="INV-1033")
    assert "Nothing is earned on what was chosen" in again.text
    (claim,) = statutory.books.account("bell", on=TODAY).claims
    assert (str(claim.interest), str(claim.compensation)) == ("6.18 GBP", "70.00 GBP")
    assert claim.basis == (
        "at 11.75 % a year under the Late Payment of Commercial Debts (Interest) Act 1998"
    )


def test_interest_goes_on_from_the_day_after_a_claim_and_the_fixed_sum_does_not(
    statutory: House, ann: Browser
) -> None:
    """Ten days after the claim: 1,200 for ten days, and no second 70."""
    ann.post("customers/bell/charges/claim", invoice="INV-1033")
    (later,) = earned(statutory, "bell", after_days=10)
    assert isinstance(later, Accrued)
    ((first, days),) = [(piece.first, piece.days) for piece in later.claim.pieces]
    assert (first, days) == (date(2026, 11, 25), 10)
    assert (str(later.claim.interest), int(later.claim.compensation.amount)) == ("3.86 GBP", 0)


def test_a_waiver_has_a_reason_and_leaves_its_trace(statutory: House, ann: Browser) -> None:
    """The amounts, who, when and why stand on the page; for good means for good."""
    assert ann.post("customers/bell/charges/waive", invoice="INV-1033").status_code == 400
    page = words_of(
        ann.post(
            "customers/bell/charges/waive", invoice="INV-1033", why="long-standing friends",
            for_good="on",
        ).text
    )  # fmt: skip
    assert "waived, with all that this debt may ever earn" in page
    assert "“long-standing friends”" in page
    assert "Waived £76.18 on INV-1033, and all that comes" in page
    later = {each.invoice_id for each in earned(statutory, "bell", after_days=30)}
    assert "INV-1033" not in later


def test_a_claim_can_be_waived_paid_or_taken_back(statutory: House, ann: Browser) -> None:
    """Taken back, the debt has earned it as before; waived or paid, it is told of no more."""
    ann.post("customers/bell/charges/claim", invoice="INV-1033")
    ((charge,),) = statutory.books.all("select id from charges")
    undone = words_of(ann.post(f"customers/bell/charges/{charge}/undo").text)
    assert "Took back the claim of £76.18 on INV-1033" in undone
    assert "nobody has been told" in undone
    ann.post("customers/bell/charges/claim", invoice="INV-1033")
    ((charge,),) = statutory.books.all("select id from charges where state = 'claimed'")
    page = words_of(ann.post(f"customers/bell/charges/{charge}/waive", why="goodwill").text)
    assert "Waived £76.18 that was claimed on INV-1033" in page
    assert statutory.books.account("bell", on=TODAY).claims == ()
    refused = ann.post(f"customers/bell/charges/{charge}/paid")
    assert "does not stand open any more" in refused.text


def test_a_claim_on_an_invoice_that_is_void_is_told_to_nobody(
    statutory: House, ann: Browser
) -> None:
    """Voided in Xero after somebody claimed: no letter, no draft, and the page says why."""
    ann.post("customers/bell/charges/claim", invoice="INV-1033")
    statutory.books.invoices(
        a_sale(
            "INV-1033", contact_id="bell", number="INV-1033", state="voided",
            balance=Decimal(0), updated_at=later(9000),
        )
    )  # fmt: skip
    assert statutory.books.account("bell", on=TODAY).claims == ()
    page = words_of(ann.get("customers/bell").text)
    assert "claimed, but INV-1033 itself is void in Xero: nobody is told of it" in page


def test_erasing_a_customer_erases_why_something_was_waived(statutory: House, ann: Browser) -> None:
    """A person's words go; the amounts stay."""
    ann.post("customers/bell/charges/waive", invoice="INV-1033", why="their mother is ill")
    assert statutory.books.all("select why is null, interest from charges") == [
        (False, Decimal("6.18"))
    ]
    statutory.books.contacts(a_contact("bell", name="x", status="erase", updated_at=later(9000)))
    assert statutory.books.all("select why is null, interest from charges") == [
        (True, Decimal("6.18"))
    ]


def test_nothing_is_earned_in_breathing_space(statutory: House, ann: Browser) -> None:
    """The days before it stand; from its first day on nothing is added."""
    decide.hold(
        statutory.doors, org_id=statutory.org_id, by=BY, customer_id="bell", until=None,
        kind=HoldKind.BREATHING_SPACE,
    )  # fmt: skip
    page = words_of(ann.get("customers/bell").text)
    # it stands from today on: fifteen of the sixteen days were before
    assert "£1,200.00 for 15 days" in page


def test_a_missing_rate_is_refused_on_the_page_and_may_be_entered_with_its_source(
    statutory: House, ann: Browser
) -> None:
    """Rule 36: no Bank Rate of the half-year is known, so nothing is computed or claimed."""
    statutory.owes("bell", "INV-OLD", "500.00", late=1100)
    settle.place_presets(statutory.doors, org_id=statutory.org_id, by=BY)
    page = words_of(ann.get("customers/bell").text)
    since = date(2023, 7, 1)
    refusal = "cannot be computed: no Bank Rate is known for the half-year from 1 July 2023"
    assert f"INV-OLD {refusal}." in page
    refused = ann.post("customers/bell/charges/claim", invoice="INV-OLD")
    assert refusal in refused.text
    entered = words_of(
        ann.post(
            "charges/rates", whose="uk_bank_rate", since=since.isoformat(), per_cent="5.00",
            source="Bank of England, Official Bank Rate history", read_on=TODAY.isoformat(),
        ).text
    )  # fmt: skip
    assert "5 %" in entered
    assert "Bank of England, Official Bank Rate history, read on 2026-11-24 by Ann Lee" in entered
    page = words_of(ann.get("customers/bell").text)
    assert refusal not in page
    assert "at 13 % a year" in page


def test_a_rate_without_sense_or_source_is_refused(ann: Browser) -> None:
    """Each with its own sentence, and nothing is kept."""
    sensible = {
        "whose": "uk_bank_rate", "since": "2027-01-01", "per_cent": "3.33", "source": "the Bank",
        "read_on": TODAY.isoformat(),
    }  # fmt: skip
    for changed, says in (
        ({"since": "2026-02-01"}, "a half-year begins on 1 January or 1 July"),
        ({"per_cent": "400"}, "is no rate of a central bank"),
        ({"per_cent": "about four"}, "is not a rate"),
        ({"source": " "}, "Where did you read it?"),
        ({"read_on": "2027-01-05"}, "has not come yet"),
    ):
        assert says in ann.post("charges/rates", **{**sensible, **changed}).text
    assert "3.33 %" not in words_of(ann.get("charges").text)
    assert "3.33 %" in words_of(ann.post("charges/rates", **sensible).text)


def test_agreed_interest_and_fee_of_the_terms(house: House, ann: Browser) -> None:
    """8 per cent and 15 pounds by accepted terms; an invoice older than they are earns nothing."""
    charge_by(house, regime="contractual", per_cent="8", fee="15")
    assert "needs the day on which this customer accepted" in ann.get("customers/quay").text
    ann.post("customers/quay/agreed", regime="", accepted_on="2026-01-05")
    page = words_of(ann.get("customers/quay").text)
    # 71 days late: 2,810.00 at 8 per cent
    assert "£2,810.00 for 71 days from 15 September 2026 at 8 % a year: £43.73" in page
    assert "£15.00 late fee, once for this debt" in page
    ann.post("customers/quay/agreed", regime="", accepted_on="2026-11-01")
    page = words_of(ann.get("customers/quay").text)
    assert "INV-1012 earns nothing: it is older than the terms that they accepted" in page


def test_interest_is_chosen_on_the_policy_page_with_precise_complaints(
    house: House, ann: Browser
) -> None:
    """Off; agreed interest without rate or fee is refused beside its field; then it is in force."""
    assert "Late money earns no interest and no fees." in ann.get("policy").text
    fields = policy_form.from_document(as_document(DEFAULT_POLICY), "ask_first")
    form = {name: value for name, value in fields.items() if value is not False}
    for row, level in enumerate(form.pop("levels")):
        form |= {f"level-{row}-{part}": value for part, value in level.items() if value != ""}
    form |= {"interest_regime": "contractual", "interest_compensation": "on"}
    refused = ann.post("policy", **form)
    assert refused.status_code == 422
    assert "agreed terms name a rate or a fee" in refused.text
    page = ann.post("policy", **{**form, "interest_per_cent": "8", "interest_fee": "15"}).text
    assert "By accepted terms, late money earns 8 % a year and a fee of 15" in page
    with house.doors.store.tenant(house.org_id) as tx:
        terms = ground(tx, now=NOW).house.interest
    assert terms.regime is Regime.CONTRACTUAL
    assert (str(terms.per_cent), str(terms.fee)) == ("8", "15")


def test_an_invoice_for_interest_is_owed_and_is_no_part_of_dso(house: House) -> None:
    """Rule 36: it stands in the ageing, and neither above nor below the line of DSO."""

    def figures() -> Figures:
        with house.doors.store.tenant(house.org_id) as tx:
            return ledger_figures(tx, on=TODAY, base_currency="GBP")[0]

    before = figures()
    house.owes("quay", "INV-9", "79.66", late=40, reference=f"{CHARGE_MARK} 1")
    after = figures()
    assert after.open - before.open == Money.of("79.66", "GBP")
    assert (after.dso, after.sales, after.net) == (before.dso, before.sales, before.net)
    charged = [each for each in house.books.account("quay", on=TODAY).invoices if each.is_charge]
    assert [each.number for each in charged] == ["INV-9"]
