"""Ground: what every decision of one organisation on one day stands on, read once. It decides
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from plugin.calendars import calendar_for
from plugin.credit.account import Calendar, Customer
from plugin.credit.policy import DEFAULT_POLICY, CreditPolicy, Mode
from plugin.operations.doors import local_date, organisation_of
from plugin.store import Tx, organisations, policies
from plugin.store.messages import Message
from plugin.store.organisations import Organisation, OrgSettings
from plugin.store.outbox import Under
from plugin.store.policies import PoliciesInForce

#: when a day's work begins, in the organisation's own time zone
MORNING = time(6)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every decision of one organisation on one day stands on."""

    organisation: Organisation
    settings: OrgSettings
    policies: PoliciesInForce
    today: date
    now: datetime

    @property
    def house(self) -> CreditPolicy:
        """The default policy, for what holds for the whole organisation and no one customer.

        That is how many released customers a day, when books look stale, the names of the groups,
        how much one address hears a day, and the tolerance by which a segment is judged.
        """
        return self.policies.default

    def policy_of(self, customer: Customer) -> CreditPolicy:
        """The policy of a customer (rule 16): their own, their segment's, the default."""
        return self.policies.of(customer)

    def under(self, policy: CreditPolicy) -> Under:
        """The policy with its version, as a message records it."""
        return Under(policy.name, self.policies.version_of(policy))

    def is_any(self, mode: Mode) -> bool:
        """Whether any policy in force acts in this mode."""
        return any(each.mode is mode for each in self.policies.policies.policies)

    @property
    def drafts(self) -> tuple[str, ...]:
        """The policies that neither send nor write anything, by name."""
        named = self.policies.policies.policies
        return tuple(each.name for each in named if each.mode is Mode.DRAFT)

    @property
    def only_drafts(self) -> bool:
        """No policy may send or write anything."""
        return all(each.mode is Mode.DRAFT for each in self.policies.policies.policies)

    @property
    def may_propose(self) -> bool:
        """Messages are proposed once the first run is settled and nothing is stopped (rule 28)."""
        settled = self.organisation.settled_at is not None
        return settled and not self.organisation.is_stopped(self.today)

    def calendar_of(self, country: str) -> Calendar:
        """The working days of a customer's country around today."""
        year = self.today.year
        return calendar_for(country, (year - 1, year, year + 1))


def ground(tx: Tx, *, now: datetime) -> Ground:
    """Read the organisation's policies and its civil date."""
    organisation = organisation_of(tx, tx.org_id)
    return Ground(
        organisation=organisation,
        settings=organisations.settings(tx),
        policies=policies.in_force(tx),
        today=local_date(organisation, now),
        now=now,
    )


def policy_held(tx: Tx, on: Ground, customer_id: str) -> CreditPolicy:
    """The policy under which a customer was last reviewed, as it is in force now."""
    return on.policies.named(policies.policy_held(tx, [customer_id]).get(customer_id))


def policy_behind(tx: Tx, on: Ground, customer: Customer, message: Message) -> CreditPolicy:
    """The policy that words a message: the customer's now, as long as it has the message's level.

    A ladder that changed since does not take the words from what was sent: then it is the version
    that the message was proposed under.
    """
    now = on.policy_of(customer)
    if now.level(message.level) is not None:
        return now
    then = policies.policy_version(tx, message.policy, message.policy_version)
    return then.policy if then is not None else DEFAULT_POLICY


def drafted_among(tx: Tx, on: Ground, waiting: Sequence[Message]) -> set[str]:
    """The customers of these messages whose policy is a draft: nothing of theirs may go."""
    held = policies.policy_held(tx, [message.customer_id for message in waiting])
    return {
        message.customer_id
        for message in waiting
        if on.policies.named(held.get(message.customer_id)).mode is Mode.DRAFT
    }


def morning(organisation: Organisation, day: date) -> datetime:
    """The instant at which a day's work begins for an organisation."""
    return datetime.combine(day, MORNING, ZoneInfo(organisation.timezone))
