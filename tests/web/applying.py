"""Somebody who asks for credit: what they write, and the steps they take without an account."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plugin.operations import credit_door
from plugin.operations.doors import Doors
from plugin.store import credit_doors, credit_requests
from plugin.store.credit_requests import CreditRequest
from tests.builders import House
from tests.web.conftest import Browser
from tests.web.test_portal_code import Postbox

TERMS = "We sell on 14 days from the invoice.\nGoods stay ours until they are paid for."
FORM = {
    "name": "Pier Street Coffee Ltd",
    "trading_as": "Pier Coffee",
    "kind": "company",
    "country": "GB",
    "company_number": "8123456",
    "vat_number": "GB 980 7806 84",
    "address": "4 Pier Street\nUnit 2",
    "town": "Falmouth",
    "postcode": "TR11 3AA",
    "orderer": "Maya Lind",
    "email": "maya@pier.example",
    "phone": "01326 555 010",
    "payer": "Tom Hale",
    "payer_email": "accounts@pier.example",
    "needs_order_number": "yes",
    "order_route": "With each order, from Maya",
    "monthly": "400",
    "limit_wanted": "1,500",
    "days": "30",
    "referee_1": "Beans & Co",
    "referee_1_name": "Ola Beck",
    "referee_1_email": "ola@beans.example",
    "referee_2": "Dairy North",
    "referee_2_name": "",
    "referee_2_email": "office@dairy.example",
    "accepts": "yes",
    "signed_by": "Maya Lind",
    "words": "",
}


def open_the_form(doors: Doors, org_id: UUID) -> str:
    """The owner opens the form; its path."""
    credit_door.open_form(doors, org_id=org_id, by="Ann Lee", terms_text=TERMS)
    with doors.store.tenant(org_id) as tx:
        return urlsplit(credit_door.form_link(tx, doors, credit_doors.read(tx))).path


@dataclass
class Applicant:
    """A browser that nobody knows, in front of the form."""

    client: FlaskClient
    path: str

    def sends(self, **changes: str) -> TestResponse:
        """Open the form, fill it in and send it."""
        page = self.client.get(self.path).get_data(as_text=True)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        return self.client.post(self.path, data={**hidden, **FORM, **changes})

    def confirms(self, mail: str) -> TestResponse:
        """Open the link of a mail, and press its button."""
        path = link_in(mail)
        assert self.client.get(path).status_code == 200
        return self.client.post(path)


def link_in(mail: str) -> str:
    """The path of a mail's link."""
    found = re.search(r"https?://[^/\s]+(/p/credit/\S+)", mail)
    assert found is not None, mail
    return found[1]


def faults_of(page: TestResponse) -> dict[str, str]:
    """What the form says is wrong, by field."""
    found = re.findall(r'id="fault-(\w+)">(.*?)</span>', page.get_data(as_text=True))
    return {name: html.unescape(words) for name, words in found}


def asks(maya: Applicant, postbox: Postbox, **changes: str) -> None:
    """Ask, and show that the address is theirs."""
    assert maya.sends(**changes).status_code == 200
    assert maya.confirms(postbox.mails[-1].text).status_code == 200


def waiting(house: House) -> CreditRequest:
    """The newest request."""
    with house.doors.store.tenant(house.org_id) as tx:
        return credit_requests.newest(tx, limit=1)[0]


def page_of(ann: Browser, house: House) -> str:
    """The request as the console shows it."""
    return ann.get(f"credit-requests/{waiting(house).id}").get_data(as_text=True)


def say(ann: Browser, house: House, verb: str, **fields: str) -> str:
    """Press a button of the request; the page after it."""
    reply = ann.post(f"credit-requests/{waiting(house).id}/{verb}", **fields)
    return reply.get_data(as_text=True)
