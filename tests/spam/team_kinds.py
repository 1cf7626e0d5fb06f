"""Mails of the house to people of a team: invitations, codes to sign in, questions of sales."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from plugin.letters.hook_mail import HookStopped, compose_hook_stopped
from plugin.letters.order_mail import OrderAsked, compose_order_asked
from plugin.letters.team_mail import Invited, compose_invitation, compose_sign_in_code
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


OF_THE_TEAM: Mapping[str, Callable[[], Mails]] = MappingProxyType(
    {
        "plugin.operations.team": invitations,
        "plugin.operations.mail_sign_in": sign_in_codes,
        "plugin.operations.orders": orders,
        "plugin.operations.morning": mornings,
        "plugin.operations.morning_wishes": addresses,
        "plugin.operations.hook_deliveries": stopped_hooks,
    }
)
