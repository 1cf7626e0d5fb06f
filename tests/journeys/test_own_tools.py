"""A tool of the business's own, on the whole house: told by webhook, asking over real HTTP."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest
from standardwebhooks import Webhook

from plugin.jobs import What
from plugin.operations import api_keys, hooks
from plugin.operations.hooks import KIND_WORDS
from plugin.store import Store, people
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, a_house, open_to_the_web
from tests.web.listening import a_listener


@pytest.mark.long
def test_money_that_comes_in_is_told_and_looked_up(store: Store) -> None:
    """Paid in the ledger, read, told signed; the tool asks what is owed now. Once, not again."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    with (
        a_house(store, books([quay])) as house,
        open_to_the_web(house) as address,
        a_listener() as listener,
    ):
        house.begin()
        with store.tenant(house.org_id) as tx:
            (owner,) = people.members_of(tx, house.org_id)
        made = hooks.add_endpoint(
            house.doors, org_id=house.org_id, by=BY, url=listener.url,
            kinds=[each.value for each in KIND_WORDS],
        )  # fmt: skip
        key = api_keys.make_key(
            house.doors, org_id=house.org_id, by=BY, by_user=owner.user.id, name="CRM",
            scopes=["ledger.read", "decisions.read"], days=30,
        )  # fmt: skip
        house.settle()
        assert listener.told == [], "what was so before nobody hears of"

        house.pays("INV-1", "250.00")
        house.catch_up()
        house.settle()
        told = [Webhook(made.secret).verify(body, headers) for headers, body in listener.told]
        by_kind = {each["type"]: each["data"] for each in told}
        assert set(by_kind) == {"payment.received", "flag.changed"}
        paid = by_kind["payment.received"]
        assert paid["amount"] == {"amount": "250.00", "currency": "GBP"}
        assert paid["invoice_id"] == house.invoice("INV-1")
        flag = by_kind["flag.changed"]
        assert (flag["before"], flag["after"]) == ("watch", "open")

        asked = Request(
            f"{address}/api/v1/customers/{paid['customer_id']}",
            headers={"Authorization": f"Bearer {key.token}"},
        )
        with urlopen(asked) as reply:
            customer = json.load(reply)["data"]
        assert customer["owed"] == []
        assert customer["credit"]["flag"] == "open"

        house.catch_up()
        house.advance(25, step=25)
        assert len(listener.told) == len(told)
        assert house.when(What.HOOKS) is not None, "it looks again for what becomes late"
