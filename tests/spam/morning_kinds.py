"""Mails of the morning to our own people: the letter, and the question at another address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plugin.credit.money import Money
from plugin.letters.morning_facts import CameLine, GoLine, MorningFacts, WaitLine
from plugin.letters.morning_mail import MorningLinks, TapLink, compose_address, compose_morning
from tests.spam.posting import Mails, mail

_APP = "https://app.goodterms.example"
_TOKEN = "lyMXRlHGTeOdvJxJTbwU-jk4DoCxEE72uGdSH88kxaNkT1MO9Nu_qP37w-5VLHpC"


def a_morning() -> MorningFacts:
    """A day with something of everything."""
    going = tuple(
        GoLine(
            message_id=str(place),
            customer_id=name,
            customer=name,
            what=what,
            amount=Money.of(amount, currency),
            asks=True,
            waits=waits,
            with_all=True,
        )
        for place, (name, what, amount, currency, waits) in enumerate(
            (
                ("Quay Bistro", "second reminder", "2810.00", "GBP", True),
                ("Épicerie du Canal", "first reminder", "1310.00", "EUR", True),
                ("The Copper Kettle Café", "courtesy", "412.40", "GBP", False),
            )
        )
    )
    return MorningFacts(
        organisation="Harbour Lane Foods",
        on=date(2026, 11, 24),
        since=date(2026, 11, 23),
        waits=(
            WaitLine(
                heading="They wrote, and nobody has read it",
                count=2,
                words="Quay Bistro wrote 2 days ago.",
            ),
            WaitLine(
                heading="Stop selling on terms?",
                count=1,
                words="INV-1012 is 71 days late, with £2,810.00 unpaid.",
            ),
        ),
        going=going,
        came=(
            CameLine(
                what="payment",
                count=3,
                amounts=(Money.of("1204.00", "GBP"), Money.of("99.00", "EUR")),
                names=("Lisa’s Deli", "Bell & Sons (Wholesale) Ltd"),
            ),
        ),
        stopped_until=None,
        offers=(),
    )


def _links(labels: tuple[str, ...], cards: str) -> MorningLinks:
    return MorningLinks(
        taps=tuple(TapLink(label, f"{_APP}/m/{_TOKEN}") for label in labels),
        cards=cards,
        wishes=f"{_APP}/o/1b4e28ba/mine",
        until="until midnight",
    )


def mornings() -> Mails:
    """To an owner on a full day, late and stopped, to a reader, and to somebody in sales."""
    full = a_morning()
    useful = (
        "Approve two messages for £2,810.00 and €1,310.00",
        "Hold Quay Bistro for today",
        "Release Bell & Sons (Wholesale) Ltd: £1,200.00 late, held until Sunday 20 December",
    )
    own = (
        "No letter on the next working day",
        "Only on the first working day of a week",
        "No letter any more",
    )
    cards = f"{_APP}/o/1b4e28ba/cards"
    stopped = replace(full, stopped_until=date(2026, 11, 30), going=())
    little = replace(full, going=(), came=(), waits=full.waits[:1])
    for what, facts, links, late in (
        ("owner", full, _links(useful, cards), ""),
        ("late and stopped", stopped, _links(useful, cards), "10:40"),
        ("reader", replace(full, waits=()), _links(own, cards), ""),
        ("sales", little, _links(own, ""), ""),
    ):
        letter = compose_morning(facts, links, recipient="Sarah", late_at=late)
        yield f"morning {what}", mail(letter, ours=True)


def addresses() -> Mails:
    """May it come here?"""
    letter = compose_address("Harbour Lane Foods", "Sarah Hughes", f"{_APP}/m/{_TOKEN}", 7)
    yield "morning address", mail(letter, ours=True)
