"""Days of three organisations in which everything goes wrong, and what must be so at their end.

The whole month is lived by `make long`; `make test` lives five days of it, with every fault once.
With `-s` a table says what happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from connectors.sandbox.fault_kinds import KINDS
from plugin.store import Store
from tests.contract.agreement import disagreements
from tests.contract.company import Company, a_company
from tests.contract.conduct import to_customers, to_xero
from tests.contract.mischief import Hit
from tests.contract.thirty_days import Journey

#: any number is another month; these were lived
SEED = 1
#: the last days of a journey are quiet: what was put off is done, what was lost is found
QUIET = 2


@pytest.mark.long
def test_five_days_in_which_everything_goes_wrong_once(store: Store) -> None:
    """Every fault is met, and books, store, customers and Xero's limits are as they should be."""
    with a_company(store, SEED, tier="starter") as company:
        journey = Journey(company, SEED, is_whole=False, a_step=4)
        live(journey, 5)


@pytest.mark.long
@pytest.mark.parametrize("seed", [SEED])
def test_thirty_days_in_which_everything_goes_wrong(store: Store, seed: int) -> None:
    """The same after a month, each fault of calls both at a read and at a write."""
    with a_company(store, seed, tier="starter") as company:
        journey = Journey(company, seed, is_whole=True, a_step=2)
        live(journey, 30)


def live(journey: Journey, days: int) -> None:
    """Live, come to rest, and look at everything."""
    journey.live(days - QUIET)
    journey.play_out()
    journey.come_to_rest()
    print("\n".join(table(journey)))  # noqa: T201 - what happened, for whoever asks with -s
    company, hits = journey.company, journey.trickster.hits
    complaints = [
        *(f"{each.office.key}: {c}" for each in company.branches for c in disagreements(each)),
        *to_customers(company, journey.ever),
        *to_xero(company, journey.ever, hits),
    ]
    assert complaints == [], "\n".join(complaints)
    unmet = set(KINDS) - {hit.card.kind for hit in hits}
    assert unmet == set(), "these faults hit nothing"


def table(journey: Journey) -> Iterator[str]:
    """What happened, as lines."""
    company, trickster = journey.company, journey.trickster
    yield from _listed("faults hit", Counter(_at(hit) for hit in trickster.hits))
    yield from _listed("lives cut short after", trickster.kills)
    yield from _listed("handed to the mail system", company.postman.happened)
    yield from _listed("work", company.outcomes)
    yield from _listed("calls", _calls(company))
    repaired: Counter[str] = Counter()
    for branch in journey.ever.values():
        for part, field, why in branch.sql(
            "select part, field, why from differences where org_id = :org"
        ):
            repaired[f"{branch.office.key} {part}.{field}: {why}"] += 1
    yield from _listed("repaired by comparing", repaired)


def _at(hit: Hit) -> str:
    return f"{hit.card.kind} {hit.card.method}".strip()


def _calls(company: Company) -> Counter[str]:
    names = {branch.ledger.tenant: branch.office.key for branch in company.branches}
    made = company.xero.sandbox.calls.calls()
    return Counter(names.get(call.tenant, "the company before its reset") for call in made)


def _listed(title: str, counted: Counter[str]) -> Iterator[str]:
    yield f"\n{title}: {counted.total()}"
    for name, count in sorted(counted.items()):
        yield f"  {count:5}  {name}"
