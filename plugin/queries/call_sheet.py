"""The call sheet: who to ring today, what is known of each, and what to say. It notes nothing.

What a call is worth is the amount it asks for, in the base currency, times its level: published,
and the same for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from plugin.calendars import calendar_for
from plugin.credit.account import Account, Calendar, Invoice, StepState
from plugin.credit.channels import CallOutcome
from plugin.credit.contact import history_of, must_wait
from plugin.credit.money import Money, total
from plugin.credit.policy import Channel, CreditPolicy
from plugin.credit.promises import PromiseOutcome, PromiseState
from plugin.credit.working_days import next_contact_moment
from plugin.letters.script import ScriptFacts, script, voicemail
from plugin.letters.wording import dated
from plugin.letters.words import level_name
from plugin.queries.call_facts import Due, last_promise, promise_words, three_facts
from plugin.store import Tx, accounts, calls, contacts, messages, organisations, policies
from plugin.store.calls import Call
from plugin.store.contacts import Contact
from plugin.store.messages import Message
from plugin.store.organisations import Organisation, OrgSettings
from plugin.zones import zone_for


@dataclass(frozen=True, slots=True)
class Hours:
    """When they may be rung, in their own zone; `there` is what their clock shows now."""

    opens: time
    closes: time
    zone: str
    there: time
    is_open: bool
    #: the next moment at which they may be rung, where that is not now
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One call: the number, what is known, what to say. `not_today` says why it waits, if it does.

    `worth` is in the base currency; None where the ledger never used a rate for the currency.
    """

    customer_id: str
    customer: str
    recipient: str
    message_id: UUID | None
    level: str
    asked: Money
    worth: Decimal | None
    phone: str
    hours: Hours
    promise: str
    facts: tuple[str, ...]
    script: tuple[str, ...]
    voicemail: str
    tries: int
    most_tries: int
    invoices: tuple[Due, ...]
    not_today: str

    @property
    def dial(self) -> str:
        """The number as a link dials it."""
        return "".join(each for each in self.phone if each.isdecimal() or each == "+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who to ring today, the most worth first, and whose call waits."""

    today: tuple[Card, ...]
    later: tuple[Card, ...]
    #: the one that a person asked for, whether or not a level asks for a call
    asked: Card | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every card is made with."""

    organisation: Organisation
    settings: OrgSettings
    on: date
    now: datetime


def call_sheet(
    tx: Tx, organisation: Organisation, *, on: date, now: datetime, asked: str = ""
) -> Sheet:
    """The sheet of a civil day; `asked` is a customer whom a person wants to ring anyway."""
    waiting = [
        message
        for message in messages.in_state(tx, StepState.PROPOSED)
        if message.channel is Channel.CALL
    ]
    ids = sorted({message.customer_id for message in waiting} | ({asked} if asked else set()))
    if not ids:
        return Sheet((), ())
    desk = _Desk(organisation=organisation, settings=organisations.settings(tx), on=on, now=now)
    in_force, made = policies.in_force(tx), calls.calls_of(tx, ids)
    loaded = {
        each.customer.id: each
        for each in accounts.load_accounts(
            tx,
            on=on,
            customer_ids=ids,
            calendar_of=lambda code: _calendar(code, on),
            limit=len(ids),
        )
    }
    cards = []
    for message in waiting:
        account, contact = (
            loaded.get(message.customer_id),
            contacts.contact(tx, message.customer_id),
        )
        if account is not None and contact is not None:
            policy = in_force.of(account.customer)
            ours = made.get(message.customer_id, ())
            cards.append(_card(desk, account, contact, policy, ours, message))
    cards.sort(key=lambda card: (-(card.worth or Decimal(0)), card.customer))
    return Sheet(
        tuple(card for card in cards if not card.not_today),
        tuple(card for card in cards if card.not_today),
        _asked(tx, desk, asked, loaded, cards, in_force, made),
    )


def _asked(
    tx: Tx,
    desk: _Desk,
    customer_id: str,
    loaded: dict[str, Account],
    cards: Sequence[Card],
    in_force: policies.PoliciesInForce,
    made: dict[str, tuple[Call, ...]],
) -> Card | None:
    """The card of the customer that was asked for: that of the level, else one without any."""
    found = next((card for card in cards if card.customer_id == customer_id), None)
    account, contact = loaded.get(customer_id), contacts.contact(tx, customer_id)
    if found is not None or account is None or contact is None:
        return found
    policy = in_force.of(account.customer)
    return _card(desk, account, contact, policy, made.get(customer_id, ()), None)


def _card(
    desk: _Desk,
    account: Account,
    contact: Contact,
    policy: CreditPolicy,
    made: Sequence[Call],
    message: Message | None,
) -> Card:
    currency = message.currency if message is not None else _main_currency(account, desk.on)
    late = _late(account, currency, desk.on)
    asked = (
        Money(message.total, currency)
        if message is not None
        else total((each.balance for each in late), currency)
    )
    hours = _hours(desk, account, contact, policy)
    promised = last_promise(account, policy, desk.on)
    said = _script_facts(desk, contact, account, asked, late, promised)
    tries = [each for each in made if message is not None and each.message_id == message.id]
    return Card(
        customer_id=account.customer.id,
        customer=account.customer.name,
        recipient=" ".join(part for part in (contact.first_name, contact.last_name) if part),
        message_id=message.id if message is not None else None,
        level=_level(message),
        asked=asked,
        worth=_worth(account, asked, message.level if message is not None else 1),
        phone=contact.phone if account.customer.reach.may_call else "",
        hours=hours,
        promise=promise_words(promised, desk.on),
        facts=three_facts(desk.on, account, policy, late, asked),
        script=script(said),
        voicemail=voicemail(said),
        tries=sum(each.outcome == CallOutcome.NO_ANSWER for each in tries),
        most_tries=policy.calling.tries,
        invoices=late,
        not_today=_not_today(desk, account, policy, currency, made, hours),
    )


def _level(message: Message | None) -> str:
    if message is None:
        return ""
    return level_name(message.level, is_courtesy=message.is_courtesy, is_final=message.is_final)


def _late(account: Account, currency: str, on: date) -> tuple[Due, ...]:
    """What is late in this currency, the oldest first, less what is disputed."""
    found = [
        Due(each.id, each.number, _undisputed(each), (on - each.due).days)
        for each in account.invoices
        if each.is_open and each.due < on and each.balance.currency == currency
    ]
    return tuple(
        sorted((each for each in found if each.balance.amount > 0), key=lambda it: -it.days_late)
    )


def _undisputed(invoice: Invoice) -> Money:
    return invoice.balance if invoice.disputed is None else invoice.balance - invoice.disputed


def _main_currency(account: Account, on: date) -> str:
    """The currency in which most invoices are late; the base currency where none is."""
    found = [each.balance.currency for each in account.invoices if each.is_open and each.due < on]
    return max(sorted(set(found)), key=found.count) if found else account.base_currency


def _worth(account: Account, asked: Money, level: int) -> Decimal | None:
    """The amount in the base currency times the level."""
    if asked.currency == account.base_currency:
        return asked.amount * max(level, 1)
    rate = next((each for each in account.rates if each.currency == asked.currency), None)
    return asked.amount * rate.base_per_unit * max(level, 1) if rate is not None else None


def _hours(desk: _Desk, account: Account, contact: Contact, policy: CreditPolicy) -> Hours:
    zone = zone_for(contact.country, desk.organisation.timezone)
    opens, closes = policy.contact.opens, policy.contact.closes
    moment = next_contact_moment(desk.now, account.calendar, zone, opens, closes)
    there = desk.now.astimezone(zone)
    is_open = moment <= there
    place = zone.key.rpartition("/")[2].replace("_", " ")
    return Hours(opens, closes, place, there.time(), is_open, None if is_open else moment)


def _script_facts(
    desk: _Desk,
    contact: Contact,
    account: Account,
    asked: Money,
    late: Sequence[Due],
    promised: PromiseOutcome | None,
) -> ScriptFacts:
    broken = None
    if promised is not None and promised.state in (PromiseState.BROKEN, PromiseState.PART_KEPT):
        broken = (promised.missing, promised.promise.due)
    oldest = max((each.days_late for each in late), default=0)
    return ScriptFacts(
        on=desk.on,
        organisation=desk.organisation.name,
        sender=desk.settings.sender_name,
        phone=desk.settings.phone,
        recipient=contact.first_name,
        customer=account.customer.name,
        amount=asked,
        numbers=tuple(each.number for each in late),
        due=date.fromordinal(desk.on.toordinal() - oldest),
        broken=broken,
    )


def _not_today(
    desk: _Desk,
    account: Account,
    policy: CreditPolicy,
    currency: str,
    made: Sequence[Call],
    hours: Hours,
) -> str:
    """Why the call waits; empty where it may be made today."""
    tried = next((each for each in made if each.called_on == desk.on), None)
    if tried is not None:
        return "Rung today already; again on another working day."
    wait = must_wait(
        account,
        policy,
        desk.on,
        history_of(account, desk.on),
        currency,
        beside=0,
        mention=False,
        channel=Channel.CALL,
    )
    if wait is not None and wait.until is not None:
        return f"They have heard enough from you for now; not before {dated(wait.until)}."
    if (
        hours.next_at is not None
        and hours.next_at.astimezone(ZoneInfo(desk.organisation.timezone)).date() > desk.on
    ):
        return f"Their day is over; they may be rung from {dated(hours.next_at.date())}."
    return ""


def _calendar(country: str, on: date) -> Calendar:
    return calendar_for(country, (on.year - 1, on.year, on.year + 1))
