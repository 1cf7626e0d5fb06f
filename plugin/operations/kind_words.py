"""Kind words in the outbox: kept as reviews propose them, what one says now, told when they went.

When one is due is the engine's decision; how one leaves is in `send_kind_words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from plugin.credit.account import Account, StepState
from plugin.credit.covered import Covered
from plugin.credit.decisions import AskWhy
from plugin.credit.kind_word_facts import KindWord, ProposedKindWord
from plugin.credit.milestones import OF_BOND
from plugin.credit.money import Money
from plugin.credit.policy import CreditPolicy, Mode
from plugin.letters.kind_words import KindWordFacts, compose_kind_word
from plugin.letters.wording import dated, listed, money
from plugin.operations.doors import NotPossible
from plugin.operations.ground import Ground
from plugin.store import Tx, accounts, contacts, invoices, kind_words, outbox, timeline
from plugin.store.kind_words import KindRow
from plugin.store.messages import Message
from plugin.store.outbox import Sealed, Under


def keep_kind_words(
    tx: Tx,
    on: Ground,
    covered: Sequence[Covered],
    standing: Sequence[Message],
    *,
    send_after: datetime,
) -> None:
    """Make the open kind words what the reviews propose; an approval is left to sending.

    `standing` are the open ones of these customers.
    """
    if not standing and not any(each.review.kind_words for each in covered):
        return
    rows = kind_words.of_messages(tx, [each.id for each in standing])
    open_now = {(each.customer_id, rows[each.id].once): each for each in standing}
    new: list[tuple[str, ProposedKindWord, StepState, tuple[AskWhy, ...]]] = []
    under: dict[str, Under] = {}
    for each in covered:
        customer = each.review.customer_id
        under[customer] = on.under(each.policy)
        for fresh in each.review.kind_words if on.may_propose else ():
            if open_now.pop((customer, fresh.once), None) is None:
                ask = (AskWhy.FIRST_TO_CUSTOMER,) if fresh.is_first else ()
                new.append((customer, fresh, _first_state(each.policy, fresh, ask), ask))
    for stood in open_now.values():
        if stood.state is StepState.PROPOSED:
            outbox.move(
                tx,
                stood.id,
                to=StepState.DROPPED,
                frm=(StepState.PROPOSED,),
                now=on.now,
                outcome="not the time for it any more" if on.may_propose else "stopped",
            )
    kind_words.propose(tx, new, on=on.today, under=under, send_after=send_after)


def _first_state(
    policy: CreditPolicy, fresh: ProposedKindWord, ask: tuple[AskWhy, ...]
) -> StepState:
    """Whoever asks for a recommendation, or marks a milestone, does it with a person's own yes."""
    may = policy.kind_words.by_itself and not ask and fresh.kind not in OF_BOND
    by_itself = policy.mode is Mode.AUTOMATIC and may
    return StepState.APPROVED if by_itself else StepState.PROPOSED


def account_of(tx: Tx, on: Ground, message: Message) -> Account | None:
    """The account that a kind word is about; None where the customer is gone."""
    loaded = accounts.load_accounts(
        tx, on=on.today, customer_ids=[message.customer_id], calendar_of=on.calendar_of, limit=1
    )
    return loaded[0] if loaded else None


def facts_now(tx: Tx, on: Ground, message: Message) -> KindWordFacts | None:
    """What a kind word would say if it left now; None where the customer is gone."""
    row = kind_words.read(tx, message.id)
    account = account_of(tx, on, message)
    contact = contacts.contact(tx, message.customer_id)
    if row is None or account is None or contact is None:
        return None
    named = invoices.invoices_by_id(tx, message.also)
    settings = on.settings
    chased = {step.invoice_id for step in account.steps if step.state is StepState.DONE}
    first = next(iter(named.values()), None)
    return KindWordFacts(
        kind=row.kind,
        organisation=on.organisation.name,
        customer=account.customer.name,
        recipient=contact.first_name,
        sender_name=settings.sender_name,
        sender_title=settings.sender_title,
        reply_to=settings.reply_to,
        phone=settings.phone,
        language=account.customer.language or settings.language,
        numbers=tuple(sorted(each.number for each in named.values())),
        amount=Money(row.amount, message.currency),
        about_on=row.about_on,
        written_on=row.written_on,
        due=first.due if first is not None and row.kind is KindWord.WELCOME else None,
        was_late=bool(chased.intersection(message.also)),
        how_to_pay=settings.how_to_pay,
        own_sentence=message.sentence,
        is_of_years=row.once.startswith("milestone:years"),
        in_a_row=_in_a_row(row),
    )


def why(tx: Tx, message: Message, row: KindRow) -> str:
    """Why it is proposed, as one sentence with its numbers."""
    numbers = listed(sorted(invoices.numbers(tx, message.also).values()), 6)
    amount = money(Money(row.amount, message.currency))
    if row.kind is KindWord.APOLOGY and row.written_on is not None:
        return (
            f"{amount} of {dated(row.about_on)} for {numbers} came to light after your message of "
            f"{dated(row.written_on)} had asked for it."
        )
    if row.kind is KindWord.LOYALTY:
        return (
            f"You raised the limit to {amount} on {dated(row.about_on)}, because one invoice after "
            "another was paid on time."
        )
    if row.kind in (KindWord.MILESTONE, KindWord.RECOMMEND):
        return _why_of_bond(row, amount)
    if row.kind is KindWord.WELCOME:
        return f"{numbers} of {amount} is the first invoice that this customer ever had from you."
    return f"{amount} came in on {dated(row.about_on)} and paid off {numbers}; nothing is late now."


def _in_a_row(row: KindRow) -> int:
    """How many on time one after the other it thanks for; 0 where it is about something else."""
    about, _, count = row.once.rpartition(":")
    return int(count) if about == "milestone:in_a_row" else 0


def _why_of_bond(row: KindRow, amount: str) -> str:
    if row.kind is KindWord.RECOMMEND:
        return (
            f"They pay on time, and on {dated(row.about_on)} they told you that it went well. You "
            "ask at most once a year, and they can say no for good."
        )
    if (count := _in_a_row(row)) > 0:
        return f"They paid {count} invoices in a row on time, the last on {dated(row.about_on)}."
    if row.once.startswith("milestone:years"):
        return f"Their very first invoice was dated {dated(row.about_on)}, a year ago."
    return f"With the payment of {dated(row.about_on)} all that they ever paid passed {amount}."


def keep_now(tx: Tx, on: Ground, message: Message) -> None:
    """Keep what one says now, for one that a person says in their own way."""
    facts = facts_now(tx, on, message)
    if facts is None:
        raise NotPossible("The customer of this message is gone from the ledger.")
    letter = compose_kind_word(facts)
    outbox.seal_letter(tx, message.id, Sealed(letter.subject, letter.text, letter.html, (), (), ""))


def tell_said(tx: Tx, on: Ground, message: Message, by: str) -> None:
    """The line of the timeline for a kind word that went."""
    row = kind_words.read(tx, message.id)
    if row is None:
        return
    numbers = listed(sorted(invoices.numbers(tx, message.also).values()), 6)
    words = {
        KindWord.APOLOGY: f"Apologised: our message and the payment of {numbers} crossed",
        KindWord.THANKS: f"Thanked for paying {numbers}",
        KindWord.WELCOME: f"Welcomed after the first invoice, {numbers}",
        KindWord.LOYALTY: "Thanked for paying on time, and told of the higher limit",
        KindWord.MILESTONE: "Thanked for a milestone",
        KindWord.RECOMMEND: "Asked for a word of recommendation",
    }
    timeline.record(
        tx,
        timeline.Event(
            at=on.now,
            kind="kind_word_sent",
            by=by,
            customer_id=message.customer_id,
            summary=words[row.kind],
            refs={
                "message": str(message.id),
                "policy": message.policy,
                "policy_version": message.policy_version,
            },
        ),
    )
