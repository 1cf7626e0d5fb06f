"""What an invoice is asked before it leaves: each rule with its case, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from plugin.credit.account import Account, Invoice, InvoiceState
from plugin.credit.before_leaving import BeforeLeaving, before_leaving, has_not_left
from plugin.credit.climbing import Findings
from plugin.credit.exposure import measure
from plugin.credit.leaving_findings import (
    Finding,
    Fine,
    LeavingFacts,
    LikelyTwice,
    NoOrderNumber,
    OtherDueDate,
    OverTheLimit,
    UnusualAmount,
    read_finding,
)
from plugin.credit.leaving_tasks import find_before_leaving
from plugin.credit.policy_parts import ExposureSwitches
from plugin.credit.review import review
from plugin.credit.terms import Terms
from plugin.letters.leaving_words import leaving_words
from tests.credit.builders import AUTOMATIC, TODAY, an_account, days, gbp, owes
from tests.credit.properties import always

SWITCHES = ExposureSwitches()


def a_draft(amount: int = 100, *, number: str = "D-1", **more: object) -> Invoice:
    """A draft of today, due in 30 days, without an order number."""
    facts: dict[str, Any] = {"state": InvoiceState.DRAFT, "sent_on": None, "issued": TODAY}
    return owes(amount, late=-30, number=number, **{**facts, **more})


def past(amounts: list[int], *, reference: str = "", every: int = 30) -> list[Invoice]:
    """Paid invoices, one every so many days, the newest last."""
    last = len(amounts)
    return [
        owes(
            amount,
            late=0,
            number=f"P-{n}",
            paid=amount,
            state=InvoiceState.PAID,
            issued=TODAY - days(every * (last - n)),
            reference=reference and f"{reference}{n}",
        )
        for n, amount in enumerate(amounts)
    ]


def asked(account: Account, on: date = TODAY, limit: int | None = None) -> list[BeforeLeaving]:
    """What is asked; nothing but drafts counts against a limit here."""
    use = measure(account, gbp(limit), (), on) if limit is not None else None
    return list(before_leaving(account, SWITCHES, use, on))  # type: ignore[arg-type]


def findings(*invoices: Invoice, limit: int | None = None, **facts: object) -> list[Finding]:
    """All that is found on this customer's invoices."""
    account = an_account(*invoices, leaving=LeavingFacts(**facts))  # type: ignore[arg-type]
    return [it for each in asked(account, limit=limit) for it in each.findings]


def test_a_missing_order_number_is_found_where_they_said_that_they_need_one() -> None:
    """And not with one on it, nor of a customer who never had any."""
    assert findings(a_draft(), said_order=True) == [NoOrderNumber(0, 0)]
    assert findings(a_draft(reference="PO 7"), said_order=True) == []
    assert findings(a_draft()) == []


@pytest.mark.parametrize(("without", "found"), [(0, 6), (1, 5), (2, None)])
def test_a_missing_order_number_is_found_by_five_of_the_last_six(
    without: int, found: int | None
) -> None:
    """Their own last six invoices say whether they want one; older ones do not matter."""
    before = past([100, 101, 102, 103, 104, 105, 106], reference="PO ")
    before = [
        replace(each, reference="") if n < without + 1 else each for n, each in enumerate(before)
    ]
    expected = [NoOrderNumber(found, 6)] if found is not None else []
    assert findings(*before, a_draft()) == expected


def test_a_due_date_is_held_against_the_customers_own_terms() -> None:
    """14 days after the invoice, and it says 30: both days are named."""
    by_terms = TODAY + days(14)
    assert findings(a_draft(), terms=Terms(14)) == [OtherDueDate(TODAY + days(30), by_terms)]
    assert findings(a_draft(), terms=Terms(30)) == []
    assert findings(a_draft(), terms=None) == []


def test_the_same_amount_within_days_is_likely_there_twice() -> None:
    """The later of the two is asked about; five days are near, six are not."""
    first = owes(100, number="I-1", issued=TODAY - days(5))
    assert findings(first, a_draft()) == [LikelyTwice("i-1", "I-1", TODAY - days(5), False)]
    older = replace(first, issued=TODAY - days(6))
    assert findings(older, a_draft()) == []
    gone = replace(first, state=InvoiceState.VOIDED)
    assert findings(gone, a_draft()) == []
    two = [a_draft(number="D-1"), a_draft(number="D-2")]
    assert [each.invoice.number for each in asked(an_account(*two, leaving=LeavingFacts()))] == [
        "D-2"
    ]


def test_the_same_reference_is_likely_twice_at_any_distance_and_another_one_is_not() -> None:
    """An order is invoiced once; two orders of one amount in a week are two orders."""
    first = owes(100, number="I-1", issued=TODAY - days(50), reference="PO 7")
    draft = a_draft(reference="po 7 ")
    assert findings(first, draft) == [LikelyTwice("i-1", "I-1", TODAY - days(50), True)]
    near = replace(first, issued=TODAY - days(1), reference="PO 8")
    assert findings(near, draft) == []


def test_who_buys_for_the_same_amount_every_few_days_is_not_asked_about_it() -> None:
    """The milk: three invoices of one amount within days of each other are a habit."""
    milk = past([40, 40, 40], every=4)
    assert findings(*milk, a_draft(40)) == []
    assert findings(*milk[1:], a_draft(40)) != []


@pytest.mark.parametrize(
    ("amount", "found"), [(331, True), (330, False), (300, False), (9, True), (10, False)]
)
def test_an_amount_is_unusual_against_their_own_past(amount: int, found: bool) -> None:
    """Median 100, largest 220: from 331 on it is far above; a tenth of the median is far below."""
    before = past([90, 100, 100, 100, 110, 220])
    expected = [UnusualAmount(gbp(amount), gbp("100.00"), 6)] if found else []
    assert findings(*before, a_draft(amount)) == expected
    assert findings(*before[1:], a_draft(amount)) == []


def test_the_invoice_that_takes_them_over_the_limit_is_named_and_not_the_one_before() -> None:
    """Drafts of 60 and 60 under a limit of 100: the second by 20."""
    two = [a_draft(60, number="D-1"), a_draft(60, number="D-2", issued=TODAY + days(9))]
    assert findings(*two, limit=100) == [OverTheLimit(gbp(60), gbp(20))]
    assert findings(*two, limit=120) == []
    assert findings(*two) == []


def test_what_left_is_never_asked_about() -> None:
    """Sent, part paid, paid, of the past; a draft lying for three months; our own for interest."""
    left = [
        a_draft(state=InvoiceState.APPROVED, sent_on=TODAY),
        a_draft(state=InvoiceState.APPROVED, balance=gbp(10)),
        a_draft(state=InvoiceState.APPROVED, issued=TODAY - days(8)),
        a_draft(state=InvoiceState.PAID),
        a_draft(issued=TODAY - days(91)),
        a_draft(is_charge=True),
    ]
    assert [has_not_left(each, TODAY) for each in left] == [False] * len(left)
    assert has_not_left(a_draft(state=InvoiceState.APPROVED, issued=TODAY - days(7)), TODAY)
    assert has_not_left(a_draft(state=InvoiceState.AWAITING_APPROVAL), TODAY)


def test_what_a_person_let_stand_is_asked_again_only_where_the_fact_changed() -> None:
    """Another due date is another question; another invoice is another question too."""
    draft = a_draft()
    (found,) = findings(draft, terms=Terms(14))
    fine = frozenset({Fine(draft.id, found.key)})
    assert findings(draft, terms=Terms(14), fine=fine) == []
    moved = replace(draft, due=draft.due + days(1))
    assert findings(moved, terms=Terms(14), fine=fine) != []
    assert findings(replace(draft, id="d-2"), terms=Terms(14), fine=fine) != []


def days_of(account: Account) -> list[date]:
    """The days on which the calendar alone changes what is asked."""
    found = Findings()
    find_before_leaving(account, AUTOMATIC, TODAY, {}, (), found)
    return found.days


def test_a_review_makes_one_task_an_invoice_and_knows_when_it_lapses() -> None:
    """Two findings on one draft are one task; the words say both."""
    draft = a_draft(500)
    account = an_account(draft, limit=100, leaving=LeavingFacts(said_order=True))
    found = review(account, AUTOMATIC, TODAY)
    (task,) = found.tasks
    assert (task.subject, task.amount) == ("d-1", gbp(500))
    words = leaving_words("Lisa's Deli", "D-1", task.names)
    assert words == (
        "D-1 for Lisa's Deli has not left yet. No order number is on it, and they said that their "
        "invoices need one. With it they owe £400.00 more than their limit."
    )
    assert days_of(account) == [TODAY + days(91)]
    assert not review(replace(account, leaving=None), AUTOMATIC, TODAY).tasks


# --- what always holds --------------------------------------------------------------------------

_STATES = st.sampled_from(
    [InvoiceState.DRAFT, InvoiceState.AWAITING_APPROVAL, InvoiceState.APPROVED, InvoiceState.PAID]
)


@st.composite
def books(draw: st.DrawFn) -> Account:
    """A customer with a past and invoices that have not left."""
    made = []
    for n in range(draw(st.integers(1, 9))):
        state, issued = draw(_STATES), TODAY - days(draw(st.integers(-9, 99)))
        amount = draw(st.sampled_from([1, 40, 100, 100, 5000]))
        made.append(
            owes(
                amount,
                number=f"N-{n}",
                late=-draw(st.integers(-5, 40)),
                issued=issued,
                state=state,
                paid=amount if state is InvoiceState.PAID else 0,
                sent_on=issued if draw(st.booleans()) else None,
                reference=draw(st.sampled_from(["", "", "PO 1", "PO 2"])),
            )
        )
    facts = LeavingFacts(
        terms=draw(st.none() | st.builds(Terms, st.integers(0, 60))), said_order=draw(st.booleans())
    )
    return an_account(*made, leaving=facts, limit=draw(st.sampled_from([0, 150, 10_000])))


@always(books(), st.randoms(use_true_random=False))
def test_the_order_of_invoices_does_not_matter(account: Account, shuffled: object) -> None:
    """However the ledger hands them over, the same is asked."""
    turned = list(account.invoices)
    shuffled.shuffle(turned)  # type: ignore[attr-defined]
    again = replace(account, invoices=tuple(turned))
    assert asked(again, limit=150) == asked(account, limit=150)


@always(books())
def test_what_was_let_stand_is_never_asked_and_all_else_is(account: Account) -> None:
    """One finding fewer for each yes, and no other changes."""
    before = asked(account, limit=150)
    every = [(each.invoice.id, it) for each in before for it in each.findings]
    for id_, finding in every:
        fine = frozenset({Fine(id_, finding.key)})
        facts = replace(account.leaving or LeavingFacts(), fine=fine)
        after = asked(replace(account, leaving=facts), limit=150)
        left = [(each.invoice.id, it) for each in after for it in each.findings]
        assert left == [each for each in every if each != (id_, finding)]


@always(books())
def test_every_finding_is_read_as_it_was_written_and_said_in_words(account: Account) -> None:
    """What stands in a task is the finding whole."""
    for each in asked(account, limit=150):
        assert tuple(read_finding(it.written) for it in each.findings) == each.findings
        assert leaving_words("Lisa", each.invoice.number, [it.written for it in each.findings])


@always(books())
def test_a_larger_limit_asks_no_more_and_sent_invoices_ask_nothing(account: Account) -> None:
    """And on the day after the last of them lapses nothing is asked at all."""
    keys = {
        limit: {
            (each.invoice.id, it.key)
            for each in asked(account, limit=limit)
            for it in each.findings
        }
        for limit in (0, 200, 100_000)
    }
    assert keys[100_000] <= keys[200] <= keys[0]
    sent = [
        replace(each, sent_on=each.issued, state=InvoiceState.PAID) for each in account.invoices
    ]
    assert asked(replace(account, invoices=tuple(sent)), limit=0) == []
    ends = [each.until for each in asked(account, limit=0)]
    last = max(ends, default=TODAY) + timedelta(days=100)
    assert asked(account, last, limit=0) == []
