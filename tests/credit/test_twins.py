"""Which contacts are likely one customer entered twice, and which only look like it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.credit.twins import SHARED_BY, ContactCard, TwinSign, likely_twins, plain_name


def card(id_: str, name: str, **more: object) -> ContactCard:
    """A customer of this name."""
    return ContactCard(id=id_, name=name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Copper Kettle Café", "copper kettle cafe"),
        ("Bell & Sons (Wholesale) Ltd", "Bell and Sons Wholesale Limited"),
        ("Lisa’s Deli", "Lisas Deli"),
        ("ACME  GmbH & Co. KG", "Acme GmbH and Co KG"),
    ],
)
def test_two_ways_of_writing_a_name_are_one_name(one: str, other: str) -> None:
    """Case, accents, punctuation, the article and the legal form say nothing."""
    assert plain_name(one) == plain_name(other)
    (found,) = likely_twins([card("a", one), card("b", other)])
    assert found.signs == (TwinSign.NAME,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Copper Kettle", "Coper Kettle"),
        ("Copper Kettle", "Copper Kettel"),
        ("Copper Kettle", "Copper Nettle"),
    ],
)
def test_a_slip_in_a_long_name_is_a_sign(one: str, other: str) -> None:
    """One letter left out, two that changed places, one that is another."""
    (found,) = likely_twins([card("a", one), card("b", other)])
    assert found.signs == (TwinSign.NEARLY_NAME,)


@pytest.mark.parametrize(
    ("one", "other"), [("Station Shop 1", "Station Shop 2"), ("Bolt Ltd", "Bold Ltd"), ("", "")]
)
def test_a_digit_is_no_slip_and_a_short_name_is_another_name(one: str, other: str) -> None:
    """Shop 1 and shop 2 are two, and so are Bolt and Bold."""
    assert likely_twins([card("a", one), card("b", other)]) == ()


def test_two_company_numbers_say_that_they_are_two() -> None:
    """Whatever else is alike; one number written with blanks and zeros is the same number."""
    alike = [card("a", "Acme", company_number="01234567"), card("b", "Acme", company_number="99")]
    assert likely_twins(alike) == ()
    same = [
        card("a", "Acme", company_number="01234567"),
        card("b", "Zenith", company_number="123 4567"),
    ]
    assert likely_twins(same)[0].signs == (TwinSign.COMPANY_NUMBER,)


def test_a_telephone_alone_is_no_sign_and_beside_another_it_is_told() -> None:
    """Branches share a switchboard."""
    assert likely_twins([card("a", "Acme", phone="p"), card("b", "Zenith", phone="p")]) == ()
    found = likely_twins(
        [card("a", "Acme", phone="p", email="m"), card("b", "Zenith", phone="p", email="m")]
    )
    assert found[0].signs == (TwinSign.EMAIL, TwinSign.PHONE)


def test_what_many_share_says_nothing() -> None:
    """The address of the accountant who looks after all of them."""
    many = [card(str(at), f"Business {at}", email="m") for at in range(SHARED_BY + 1)]
    assert likely_twins(many) == ()
    assert len(likely_twins(many[:SHARED_BY])) == SHARED_BY


def test_two_suppliers_are_nobodys_business() -> None:
    """One of the two at least buys."""
    two = [card("a", "Acme", is_customer=False), card("b", "Acme", is_customer=False)]
    assert likely_twins(two) == ()


_CARDS = st.lists(
    st.builds(
        lambda name, number, email: (name, number, email),
        st.sampled_from(["Copper Kettle", "Coper Kettle", "The Copper Kettle", "Quay", "Lisa"]),
        st.sampled_from(["", "12", "34"]),
        st.sampled_from(["", "m", "n"]),
    ),
    max_size=8,
).map(
    lambda rows: [
        ContactCard(id=f"c{at}", name=name, company_number=number, email=email)
        for at, (name, number, email) in enumerate(rows)
    ]
)


@settings(max_examples=60, deadline=None)
@given(_CARDS, st.randoms(use_true_random=False))
def test_each_pair_is_told_once_whatever_the_order(
    cards: list[ContactCard], chance: Random
) -> None:
    """Nobody is their own twin, every pair has a sign, and no pair has two company numbers."""
    found = likely_twins(cards)
    mixed = list(cards)
    chance.shuffle(mixed)
    assert likely_twins(mixed) == found
    pairs = [frozenset((each.first.id, each.second.id)) for each in found]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
    for each in found:
        assert each.signs
        numbers = {each.first.company_number, each.second.company_number} - {""}
        assert len(numbers) < 2
