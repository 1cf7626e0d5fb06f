"""A talk about other terms: offers that the business and its customer make to each other.

Pure. One offer stands at a time, made by one side; only the other side may accept or decline it,
by its number, so that nobody says yes to what was never shown. Either may put another in its
place, and either may end the talk. An offer lapses on a day of its own: there is no state in which
both wait for ever. What an agreement brings with it is written down elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from plugin.credit.agreements import PlanCover, PlanPart
from plugin.credit.money import Money, total

#: an offer of more parts is none
MOST_PARTS = 24
_DAY = timedelta(days=1)
#: nobody agrees on a day that far ahead by a form
_FARTHEST = timedelta(days=3 * 365)


class Side(StrEnum):
    """Who speaks."""

    CUSTOMER = "customer"
    BUSINESS = "business"

    @property
    def other(self) -> Side:
        """The other one."""
        return Side.BUSINESS if self is Side.CUSTOMER else Side.CUSTOMER


class TalkState(StrEnum):
    """Where a talk stands."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class TalkRefusal(StrEnum):
    """Why a move is not possible."""

    ENDED = "ended"
    ANOTHER_OFFER = "another_offer"
    YOUR_OWN = "your_own"
    NO_PARTS = "no_parts"
    DOES_NOT_ADD_UP = "does_not_add_up"
    BAD_DAYS = "bad_days"


class NotYours(Exception):
    """A move that a side may not make now; `why` says which rule it breaks."""

    def __init__(self, why: TalkRefusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Terms that one side offers: one part is a promise, several are a plan.

    The parts sum to what `covers` names. From `lapses_on` on nobody can accept it.
    """

    number: int
    by: Side
    on: date
    covers: tuple[PlanCover, ...]
    parts: tuple[PlanPart, ...]
    lapses_on: date

    @property
    def amount(self) -> Money:
        """What it is about in all."""
        return total((part.amount for part in self.parts), self.parts[0].amount.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """All offers of a talk in their order; `agreed` is the number of the one that was accepted.

    `ended_by` is the side that accepted, declined or withdrew.
    """

    id: str
    offers: tuple[Offer, ...]
    state: TalkState = TalkState.OPEN
    agreed: int | None = None
    ended_by: Side | None = None
    #: words of the customer that nobody of the business has read
    unread: int = 0

    @property
    def last(self) -> Offer:
        """The offer that stands, or stood last."""
        return self.offers[-1]

    def state_on(self, on: date) -> TalkState:
        """Where it stands on a day: an offer that nobody answered in time has lapsed."""
        if self.state is TalkState.OPEN and self.offers and on >= self.last.lapses_on:
            return TalkState.LAPSED
        return self.state

    def waits_for(self, on: date) -> Side | None:
        """Whose turn it is to answer an offer; None where the talk is over or offers nothing."""
        if not self.offers:
            return None
        return self.last.by.other if self.state_on(on) is TalkState.OPEN else None


def covers_of(amounts: Sequence[PlanCover]) -> Money:
    """What is covered in all. Raises ValueError where nothing is."""
    if not amounts:
        raise ValueError("nothing is covered")
    return total((each.owed for each in amounts), amounts[0].owed.currency)


def make_offer(
    number: int,
    by: Side,
    covers: Sequence[PlanCover],
    parts: Sequence[PlanPart],
    *,
    on: date,
    offer_days: int,
) -> Offer:
    """An offer of today. Raises NotYours where its parts are no terms for what it covers.

    It lapses after `offer_days`, and in any case once its first day has passed.
    """
    if not parts or len(parts) > MOST_PARTS or not covers:
        raise NotYours(TalkRefusal.NO_PARTS)
    owed = covers_of(covers)
    if any(part.amount.currency != owed.currency or part.amount.amount <= 0 for part in parts):
        raise NotYours(TalkRefusal.DOES_NOT_ADD_UP)
    if total((part.amount for part in parts), owed.currency) != owed:
        raise NotYours(TalkRefusal.DOES_NOT_ADD_UP)
    days = [part.due for part in parts]
    if days != sorted(set(days)) or days[0] < on or days[-1] > on + _FARTHEST:
        raise NotYours(TalkRefusal.BAD_DAYS)
    return Offer(
        number=number,
        by=by,
        on=on,
        covers=tuple(covers),
        parts=tuple(parts),
        lapses_on=min(on + timedelta(days=offer_days), days[0] + _DAY),
    )


def begin(id_: str, offer: Offer) -> Talk:
    """A talk that begins with an offer."""
    return Talk(id=id_, offers=(offer,))


def counter(
    talk: Talk,
    by: Side,
    covers: Sequence[PlanCover],
    parts: Sequence[PlanPart],
    *,
    seen: int,
    on: date,
    offer_days: int,
) -> Talk:
    """Another offer takes the place of offer number `seen`, whoever made that one.

    Raises NotYours where the talk is over, or where another offer stands than was seen.
    """
    _open(talk, seen, on)
    fresh = make_offer(talk.last.number + 1, by, covers, parts, on=on, offer_days=offer_days)
    return replace(talk, offers=(*talk.offers, fresh))


def accept(talk: Talk, by: Side, *, seen: int, on: date) -> Talk:
    """Say yes to offer number `seen`: only the side that did not make it may.

    Raises NotYours where that offer does not stand any more.
    """
    _open(talk, seen, on)
    if talk.last.by is by:
        raise NotYours(TalkRefusal.YOUR_OWN)
    return replace(talk, state=TalkState.AGREED, agreed=seen, ended_by=by)


def end(talk: Talk, by: Side, *, seen: int, on: date) -> Talk:
    """End the talk: decline the other side's offer, or withdraw one's own. Raises NotYours."""
    _open(talk, seen, on)
    own = talk.last.by is by
    return replace(talk, state=TalkState.WITHDRAWN if own else TalkState.DECLINED, ended_by=by)


def _open(talk: Talk, seen: int, on: date) -> None:
    if talk.state_on(on) is not TalkState.OPEN:
        raise NotYours(TalkRefusal.ENDED)
    if talk.last.number != seen:
        raise NotYours(TalkRefusal.ANOTHER_OFFER)
