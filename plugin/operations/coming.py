"""Coming: every message of the days ahead if nobody pays, and what a person calls off of it.

The days ahead are the review itself, walked on from today; looking at them saves nothing. Calling
off is a person's decision like any other: under the customer's lock, written to the timeline,
followed by a review.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from plugin.credit.account import Account, StepState
from plugin.credit.decisions import ProposedMessage
from plugin.credit.forward import Ahead, Coming, ComingStatement, days_of_release, forward
from plugin.credit.working_days import next_contact_moment
from plugin.letters.wording import dated, money
from plugin.letters.words import level_name
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, ground
from plugin.store import Tx, accounts, called_off, messages, outbox, placements, statements
from plugin.store.called_off import CalledOffBy
from plugin.store.messages import Message
from plugin.store.reading import Record, ahead
from plugin.zones import zone_for

#: how far ahead a page looks, today included
DAYS = 14
#: somebody waits for the page: of more open invoices, those of the customers who owe most
AT_MOST = 10_000
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message of the days ahead; `seen` names exactly this one, `standing` is its row today."""

    coming: Coming
    seen: str
    standing: Message | None

    @property
    def is_approved(self) -> bool:
        """Somebody said yes to it already, or the policy did."""
        return self.standing is not None and self.standing.state is not StepState.PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAhead:
    """What goes up to `last` if nobody pays, and what was called off of it.

    `looked_at` of the `concerned` customers were walked; the others are not on the page.
    """

    on: date
    last: date
    found: tuple[Foreseen, ...]
    called_off: tuple[CalledOffBy, ...]
    statements: tuple[ComingStatement, ...] = ()
    #: invoice number by id
    numbers: Mapping[str, str]
    looked_at: int
    concerned: int


def days_ahead(
    doors: Doors,
    *,
    org_id: UUID,
    customer_id: str | None = None,
    search: str = "",
    days: int = DAYS,
) -> DaysAhead:
    """Every message of the next `days` days, today included; of one customer, or by name."""
    with doors.store.tenant(org_id) as tx:
        return _look(tx, ground(tx, now=doors.clock.now()), customer_id, search, days)


def _look(tx: Tx, on: Ground, customer_id: str | None, search: str, days: int) -> DaysAhead:
    last = on.today + timedelta(days=days - 1)
    first = max(on.today, on.organisation.stopped_until or on.today)
    off = called_off.standing(tx, on=on.today, customer_id=customer_id)
    if on.organisation.settled_at is None or first > last:
        return DaysAhead(
            on=on.today, last=last, found=(), called_off=off, numbers={}, looked_at=0, concerned=0
        )
    released = _released(tx, on, first, last)
    ids, concerned = ahead.concerned(
        tx,
        last=last,
        released=list(released),
        at_most=AT_MOST,
        customer_id=customer_id,
        search=search,
    )
    walked = _walked(tx, on, first, ids, released)
    standing = {
        (each.customer_id, each.currency): each
        for each in messages.open_of(tx, ids)
        if each.kind == "reminder"
    }
    sent_today = (on.today, ahead.sent_on(tx, on.today))
    coming = list(forward(walked, last=last, sent_today=sent_today))
    found = tuple(_foreseen(each, standing) for each in coming if isinstance(each, Coming))
    stated = tuple(each for each in coming if isinstance(each, ComingStatement))
    return DaysAhead(
        on=on.today,
        last=last,
        found=found,
        called_off=off,
        statements=stated,
        numbers={
            invoice.id: invoice.number for each in found for invoice in each.coming.account.invoices
        },
        looked_at=len(ids),
        concerned=concerned,
    )


def _released(tx: Tx, on: Ground, first: date, last: date) -> dict[str, date]:
    """When each customer whose opening debt still waits is let in, as far as that is in reach."""
    a_day = on.house.released_per_day
    room = max(0, a_day - len(placements.released(tx, day=first)))
    reach = room + a_day * (last - first).days
    waiting = placements.waiting(tx, at_most=reach) if reach else ()
    return days_of_release(waiting, first=first, room=room, a_day=a_day)


def _walked(
    tx: Tx, on: Ground, first: date, ids: Sequence[str], released: Mapping[str, date]
) -> list[Ahead]:
    reached = {row.id: row for row in ahead.reached_at(tx, ids)}
    walked: list[Ahead] = []
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        loaded = accounts.load_accounts(
            tx, on=on.today, customer_ids=batch, calendar_of=on.calendar_of, limit=len(batch)
        )
        for account in loaded:
            row = reached[account.customer.id]
            walked.append(
                Ahead(
                    account=account,
                    policies=on.policies.policies,
                    first=max(first, _still_today(on, account, row)),
                    released_on=released.get(account.customer.id),
                    addresses=frozenset(row.addresses),
                )
            )
    return walked


def _still_today(on: Ground, account: Account, row: Record) -> date:
    """Today, or the next working day where this customer's contact hours are over (rule 24)."""
    zone = zone_for(row.country, on.organisation.timezone)
    hours = on.policy_of(account.customer).contact
    moment = next_contact_moment(on.now, account.calendar, zone, hours.opens, hours.closes)
    return max(on.today, moment.date())


def _foreseen(coming: Coming, standing: Mapping[tuple[str, str], Message]) -> Foreseen:
    row = standing.get((coming.customer_id, coming.message.currency))
    steps = {(each.invoice_id, each.instalment, each.level) for each in coming.message.chased}
    same = row is not None and any(
        (each.invoice_id, each.instalment, each.level) in steps for each in row.steps
    )
    return Foreseen(coming, _seen(coming.message), row if same else None)


def _seen(message: ProposedMessage) -> str:
    """The same value while a message asks the same levels of the same invoices."""
    steps = sorted(
        (each.invoice_id, each.instalment, each.level, each.cycle) for each in message.chased
    )
    return hashlib.sha256(repr((message.currency, steps)).encode()).hexdigest()[:32]


def call_off(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    customer_id: str,
    seen: str,
    foreseen: date,
    until: date | None,
) -> None:
    """Call a message of the days ahead off: its levels are skipped, or put off until a day.

    `seen` is the `Foreseen.seen` of the page that was read. Raises NotPossible where no such
    message is coming any more, where it is on its way, or where `until` is not after its day.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        found = _look(tx, on, customer_id, "", DAYS + 7).found
        it = next((each for each in found if each.seen == seen), None)
        if it is None or foreseen < on.today:
            raise NotPossible(
                "This message is not coming any more, or asks for something else by now. "
                "Nothing was changed. Please look at the page again."
            )
        if until is not None and until <= foreseen:
            raise NotPossible("Nothing was changed: put it off until a day after its own.")
        _take_back(tx, on, it)
        message = it.coming.message
        called_off.call_off(
            tx, customer_id, message, foreseen=foreseen, until=until, by=by, at=on.now
        )
        name = level_name(message.level, is_courtesy=message.is_courtesy, is_final=message.is_final)
        numbers = {each.id: each.number for each in it.coming.account.invoices}
        named = ", ".join(dict.fromkeys(numbers[each.invoice_id] for each in message.chased))
        what = f"put off until {dated(until)}" if until else "skipped"
        summary = (
            f"{name.capitalize()} for {named} ({money(message.total)}), foreseen for"
            f" {dated(foreseen)}: {what}"
        )
        record(tx, on, by, customer_id, "called_off", summary)


def call_statement_off(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, currency: str, period: str
) -> None:
    """Call a statement of the days ahead off: that month has none, the next comes on its day.

    Raises NotPossible where none of that month is coming any more.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        coming = _look(tx, on, customer_id, "", DAYS + 7).statements
        it = next(
            (
                each
                for each in coming
                if (each.statement.currency, each.statement.period) == (currency, period)
            ),
            None,
        )
        if it is None:
            raise NotPossible("This statement is not coming any more. Nothing was changed.")
        statements.call_off(
            tx, customer_id, it.statement, on=on.today, now=on.now, under=on.under(it.policy)
        )
        record(
            tx, on, by, customer_id, "called_off",
            f"Statement in {currency}, foreseen for {dated(it.on)}: called off",
        )  # fmt: skip


def _take_back(tx: Tx, on: Ground, it: Foreseen) -> None:
    """What was approved is taken back, so that the review that follows can drop it."""
    standing = it.standing
    if standing is None or standing.state is StepState.PROPOSED:
        return
    if not outbox.move(
        tx, standing.id, to=StepState.PROPOSED, frm=(StepState.APPROVED,), now=on.now
    ):
        raise NotPossible("Nothing was changed: this message is being sent this very moment.")


def undo(doors: Doors, *, org_id: UUID, by: str, decision: UUID) -> None:
    """Let a message that was called off come again, while its day has not passed."""
    with doors.store.tenant(org_id) as tx:
        today = ground(tx, now=doors.clock.now()).today
        found = next(iter(called_off.standing(tx, on=today, decision=decision)), None)
    if found is None:
        raise NotPossible("Its day has passed, or it was undone already. Nothing was changed.")
    with about(doors, org_id, found.customer_id) as (tx, on):
        if not called_off.undo(tx, decision, by=by, at=on.now, on=on.today):
            raise NotPossible("Its day has passed, or it was undone already. Nothing was changed.")
        record(
            tx, on, by, found.customer_id, "called_off_undone",
            f"{', '.join(found.numbers)}: no longer called off; it comes again as the policy says",
        )  # fmt: skip
