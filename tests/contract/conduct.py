"""How we behaved over the days: towards customers, and towards Xero's limits, as complaints.

An empty list is good conduct. What counts is what stands in the local Xero: its mailbox, its log
of calls, its books at the moment when each mail left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from connectors.sandbox.calls import Call
from connectors.sandbox.mailbox import Mail
from plugin.credit.account import StepState
from plugin.store import organisations
from plugin.store.messages import Message
from tests.contract.company import Branch, Company
from tests.contract.mischief import Hit, pause_of
from tests.contract.three_ledgers import OFFICES, PEOPLE

#: one customer and currency hears of us once in a week (rule 23); the same day would be a double
_SAME = timedelta(days=1)
#: where Xero does not say for how long: ours for too many at once, and for the whole app
_AT_ONCE_PAUSES, _APP_PAUSES = timedelta(seconds=2), timedelta(seconds=60)
_SETTLED = {StepState.DONE, StepState.UNCONFIRMED}


def to_customers(company: Company, ever: dict[UUID, Branch]) -> list[str]:
    """No mail twice, nobody chased for what was paid, every message ended where people see it.

    `ever` are all organisations that there were, by our id: a reset leaves one behind.
    """
    known = {
        str(message.id): (branch, message)
        for branch in ever.values()
        for message in branch.messages()
    }
    mails = [mail for mail in company.xero.sandbox.mailbox.all() if not _is_ours(mail)]
    ids = {_message_id(mail) for mail in mails}
    return [
        *_doubles(company.xero.sandbox.mailbox.all(), mails, known),
        *_named_twice(company, mails),
        *_chased_for_nothing(company, known),
        *_strays(mails, known),
        *(
            f"message {key} is {message.state} and nobody got it"
            for key, (_, message) in known.items()
            if message.state is StepState.DONE
            and message.approved_by is not None
            and key not in ids
            and not _by_hand(known[key][0], message)
        ),
        *(
            f"message {key} is still claimed"
            for key, (_, message) in known.items()
            if message.state is StepState.CLAIMED
        ),
        *_unseen(known),
    ]


def _is_ours(mail: Mail) -> bool:
    """To the people of the organisation itself: a proof, or that a connection is gone."""
    own = {user.email for user in PEOPLE.values()} | {f"accounts@{o.key}.example" for o in OFFICES}
    return own.issuperset(mail.recipients)


def _message_id(mail: Mail) -> str:
    return mail.header("Message-ID").strip("<>").rpartition("@")[0]


def _by_hand(branch: Branch, message: Message) -> bool:
    """A person did it in their own way, or said that it arrived."""
    found = branch.sql(
        "select mail_id is null from messages where org_id = :org and id = :id", id=message.id
    )
    return bool(found[0][0])


def _doubles(
    every: Sequence[Mail], mails: list[Mail], known: dict[str, tuple[Branch, Message]]
) -> list[str]:
    """The same invoice, level and round to the same recipient; the same mail to anybody."""
    told = Counter(
        (recipient, step.invoice_id, step.instalment, step.level, step.cycle)
        for mail in mails
        for recipient in mail.recipients
        for step in known[_message_id(mail)][1].steps
    )
    # a proof to one's own user is tried again until it is known to have gone
    ids = Counter(
        mail.header("Message-ID")
        for mail in every
        if not mail.header("Message-ID").startswith("<proof-")
    )
    return [
        *(f"{key} was told {count} times" for key, count in told.items() if count > 1),
        *(f"message {key} arrived {count} times" for key, count in ids.items() if count > 1),
    ]


def _named_twice(company: Company, mails: list[Mail]) -> list[str]:
    """By the words of the mails alone: no invoice is named to anybody twice within a day."""
    heard: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    numbers = {
        invoice.number
        for ledger in company.xero.world.ledgers.values()
        for invoice in ledger.invoices.values()
        if invoice.kind == "ACCREC"
    }
    for number in sorted(numbers):
        for mail in company.xero.sandbox.mailbox.naming(number):
            if not _is_ours(mail):
                for recipient in mail.recipients:
                    heard[recipient, number].append(mail.received)
    return [
        f"{recipient} heard of {number} at {first} and again at {second}"
        for (recipient, number), times in heard.items()
        for first, second in pairwise(times)
        if second - first < _SAME
    ]


def _chased_for_nothing(company: Company, known: dict[str, tuple[Branch, Message]]) -> list[str]:
    """What a mail chased was due in the books, to the cent and no less, as it left."""
    wrong = []
    last = {
        sent.mail.message_id.strip("<>").rpartition("@")[0]: sent for sent in company.postman.sent
    }
    for key, sent in last.items():
        if key not in known or known[key][1].state not in _SETTLED:
            continue
        for step in known[key][1].steps:
            was_due = sent.due.get(step.invoice_id, Decimal(0))
            if step.amount.amount > was_due or was_due <= 0:
                wrong.append(
                    f"{sent.mail.message_id} of {sent.at} chased {step.amount} of"
                    f" {step.invoice_id}, of which {was_due} was due"
                )
    return wrong


def _strays(mails: list[Mail], known: dict[str, tuple[Branch, Message]]) -> list[str]:
    """Mails that the store does not account for, or of another organisation's customer."""
    wrong = []
    for mail in mails:
        found = known.get(_message_id(mail))
        if found is None or found[1].state not in _SETTLED:
            wrong.append(f"{mail.subject!r} arrived, and we say {found and found[1].state}")
        elif not all(found[0].office.key in recipient for recipient in mail.recipients):
            wrong.append(f"{mail.subject!r} of {found[0].office.key} went to {mail.recipients}")
    return wrong


def _unseen(known: dict[str, tuple[Branch, Message]]) -> list[str]:
    """Messages of unknown outcome that no open question shows to anybody."""
    return [
        f"message {key} is unconfirmed and nobody is asked"
        for key, (branch, message) in known.items()
        if message.state is StepState.UNCONFIRMED
        and key not in {task.subject for task in branch.tasks()}
    ]


# --- towards Xero ---------------------------------------------------------------------------------


def to_xero(company: Company, ever: dict[UUID, Branch], hits: list[Hit]) -> list[str]:
    """Xero never had to refuse a call for its number, and nobody called during a pause.

    Its own counters refuse the 6th at once, the 61st of a minute and what a day allows no more;
    so no 429 stands in its log but those that the trickster dealt. What we say that we called is
    what it counted.
    """
    log = company.xero.sandbox.calls.calls()
    dealt = Counter(hit.tenant for hit in hits if hit.card.kind.startswith("limit_"))
    refused = Counter(call.tenant for call in log if call.status == 429)
    wrong = [
        f"{tenant} was refused {refused[tenant]} calls, {dealt[tenant]} of them dealt"
        for tenant in sorted({*refused, *dealt})
        if refused[tenant] != dealt[tenant]
    ]
    for hit in hits:
        pause = pause_of(hit.card)
        if pause is not None:
            wrong += _during(log, hit, pause, {hit.tenant})
        elif hit.card.kind == "limit_concurrent":
            wrong += _during(log, hit, _AT_ONCE_PAUSES, {hit.tenant})
        elif hit.card.kind == "limit_appminute":
            wrong += _during(log, hit, _APP_PAUSES, {call.tenant for call in log})
    return [*wrong, *_at_once(company, ever), *_miscounted(company, ever)]


def _at_once(company: Company, ever: dict[UUID, Branch]) -> list[str]:
    """Five at once were reached, and never passed."""
    limits, client = company.xero.sandbox.limits, company.xero.client_id
    most = [limits.most_at_once(client, _tenant(branch)) for branch in ever.values()]
    if max(most) == limits.at_once:
        return []
    return [f"the most calls at once were {most}: {limits.at_once} were to be tried"]


def _miscounted(company: Company, ever: dict[UUID, Branch]) -> list[str]:
    log = company.xero.sandbox.calls
    # a call that a dead token made was made, though no limit of Xero's counts it
    counted = Counter(call.tenant for call in log.calls()) + log.turned_away()
    wrong = []
    for branch in ever.values():
        ((ours,),) = branch.sql("select sum(calls) from call_days where org_id = :org")
        if ours != counted[_tenant(branch)]:
            wrong.append(
                f"{branch.office.key}: we count {ours} calls of {counted[_tenant(branch)]},"
                f" {log.turned_away()[_tenant(branch)]} of them turned away"
            )
    return wrong


def _tenant(branch: Branch) -> str:
    """Its id with Xero when it was connected, which a reset changes."""
    with branch.doors.store.house() as house:
        found = organisations.read(house, branch.org_id)
    assert found is not None
    return found.ledger_id


def _during(log: list[Call], hit: Hit, pause: timedelta, tenants: Set[str]) -> list[str]:
    """Calls of these tenants while they were to wait."""
    refusals = [call.at for call in log if (call.tenant, call.status) == (hit.tenant, 429)]
    began = max(at for at in refusals if at <= hit.at)
    return [
        f"{call.method} {call.path} at {call.at}, {call.at - began} into a pause of {pause}"
        for call in log
        if call.tenant in tenants and began < call.at < began + pause
    ]
