"""Somebody who asks for credit: known in the books by another name, and what to offer them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import strategies as st

from plugin.credit.applicant import Named, SameBy, likenesses, mail_domain, name_key
from plugin.credit.loss_budget import expected_loss
from plugin.credit.money import Money
from plugin.credit.starter_offer import (
    AskedForLess,
    ByPolicy,
    FitsBudget,
    NoStarterLimit,
    NotWithinBudget,
    starter_offer,
)
from plugin.letters.credit_words import offer_words, same_by_words
from tests.credit.builders import gbp
from tests.credit.properties import always

PIER = Named(name="Pier Street Coffee Ltd", emails=("maya@pier.example",), vat_number="GB980780684")


def by(*books: Named, asked: Named = PIER) -> list[tuple[SameBy, ...]]:
    """Why each of these may be whoever asks, the surest first."""
    found = likenesses(asked, [(f"c{n}", each) for n, each in enumerate(books)])
    return [each.by for each in found]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (Named(name="Another", vat_number="980 780 684"), SameBy.VAT_NUMBER),
        (Named(name="Another", emails=("MAYA@pier.example",)), SameBy.EMAIL),
        (Named(name="The Pier-Street Coffee Company"), SameBy.NAME),
        (Named(name="Another", emails=("bo@pier.example",)), SameBy.MAIL_DOMAIN),
        (Named(name="Pier Stret Coffee"), SameBy.SIMILAR_NAME),
    ],
)
def test_each_sign_is_found_with_its_reason(known: Named, why: SameBy) -> None:
    """Numbers with or without their country, names without accents and legal form."""
    assert why in by(known)[0]
    assert same_by_words(why)


def test_strangers_and_addresses_that_anybody_can_have_say_nothing() -> None:
    """A mail at a public provider is nobody's domain; short names are alike by chance."""
    asked = Named(name="Pia", emails=("pia@gmail.com",))
    books = (Named(name="Pie"), Named(name="Other", emails=("x@gmail.com",)), Named(name=""))
    assert by(*books, asked=asked) == []
    assert mail_domain("x@GMAIL.com") == ""
    assert by(Named(name="Quay Bistro")) == []
    assert by(Named(name="A", vat_number=""), asked=Named(name="B")) == []


def test_the_surest_stands_first() -> None:
    """A number before a name before a likeness."""
    found = by(
        Named(name="Pier Stret Coffee"), Named(name="Pier Street Coffee"),
        Named(name="X", vat_number="GB980780684"),
    )  # fmt: skip
    assert [each[0] for each in found] == [
        SameBy.VAT_NUMBER,
        SameBy.NAME,
        SameBy.SIMILAR_NAME,
    ]


def test_a_name_of_nothing_but_its_form_is_still_a_name() -> None:
    """*The Company Ltd* is called so."""
    assert name_key("The Company Ltd") == "the company ltd"
    assert name_key("  Épicerie du Canal & Fils S.A.R.L.") == "epicerie du canal fils"


_NAMES = st.builds(
    Named,
    name=st.text(max_size=12) | st.sampled_from(["Pier Street Coffee", "Pier Street Cofee Ltd"]),
    emails=st.lists(st.sampled_from(["a@pier.example", "b@gmail.com", ""]), max_size=2).map(tuple),
    company_number=st.sampled_from(["", "00445790", "445790", "1"]),
    vat_number=st.sampled_from(["", "GB980780684", "980780684", "DE1"]),
)


@always(_NAMES, st.lists(_NAMES, max_size=6))
def test_who_is_alike_does_not_hang_on_the_order_and_is_mutual_but_for_likeness(
    asked: Named, books: list[Named]
) -> None:
    """The same books in another order; the other way round but for similar names."""
    pairs = list(enumerate(books))
    found = likenesses(asked, [(str(n), each) for n, each in pairs])
    assert likenesses(asked, [(str(n), each) for n, each in reversed(pairs)]) == found
    for each in found:
        (back,) = likenesses(books[int(each.customer_id)], [("me", asked)]) or (None,)
        sure = set(each.by) - {SameBy.SIMILAR_NAME}
        assert sure == (set(back.by) - {SameBy.SIMILAR_NAME} if back else set())


# --- the offer ----------------------------------------------------------------------------------


def test_the_offer_is_the_starter_limit_and_says_why() -> None:
    """No more than was asked for; nothing where the policy has none or the budget is spent."""
    five = Decimal(500)
    offer = starter_offer(five, gbp(2000), left=None, currency="GBP")
    assert offer.limit == gbp(500)
    assert offer.reasons == (ByPolicy(gbp(500)), FitsBudget(gbp("25.00"), None))
    less = starter_offer(five, gbp(180), left=Decimal(100), currency="GBP")
    assert less.limit == gbp(200)
    assert AskedForLess(gbp(180)) in less.reasons
    spent = starter_offer(five, None, left=Decimal(20), currency="GBP")
    assert spent.limit is None
    assert spent.reasons[-1] == NotWithinBudget(gbp("25.00"), gbp(20))
    assert starter_offer(None, None, left=None, currency="GBP").reasons == (NoStarterLimit(),)
    for each in (*offer.reasons, *less.reasons, *spent.reasons, NoStarterLimit()):
        assert offer_words(each).endswith(".")


_AMOUNTS = st.integers(0, 20_000).map(Decimal)


@always(_AMOUNTS, st.none() | _AMOUNTS.map(lambda it: Money(it, "GBP")), st.none() | _AMOUNTS)
def test_an_offer_never_passes_policy_or_budget_and_more_budget_never_takes_it_away(
    starter: Decimal, asked: Money | None, left: Decimal | None
) -> None:
    """Whatever is asked for, and whatever is left."""
    offer = starter_offer(starter, asked, left=left, currency="GBP")
    if offer.limit is not None:
        assert offer.limit.amount <= starter
        assert left is None or expected_loss(offer.limit.amount, None) <= left
        more = None if left is None else left + 100
        assert starter_offer(starter, asked, left=more, currency="GBP").limit == offer.limit
    else:
        assert left is not None
