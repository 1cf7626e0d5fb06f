"""A yes is a yes to what was read: nothing goes that changed under a person's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from plugin.credit.account import StepState
from plugin.store import messages
from plugin.store.messages import Message
from tests.builders import House
from tests.store.facts import a_contact, later
from tests.web.conftest import Browser


@contextmanager
def reading(house: House, ann: Browser) -> Iterator[tuple[Message, str]]:
    """Ann reads the card of one customer's message; then her yes to what she read."""
    with house.doors.store.tenant(house.org_id) as tx:
        message = messages.in_state(tx, StepState.PROPOSED)[0]
    page = ann.get(f"reminders?card={message.id}").get_data(as_text=True)
    form = re.search(rf'<form [^>]*{message.id}/approve".*?</form>', page, re.DOTALL)
    assert form is not None
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', form.group())
    assert seen is not None
    yield message, seen.group(1)


def state(house: House, message: Message) -> StepState:
    with house.doors.store.tenant(house.org_id) as tx:
        found = messages.read(tx, message.id)
    assert found is not None
    return found.state


def test_a_yes_to_what_was_read_approves_it(house: House, ann: Browser) -> None:
    """The card's own form says yes to the card."""
    with reading(house, ann) as (message, seen):
        assert ann.post(f"reminders/{message.id}/approve", seen=seen).status_code == 200
    assert state(house, message) is StepState.APPROVED


def test_a_yes_to_what_has_grown_meanwhile_is_refused(house: House, ann: Browser) -> None:
    """A review rewrote the message while its page was open: it is shown again, not sent."""
    with reading(house, ann) as (message, seen):
        house.books.all(
            "update messages set total = total + 5000 where id = :id returning 1", id=message.id
        )
        reply = ann.post(f"reminders/{message.id}/approve", seen=seen)
    assert reply.status_code == 409
    assert "has changed since the page was shown" in reply.get_data(as_text=True)
    assert state(house, message) is StepState.PROPOSED


def test_a_yes_is_refused_where_the_address_changed_meanwhile(house: House, ann: Browser) -> None:
    """The page showed to whom it goes; another address was not said yes to."""
    with reading(house, ann) as (message, seen):
        house.books.contacts(
            a_contact(message.customer_id, email="other@else.test", updated_at=later(48))
        )
        assert ann.post(f"reminders/{message.id}/approve", seen=seen).status_code == 409
    assert state(house, message) is StepState.PROPOSED


def test_approve_all_leaves_what_was_not_on_the_page(house: House, ann: Browser) -> None:
    """A message proposed after the page was made waits for a look of its own."""
    with house.doors.store.tenant(house.org_id) as tx:
        waiting = messages.in_state(tx, StepState.PROPOSED)
        tx.sql("update messages set ask = '{}', is_final = false where org_id = :org")
    assert len(waiting) > 1
    first, others = waiting[0], waiting[1:]
    ann.post("reminders/approve-all", seen=str(first.id))
    assert state(house, first) is StepState.APPROVED
    assert {state(house, each) for each in others} == {StepState.PROPOSED}


def test_approve_all_never_includes_a_first_or_a_final_one(house: House, ann: Browser) -> None:
    """Not even where a forged form names them."""
    with house.doors.store.tenant(house.org_id) as tx:
        waiting = messages.in_state(tx, StepState.PROPOSED)
        for ask, message in zip(("first_to_customer", "final", "by_letter"), waiting, strict=False):
            tx.sql("update messages set ask = array[:ask] where id = :id", ask=ask, id=message.id)
    named = waiting[:3]
    assert len(named) == 3
    ann.post("reminders/approve-all", seen=[str(each.id) for each in named])
    assert {state(house, each) for each in named} == {StepState.PROPOSED}
