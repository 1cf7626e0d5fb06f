"""Talks as both sides see them: the same offers, words and record; whose turn it is differs.

It decides nothing and marks nothing as read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plugin.calendars import calendar_for
from plugin.credit.agreements import PlanPart
from plugin.credit.money import Money, total
from plugin.credit.negotiation import Offer, Side, TalkState
from plugin.credit.plans import may_be_planned
from plugin.letters.answer_words import talk_state_words, terms_words
from plugin.letters.wording import listed
from plugin.queries.disputes import DisputeShown, disputes_of
from plugin.store import Tx, accounts, talk_words, talks
from plugin.store.talk_words import Paper
from plugin.store.talks import TalkKept, TalkKind

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShown:
    """One offer: who made it, its terms, and what became of it."""

    number: int
    side: Side
    by: str
    at: datetime
    terms: str
    parts: tuple[PlanPart, ...]
    became: str
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """Words of one side, with the papers that came with them."""

    side: Side
    by: str
    at: datetime
    words: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkShown:
    """A talk as a page shows it: to both sides the same, but for whose turn it is.

    `owed` is what of its invoices is unpaid now and not contested; `record` is the agreement, in
    one sentence, where there is one.
    """

    id: UUID
    customer_id: str
    customer: str
    is_terms: bool
    about: str
    numbers: tuple[str, ...]
    opened_at: datetime
    state: TalkState
    state_words: str
    offers: tuple[OfferShown, ...]
    lines: tuple[LineShown, ...]
    record: str
    agreed_at: datetime | None
    waits_for: Side | None
    #: the last day on which the offer that stands can be accepted
    stands_until: date | None
    owed: Money
    unread: int
    disputes: tuple[DisputeShown, ...]

    @property
    def last(self) -> OfferShown | None:
        """The offer that stands or stood last."""
        return self.offers[-1] if self.offers else None

    @property
    def is_open(self) -> bool:
        """Whether anything of it may still be answered or written to."""
        return self.state is TalkState.OPEN


def talk_shown(
    tx: Tx, talk_id: UUID, *, organisation: str, on: date, customer_id: str | None = None
) -> TalkShown | None:
    """One talk, of this customer only where one is named; None where there is none such."""
    kept = talks.read_talk(tx, talk_id, customer_id=customer_id)
    if kept is None:
        return None
    return _shown(tx, kept, organisation, on, whole=True)


def talks_shown(
    tx: Tx, *, organisation: str, on: date, customer_id: str | None = None, limit: int = 100
) -> tuple[TalkShown, ...]:
    """Talks of one customer or of all, open ones first, without their words."""
    found = talks.talks(tx, customer_id=customer_id, limit=limit)
    return tuple(_shown(tx, each, organisation, on, whole=False) for each in found)


def waiting_for_customer(
    tx: Tx, customer_id: str, *, organisation: str, on: date
) -> tuple[TalkShown, ...]:
    """Open talks of one customer in which the business has made an offer that waits."""
    found = talks.talks(tx, customer_id=customer_id, only_open=True)
    theirs = (each for each in found if each.talk.waits_for(on) is Side.CUSTOMER)
    return tuple(_shown(tx, each, organisation, on, whole=False) for each in theirs)


def _shown(tx: Tx, kept: TalkKept, organisation: str, on: date, *, whole: bool) -> TalkShown:
    names = {Side.CUSTOMER: kept.customer, Side.BUSINESS: organisation}
    talk, state = kept.talk, kept.talk.state_on(on)
    numbers = tuple(each.number for each in kept.about)
    disputed = {each.dispute_id for each in kept.about if each.dispute_id is not None}
    contested = (
        tuple(each for each in disputes_of(tx, kept.customer_id, on=on) if each.id in disputed)
        if disputed
        else ()
    )
    agreed = next((each for each in talk.offers if each.number == talk.agreed), None)
    return TalkShown(
        id=kept.id,
        customer_id=kept.customer_id,
        customer=kept.customer,
        is_terms=kept.kind is TalkKind.TERMS,
        about=listed(numbers, _SHOWN),
        numbers=numbers,
        opened_at=kept.at,
        state=state,
        state_words=_state_words(kept, state, names),
        offers=tuple(_offer(each, kept, state, names) for each in talk.offers),
        lines=_lines(tx, kept, names) if whole else (),
        record="" if agreed is None else f"{terms_words(agreed.parts)}, for {listed(numbers)}",
        agreed_at=kept.ended_at if agreed is not None else None,
        waits_for=talk.waits_for(on),
        stands_until=_stands_until(kept, state),
        owed=_owed(tx, kept, on) if whole else Money.zero(kept.currency),
        unread=talk.unread,
        disputes=contested,
    )


def _stands_until(kept: TalkKept, state: TalkState) -> date | None:
    if not kept.talk.offers or state is not TalkState.OPEN:
        return None
    return kept.talk.last.lapses_on - timedelta(days=1)


def _state_words(kept: TalkKept, state: TalkState, names: Mapping[Side, str]) -> str:
    if kept.kind is TalkKind.WRONG:
        return "answered" if kept.is_closed else "being looked into"
    by = names[kept.talk.ended_by] if kept.talk.ended_by is not None else ""
    return talk_state_words(state, by if state is not TalkState.AGREED else "")


def _offer(each: Offer, kept: TalkKept, state: TalkState, names: Mapping[Side, str]) -> OfferShown:
    _, at = kept.offered_by[each.number]
    is_last = each.number == kept.talk.last.number
    stands = is_last and state is TalkState.OPEN
    became = "stands" if stands else "another offer took its place"
    if is_last and not stands:
        became = _state_words(kept, state, names)
    return OfferShown(
        number=each.number,
        side=each.by,
        by=names[each.by],
        at=at,
        terms=terms_words(each.parts),
        parts=each.parts,
        became=became,
        stands=stands,
    )


def _lines(tx: Tx, kept: TalkKept, names: Mapping[Side, str]) -> tuple[LineShown, ...]:
    return tuple(
        LineShown(
            side=each.side,
            by=names[each.side] if each.side is Side.CUSTOMER else f"{each.by}, {names[each.side]}",
            at=each.at,
            words=each.words,
            papers=each.papers,
        )
        for each in talk_words.lines(tx, kept.id)
    )


def _owed(tx: Tx, kept: TalkKept, on: date) -> Money:
    years = (on.year - 1, on.year, on.year + 1)
    loaded = accounts.load_accounts(
        tx,
        on=on,
        customer_ids=[kept.customer_id],
        calendar_of=lambda country: calendar_for(country, years),
        limit=1,
    )
    ids = {each.invoice_id for each in kept.about}
    invoices = loaded[0].invoices if loaded else ()
    return total((may_be_planned(each) for each in invoices if each.id in ids), kept.currency)
