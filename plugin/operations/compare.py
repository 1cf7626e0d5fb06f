"""Compare: go round what is open in the ledger and what is open here, and put right what differs.

Xero changes due dates and sent marks of part-paid documents without saying so, and a page or a
clock may have lost what it did say. A round reads the open set a page at a time, with a cursor, so
that a stop or a pause goes on where it was; what was held open and not listed is read by itself.
What a difference means for anybody is not decided here: whoever it concerns is reviewed again.

Bills, drafts and single payments are not compared: they bump when they change, and what is open
shows what they came to. Nor are contacts' balances: every document behind them is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from plugin.jobs import What
from plugin.letters.differences import Differed, differences_words
from plugin.operations.doors import Doors, organisation_of
from plugin.operations.open_sets import OpenSet, open_set
from plugin.ports import Ledger, Urgency
from plugin.store import Tx, comparisons, due, reading_marks, timeline
from plugin.store.comparisons import Difference, Differs, Held, Part, Round, Why
from plugin.store.organisations import Organisation

#: a round begins at most so often, and at least once in the other
SOONEST, LATEST = timedelta(hours=6), timedelta(days=1)
#: calls that rounds may cost in a day; more than these only where one round alone costs more
CALLS_A_DAY = 40
#: how long rounds and differences are kept
KEPT_FOR = timedelta(days=90)
#: a round that stood still for longer is begun anew: too much has moved since its first page
_TOO_OLD = timedelta(days=2)
#: while the first reading is under way there is nothing to compare
_NOT_YET = timedelta(hours=1)
#: between two pages, where other work of the organisation waits
_ASIDE = timedelta(seconds=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Comparing:
    """One job's part of a round."""

    doors: Doors
    organisation: Organisation
    ledger: Ledger

    def step(self, at: Round) -> Round | None:
        """Compare one page, or what no page held; where to go on, None at the round's end."""
        documents = open_set(at.part, self.doors, self.organisation, self.ledger)
        if at.page == 0:
            return self._left_out(at, documents)
        page = documents.page(at.page)
        following = at.page + 1 if at.page < page.page_count else 0
        with self.doors.store.tenant(self.organisation.id) as tx:
            comparisons.note_listed(tx, at.part, at.page, [each.id for each in page.items])
            self._put_right(tx, at, documents, page.items)
            comparisons.go_on(tx, at.part, following, calls=1)
        return replace(at, page=following)

    def _left_out(self, at: Round, documents: OpenSet) -> Round | None:
        """Read by their ids what is open here and stood on no page; then the next list."""
        with self.doors.store.tenant(self.organisation.id) as tx:
            held = comparisons.left_out(tx, at.part, before=at.started_at, limit=documents.at_once)
        if not held:
            return self._next_part(at)
        items, calls = documents.named([each.id for each in held])
        known = {each.id for each in items}
        gone = [each for each in held if each.id not in known]
        with self.doors.store.tenant(self.organisation.id) as tx:
            comparisons.note_read(tx, at.part, [each.id for each in held])
            self._put_right(tx, at, documents, items, gone)
            comparisons.go_on(tx, at.part, 0, calls=calls)
        return at

    def _next_part(self, at: Round) -> Round | None:
        parts = list(Part)
        place = parts.index(at.part) + 1
        if place == len(parts):
            return None
        with self.doors.store.tenant(self.organisation.id) as tx:
            comparisons.go_on(tx, parts[place], 1, calls=0)
        return replace(at, part=parts[place], page=1)

    def _put_right(
        self,
        tx: Tx,
        at: Round,
        documents: OpenSet,
        items: Sequence[Any],
        gone: Sequence[Held] = (),
    ) -> None:
        """Say what differs, then save: newest wins, and at the same instant the ledger wins."""
        now = self.doors.clock.now()
        read_until = reading_marks.cursor(tx, at.part.value).since or _LONG_AGO
        found = _judged(
            documents.differing(tx, items),
            {each.id: each for each in items},
            at.part,
            before=min(at.started_at, read_until),
        )
        found += _gone(at.part, gone)
        rows = documents.save(tx, items, now=now)
        if gone:
            comparisons.close_gone(tx, at.part, gone)
        comparisons.keep(tx, found, at=now)
        timeline.record_all(tx, _told(found, now))
        if rows or gone:
            due.put(tx, What.ASSESS, now)


def compare(doors: Doors, org_id: UUID) -> datetime | None:
    """Go on with the round that is under way, or begin one; says when to come again.

    Raises LedgerError as the doors do; every page until then is compared and kept. Other work of
    the organisation that is due goes first, between two pages.
    """
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        organisation = organisation_of(tx, org_id)
        if organisation.first_synced_at is None:
            return now + _NOT_YET
        under_way = comparisons.running(tx)
        if under_way is None or under_way.started_at < now - _TOO_OLD:
            under_way = comparisons.begin(tx, at=now)
    comparing = _Comparing(doors, organisation, doors.ledger(org_id, urgency=Urgency.LATER))
    place: Round | None = under_way
    while place is not None:
        place = comparing.step(place)
        if place is not None and _others_wait(doors, org_id):
            return doors.clock.now() + _ASIDE
    now = doors.clock.now()
    with doors.store.tenant(org_id) as tx:
        done = comparisons.finish(tx, at=now, forget_before=now - KEPT_FOR)
    return max(done.started_at + between(done.calls), now + _NOT_YET)


def between(calls: int) -> timedelta:
    """From the start of one round to the next, where a round costs so many calls.

    Not oftener than every six hours, at least daily, and between these so that rounds cost no
    more than CALLS_A_DAY.
    """
    return min(max(SOONEST, timedelta(days=calls / CALLS_A_DAY)), LATEST)


def _judged(
    differing: Sequence[Differs], items: Mapping[str, Any], part: Part, *, before: datetime
) -> list[Difference]:
    """What differs and should not; `before` is the instant until which everything was read."""
    found: list[Difference] = []
    for each in differing:
        why = _why(each, before)
        if why is not None:
            item = items[each.id]
            found.append(
                Difference(
                    part=part.value,
                    document_id=each.id,
                    number=item.number or each.id,
                    currency=item.currency,
                    customer_id=each.customer_id,
                    field=each.field,
                    ours=each.ours,
                    theirs=each.theirs,
                    why=why,
                )
            )
    return found


def _why(found: Differs, before: datetime) -> Why | None:
    """How it came about; None where it is no difference: it changed since, or ours is newer."""
    if found.ours_at == found.theirs_at:
        return Why.SILENT
    is_newer = found.ours_at is None or found.ours_at < found.theirs_at
    return Why.MISSED if is_newer and found.theirs_at < before else None


def _others_wait(doors: Doors, org_id: UUID) -> bool:
    now = doors.clock.now()
    with doors.store.house() as house:
        rows = due.of_organisation(house, org_id)
    return any(row.what is not What.COMPARE and row.at <= now for row in rows)


def _gone(part: Part, held: Sequence[Held]) -> list[Difference]:
    return [
        Difference(
            part=part.value,
            document_id=each.id,
            number=each.number or each.id,
            currency=each.currency,
            customer_id=each.customer_id,
            field="id",
            ours=each.id,
            theirs=None,
            why=Why.GONE,
        )
        for each in held
    ]


def _told(found: Sequence[Difference], now: datetime) -> list[timeline.Event]:
    """One line in the timeline of each customer whose figures were put right."""
    by_customer: defaultdict[str, list[Difference]] = defaultdict(list)
    for each in found:
        by_customer[each.customer_id].append(each)
    return [
        timeline.Event(
            at=now,
            kind="put_right",
            by="Goodterms",
            customer_id=customer_id,
            summary=differences_words(
                [Differed(d.number, d.currency, d.field, d.ours, d.theirs) for d in theirs]
            ),
            refs={"documents": sorted({each.document_id for each in theirs})},
        )
        for customer_id, theirs in sorted(by_customer.items())
    ]
