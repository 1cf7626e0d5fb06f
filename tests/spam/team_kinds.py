"""Mails of the house to people of a team: invitations, codes to sign in, questions of sales."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from plugin.credit.account import CreditKind
from plugin.credit.money import Money
from plugin.credit.policy_parts import Tolerance
from plugin.credit.tidy import LooseCredit, OpenSale
from plugin.credit.tidy_list import TidyFacts, tidy_lines
from plugin.letters.comment_mail import CommentNamed, compose_comment_named
from plugin.letters.hook_mail import HookStopped, compose_hook_stopped
from plugin.letters.ledger_links import LedgerLinks
from plugin.letters.order_mail import OrderAsked, compose_order_asked
from plugin.letters.team_mail import Invited, compose_invitation, compose_sign_in_code
from plugin.letters.tidy_mail import compose_tidy
from plugin.letters.tidy_words import tidy_sections
from plugin.letters.veto_mail import VetoAsked, compose_veto_asked
from plugin.operations.roles import MAY_DO, ROLE_NAMES
from plugin.store.people import Role
from tests.spam.morning_kinds import addresses, mornings
from tests.spam.posting import Mails, mail


def invitations() -> Mails:
    """Somebody is asked to join a team, as each of the roles."""
    for role in Role:
        facts = Invited(
            organisation="Harbour Lane Foods",
            name="Tom Reed",
            by="Sarah Hughes",
            role=ROLE_NAMES[role],
            may_do=MAY_DO[role],
            link="https://app.goodterms.example/join/1b4e28ba/Zk3v9qT1x8",
            days=7,
        )
        yield f"invitation {role.value}", mail(compose_invitation(facts), ours=True)


def sign_in_codes() -> Mails:
    """A code to sign in with."""
    yield "sign-in code", mail(compose_sign_in_code("048213", 15), ours=True)


def orders() -> Mails:
    """A salesperson asks the owner, with words of their own and without."""
    asked = OrderAsked(
        by="Sam Vale",
        customer="The Copper Kettle Café",
        amount="£900.00",
        why="It would take them £640.00 over their limit, which is more than half of this order.",
        words="They open a second café on Monday.",
        link="https://app.goodterms.example/o/1b4e28ba/customers/kettle",
    )
    for facts in (asked, replace(asked, words="")):
        yield f"order {bool(facts.words)}", mail(compose_order_asked(facts), ours=True)


def stopped_hooks() -> Mails:
    """A webhook where nothing arrived for days, and one that wants no more."""
    for is_gone in (False, True):
        facts = HookStopped(
            organisation="Harbour Lane Foods",
            host="till.harbourlane.example",
            is_gone=is_gone,
            days=5,
            link="https://app.goodterms.example/o/1b4e28ba/webhooks",
        )
        yield f"webhook stopped {is_gone}", mail(compose_hook_stopped(facts), ours=True)


def tidy_lists() -> Mails:
    """A week's list of what to put in order in the books, each line with its link."""
    sale = OpenSale(
        id="5b96e86b",
        number="INV-1041",
        customer_id="kettle",
        issued=date(2026, 10, 2),
        due=date(2026, 11, 1),
        total=Money(Decimal("412.40"), "GBP"),
        balance=Money(Decimal("0.40"), "GBP"),
        is_sent=False,
    )
    credit = LooseCredit(
        id="9c1f",
        number="",
        kind=CreditKind.OVERPAYMENT,
        customer_id="kettle",
        on=date(2026, 11, 3),
        remaining=Money(Decimal("120.00"), "GBP"),
    )
    on = date(2026, 11, 24)
    facts = TidyFacts(sales=(sale,), credits=(credit,))
    sections = tidy_sections(
        tidy_lines(facts, lambda _: Tolerance(), on=on),
        {"kettle": "The Copper Kettle Café"},
        LedgerLinks("https://go.xero.com", "!hL4Nf"),
        on=on,
    )
    letter = compose_tidy(
        "Harbour Lane Foods",
        sections,
        on=on,
        link="https://app.goodterms.example/o/1b4e28ba/tidy",
        recipient="Sarah Hughes",
    )
    yield "tidy list", mail(letter, ours=True)


def questions_to_sales() -> Mails:
    """A salesperson is asked before a final notice and before a stop."""
    asked = VetoAsked(
        name="Sam Vale",
        organisation="Harbour Lane Foods",
        customer="The Copper Kettle Café",
        step="a final notice",
        grounds=("INV-1041: £412.40, 37 days late", "INV-1058: £389.00, 32 days late"),
        goes_on="Friday 27 November 2026",
        link="https://app.goodterms.example/sales/asked/" + "A" * 64,
    )
    stop = replace(
        asked,
        step="a stop on sales on terms",
        grounds=("Exposure of £2,810.00 is £310.00 over the limit of £2,500.00.",),
    )
    for name, facts in (("final", asked), ("stop", stop)):
        yield f"veto {name}", mail(compose_veto_asked(facts), ours=True)


def notes_among_colleagues() -> Mails:
    """Somebody is named in a note."""
    facts = CommentNamed(
        name="Eva North",
        by="Ann Lee",
        organisation="Harbour Lane Foods",
        about="INV-1041 of The Copper Kettle Café",
        link="https://app.goodterms.example/o/1b4e28ba/customers/kettle#our-notes",
    )
    yield "note", mail(compose_comment_named(facts), ours=True)


OF_THE_TEAM: Mapping[str, Callable[[], Mails]] = MappingProxyType(
    {
        "plugin.operations.team": invitations,
        "plugin.operations.mail_sign_in": sign_in_codes,
        "plugin.operations.orders": orders,
        "plugin.operations.tell_team": questions_to_sales,
        "plugin.operations.comments": notes_among_colleagues,
        "plugin.operations.morning": mornings,
        "plugin.operations.morning_wishes": addresses,
        "plugin.operations.tidying": tidy_lists,
        "plugin.operations.hook_deliveries": stopped_hooks,
    }
)
