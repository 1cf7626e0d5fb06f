"""Trouble with Xero: malformed pages, limits, silence after a write, a connection that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from connectors.sandbox import documents
from plugin.credit.account import StepState
from plugin.jobs import What
from plugin.operations import decide, leave
from plugin.ports import Urgency
from plugin.store import Store, organisations, reading_marks
from plugin.store.organisations import OrgState
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house, with_doors


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """One customer, 37 days late, the past settled, its first reminder proposed."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        yield house


def cursor(house: House, resource: str = "invoices") -> Any:
    """Where the reading of a resource goes on."""
    with house.doors.store.tenant(house.org_id) as tx:
        return reading_marks.cursor(tx, resource)


def known(house: House, number: str) -> list[Any]:
    """The balance of an invoice as we have it; empty where we do not know it."""
    return [
        row[0]
        for row in house.sql(
            "select balance from invoices where org_id = :org and number = :n", n=number
        )
    ]


def state_of(house: House) -> tuple[OrgState, str | None]:
    """How the connection stands, and why."""
    with house.doors.store.house() as tx:
        found = organisations.read(tx, house.org_id)
    assert found is not None
    return found.state, found.state_why


def test_a_malformed_page_fails_by_name_and_loses_nothing(house: House) -> None:
    """A date that is none: page and field are named, the cursor stays, the next sync has it all."""
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    before = cursor(house)
    house.goes_wrong("malformed_field", path="Invoices", method="GET")
    house.advance(1)
    assert cursor(house).since == before.since
    assert known(house, "INV-9") == []
    with house.doors.store.tenant(house.org_id) as tx:
        failed = [each.failed for each in reading_marks.progress(tx) if each.failed]
    assert len(failed) == 1
    assert "page 1" in failed[0]
    assert "UpdatedDateUTC" in failed[0]
    house.advance(1.1, step=0.55)
    assert known(house, "INV-9") == [99]
    with house.doors.store.tenant(house.org_id) as tx:
        assert [each.failed for each in reading_marks.progress(tx) if each.failed] == []


def test_too_many_calls_postpone_the_whole_organisation(house: House) -> None:
    """429 with Retry-After 90: no call of any kind before, and everything after."""
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    house.xero.advance(1)
    house.goes_wrong("limit_minute", retry_after=90)
    house.forget_calls()
    assert house.work(What.SYNC) == "postponed"
    assert len(house.calls()) == 1
    decide.hold(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay"), until=None
    )
    house.advance(80 / 3600, step=40 / 3600)
    assert len(house.calls()) == 1, "somebody called while the organisation was to wait"
    house.advance(0.1, step=0.02)
    assert known(house, "INV-9") == [99]


@pytest.mark.parametrize(
    "kind",
    [
        "maintenance_503",
        "unavailable_503",
        "html",
        "error_500",
        "truncated",
        "dropped_before_commit",
    ],
)
def test_a_passing_failure_costs_minutes_and_nothing_else(house: House, kind: str) -> None:
    """An outage in the middle of a sync: read again soon after, nothing lost."""
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    house.goes_wrong(kind, path="Invoices", method="GET", count=2)
    house.advance(3.5, step=0.5)
    assert known(house, "INV-9") == [99]
    assert known(house, "INV-1") == [250]


def test_a_note_without_an_answer_is_looked_for_before_it_is_written_again(house: House) -> None:
    """Xero wrote the note and the line went dead: found by its link, never written twice."""
    house.approve_all()
    house.goes_wrong("timeout_after_commit", path="History", method="PUT")
    house.advance(2.5, step=0.5)
    assert len(house.mails()) == 1
    assert len(house.notes_on_invoice("INV-1")) == 1
    assert {row[0] for row in house.sql("select state from ledger_writes where org_id = :org")} == {
        "done"
    }


def test_a_note_that_never_arrived_is_written_again(house: House) -> None:
    """The line went dead before Xero wrote: looked for, not found, written once."""
    house.approve_all()
    house.goes_wrong("dropped_before_commit", path="History", method="PUT")
    house.advance(2.5, step=0.5)
    assert len(house.notes_on_invoice("INV-1")) == 1


@pytest.mark.parametrize("kind", ["timeout_after_commit", "dropped_before_commit"])
@pytest.mark.long
def test_a_flag_without_an_answer_ends_as_one_flag_and_one_note(store: Store, kind: str) -> None:
    """Making the group and joining it both lose their answers: one group, member and note."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.connect()
        house.settle()
        house.goes_wrong(kind, path="ContactGroups", method="PUT", count=2)
        house.place()
        house.start()
        house.settle()
        house.advance(0.5, step=0.05)
        assert house.groups_of("quay") == ["Goodterms: watch"]
        assert [g.name for g in house.ledger.groups.values() if not g.is_deleted] == [
            "Goodterms: watch"
        ]
        assert len(house.notes_on("quay")) == 1


class SlowBooks:
    """Books whose contacts take half an hour to read."""

    def __init__(self, house: House, ledger: Any) -> None:
        self._house = house
        self._ledger = ledger

    def __getattr__(self, name: str) -> Any:
        """The call of this name; time passes after the contacts."""
        call = getattr(self._ledger, name)
        if name != "contacts":
            return call

        def slowly(**named: Any) -> Any:
            answer = call(**named)
            self._house.xero.advance(0.6)
            return answer

        return slowly


def test_a_token_that_expires_in_mid_run_is_refreshed(house: House) -> None:
    """Half an hour passes between two calls of one run: refreshed once, and the run goes on."""
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    open_books = house.doors.open_books

    def slowly(org_id: UUID, ledger_id: str, grant_id: UUID, urgency: Urgency) -> Any:
        return SlowBooks(house, open_books(org_id, ledger_id, grant_id, urgency))

    slow = with_doors(house, open_books=slowly)
    house.xero.advance(1)
    assert slow.work(What.SYNC) == "done"
    assert known(house, "INV-9") == [99]
    assert state_of(house)[0] is OrgState.CONNECTED


def test_a_disconnect_inside_xero_is_noticed_said_and_nothing_more_is_called(house: House) -> None:
    """Disconnected in Xero: said, with its reason; no call, no mail; reconnected, it resumes."""
    house.approve_all()
    documents.raise_invoice(house.ledger, "quay", Decimal("99.00"), number="INV-9")
    assert house.xero.sandbox.identity.disconnect(house.xero.tenant_id)
    house.advance(1)
    state, why = state_of(house)
    assert state is OrgState.DISCONNECTED
    assert why
    house.forget_calls()
    house.advance(24, step=3)
    assert house.calls() == []
    assert house.mails() == []
    assert house.messages(StepState.APPROVED), "the yes is kept"

    house.connect()
    house.settle()
    assert state_of(house)[0] is OrgState.CONNECTED
    assert known(house, "INV-9") == [99]
    house.advance(6)
    assert len(house.mails()) == 1


def test_a_person_disconnects_and_xero_is_left_as_it_was(house: House) -> None:
    """Groups gone, a last note on the flagged customer, this connection deleted, nothing due."""
    assert house.groups_of("quay") == ["Goodterms: watch"]
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()
    assert house.groups_of("quay") == []
    assert len(house.notes_on("quay")) == 2
    assert state_of(house)[0] is OrgState.DISCONNECTED
    assert house.when(What.SYNC) is None
    assert not house.xero.sandbox.identity.is_connected(house.xero.client_id, house.xero.tenant_id)
