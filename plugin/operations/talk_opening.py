"""How a talk with a customer begins: with an offer beyond the bounds, or with something wrong.

What follows in it is `talks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import Account, HoldKind
from plugin.credit.agreements import PlanCover, PlanPart
from plugin.credit.answer_rules import AnswerRules
from plugin.credit.money import Money
from plugin.credit.negotiation import NotYours, Side, make_offer
from plugin.credit.plans import money_for, standing_plans
from plugin.credit.working_days import add_working_days
from plugin.letters.answer_words import talk_refusal_words, terms_words
from plugin.letters.wording import listed
from plugin.operations.answering import CUSTOMER, Answering
from plugin.operations.decide import record
from plugin.operations.doors import NotPossible
from plugin.operations.ground import Ground
from plugin.papers_sent import MOST_AT_ONCE, MOST_BYTES, plain_name, type_of
from plugin.store import Tx, holds, talk_words, talks
from plugin.store.talks import TalkKind

#: what has rested for a proposal rests for no other within so many days
_RESTS_AGAIN_AFTER = timedelta(days=30)
#: of all papers of one customer, in bytes
_MOST_KEPT = 60_000_000
_SHOWN = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A paper as it was sent; neither its name nor its type is trusted."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """A paper whose own bytes say what it is."""

    name: str
    type: str
    content: bytes


def checked_papers(papers: Sequence[Upload]) -> tuple[CheckedPaper, ...]:
    """The papers by what they really are. Raises NotPossible for one that we do not take."""
    if len(papers) > MOST_AT_ONCE:
        raise NotPossible(
            f"At most {MOST_AT_ONCE} papers can be sent at once. Nothing was changed; send the "
            "others afterwards."
        )
    found = []
    for each in papers:
        if len(each.content) > MOST_BYTES:
            raise NotPossible(
                f"A paper may have at most {MOST_BYTES // 1_000_000} megabytes. Nothing was "
                "changed; send a smaller one."
            )
        type_ = type_of(each.content)
        if type_ is None:
            raise NotPossible(
                "A paper is a PDF, or a picture as JPEG, PNG, WebP or HEIC; this is something "
                "else by its content, whatever its name says. Nothing was changed."
            )
        found.append(CheckedPaper(plain_name(each.name, type_), type_, each.content))
    return tuple(found)


def open_terms(it: Answering, covered: Mapping[str, Money], parts: Sequence[PlanPart]) -> UUID:
    """Begin a talk with the customer's offer; what it is about rests for it, once in a while.

    An open talk about the same invoices gives way to it. Raises NotPossible where it is no offer.
    """
    _whole_plans(it.account, covered)
    withdraw_others(it)
    covers = offered_covers(it.account, covered)
    try:
        offer = make_offer(
            1,
            Side.CUSTOMER,
            covers,
            parts,
            on=it.on.today,
            offer_days=it.policy.answers.offer_days,
        )
    except NotYours as wrong:
        raise NotPossible(talk_refusal_words(wrong.why)) from wrong
    since = it.on.today - _RESTS_AGAIN_AFTER
    rests = not talks.rested_since(it.tx, covered, since=since)
    talk_id = talks.open_talk(
        it.tx,
        it.who.customer_id,
        TalkKind.TERMS,
        currency=it.currency,
        about=dict.fromkeys(covered),
        rests=rests,
        on=it.on.today,
        at=it.on.now,
    )
    talks.add_offer(it.tx, talk_id, offer, by=CUSTOMER, at=it.on.now)
    if rests:
        rest(it.tx, it.on, it.account, it.policy.answers, talk_id, covered)
    numbers = listed(it.numbers, _SHOWN)
    words = f"Proposes to pay {terms_words(parts)}, for {numbers}"
    record(it.tx, it.on, CUSTOMER, it.who.customer_id, "proposed_terms", words)
    return talk_id


def offered_covers(account: Account, covered: Mapping[str, Money]) -> tuple[PlanCover, ...]:
    """What an offer of today covers of each invoice, and what had come in for it."""
    return tuple(
        PlanCover(invoice_id, owed, Money(money_for(account, invoice_id), owed.currency))
        for invoice_id, owed in covered.items()
    )


def rest(
    tx: Tx,
    on: Ground,
    account: Account,
    rules: AnswerRules,
    talk_id: UUID,
    invoice_ids: Iterable[str],
) -> date | None:
    """Let these invoices rest for a talk, for the owner's working days from today on."""
    if not rules.rest_days:
        return None
    until = add_working_days(on.today, rules.rest_days, account.calendar) + _DAY
    talks.rest(
        tx,
        talk_id,
        {
            each: holds.add_hold(
                tx,
                account.customer.id,
                HoldKind.PROPOSED,
                by=CUSTOMER,
                at=on.now,
                until=until,
                invoice_id=each,
                since=on.today,
            )
            for each in invoice_ids
        },
    )
    return until


def end_rest(tx: Tx, on: Ground, talk: talks.TalkKept, *, by: str) -> None:
    """What a talk is about rests no more for it."""
    for each in talk.about:
        if each.hold_id is not None:
            holds.end_hold(tx, each.hold_id, by=by, at=on.now)


def _whole_plans(account: Account, covered: Mapping[str, Money]) -> None:
    """A plan is changed whole or not at all: its other invoices have to be chosen too."""
    open_ids = {each.id: each.number for each in account.invoices if each.is_open}
    for standing in standing_plans(account):
        ids = {cover.invoice_id for cover in standing.plan.covers} & open_ids.keys()
        missing = sorted(open_ids[each] for each in ids - covered.keys())
        if missing and ids & covered.keys():
            raise NotPossible(
                f"{listed(missing, _SHOWN)} is on the same payment plan. Nothing was changed: "
                "choose it as well, so that the plan is talked about as a whole."
            )


def withdraw_others(it: Answering) -> None:
    """One talk about terms an invoice: an open one gives way to the new offer."""
    for talk in talks.talks(it.tx, customer_id=it.who.customer_id, only_open=True):
        about = {each.invoice_id for each in talk.about}
        if talk.kind is TalkKind.TERMS and about & set(it.ids):
            end_rest(it.tx, it.on, talk, by=CUSTOMER)
            talks.end_talk(
                it.tx,
                talk.id,
                state="withdrawn",
                side=Side.CUSTOMER,
                by=CUSTOMER,
                at=it.on.now,
            )


def open_wrong(
    it: Answering,
    disputes: Mapping[str, UUID],
    words: str,
    papers: Sequence[CheckedPaper],
) -> UUID:
    """Begin the private talk about what is contested, with the customer's words and papers."""
    talk_id = talks.open_talk(
        it.tx,
        it.who.customer_id,
        TalkKind.WRONG,
        currency=it.currency,
        about=dict(disputes),
        rests=False,
        on=it.on.today,
        at=it.on.now,
    )
    if words or papers:
        # the dispute itself asks for an answer: nobody is asked to read it beside
        write_line(
            it.tx,
            it.on,
            talk_id,
            it.who.customer_id,
            words=words,
            papers=papers,
            once=it.who.once,
            is_read=True,
        )
    return talk_id


def write_line(
    tx: Tx,
    on: Ground,
    talk_id: UUID,
    customer_id: str,
    *,
    words: str,
    papers: Sequence[CheckedPaper],
    once: str,
    is_read: bool = False,
) -> UUID | None:
    """Words and papers of the customer; None where the same form came before.

    Raises NotPossible where too much is kept of them already.
    """
    size = sum(len(each.content) for each in papers)
    if papers and talk_words.kept_bytes(tx, customer_id) + size > _MOST_KEPT:
        raise NotPossible(
            "There are a great many papers of yours here already, so these were not kept. Nothing "
            "was changed; please send them by mail."
        )
    line_id = talk_words.add_line(
        tx,
        talk_id,
        customer_id,
        side=Side.CUSTOMER,
        by=CUSTOMER,
        words=words,
        once=once,
        at=on.now,
        is_read=is_read,
    )
    if line_id is None:
        return None
    for each in papers:
        talk_words.add_paper(
            tx,
            talk_id,
            customer_id,
            line_id,
            name=each.name,
            type_=each.type,
            content=each.content,
            at=on.now,
        )
    return line_id
