"""Nothing personal lies readable where it must not, and erasing leaves nothing personal behind."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from plugin.credit.account import StepState
from plugin.credit.decisions import Task, TaskKind
from plugin.credit.money import Money
from plugin.logs import configure_logs
from plugin.operations import decide, handover, limits, respond
from plugin.operations.assess import ground
from plugin.operations.handover import Ready
from plugin.operations.proof import as_proposed
from plugin.ports import LedgerError, LedgerPerson, OutgoingMail, Refused, Unavailable
from plugin.store import messages, outbox, tasks, timeline
from plugin.store.schema._base import metadata
from tests.builders import NOW, House
from tests.store.facts import a_contact, later

BY = "Ann Lee"
ADDRESS = "maya@copperkettle.example"


def found(house: House, words: str) -> list[str]:
    """Every table in which these words stand readable."""
    return [
        table.name
        for table in metadata.sorted_tables
        if house.books.all(
            f"select 1 from {table.name} as t where t::text ilike :words limit 1",
            words=f"%{words}%",
        )
    ]


def test_erasing_a_customer_leaves_nothing_personal_and_the_chain_whole(house: House) -> None:
    """Name, people and everybody's words about them are gone from every table; amounts stay."""
    doors, org_id = house.doors, house.org_id
    house.customer("kettle", "Maya Okafor", updated_at=later(1), first_name="Maya", phone="0207 1",
                   people=(LedgerPerson("Ola Okafor", ADDRESS, True),))  # fmt: skip
    house.owes("kettle", "INV-1", "900.00", late=40)
    house.review()
    decide.never_chase(doors, org_id=org_id, by=BY, customer_id="kettle", yes=False)
    limits.set_limit(
        doors, org_id=org_id, by=BY, customer_id="kettle", limit=Money.of("10", "GBP"),
        reason="Maya is in hospital",
    )  # fmt: skip
    house.review()
    with doors.store.tenant(org_id) as tx:
        task = Task(TaskKind.PERSON_DECIDES, subject="x", names=("Maya Okafor",))
        tasks.open_task(tx, "kettle", task, raised_by="outbox", now=NOW)
        [opened] = [each for each in tasks.open_tasks(tx) if each.subject == "x"]
        tasks.close_task(tx, opened.id, by=BY, answer="Maya rang, hospital", now=NOW)
        [message] = messages.open_of(tx, ["kettle"])
        event = timeline.Event(
            at=NOW, kind="task", by=BY, customer_id="kettle", summary="Answered: Maya rang"
        )
        timeline.record(tx, event)
    respond.add_sentence(
        doors, org_id=org_id, by=BY, message_id=message.id, sentence="Get well from hospital."
    )
    assert "contacts" in found(house, "Okafor")
    assert "terms" in found(house, "hospital")

    house.books.contacts(a_contact("kettle", name="x", status="erase", updated_at=later(2)))
    house.review()
    for words in ("Okafor", "Maya rang", "hospital", ADDRESS):
        assert found(house, words) == [], words
    said = "select 1 from events where said is not null and customer_id = 'kettle'"
    assert house.books.all(said) == []
    assert house.books.all("select total from invoices where id = 'INV-1'") == [(900,)]
    with doors.store.tenant(org_id) as tx:
        assert timeline.broken_link(tx) is None


class NoSuchMailbox:
    """A mail system that refuses or postpones in the words of real ones."""

    def __init__(self, error: type[LedgerError]) -> None:
        self.error = error

    def send(self, mail: OutgoingMail) -> None:
        """Say no."""
        raise self.error(f"{mail.to[0]}: 550 5.1.1 <{mail.to[0]}> unknown here")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What goes into the log."""
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    stream = io.StringIO()
    configure_logs(stream, as_json=True)
    yield stream
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)


@pytest.mark.parametrize("error", [Refused, Unavailable])
def test_a_refused_address_stands_nowhere_in_full(
    house: House, logged: io.StringIO, error: type[LedgerError]
) -> None:
    """A mail server's answer names the address: rows, tasks and logs keep only whose domain."""
    with house.doors.store.tenant(house.org_id) as tx:
        message = messages.in_state(tx, StepState.PROPOSED)[0]
        outbox.approve(tx, message.id, by=BY, now=NOW, send_after=NOW)
        outbox.move(tx, message.id, to=StepState.CLAIMED, frm=(StepState.APPROVED,), now=NOW)
        on = ground(tx, now=NOW)
    mail = OutgoingMail(
        message_id="<1@goodterms.example>", from_name="Ann", from_address="a@goodterms.example",
        reply_to="ann@acme.test", to=(ADDRESS,), copy_to=(), subject="Invoice", text="x", html="x",
        language="en-GB", sent_at=NOW,
    )  # fmt: skip
    doors = replace(house.doors, mailer=NoSuchMailbox(error))
    handover.hand_over(doors, on, Ready(message, mail, as_proposed(message)))
    assert found(house, ADDRESS) == []
    assert ADDRESS not in logged.getvalue()
    if error is Refused:
        assert "messages" in found(house, "m…@copperkettle.example")
    else:
        assert "m…@copperkettle.example" in logged.getvalue()
