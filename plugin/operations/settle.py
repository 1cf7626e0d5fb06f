"""Settle: the first run's decisions. Until they are made nothing is sent and nothing is flagged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from plugin.credit.account import Placement
from plugin.credit.decisions import TaskKind
from plugin.credit.policy import Mode
from plugin.jobs import What
from plugin.letters.words import placement_words
from plugin.operations.assess import Ground, ground
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.morning import next_letter
from plugin.operations.policy import changes_how_to_pay, how_to_pay_changed
from plugin.store import (
    Tx,
    assessments,
    due,
    groups,
    organisations,
    placements,
    policies,
    reference,
    sent_answers,
    tasks,
    timeline,
)
from plugin.store.sent_answers import HowSent, SentAnswer


def place(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    invoice_ids: Sequence[str],
    placement: Placement,
    level: int = 1,
) -> int:
    """Place opening debts (rule 2); says how many are placed anew. NotPossible for UNPLACED."""
    if placement is Placement.UNPLACED:
        raise NotPossible("Nothing was placed: choose where these invoices belong.")
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        placed = placements.place(tx, invoice_ids, placement, level=level, by=by, at=on.now)
        _record(
            tx, on, by, "placed", f"{placed} opening debts placed: {placement_words(placement)}"
        )
    return placed


def place_presets(doors: Doors, *, org_id: UUID, by: str) -> int:
    """Place all that is unplaced: over 180 days late stays with a person, the rest gently."""
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        placed = placements.place_by_preset(tx, on=on.today, by=by, at=on.now)
        counts = ", ".join(
            f"{number} {placement_words(placement)}" for placement, number in placed.items()
        )
        _record(tx, on, by, "placed", f"Opening debts placed by the presets: {counts}")
    return sum(placed.values())


def mean_groups(doors: Doors, *, org_id: UUID, by: str, meanings: Mapping[str, str]) -> int:
    """Say what existing contact groups mean (rule 22); an empty meaning leaves one undecided."""
    said = {group_id: meaning for group_id, meaning in meanings.items() if meaning}
    unknown = sorted(set(said.values()) - groups.MEANINGS)
    if unknown:
        raise NotPossible(f"Nothing was changed: a group cannot mean {unknown[0]!r}.")
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        changed = groups.set_meanings(tx, said)
        assessments.touch(tx, sorted(changed))
        _record(tx, on, by, "groups", f"The meaning of {len(said)} contact groups was said")
    return len(changed)


def choose_start(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    mode: Mode,
    sender_name: str,
    sender_title: str,
    reply_to: str,
    phone: str,
    how_to_pay: Sequence[str],
    bad_debt_account_ids: Sequence[str],
) -> None:
    """The last of the five screens: who signs, how carefully to start. Then the work begins."""
    if "@" not in reply_to.strip(" @"):
        raise NotPossible("Nothing was started: replies need an email address that somebody reads.")
    if not sender_name.strip():
        raise NotPossible("Nothing was started: letters go out in a person's name; give one.")
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        now = doors.clock.now()
        lines = tuple(line.strip() for line in how_to_pay if line.strip())
        changed = changes_how_to_pay(tx, lines)
        organisations.change_settings(
            tx,
            sender_name=sender_name.strip(),
            sender_title=sender_title.strip(),
            reply_to=reply_to.strip(),
            phone=phone.strip(),
            how_to_pay=lines,
            **(how_to_pay_changed(tx, lines, by=by, now=now) if changed else {}),
        )
        reference.name_bad_debt_accounts(tx, bad_debt_account_ids)
        _start_in(tx, mode, by=by, now=now)
        organisations.note_settled(tx, org_id, now=now)
        assessments.touch(tx)
        on = ground(tx, now=now)
        due.put(tx, What.MORNING, next_letter(on))
        said = f"The past is settled; the policy starts as: {_said(mode)}"
        _record(tx, on, by, "settled", said, mark=f"The work begins: {_said(mode)}")


def _said(mode: Mode) -> str:
    return mode.value.replace("_", " ")


def answer_never_sent(doors: Doors, *, org_id: UUID, by: str, answer: str, number: str = "") -> int:
    """Answer for invoices that were approved but never sent (rule 3); says how many tasks close.

    `answer` is not_yet, elsewhere, or elsewhere_from with an invoice number.
    """
    try:
        said = HowSent(SentAnswer(answer), number.strip())
    except ValueError as problem:
        raise NotPossible("Nothing was changed: choose one of the three answers.") from problem
    if said.answer is SentAnswer.ELSEWHERE_FROM and not said.from_number:
        raise NotPossible("Nothing was changed: from which invoice number on?")
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        sent_answers.answer_sent(tx, said, by=by, at=on.now)
        closed = tasks.close_tasks(
            tx, kind=TaskKind.NEVER_SENT, customer_id=None, by=by, answer=answer, now=on.now
        )
        _record(tx, on, by, "never_sent", f"Invoices not sent from Xero: {answer} {number}".strip())
    return closed


def _record(tx: Tx, on: Ground, by: str, kind: str, summary: str, *, mark: str = "") -> None:
    refs = {"mark": mark} if mark else {}
    timeline.record(tx, timeline.Event(at=on.now, kind=kind, by=by, summary=summary, refs=refs))


def _start_in(tx: Tx, mode: Mode, *, by: str, now: datetime) -> None:
    """The default policy acts in this mode, and none that was carried over acts more freely."""
    default = policies.active_policy(tx)
    freeness = list(Mode)
    found = [policies.stored_policy(tx, name) for name in policies.in_force(tx).versions]
    freer = [
        each
        for each in found
        if each is not None
        and each.name != default.name
        and freeness.index(Mode(each.mode)) > freeness.index(mode)
    ]
    for stored in (default, *freer):
        policies.save_policy(
            tx, name=stored.name, document=stored.document, mode=mode.value, by=by, at=now
        )
