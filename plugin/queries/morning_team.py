"""What people of a team wait for from each other: a second yes, a salesperson's word."""

from __future__ import annotations

from collections.abc import Iterable

from plugin.credit.veto import still_open_since, window_ends
from plugin.credit.veto_facts import VetoStep
from plugin.letters.wording import day, sentence
from plugin.queries.morning_matters import DECIDE, Matter, Whom
from plugin.store import Tx, second
from plugin.store.reading import customers, morning


def seconds(tx: Tx, whom: Whom) -> Iterable[Matter]:
    """Hard steps that somebody else proposed and that want a second person."""
    if not whom.is_any(DECIDE):
        return
    others = [each for each in second.waiting(tx) if each.proposed_by_id != whom.member.user.id]
    names = customers.names(tx, [each.customer_id for each in others])
    for each in others:
        yield Matter(
            key=f"second {each.id}",
            heading="Wants a second person",
            customer=names.get(each.customer_id, ""),
            words=f"{each.proposed_by} proposed {each.words}.",
            path="second",
        )


def vetoes(tx: Tx, whom: Whom) -> Iterable[Matter]:
    """Hard steps before which this person was asked as the customer's salesperson.

    The answer is given by the link in the mail that asked: it is no page of the books.
    """
    since = still_open_since(whom.on, whom.calendar)
    for row in morning.asked_of(tx, whom.member.user.id, since=since):
        step = "a final notice" if row.step == VetoStep.FINAL else "a stop on sales on terms"
        goes_on = day(window_ends(row.opened_on, whom.calendar), whom.on)
        asked = day(row.opened_on, whom.on)
        yield Matter(
            key=f"veto {row.id}",
            heading="Before it goes its way, your word",
            customer=row.name,
            words=f"{sentence(step)} is due at {row.name}. It goes its way on {goes_on} unless you "
            f"hold it back, by the link in the mail of {asked}.",
            path="orders",
        )
