"""Resuming: where a customer's debts go on when a new policy's ladder cannot say it (rule 16)."""

from __future__ import annotations

from uuid import UUID

from plugin.credit.covered import review_covered
from plugin.credit.decisions import TaskKind
from plugin.letters.segment_words import rung_name
from plugin.operations.assess import as_asked
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.store import accounts, resumptions, tasks


def resume_ladder(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, level: int | None
) -> None:
    """Let every debt whose place is lost go on at `level`; None is from the first.

    A person skips what lies before (rule 12). Each keeps its distance in days from what was sent.
    """
    with about(doors, org_id, customer_id) as (tx, on):
        loaded = accounts.load_accounts(
            tx, on=on.today, customer_ids=[customer_id], calendar_of=on.calendar_of, limit=1
        )
        found = review_covered(as_asked(loaded[0]), on.policies.policies, on.today)
        if not found.review.lost:
            raise NotPossible("Their policy's ladder says where they stand. Nothing was changed.")
        ladder = {each.number: each for each in found.policy.ladder}
        number = min(ladder, default=None) if level is None else level
        if number not in ladder:
            raise NotPossible(
                f"Nothing was changed: the policy {found.policy.name} has no such level any more."
            )
        resumptions.resume(tx, found.review.lost, level=number, by=by, at=on.now)
        name = rung_name(ladder[number])
        answer = "from the first" if level is None else f"continue with the {name}"
        tasks.close_tasks(
            tx,
            kind=TaskKind.LADDER_CHANGED,
            customer_id=customer_id,
            by=by,
            answer=answer,
            now=on.now,
        )
        words = f"Under the policy {found.policy.name}: {answer}"
        record(tx, on, by, customer_id, "resumed", words)
