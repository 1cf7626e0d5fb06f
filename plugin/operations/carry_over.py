"""Carry over: settings of an organisation that is gone, for one that came in its place.

A demo company that Xero reset comes back under another identity with other books. What does not
hang on the old books comes along whole; what hangs on a customer only where that customer is
known again without doubt, and is shown before it is done. The old organisation is only read; the
public name of its policy moves, because two never share one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from plugin.credit.loss_budget import LossBudget
from plugin.credit.recipients import Role
from plugin.credit.statements import StatementWish
from plugin.jobs import What
from plugin.operations import carry_charges
from plugin.operations.doors import Doors, NotPossible, decided, organisation_of
from plugin.operations.policy import changes_how_to_pay, how_to_pay_changed
from plugin.store import (
    Tx,
    carrying,
    charge_facts,
    groups,
    holds,
    languages,
    limit_refusals,
    organisations,
    policies,
    policy_pages,
    recipients,
    reference,
    sent_answers,
    statements,
    terms,
    timeline,
    wishes,
)
from plugin.store.carried_relationship import take_over
from plugin.store.carrying import Chosen, Known
from plugin.store.charge_facts import EnteredRate
from plugin.store.organisations import Organisation, OrgSettings
from plugin.store.policies import PolicyVersion, StoredPolicy
from plugin.store.policy_pages import PolicyAddress
from plugin.store.sent_answers import EVERYBODY, HowSent
from plugin.store.terms import LimitSet

#: a sign-in is fresh for so long: how to pay changes only then (rule 26)
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SameCustomer:
    """A customer of the old books known again in the new ones, and what had been decided."""

    chosen: Chosen
    contact: Known
    #: number, or name and email
    known_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """All that would come along; `seen` names exactly this, so that nothing else is done."""

    old: Organisation
    #: every version of every policy with its line of history, oldest first; empty where nobody
    #: ever changed one
    versions: tuple[tuple[StoredPolicy, PolicyVersion], ...]
    #: which policy covers which segment
    cover: Mapping[str, str]
    settings: OrgSettings
    #: where anybody may read its policy
    policy_address: PolicyAddress
    #: reference rates that people had entered
    rates: tuple[EnteredRate, ...]
    how_sent: HowSent | None
    #: what the owner allowed the book to be expected to lose
    loss_budget: LossBudget | None
    #: ids of the new chart, with what a person calls them
    bad_debts: Mapping[str, str]
    #: what groups of the same name mean, by the new group's id
    meanings: Mapping[str, tuple[str, str]]
    customers: tuple[SameCustomer, ...]
    #: names of customers of whom something was decided and whom nobody knows again
    unknown: tuple[str, ...]
    #: the new books have been read, so that customers can be compared
    is_read: bool

    @property
    def seen(self) -> str:
        """A short name for exactly this content."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def offers(doors: Doors, *, org_id: UUID, user_id: UUID) -> tuple[Organisation, ...]:
    """The organisations whose settings this person may carry here, the likeliest first.

    None once they have answered, or once the first run is done.
    """
    with doors.store.house() as house:
        organisation = organisation_of(house, org_id)
        if organisation.carry_answered_at is not None or organisation.settled_at is not None:
            return ()
        found = carrying.gone_before(house, user_id, but=org_id)
    return tuple(sorted(found, key=lambda each: each.name != organisation.name))


def look(doors: Doors, *, org_id: UUID, user_id: UUID, old_id: UUID) -> CarryOver:
    """What would come along. Raises NotPossible where the old one is not theirs to carry."""
    old = next((o for o in offers(doors, org_id=org_id, user_id=user_id) if o.id == old_id), None)
    if old is None:
        raise NotPossible(
            "There is nothing to carry over from there: it is connected, erased, was not yours, or "
            "the question has been answered already. Nothing was changed."
        )
    with doors.store.tenant(old_id) as tx:
        chosen = carrying.chosen_terms(tx)
        versions = tuple(
            (found, each)
            for each in reversed(policies.policy_history(tx))
            if (found := policies.policy_version(tx, each.name, each.version)) is not None
        )
        cover = policies.cover(tx)
        settings, policy_address = organisations.settings(tx), policy_pages.address(tx)
        rates, budget = charge_facts.entered_rates(tx), limit_refusals.loss_budget(tx)
        how_sent = sent_answers.sent_answers(tx).get(EVERYBODY)
        accounts = {(a.code, a.name) for a in reference.chart(tx) if a.bad_debts}
        meant = {group.name: group.meaning for group in groups.groups(tx) if group.meaning}
    with doors.store.tenant(org_id) as tx:
        numbers, named = ([c.contact.number for c in chosen], [c.contact.name for c in chosen])
        contacts = carrying.called(tx, numbers, named)
        customers = same_customers(chosen, contacts)
        known = {each.chosen.contact.id for each in customers}
        return CarryOver(
            old=old,
            versions=versions,
            cover=cover,
            settings=settings,
            policy_address=policy_address,
            rates=rates,
            # from which number on hangs on the old books' numbers
            how_sent=how_sent if how_sent and not how_sent.from_number else None,
            loss_budget=budget,
            bad_debts={
                account.id: f"{account.code} {account.name}".strip()
                for account in reference.chart(tx)
                if (account.code, account.name) in accounts
            },
            meanings={
                group.id: (group.name, meant[group.name])
                for group in groups.groups(tx)
                if group.name in meant and not group.ours
            },
            customers=customers,
            unknown=tuple(c.contact.name for c in chosen if c.contact.id not in known),
            is_read=organisation_of(tx, org_id).first_synced_at is not None,
        )


def same_customers(chosen: Sequence[Chosen], contacts: Sequence[Known]) -> tuple[SameCustomer, ...]:
    """Who is who, without doubt: the same number, or the same name and email address. Pure.

    Whoever fits two, or is fitted by two, is nobody's: a limit must not reach a stranger.
    """
    found: list[SameCustomer] = []
    for each in chosen:
        by_number = [c for c in contacts if each.contact.number and c.number == each.contact.number]
        by_name = [
            c
            for c in contacts
            if each.contact.email_hash
            and (c.name, c.email_hash) == (each.contact.name, each.contact.email_hash)
        ]
        fits = {c.id: c for c in (*by_number, *by_name)}
        if len(fits) == 1:
            [contact] = fits.values()
            known_by = "number" if by_number else "name and email"
            found.append(SameCustomer(each, contact, known_by))
    often = Counter(each.contact.id for each in found)
    return tuple(each for each in found if often[each.contact.id] == 1)


def carry_over(
    doors: Doors, *, org_id: UUID, user_id: UUID, old_id: UUID, by: str, seen: str, is_fresh: bool
) -> CarryOver:
    """Do what was shown. Raises NotPossible where it is not that any more, or not yet known.

    `is_fresh` says that the person signed in a moment ago, which how to pay asks for (rule 26).
    """
    found = look(doors, org_id=org_id, user_id=user_id, old_id=old_id)
    if not found.is_read:
        raise NotPossible(
            "The new books are still being read, so nobody can say yet which customers are the "
            "same. Nothing was carried over. Come back in a minute."
        )
    if found.seen != seen:
        raise NotPossible(
            "What would come along has changed since you looked. Nothing was carried over. Look "
            "at it again, please."
        )
    if found.settings.how_to_pay and not is_fresh:
        raise NotPossible(
            "Nothing was carried over. How to pay comes along only within a quarter of an hour of "
            "signing in, so that nobody sends your customers' money elsewhere from a page that was "
            "left open. Sign out below, sign in again, and carry it over then."
        )
    with decided(doors, org_id, What.ASSESS) as tx:
        if not organisations.answer_carry(tx, org_id, now=doors.clock.now()):
            raise NotPossible("Somebody answered this already. Nothing was changed.")
        _carry_settings(tx, doors, found, by)
        policy_pages.take_over(tx, old_id)
        _carry_customers(tx, doors, found, by)
        _record(tx, doors, by, _summary(found), {"from": str(old_id)})
    with doors.store.tenant(old_id) as tx:
        with doors.store.house() as house:
            name = organisation_of(house, org_id).name
        _record(tx, doors, by, f"Its settings were carried over to {name}", {"to": str(org_id)})
    return found


def decline(doors: Doors, *, org_id: UUID, by: str) -> None:
    """Start afresh: the question is not asked again."""
    with doors.store.tenant(org_id) as tx:
        if organisations.answer_carry(tx, org_id, now=doors.clock.now()):
            _record(tx, doors, by, "Started afresh; nothing was carried over", {})


def _carry_settings(tx: Tx, doors: Doors, found: CarryOver, by: str) -> None:
    now, chosen = doors.clock.now(), found.settings
    pays = chosen.how_to_pay
    changed = changes_how_to_pay(tx, pays)
    organisations.change_settings(
        tx,
        sender_name=chosen.sender_name,
        sender_title=chosen.sender_title,
        reply_to=chosen.reply_to,
        answers_read=chosen.answers_read,
        phone=chosen.phone,
        how_to_pay=pays,
        language=chosen.language,
        approved_texts=chosen.approved_texts,
        who_signs=chosen.who_signs,
        letterhead=chosen.letterhead,
        write_back=chosen.write_back,
        **(how_to_pay_changed(tx, pays, by=by, now=now) if changed else {}),
    )
    carry_charges.carry_settings(tx, found.old, chosen, found.rates, at=now)
    for version, line in found.versions:
        policies.save_policy(
            tx,
            name=version.name,
            document=version.document,
            mode=version.mode,
            by=line.by,
            at=line.at,
            active=line.active,
        )
    if found.cover:
        policies.set_cover(tx, found.cover, by=by, at=now)
    if found.how_sent is not None:
        sent_answers.answer_sent(tx, found.how_sent, by=by, at=now)
    if (budget := found.loss_budget) is not None:
        currency = budget.amount.currency
        limit_refusals.set_loss_budget(
            tx, budget.amount, currency=currency, why=budget.why, by=by, at=now
        )
    reference.name_bad_debt_accounts(tx, found.bad_debts)
    groups.set_meanings(tx, {key: meaning for key, (_, meaning) in found.meanings.items()})


def _carry_customers(tx: Tx, doors: Doors, found: CarryOver, by: str) -> None:
    limits = [
        LimitSet(
            each.contact.id,
            each.chosen.limit,
            f"carried over from {found.old.name}: {each.chosen.limit_reason}".rstrip(": "),
        )
        for each in found.customers
        if each.chosen.limit is not None
    ]
    terms.set_limits(tx, limits, by=by, at=doors.clock.now())
    charged = ((each.contact.id, each.chosen) for each in found.customers)
    carry_charges.carry_customers(tx, charged, by=by, at=doors.clock.now())
    for each in found.customers:
        ids, chosen = [each.contact.id], each.chosen
        if chosen.policy is not None:
            terms.set_policy(tx, ids, chosen.policy, until=chosen.policy_until)
        if chosen.segment is not None:
            terms.set_segment(tx, ids, chosen.segment, until=chosen.segment_until)
        if chosen.never_chase:
            terms.set_never_chase(tx, ids, value=True)
        if chosen.direct_debit:
            terms.set_direct_debit(tx, ids, value=True)
        if chosen.language is not None:
            languages.speak(tx, ids, chosen.language)
        if chosen.statements is not StatementWish.AS_POLICY:
            statements.wish(tx, each.contact.id, chosen.statements, by=by, at=doors.clock.now())
        for address, role in chosen.roles:
            recipients.choose(tx, each.contact.id, address, role, by=by, at=doors.clock.now())
        _carry_said(tx, each.contact.id, chosen, by, doors.clock.now())
        for held in chosen.holds:
            holds.add_hold(
                tx,
                each.contact.id,
                held.kind,
                by=held.by,
                at=doors.clock.now(),
                until=held.until,
                review_on=held.review_on,
                since=held.since,
            )


def _carry_said(tx: Tx, customer_id: str, chosen: Chosen, by: str, at: datetime) -> None:
    """Whom people added, and what customers say of themselves; links stay with the old books."""
    roles = dict(chosen.roles)
    for name, email in chosen.added:
        role = roles.get(email, Role.NONE)
        recipients.add_person(tx, customer_id, name=name, email=email, role=role, by=by, at=at)
    take_over(tx, customer_id, chosen.between, by=by, at=at)
    said = chosen.wishes
    if said.said_at is not None:
        wishes.keep(
            tx, customer_id, pay_run=said.pay_run, order_route=said.order_route, at=said.said_at
        )


def _summary(found: CarryOver) -> str:
    number = len(found.customers)
    customers = f"{number} customer{'' if number == 1 else 's'}"
    return f"Settings carried over from {found.old.name}, with what was decided of {customers}"


def _record(tx: Tx, doors: Doors, by: str, summary: str, refs: Mapping[str, str]) -> None:
    timeline.record(
        tx,
        timeline.Event(
            at=doors.clock.now(), kind="carried_over", by=by, summary=summary, refs=refs
        ),
    )
