"""The policy as its customers read it: the one that covers a customer, or an organisation's own.

It decides nothing, and names neither a policy nor a segment: those are the business's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from plugin.letters.public_policy import PolicyFacts, PolicyInWords, policy_in_words
from plugin.queries.who_to_ask import who_to_ask
from plugin.store import Tx, languages, organisations, policies, policy_pages
from plugin.store.organisations import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyShown:
    """A policy in words, and whether others of the organisation are under other ones."""

    organisation: str
    words: PolicyInWords
    #: this is the one for everybody else, and several are in force
    is_one_of_several: bool = False


def policy_of_customer(tx: Tx, organisation: Organisation, customer_id: str) -> PolicyShown:
    """The policy that covers a customer now, in the language of their letters."""
    in_force = policies.in_force(tx)
    held = policies.policy_held(tx, [customer_id]).get(customer_id)
    spoken = organisations.settings(tx).language
    own = languages.language_of(tx, customer_id)
    policy = in_force.named(held)
    return _shown(
        tx, organisation, policy.name, in_force.version_of(policy), language=own or spoken
    )


def public_policy(
    tx: Tx, organisation: Organisation, *, key: str = "", version: int | None = None
) -> PolicyShown | None:
    """The policy of a public address; None where `key` names none of this organisation.

    Without a key it is the one for everybody whose segment is not named. A version is shown where
    it is in force or a message went out under it; any other is answered with the one in force.
    """
    in_force = policies.in_force(tx)
    name = in_force.default.name if not key else policy_pages.named_by(tx, key, _names(tx))
    if name is None:
        return None
    current = policies.stored_policy(tx, name)
    now = current.version if current is not None else 0
    wanted = now
    if version is not None and version != now and policy_pages.went_under(tx, name, version):
        wanted = version
    spoken = organisations.settings(tx).language
    found = _shown(tx, organisation, name, wanted, language=spoken)
    several = not key and len(in_force.policies.policies) > 1
    return PolicyShown(
        organisation=found.organisation, words=found.words, is_one_of_several=several
    )


def _names(tx: Tx) -> list[str]:
    return sorted({each.name for each in policies.policy_history(tx)})


def _shown(
    tx: Tx, organisation: Organisation, name: str, version: int, *, language: str
) -> PolicyShown:
    in_force = policies.in_force(tx)
    then = policies.policy_version(tx, name, version)
    is_current = then is None or in_force.version_of(in_force.named(name)) == version
    # in force, what the organisation keeps for everybody stands in each of its policies
    policy = in_force.named(name) if is_current or then is None else then.policy
    facts = PolicyFacts(
        organisation=organisation.name,
        currency=organisation.base_currency,
        policy=policy,
        person=who_to_ask(tx, organisation),
        version=version,
        dated=_saved_on(tx, organisation, name, version),
        terms_days=organisation.sales_terms_days,
        is_current=is_current,
    )
    return PolicyShown(organisation=organisation.name, words=policy_in_words(facts, language))


def _saved_on(tx: Tx, organisation: Organisation, name: str, version: int) -> date | None:
    """The organisation's civil day on which a version was saved; None for the house's own."""
    zone = ZoneInfo(organisation.timezone)
    history = policies.policy_history(tx, name)
    return next(
        (each.at.astimezone(zone).date() for each in history if each.version == version), None
    )
