"""Nothing of one customer ever reaches another: not a name, a number, an address or a document."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from connectors.sandbox.mailbox import Mail
from plugin.credit.account import StepState
from plugin.operations import respond
from plugin.store import Store
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house

#: the two names begin alike, and two numbers are the beginning of others
_NAMES = {
    "quay": "Quay Bistro",
    "quays": "Quayside Bistro Supplies",
    "deli": "Lisa's Deli",
    "barn": "The Barn",
}


def _debts(key: str) -> list[tuple[str, int]]:
    """Numbers of a customer's invoices, and how many days late each is."""
    return [(f"{key.upper()}-{n}", n * 9) for n in (1, 2, 3)]


def _whole(mail: Mail) -> str:
    """Everything that arrived: envelope, headers, both texts, every attachment."""
    parsed = message_from_bytes(mail.raw, policy=default)
    attached = [bytes(part.get_content()).decode("latin-1") for part in parsed.iter_attachments()]
    headers = [f"{name}: {value}" for name, value in mail.headers]
    texts = (mail.subject, mail.text, mail.html, *mail.attachments)
    return "\n".join((*mail.recipients, *headers, *texts, *attached))


def _approve_with_papers(house: House) -> None:
    for message in house.messages(StepState.PROPOSED):
        respond.attach_invoices(
            house.doors, org_id=house.org_id, by=BY, message_id=message.id, yes=True
        )
    house.approve_all()


@pytest.mark.long
def test_no_mail_holds_a_word_or_a_page_of_another_customer(store: Store) -> None:
    """Four customers with three debts each, every invoice attached: each sees only its own."""
    customers = [
        a_customer(key, name, *(a_debt(n, "100.00", late=late) for n, late in _debts(key)))
        for key, name in _NAMES.items()
    ]
    with a_house(store, books(customers)) as house:
        house.begin()
        for _ in range(3):
            house.pass_a_day()
            _approve_with_papers(house)
        mails = house.mails()
        assert {mail.recipients for mail in mails} == {(f"{key}@{key}.example",) for key in _NAMES}
        for mail in mails:
            (own,) = (key for key in _NAMES if mail.recipients == (f"{key}@{key}.example",))
            assert len(mail.attachments) == len(_debts(own)), "its own papers are there"
            text = _whole(mail)
            for number, _ in _debts(own):
                assert number in text
            for other in _NAMES.keys() - {own}:
                assert _NAMES[other] not in text
                assert f"{other}@" not in text
                assert not [each for each, _ in _debts(other) if each in text]
