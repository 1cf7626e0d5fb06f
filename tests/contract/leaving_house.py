"""A house whose customers are flagged, shared by the tests of a file: each leaves and comes back.

A house costs more than most farewells. Between two tests faults are cleared, the organisation is
connected again, and its flags may be set again although the day is the same.
"""

from __future__ import annotations

from plugin.jobs import What
from plugin.operations import leave
from plugin.store import due, leaving, organisations
from plugin.store.organisations import Organisation
from tests.journeys.books import Customer, a_customer, a_debt
from tests.journeys.house import BY, House

WATCH = "Goodterms: watch"


def late_customers() -> list[Customer]:
    """Two who owe for 37 days, so that both carry the watch flag, and one who owes later."""
    late = [
        a_customer(name, name.title(), a_debt(f"INV-{name}", "250.00", late=37))
        for name in ("quay", "kettle")
    ]
    return [*late, a_customer("mill", "Mill", a_debt("INV-mill", "250.00", late=-300))]


def comes_back(house: House) -> None:
    """Whatever the last test left behind is over: connected again, flagged again."""
    house.xero.sandbox.faults.clear()
    if not stands(house).is_connected:
        house.connect()
    house.settle()
    if house.groups_of("quay"):
        return
    with house.doors.store.tenant(house.org_id) as tx:
        # as if a day had passed: at most one change of a flag a customer and day
        tx.sql("update flags set written_on = written_on - 1 where org_id = :org")
        tx.sql("update assessments set written_on = written_on - 1 where org_id = :org")
        due.put(tx, What.WRITE_BACK, house.doors.clock.now())
    house.settle()


def disconnects(house: House, *, remove_flags: bool = True) -> None:
    """A person disconnects on the Settings page."""
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=remove_flags)


def stands(house: House) -> Organisation:
    """How the organisation stands."""
    with house.doors.store.house() as tx:
        found = organisations.read(tx, house.org_id)
    assert found is not None
    return found


def connections(house: House) -> list[str]:
    """The tenants that are connected to our app inside the local Xero."""
    identity = house.xero.sandbox.identity
    return [each.tenant for each in identity.connections(identity.app.client_id)]


def grants(house: House) -> int:
    """How many people's tokens are kept."""
    with house.doors.store.house() as tx:
        return int(tx.sql("select count(*) from grants").scalar_one())


def left_in_xero(house: House) -> leaving.LeftBehind:
    """What of ours stands in Xero, as the Settings page says it."""
    with house.doors.store.tenant(house.org_id) as tx:
        return leaving.left_behind(tx)


def our_groups(house: House) -> list[str]:
    """Our groups that the accountant still sees."""
    return [group.name for group in house.ledger.groups.values() if not group.is_deleted]
