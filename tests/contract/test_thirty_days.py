"""Thirty days of three organisations in which everything goes wrong, and what then must be so."""

from __future__ import annotations

from plugin.store import Store
from tests.contract.agreement import disagreements
from tests.contract.company import STEPS, a_company


def test_thirty_days(store: Store) -> None:
    """At the end nothing differs."""
    with a_company(store, 1) as company:
        for _ in range(3):
            for hours in STEPS:
                company.xero.advance(hours)
                company.hear()
                for branch in company.branches:
                    branch.approve_all()
                company.settle()
        for branch in company.branches:
            assert disagreements(branch) == []
