"""Answers by mail: the address, the pause until read, absences, bounces, copies, own mail."""

from __future__ import annotations

from plugin.credit.account import StepState
from plugin.credit.decisions import TaskKind
from plugin.operations import text_answers
from plugin.store import Store
from tests.journeys.house import BY, OWNER, House
from tests.journeys.mail_of import QUAY, a_house_with_replies, a_mail, arrives, reply_address


def chased(house: House) -> str:
    """The first reminder has gone; the address at which its answers arrive."""
    house.begin()
    house.approve_all()
    house.pass_a_day()
    (mail,) = house.mails()
    return reply_address(mail)


def test_a_reply_pauses_until_a_person_has_read_it(store: Store) -> None:
    """Told once however often it arrives, its words sealed; once read, the ladder goes on."""
    with a_house_with_replies(store) as house:
        address = chased(house)
        (mail,) = house.mails()
        assert mail.header("Reply-To") == f"{address}, {OWNER}"
        assert arrives(house, a_mail("Can we split it?", to=address)) == 1
        assert arrives(house, a_mail("Can we split it?", to=address)) == 0
        assert [task.kind for task in house.tasks()] == [TaskKind.ANSWERED]
        ((content,),) = house.sql("select content from mails where org_id = :org")
        assert b"split" not in bytes(content)
        house.advance(14 * 24, step=24)
        assert house.messages(StepState.PROPOSED) == ()
        text_answers.read_answers(
            house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("quay")
        )
        house.settle()
        assert house.tasks(TaskKind.ANSWERED) == []
        assert len(house.messages(StepState.PROPOSED)) == 1
        assert QUAY in house.mails()[0].recipients
