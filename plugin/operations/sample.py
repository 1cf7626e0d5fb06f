"""Sample: any letter of the ladder, as one customer would read it. Nothing is proposed or sent.

Its facts are the customer's own: invoices, amounts, dates, credit, who signs and how to pay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import Account, Invoice
from plugin.credit.decisions import ProposedMessage, ProposedStep
from plugin.credit.money import Money, total
from plugin.credit.policy import CreditPolicy, Tone
from plugin.letters.cautions import cautions
from plugin.letters.compose import Letter, compose
from plugin.letters.facts import LetterFacts
from plugin.letters.lint import complaints_for, sentence_complaints
from plugin.letters.wording import dated
from plugin.letters.words import tone_name
from plugin.operations.account_now import account_now
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import ground
from plugin.operations.letter_facts import Extras, letter_facts
from plugin.operations.portal_links import specimen
from plugin.operations.sender import sender_of
from plugin.store import contacts

#: a courtesy is dated so many days before the due date where nothing falls due ahead
_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which letter: a tone, about one invoice or all, in a language (empty = the customer's)."""

    tone: Tone
    many: bool = False
    language: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The letter, what is remarkable about it, and why it might not go."""

    letter: Letter
    facts: LetterFacts
    notes: tuple[str, ...]
    complaints: tuple[str, ...]


def sample(doors: Doors, *, org_id: UUID, customer_id: str, asked: Asked) -> Sample:
    """A letter with this customer's facts as of today, or as of the day on which it could go.

    Raises NotPossible for a stranger, and for one who owes nothing.
    """
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        account = account_now(tx, on, customer_id)
        contact = contacts.contact(tx, customer_id)
    if contact is None:
        raise NotPossible("This customer is not known here.")
    policy = on.policy_of(account.customer)
    invoices, day = _chosen(account, asked, on.today, policy)
    sender = sender_of(doors, on.organisation, on.settings)
    facts = letter_facts(
        account,
        _message(invoices, day, asked.tone),
        contact,
        sender,
        policy,
        on=day,
        extras=Extras(sentence=asked.sentence, tone=asked.tone, portal_url=specimen(doors.url)),
    )
    if asked.language:
        approved = asked.language.startswith("en") or asked.language in sender.approved
        facts = replace(facts, language=asked.language, is_approved=approved)
    letter = compose(facts)
    return Sample(
        letter,
        facts,
        (
            *_notes(asked, invoices, day, on.today),
            *_standing(account, asked),
            *cautions(facts, letter),
        ),
        _judged(letter, facts),
    )


def _judged(letter: Letter, facts: LetterFacts) -> tuple[str, ...]:
    """What is wrong with the owner's sentence, said once; else with the letter."""
    names = (facts.customer, facts.organisation)
    own = sentence_complaints(facts.own_sentence, names, letter.language)
    return own or complaints_for(letter, facts)


def _chosen(
    account: Account, asked: Asked, today: date, policy: CreditPolicy
) -> tuple[Sequence[Invoice], date]:
    """The invoices of the currency most used, and the day on which such a letter names them."""
    open_ones = [each for each in account.invoices if each.is_open and not each.instalments]
    if not open_ones:
        raise NotPossible(
            f"{account.customer.name} owes nothing just now; choose another customer."
        )
    most = Counter(each.balance.currency for each in open_ones).most_common(1)[0][0]
    of = sorted(
        (each for each in open_ones if each.balance.currency == most),
        key=lambda each: (each.due, each.number),
    )
    if asked.tone is Tone.COURTESY:
        ahead = [each for each in of if each.due >= today]
        day = today if ahead else of[-1].due - _AHEAD
        fitting = ahead or [each for each in of if each.due >= day]
    else:
        late = [each for each in of if each.due < today]
        level = next((each for each in policy.ladder if each.tone is asked.tone), None)
        day = today if late else of[0].due + timedelta(days=max(1, level.days if level else 1))
        fitting = late or [each for each in of if each.due < day]
    return (fitting if asked.many else fitting[:1]), day


def _message(invoices: Sequence[Invoice], day: date, tone: Tone) -> ProposedMessage:
    currency = invoices[0].balance.currency
    steps = tuple(
        ProposedStep(each.id, 0, 1, each.balance, (day - each.due).days) for each in invoices
    )
    return ProposedMessage(
        currency=currency,
        level=1,
        is_courtesy=tone is Tone.COURTESY,
        is_final=tone.is_final,
        chased=steps,
        also=(),
        netted=Money.zero(currency),
        total=total((step.amount for step in steps), currency),
        tone=tone,
    )


def _notes(asked: Asked, invoices: Sequence[Invoice], day: date, today: date) -> tuple[str, ...]:
    notes = []
    if day != today:
        notes.append(f"As it would read on {dated(day)}: today there is nothing for this tone.")
    if asked.many and len(invoices) == 1:
        notes.append("There is one such invoice, so it is worded for one.")
    return tuple(notes)


def _standing(account: Account, asked: Asked) -> tuple[str, ...]:
    if asked.tone is not Tone.BEFORE_ACTION or account.customer.standing.is_confirmed:
        return ()
    return (
        (
            f"Nobody has said what {account.customer.name} is before the law, so this "
            f"{tone_name(asked.tone)} would wait; it is shown as the one that names no court step."
        ),
    )
