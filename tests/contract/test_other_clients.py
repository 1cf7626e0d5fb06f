"""What our client reads and writes in Xero is what clients that others wrote read and write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest

from connectors.sandbox.testing import RunningXero, running
from plugin.ports import NoteOn
from tests.connectors.sandbox.small import small_world
from tests.connectors.xero.connected import Connected
from tests.contract.other_clients import (
    Client,
    node_sdk,
    python_sdk,
    pyxero,
    why_no_node,
)

Opening = Callable[[RunningXero], AbstractContextManager[Client]]
CLIENTS = [
    pytest.param(python_sdk, id="python-sdk"),
    pytest.param(pyxero, id="pyxero"),
    pytest.param(
        node_sdk,
        id="node-sdk",
        marks=pytest.mark.skipif(bool(why_no_node()), reason=why_no_node() or "it is here"),
    ),
]
#: how we name a state that Xero calls otherwise
_STATES = {
    "draft": "DRAFT",
    "awaiting_approval": "SUBMITTED",
    "approved": "AUTHORISED",
    "paid": "PAID",
    "voided": "VOIDED",
}


@pytest.fixture
def ours() -> Iterator[Connected]:
    """Our own client, connected to a small ledger."""
    with running(small_world(), has_limits=False) as xero:
        here = Connected(xero)
        yield here
        here.ledger.close()


@pytest.mark.parametrize("opening", CLIENTS)
def test_every_client_sees_the_books_the_flag_and_the_note_that_we_see(
    ours: Connected, opening: Opening
) -> None:
    """State, due date, currency and amount of every sales invoice; a group and a note of ours."""
    contact = ours.inside.contact("C-2").id
    group = ours.ledger.create_group("Goodterms: watch", key="g")
    ours.ledger.add_to_group(group.id, contact, key="m")
    ours.ledger.add_note(NoteOn.CONTACT, contact, "Watched since today", key="n")
    with opening(ours.xero) as client:
        seen = client.read(group.id, contact)
    assert seen.books == {
        each.number: (_STATES[each.state], each.due, each.currency, each.balance)
        for each in ours.ledger.invoices().items
        if each.kind == "sale"
    }
    assert len(seen.books) == 9
    assert (seen.group, seen.members) == ("Goodterms: watch", frozenset({contact}))
    assert seen.notes[0] == "Watched since today"


@pytest.mark.parametrize("opening", CLIENTS)
def test_we_see_what_every_client_writes(ours: Connected, opening: Opening) -> None:
    """An invoice that another app raises arrives in our reading, to the cent and the day."""
    before = ours.clock.now()
    contact = ours.inside.contact("C-2").id
    with opening(ours.xero) as client:
        client.raise_invoice(contact, "THEIRS-1", Decimal("37.05"))
    changed = ours.ledger.invoices(since=before.replace(microsecond=0)).items
    (theirs,) = [each for each in changed if each.number == "THEIRS-1"]
    assert (theirs.kind, theirs.state, theirs.contact_id) == ("sale", "approved", contact)
    assert (theirs.total, theirs.balance) == (Decimal("37.05"), Decimal("37.05"))
    assert (theirs.issued, theirs.due) == (date(2026, 11, 24), date(2026, 12, 31))
