"""A level by text: handed to the provider at most once, answered, and stopped for good by STOP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from connectors.sandbox.seed import SeedAddress, SeedPhone
from connectors.sandbox.textbox import Text
from plugin.bootstrap import console
from plugin.credit.account import StepState
from plugin.credit.channels import Texting
from plugin.credit.decisions import TaskKind
from plugin.credit.policy import (
    DEFAULT_POLICY,
    Channel,
    Level,
    Mode,
    PolicyComplaints,
    Tone,
    as_document,
    policy_from_document,
)
from plugin.jobs import What
from plugin.operations import policy, text_answers
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, URL, House, a_house, open_to_the_web

MOBILE = (SeedPhone("7700 900123", type="MOBILE", area="0"),)
NUMBER = "+447700900123"
BY_TEXT = replace(
    DEFAULT_POLICY,
    levels=(Level(1, 3, channel=Channel.SMS), Level(2, 14), Level(3, 28, tone=Tone.FINAL)),
    texting=Texting(on=True),
)


@contextmanager
def a_house_that_texts(store: Store, **customer: Any) -> Iterator[House]:
    """One customer with a mobile number, who owes 250.00 and is due a text."""
    quay = a_customer(
        "quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37), **{"phones": MOBILE, **customer}
    )
    with a_house(store, books([quay])) as house:
        house.connect()
        house.settle()
        house.place()
        house.start()
        policy.change_policy(
            house.doors,
            org_id=house.org_id,
            by=BY,
            document=as_document(BY_TEXT),
            mode=Mode.ASK_FIRST,
        )
        house.settle()
        yield house


def texts(house: House) -> tuple[Text, ...]:
    """What reached the provider."""
    return house.xero.sandbox.textbox.all()


def answers(house: House, words: str, *, key: str = "a-1") -> int:
    """The customer texts back."""
    number = text_answers.take_answer(house.doors, key=key, number=NUMBER, text=words)
    house.settle()
    return number


@pytest.mark.long
def test_a_text_names_amount_number_day_who_and_how_to_answer(store: Store) -> None:
    """The user sees it first by mail; it leaves half an hour later, once, and counts as sent."""
    with a_house_that_texts(store) as house:
        house.approve_all()
        house.pass_a_day()
        assert "£250.00" in house.proofs()[0].text
        assert house.mails() == []
        (text,) = texts(house)
        assert (text.to, text.sender) == (NUMBER, "Goodterms")
        for part in ("Harbour Lane Foods", "INV-1", "£250.00", "18 Oct", "Reply here", "01234 567"):
            assert part in text.text
        assert len(text.text) < 320
        link = re.search(rf"{re.escape(URL)}(/p/l/\S{{64}}) ", text.text)
        assert link is not None
        page = console(house.settings, house.doors).test_client()
        assert "£250.00" in page.get(link.group(1), follow_redirects=True).get_data(as_text=True)
        (done,) = house.messages(StepState.DONE)
        assert (done.channel, done.level) == (Channel.SMS, 1)
        house.advance(5 * 24, step=24)
        assert len(texts(house)) == 1


@pytest.mark.long
def test_stop_is_honoured_always(store: Store) -> None:
    """No text goes to that number any more; a later level by text is a task, never another way."""
    with a_house_that_texts(store) as house:
        house.approve_all()
        house.pass_a_day()
        assert answers(house, " Stop. ") == 1
        house.sql("update steps set state = 'dropped' where org_id = :org returning level")
        policy.change_policy(
            house.doors,
            org_id=house.org_id,
            by=BY,
            document=as_document(replace(BY_TEXT, name="standard", stale_books_days=6)),
            mode=Mode.ASK_FIRST,
        )
        house.advance(8 * 24, step=24)
        assert house.messages(StepState.PROPOSED) == ()
        assert TaskKind.NO_NUMBER in {task.kind for task in house.tasks()}
        assert len(texts(house)) == 1
        answers(house, "START", key="a-2")
        assert TaskKind.NO_NUMBER not in {task.kind for task in house.tasks()}


@pytest.mark.long
def test_any_other_answer_pauses_until_a_person_has_read_it(store: Store) -> None:
    """It is told once however often the provider tells it; its words lie sealed."""
    with a_house_that_texts(store) as house:
        house.approve_all()
        house.pass_a_day()
        answers(house, "can we split it?")
        answers(house, "can we split it?")
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]
        ((count, said),) = house.sql(
            "select count(*) over (), said from replies where org_id = :org"
        )
        assert count == 1
        assert b"split" not in bytes(said)
        house.advance(15 * 24, step=24)
        assert house.messages(StepState.PROPOSED) == ()
        text_answers.read_answers(
            house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay")
        )
        house.settle()
        assert house.tasks() == []
        (following,) = house.messages(StepState.PROPOSED)
        assert (following.level, following.channel) == (2, Channel.EMAIL)


@pytest.mark.long
def test_an_answer_comes_in_by_the_hook_with_its_secret_only(store: Store) -> None:
    """From the page of the local provider, as a customer would; without the secret nothing."""
    with a_house_that_texts(store) as house, open_to_the_web(house):
        house.approve_all()
        house.pass_a_day()
        box = house.xero.sandbox.textbox
        assert box.answer(NUMBER, "Paid on Friday") == 200
        assert house.sql("select count(*) from replies where org_id = :org") == [(1,)]
        box.hook_key = "somebody else's"
        assert box.answer(NUMBER, "STOP") == 401
        assert box.answer("+447700900999", "hello") == 401
        assert house.sql("select count(*) from replies where org_id = :org") == [(1,)]


@pytest.mark.long
def test_a_text_of_unknown_outcome_is_shown_to_a_person_and_never_sent_again(store: Store) -> None:
    """The provider took it and answered with a fault of its own."""
    with a_house_that_texts(store) as house:
        house.approve_all()
        house.xero.advance(1.5)
        house.work(What.SEND)
        house.xero.sandbox.textbox.goes_wrong(500, "oops", is_taken=True)
        house.advance(4, step=1)
        assert len(texts(house)) == 1
        assert len(house.messages(StepState.UNCONFIRMED)) == 1
        assert house.tasks(TaskKind.UNCONFIRMED) != []
        house.xero.sandbox.textbox.goes_wrong(None)
        house.advance(48, step=12)
        assert len(texts(house)) == 1


@pytest.mark.long
def test_a_text_that_is_refused_is_told_and_one_put_off_goes_later(store: Store) -> None:
    """Busy is tried again; refused for good is a task with the provider's own words."""
    with a_house_that_texts(store) as house:
        house.approve_all()
        house.xero.advance(1.5)
        house.work(What.SEND)
        house.xero.sandbox.textbox.goes_wrong(429, "slow down")
        house.advance(1, step=1)
        assert texts(house) == ()
        house.xero.sandbox.textbox.goes_wrong(422, "not a mobile")
        house.advance(2, step=1)
        assert len(house.messages(StepState.REFUSED)) == 1
        (task,) = house.tasks(TaskKind.BOUNCED)
        assert "not a mobile" in task.names[0]
        assert texts(house) == ()


@pytest.mark.parametrize(
    "customer",
    [
        {"phones": ()},
        {"phones": (SeedPhone("7946 0018", area="020"),)},
        {"phones": (SeedPhone("555 0100", type="MOBILE", area="212", country="1"),)},
        {
            "phones": (SeedPhone("555 0100", type="MOBILE", area="212"),),
            "addresses": (SeedAddress("1 Main St", "New York", "10001", "United States"),),
        },
    ],
)
def test_without_a_number_that_may_be_texted_it_is_a_task(
    store: Store, customer: dict[str, Any]
) -> None:
    """No number, a landline, a number in the United States: never another way by itself."""
    with a_house_that_texts(store, **customer) as house:
        assert house.messages() == ()
        assert [task.kind for task in house.tasks()] == [TaskKind.NO_NUMBER]


def test_texts_are_off_until_a_person_switches_them_on() -> None:
    """A ladder with a text in a policy that sends none is refused, beside its level."""
    document = as_document(BY_TEXT) | {"texting": {"on": False}}
    with pytest.raises(PolicyComplaints) as refused:
        policy_from_document(document)
    assert [each.path for each in refused.value.complaints] == ["policy.standard.levels[0].channel"]
    assert not DEFAULT_POLICY.texting.on
