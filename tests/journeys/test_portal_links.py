"""The links of real mails: a scanner opens each as often as it likes, and nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask

from plugin.bootstrap import console
from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.operations import portal_wishes
from plugin.store import Store, messages, portal_links
from plugin.store.schema import all_tables
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, URL, House, a_house
from tests.web.visiting import Caller

_LINK = re.compile(rf"{re.escape(URL)}/p/l/[^\s\"<>]+")
#: counts how often something was asked for, and tells nothing of anybody
_COUNTERS = {"throttles"}


@pytest.fixture
def sent(store: Store) -> Iterator[House]:
    """A reminder has gone to a customer, and the proof of it to the organisation's own user."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with a_house(store, books([quay])) as house:
        house.begin()
        house.approve_all()
        house.advance(2)
        assert len(house.mails()) == 1
        assert len(house.proofs()) == 1
        yield house


def web(house: House) -> Flask:
    """The console."""
    app = console(house.settings, house.doors)
    app.testing = True
    return app


def links_in(*texts: str) -> set[str]:
    """Every link of ours in these texts, without its host."""
    return {each.removeprefix(URL) for text in texts for each in _LINK.findall(text)}


def everything(house: House) -> dict[str, str]:
    """A digest of every table of the house, this organisation's rows and those without one."""
    found = {}
    for table in all_tables().sorted_tables:
        if table.name in _COUNTERS:
            continue
        with house.doors.store.tenant(house.org_id) as tx:
            found[table.name] = tx.sql(
                f"select md5(coalesce(string_agg(t::text, ',' order by t::text), ''))"
                f" from {table.name} t"
            ).scalar_one()
    return found


def test_every_link_of_every_mail_may_be_opened_twice_and_nothing_changes(sent: House) -> None:
    """Store and ladder stay as they were, to the letter (rule 27)."""
    (mail,) = sent.mails()
    links = links_in(mail.text, mail.html) | links_in(*(each.text for each in sent.proofs()))
    assert {"paid", "promise", "split", "wrong", "policy", "person"} <= {
        each.partition("?to=")[2] for each in links
    }
    app, before = web(sent), everything(sent)
    for link in sorted(links):
        for _ in range(2):
            reply = app.test_client().get(link, follow_redirects=True)
            assert reply.status_code == 200, link
            specimen = link.startswith("/p/l/specimen")
            assert ("Harbour Lane Foods" in reply.get_data(as_text=True)) != specimen, link
    assert everything(sent) == before
    sent.settle()
    assert len(sent.mails()) == 1
    keeps_no_link(sent)
    shows_nobodys_account_to_the_own_user(sent)


def keeps_no_link(sent: House) -> None:
    """The link is the customer's alone: neither the console nor an export has it."""
    (message,) = sent.messages(StepState.DONE)
    with sent.doors.store.tenant(sent.org_id) as tx:
        kept = messages.opened_letter(tx, message.id)
        (link,) = portal_links.links_of(tx, sent.customer("quay"), limit=9)
    assert kept is not None
    assert links_in(kept.text, kept.html) == {
        f"/p/l/specimen{to}"
        for to in ("", *(f"?to={each}" for each in
                   ("paid", "promise", "split", "wrong", "policy", "person")))
    }  # fmt: skip
    assert (link.message_id, link.address) == (message.id, "quay@quay.example")


def shows_nobodys_account_to_the_own_user(sent: House) -> None:
    """It is looked at by others than the customer."""
    (proof,) = sent.proofs()
    assert links_in(proof.text, proof.html)
    assert all(each.startswith("/p/l/specimen") for each in links_in(proof.text, proof.html))


def test_the_wrong_person_gets_no_more_mail_and_whom_they_name_only_after_a_yes(
    sent: House,
) -> None:
    """At once for the one, after the business's own yes for the other."""
    caller = a_reader(sent)
    page = caller.get("person").get_data(as_text=True)
    key = re.search(r'name="address" value="(\w+)"', page)
    assert key is not None
    assert "q•••@quay.example" in page
    done = caller.post("person", address=key.group(1), name="Tom Ash", email="tom@quay.example")
    assert done.status_code == 200
    assert caller.open().status_code == 404, "the link that was sent there still opens"
    sent.settle()
    sent.advance(24 * 8, step=48)
    assert [mail.recipients for mail in sent.mails()] == [("quay@quay.example",)]
    assert sent.messages(StepState.PROPOSED, StepState.APPROVED) == ()
    (task,) = sent.tasks(TaskKind.WRONG_PERSON)
    assert "tom" not in task.subject + "".join(task.names)

    portal_wishes.answer_proposal(
        sent.doors, org_id=sent.org_id, by=BY, proposal_id=UUID(task.subject), yes=True
    )
    sent.settle()
    assert sent.tasks(TaskKind.WRONG_PERSON) == []
    sent.approve_all()
    sent.advance(24, step=6)
    assert [mail.recipients for mail in sent.mails()][1:] == [("tom@quay.example",)]


def a_reader(house: House) -> Caller:
    """Somebody who opens the link of the only mail."""
    (mail,) = house.mails()
    link = min(links_in(mail.text), key=len)
    caller = Caller(web(house).test_client(), link)
    assert caller.open().status_code == 200
    return caller
