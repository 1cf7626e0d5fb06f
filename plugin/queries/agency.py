"""Hand-offs as pages show them: those of a customer, what one would be today, whom to talk to now.

It decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plugin.credit.account import Invoice
from plugin.credit.agency import HandOffLook
from plugin.credit.money import Money, total
from plugin.letters.agency_words import barrier_words, caution_words
from plugin.store import Tx, agency
from plugin.store.agency import HandOff


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffShown:
    """One hand-off with the sums that were handed over; `ended` says when and why it ended."""

    id: UUID
    agency: str
    address: str
    why: str
    cautions: tuple[str, ...]
    handed_on: date
    by: str
    invoice_ids: tuple[str, ...]
    numbers: tuple[str, ...]
    sums: tuple[Money, ...]
    disputed: tuple[Money, ...]
    is_in_force: bool
    ended_at: datetime | None
    ended_by: str
    back_why: str


@dataclass(frozen=True, slots=True)
class Choosable:
    """An invoice that may be handed over, ticked or not."""

    id: str
    number: str
    due: date
    days_late: int
    balance: Money
    disputed: Money | None
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffPage:
    """What a hand-off of the chosen invoices would be today; nothing is handed over by looking."""

    choosable: tuple[Choosable, ...]
    chosen: tuple[str, ...]
    sums: tuple[Money, ...]
    barriers: tuple[str, ...]
    #: what is said yes to: the form's key and the sentence
    cautions: tuple[tuple[str, str], ...]
    #: nobody has said what the customer is before the law
    asks_standing: bool
    made: tuple[HandOffShown, ...]

    @property
    def in_force(self) -> tuple[HandOffShown, ...]:
        """Those that hold."""
        return tuple(each for each in self.made if each.is_in_force)


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """For the customer: who looks after which invoices now."""

    agency: str
    address: str
    numbers: tuple[str, ...]


def hand_offs(tx: Tx, customer_id: str) -> tuple[HandOffShown, ...]:
    """Every hand-off of a customer, the newest first."""
    return tuple(_shown(each) for each in agency.of_customer(tx, customer_id))


def hand_off_page(
    tx: Tx,
    customer_id: str,
    *,
    may: Sequence[Invoice],
    chosen: Sequence[Invoice],
    look: HandOffLook,
    on: date,
) -> HandOffPage:
    """The page of a hand-off with what was found."""
    ids = {each.id for each in chosen}
    return HandOffPage(
        choosable=tuple(
            Choosable(
                each.id,
                each.number,
                each.due,
                (on - each.due).days,
                each.balance,
                each.disputed,
                each.id in ids,
            )
            for each in sorted(may, key=lambda one: (one.due, one.number))
        ),
        chosen=tuple(each.id for each in chosen),
        sums=_sums([each.balance for each in chosen]),
        barriers=tuple(barrier_words(each) for each in look.barriers),
        cautions=tuple((each.key, caution_words(each)) for each in look.cautions),
        asks_standing=any(each.what == "kind_unknown" for each in look.barriers),
        made=hand_offs(tx, customer_id),
    )


def looked_after(tx: Tx, customer_id: str) -> tuple[LookedAfter, ...]:
    """Who collects what of a customer now, for the customer to read."""
    return tuple(
        LookedAfter(each.agency, each.address, tuple(one.number for one in each.invoices))
        for each in agency.of_customer(tx, customer_id)
        if each.is_in_force
    )


def _shown(each: HandOff) -> HandOffShown:
    return HandOffShown(
        id=each.id,
        agency=each.agency,
        address=each.address,
        why=each.why,
        cautions=each.cautions,
        handed_on=each.handed_on,
        by=each.by,
        invoice_ids=tuple(one.invoice_id for one in each.invoices),
        numbers=tuple(one.number for one in each.invoices),
        sums=_sums([one.owed for one in each.invoices]),
        disputed=_sums([one.disputed for one in each.invoices if one.disputed]),
        is_in_force=each.is_in_force,
        ended_at=each.ended_at,
        ended_by=each.ended_by,
        back_why=each.back_why,
    )


def _sums(amounts: Sequence[Money]) -> tuple[Money, ...]:
    codes = dict.fromkeys(each.currency for each in amounts)
    return tuple(total((e for e in amounts if e.currency == code), code) for code in codes)
