"""One customer's credit passport as plain data: their own figures, and what was decided on them.

The same page serves the customer and whoever wants to see what a customer sees. It reads no
customer but the one, and none of a person's own reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plugin.calendars import calendar_for
from plugin.credit.account import Calendar
from plugin.credit.passport import credit_passport
from plugin.letters.passport_words import (
    LimitDecided,
    PassportFacts,
    PassportInWords,
    passport_in_words,
)
from plugin.letters.policy_shapes import WhoToAsk
from plugin.queries.who_to_ask import who_to_ask
from plugin.store import Tx, accounts, languages, organisations, policies, terms
from plugin.store.organisations import Organisation
from plugin.store.reading import setting_up

#: decisions on a limit that are told, the newest
_TOLD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportPage:
    """A passport in words with the name it stands under and whom to ask.

    `is_shown` is whether the owner has switched it on for this customer's segment.
    """

    customer: str
    words: PassportInWords
    person: WhoToAsk
    #: when the books were last read; None before the first reading has ended
    as_of: datetime | None
    is_shown: bool
    #: whoever sees it may ask for a good-payer letter
    may_ask_letter: bool


def passport_page(
    tx: Tx, organisation: Organisation, customer_id: str, *, on: date
) -> PassportPage | None:
    """The passport of one customer on the organisation's civil day; None where none is known."""

    def calendar_of(country: str) -> Calendar:
        return calendar_for(country, (on.year - 1, on.year, on.year + 1))

    loaded = accounts.load_accounts(
        tx, on=on, customer_ids=[customer_id], calendar_of=calendar_of, limit=1
    )
    if not loaded:
        return None
    account = loaded[0]
    in_force = policies.in_force(tx)
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    policy = in_force.named(held)
    segment = account.customer.segment_held.in_force
    spoken = languages.language_of(tx, customer_id) or organisations.settings(tx).language
    facts = PassportFacts(
        organisation=organisation.name,
        passport=credit_passport(account, policy, on),
        decided=_decided(tx, organisation, customer_id),
    )
    finished = [each.finished_at for each in setting_up.sync_progress(tx) if each.finished_at]
    switches = policy.passport
    is_shown = segment is not None and switches.shows(segment.value)
    return PassportPage(
        customer=account.customer.name,
        words=passport_in_words(facts, spoken),
        person=who_to_ask(tx, organisation),
        as_of=max(finished, default=None),
        is_shown=is_shown,
        may_ask_letter=is_shown and switches.letters,
    )


def _decided(tx: Tx, organisation: Organisation, customer_id: str) -> tuple[LimitDecided, ...]:
    """The recorded decisions, without the words of whoever made them."""
    zone = ZoneInfo(organisation.timezone)
    return tuple(
        LimitDecided(each.at.astimezone(zone).date(), each.before, each.after, each.basis)
        for each in terms.limit_history(tx, customer_id)[:_TOLD]
    )
