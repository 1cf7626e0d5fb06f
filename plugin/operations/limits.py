"""Limits: set by a person with a reason, one at a time or many pasted at once; never by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from plugin.credit.account import Account
from plugin.credit.exposure import exposure
from plugin.credit.limits import LimitProposal, proposed_limit
from plugin.credit.loss_budget import AtRisk, Wanted, within_budget
from plugin.credit.money import Money
from plugin.jobs import What
from plugin.letters.wording import money
from plugin.operations.assess import Ground, ground
from plugin.operations.decide import about, record
from plugin.operations.decision_log import log_decisions
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.loss_budget import book_of
from plugin.store import Tx, accounts, contacts, limit_refusals, terms
from plugin.store.terms import LimitSet

_COLUMNS = re.compile(r"\t|;|,(?=\s*[£$€]?\s*[\d-])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")
#: more than anybody's limit; what is longer is a slip of the keyboard
_MOST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class LimitsPasted:
    """How many limits were set, and each refused line: its number, its text, and why."""

    set: int
    refused: tuple[tuple[int, str, str], ...]


def set_limit(
    doors: Doors, *, org_id: UUID, by: str, customer_id: str, limit: Money | None, reason: str
) -> None:
    """Set or take away one customer's limit; None is *no limit set*, which is not zero."""
    if not reason.strip():
        raise NotPossible("Nothing was changed: a limit is set with a reason.")
    if limit is not None and limit.amount < 0:
        raise NotPossible("Nothing was changed: a limit is zero or more.")
    with about(doors, org_id, customer_id) as (tx, on):
        [row] = with_exposure(tx, on, [LimitSet(customer_id, limit, reason.strip())])
        terms.set_limits(tx, [row], by=by, at=on.now)
        words = f"Limit set to {money(limit)}" if limit else "Limit taken away"
        record(tx, on, by, customer_id, "limit", f"{words}: {reason.strip()}")


def set_limits(doors: Doors, *, org_id: UUID, by: str, pasted: str, reason: str) -> LimitsPasted:
    """Set many limits from two pasted columns: number or name, and amount in base currency.

    Columns are parted by a tab, a semicolon or a comma. A line that cannot be used is refused
    with its reason, and the others are set.
    """
    lines = [(at, line.strip()) for at, line in enumerate(pasted.splitlines(), 1) if line.strip()]
    refused: list[tuple[int, str, str]] = []
    read: list[tuple[int, str, str, Decimal]] = []
    for at, line in lines:
        try:
            read.append((at, line, *_columns(line)))
        except NotPossible as problem:
            refused.append((at, line, str(problem)))
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        on = ground(tx, now=doors.clock.now())
        matches = contacts.customers_by_name(tx, [name for _, _, name, _ in read])
        rows: list[LimitSet] = []
        for at, line, name, amount in read:
            found = matches.get(name, ())
            if len(found) != 1:
                why = "several customers are called so" if found else "no customer is called so"
                refused.append((at, line, why))
                continue
            limit = Money(amount, on.organisation.base_currency)
            rows.append(LimitSet(found[0].customer_id, limit, reason.strip() or "pasted"))
        changed = terms.set_limits(tx, with_exposure(tx, on, rows), by=by, at=on.now)
        if changed:
            words = f"{len(changed)} limits were pasted"
            record(tx, on, by, None, "limit", words, mark=words)
            why = f"Limit pasted: {reason.strip() or 'pasted'}"
            log_decisions(tx, on, by, sorted(changed), kind="limit", words=why)
    return LimitsPasted(len(rows), tuple(sorted(refused)))


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rule proposes for a customer, and exposure now where it is in one currency."""

    customer_id: str
    proposal: LimitProposal
    exposure: Money | None


def accept_proposed_limits(
    doors: Doors, *, org_id: UUID, by: str, customer_ids: Sequence[str]
) -> int:
    """Accept the proposed limits of these customers, as they are proposed now; says how many.

    What the owner's loss budget does not carry is left out, best customers first.
    """
    with decided(doors, org_id, What.ASSESS, What.WRITE_BACK) as tx:
        limit_refusals.one_at_a_time(tx)
        on = ground(tx, now=doors.clock.now())
        found = {each.customer_id: each for each in proposals(tx, on, customer_ids)}
        rows = [
            LimitSet(
                each.customer_id,
                each.proposal.limit,
                "proposed and accepted",
                each.exposure,
                each.proposal.reasons,
            )
            for each in _carried(tx, on, found)
        ]
        changed = terms.set_limits(tx, rows, by=by, at=on.now)
        if changed:
            words = f"{len(changed)} proposed limits were accepted"
            record(tx, on, by, None, "limit", words, mark=words)
            why = "The proposed limit was accepted"
            log_decisions(tx, on, by, sorted(changed), kind="limit", words=why)
    return len(changed)


def _carried(tx: Tx, on: Ground, found: Mapping[str, Proposed]) -> list[Proposed]:
    """Those of these that the loss budget carries; all of them where none is set."""
    budget = limit_refusals.loss_budget(tx)
    if budget is None:
        return list(found.values())
    at_risk = book_of(tx, on).at_risk
    wanted = []
    for id_, each in found.items():
        owed = each.exposure.amount if each.exposure is not None else Decimal(0)
        at = at_risk.get(f"c:{id_}", AtRisk(f"c:{id_}", None, owed, None))
        if each.proposal.limit is not None:
            wanted.append(Wanted(at, each.proposal.limit.amount))
    within = within_budget(budget.amount.amount, at_risk.values(), wanted)
    return [found[subject[2:]] for subject in within.granted]


def proposals(tx: Tx, on: Ground, customer_ids: Sequence[str]) -> tuple[Proposed, ...]:
    """What the published rule proposes for these customers; without a limit they are left out."""
    found: list[Proposed] = []
    for account in _accounts(tx, on, customer_ids):
        proposal = proposed_limit(account, on.today, on.policy_of(account.customer))
        if proposal.limit is not None:
            found.append(Proposed(account.customer.id, proposal, _one_exposure(account, on)))
    return tuple(found)


def _one_exposure(account: Account, on: Ground) -> Money | None:
    found = exposure(account, on.policy_of(account.customer), on.today)
    return found[0].amount if len(found) == 1 else None


def _accounts(tx: Tx, on: Ground, customer_ids: Sequence[str]) -> tuple[Account, ...]:
    if not customer_ids:
        return ()
    return accounts.load_accounts(
        tx,
        on=on.today,
        customer_ids=list(customer_ids),
        calendar_of=on.calendar_of,
        limit=len(customer_ids),
    )


def with_exposure(tx: Tx, on: Ground, rows: Sequence[LimitSet]) -> list[LimitSet]:
    """Each limit with the exposure at that moment, for the decision log; in one currency only."""
    exposures = {
        account.customer.id: _one_exposure(account, on)
        for account in _accounts(tx, on, [row.customer_id for row in rows])
    }
    return [
        LimitSet(row.customer_id, row.limit, row.reason, exposures.get(row.customer_id))
        for row in rows
    ]


def _columns(line: str) -> tuple[str, Decimal]:
    """The name and the amount of one line. Raises NotPossible with the reason for a person."""
    parts = [part.strip().strip('"') for part in _COLUMNS.split(line, maxsplit=1) if part]
    if len(parts) != 2 or not parts[0]:
        raise NotPossible("two columns are needed: a number or name, and an amount")
    text = _THOUSANDS.sub("", parts[1].lstrip("£$€ ").replace(" ", ""))
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise NotPossible(f"not an amount: {parts[1]!r}") from None
    if not amount.is_finite() or amount < 0 or amount > _MOST:
        raise NotPossible(f"not a limit: {parts[1]!r}")
    return parts[0], amount
