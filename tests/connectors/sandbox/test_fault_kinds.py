"""One table names every fault; the page, the address and the README show it, and each is played."""

import re
import time
from pathlib import Path

import pytest
import requests

from connectors.sandbox.fault_kinds import KINDS, Where, of
from connectors.sandbox.faults import AFTER, BEFORE, OTHER, Fault
from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox.small import SCOPES

README = Path(__file__).parents[3] / "connectors" / "sandbox" / "README.md"


def test_the_table_stands_whole_at_the_address_on_the_page_and_in_the_readme(
    xero: RunningXero,
) -> None:
    """Three places, one list of kinds, the same sentences."""
    shown = requests.get(f"{xero.url}/sandbox/faults", timeout=60).json()["kinds"]
    assert {name: one["sees"] for name, one in shown.items()} == {
        kind.name: kind.sentence for kind in KINDS.values()
    }
    rows = re.findall(r"^\| `([a-z_0-9]+)` \| (.+) \|$", README.read_text("utf-8"), re.MULTILINE)
    assert [row for row in rows if row[0] in KINDS] == [
        (kind.name, kind.sentence) for kind in KINDS.values()
    ]
    page = requests.get(f"{xero.url}/faults", timeout=60).text
    choices = re.findall(r'<option value="([a-z_0-9]+)"', page)
    assert choices == list(KINDS)
    for kind in KINDS.values():
        assert f"<code>{kind.name}</code>" in page


def test_every_kind_of_a_call_is_played_somewhere() -> None:
    """A kind that nobody plays would be an option that does nothing."""
    assert {kind.name for kind in of(Where.CALL)} == {*BEFORE, *AFTER, *OTHER}


def set_fault(xero: RunningXero, kind: str, **how: object) -> requests.Response:
    """Set a fault over HTTP."""
    return requests.post(f"{xero.url}/sandbox/faults", json={"kind": kind, **how}, timeout=60)


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("high_volume", 400, '"ErrorNumber":51'),
        ("refused_400", 400, "Account code '999' is archived"),
        ("precondition_412", 412, "conditions"),
        ("token_expired", 401, "TokenExpired"),
        ("scope_missing", 401, "AuthorizationUnsuccessful"),
        ("forbidden", 403, "AuthenticationUnsuccessful"),
    ],
)
def test_a_refusal_can_be_played_once(
    xero: RunningXero, token: str, kind: str, status: int, text: str
) -> None:
    """The call is refused and does nothing; the next one is answered."""
    set_fault(xero, kind, text="Account code '999' is archived")
    contact = xero.world.first.contact("C-1").id
    body = {"HistoryRecords": [{"Details": "Once"}]}
    notes = len(xero.world.first.notes[contact])
    refused = xero.api("PUT", f"Contacts/{contact}/History", token, json=body)
    assert (refused.status_code, text in refused.text) == (status, True)
    assert len(xero.world.first.notes[contact]) == notes
    assert ("insufficient_scope" in str(refused.headers)) is (kind == "scope_missing")
    assert xero.api("PUT", f"Contacts/{contact}/History", token, json=body).ok


def test_limits_say_when_to_come_back_as_xero_does(xero: RunningXero, token: str) -> None:
    """Minute and day name seconds unless told otherwise; the other two name none."""
    waits = {}
    for problem in ("minute", "day", "concurrent", "appminute"):
        set_fault(xero, f"limit_{problem}")
        answer = xero.api("GET", "Organisation", token)
        assert answer.headers["X-Rate-Limit-Problem"] == problem
        waits[problem] = answer.headers.get("Retry-After")
    assert waits == {"minute": "60", "day": "72000", "concurrent": None, "appminute": None}


def test_a_fault_can_wait_for_a_number_of_calls(xero: RunningXero, token: str) -> None:
    """Two pass, two fail, the fifth passes."""
    set_fault(xero, "error_500", path="contacts", after=2, count=2)
    seen = [xero.api("GET", "Contacts", token).status_code for _ in range(5)]
    assert seen == [200, 200, 500, 500, 200]


def test_a_reset_in_mid_run_brings_another_tenant_which_can_be_connected(
    xero: RunningXero,
) -> None:
    """The old id is refused and gone from /connections; id, ShortCode and records are new."""
    token = xero.connect(SCOPES)["access_token"]
    old, code = xero.tenant_id, xero.world.first.seed.short_code
    before = {each["InvoiceID"] for each in listed(xero, token)}
    xero.advance(24 * 3)
    token = xero.connect(SCOPES)["access_token"]
    set_fault(xero, "reset", after=1, path="invoices")
    assert xero.api("GET", "Invoices?page=1", token, tenant=old).ok
    assert xero.api("GET", "Invoices?page=2", token, tenant=old).status_code == 403
    assert xero.api("GET", "Contacts", token, tenant=old).status_code == 403
    bearer = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{xero.url}/connections", headers=bearer, timeout=60).json() == []
    assert xero.tenant_id != old
    again = xero.connect(SCOPES)["access_token"]
    organisation = xero.api("GET", "Organisation", again).json()["Organisations"][0]
    assert organisation["ShortCode"] not in {code, ""}
    fresh = listed(xero, again)
    assert before.isdisjoint({each["InvoiceID"] for each in fresh})
    first = next(each for each in fresh if each["InvoiceNumber"] == "INV-3")
    assert first["DueDateString"] == "2026-12-13T00:00:00"  # three days later than on day one


def listed(xero: RunningXero, token: str) -> list[dict[str, str]]:
    """The first page of invoices."""
    found: list[dict[str, str]] = xero.api("GET", "Invoices?page=1", token).json()["Invoices"]
    return found


def test_after_a_reset_only_new_days_happen(xero: RunningXero) -> None:
    """Habits and happenings of the days before do not come a second time."""
    xero.advance(24 * 5)
    fresh = xero.world.ledger(xero.sandbox.reset_demo_company(xero.tenant_id))
    count = len(fresh.payments)
    xero.advance(0.5)
    assert len(fresh.payments) == count
    xero.advance(24 * 3)
    assert len(fresh.payments) > count


def refresh(xero: RunningXero, token: str) -> requests.Response:
    """Ask for new tokens."""
    return requests.post(
        f"{xero.url}/connect/token",
        data={"grant_type": "refresh_token", "refresh_token": token},
        auth=(xero.client_id, xero.client_secret),
        timeout=60,
    )


def test_the_token_address_fails_in_four_ways(xero: RunningXero) -> None:
    """Down and wrong credentials change nothing; a lost refresh leaves the old token good."""
    old = xero.connect(SCOPES)["refresh_token"]
    set_fault(xero, "token_500")
    assert refresh(xero, old).status_code == 500
    for kind in ("invalid_client", "invalid_grant"):
        set_fault(xero, kind)
        refused = refresh(xero, old)
        assert (refused.status_code, refused.json()) == (400, {"error": kind})
    set_fault(xero, "refresh_lost")
    with pytest.raises(requests.RequestException):
        refresh(xero, old)
    assert refresh(xero, old).ok
    xero.advance(0.6)
    assert refresh(xero, old).json() == {"error": "invalid_grant"}


def test_connections_fail_once(xero: RunningXero) -> None:
    """An HTML 500, then the list."""
    bearer = {"Authorization": f"Bearer {xero.connect(SCOPES)['access_token']}"}
    set_fault(xero, "connections_500")
    first = requests.get(f"{xero.url}/connections", headers=bearer, timeout=60)
    assert (first.status_code, "<html>" in first.text) == (500, True)
    assert len(requests.get(f"{xero.url}/connections", headers=bearer, timeout=60).json()) == 1


def test_numbers_that_mean_nothing_are_refused(xero: RunningXero) -> None:
    """No fault for no call, none before the first, none that waits for ever."""
    for wrong in ({"count": 0}, {"after": -1}, {"seconds": -1}, {"seconds": 1e9}):
        assert set_fault(xero, "slow", **wrong).status_code == 400
    with pytest.raises(ValueError, match="no such fault"):
        xero.sandbox.set_fault(Fault("earthquake"))


def test_a_slow_call_is_late_and_right(xero: RunningXero, token: str) -> None:
    """The wait is on the machine's clock."""
    set_fault(xero, "slow", seconds=0.2)
    began = time.monotonic()
    assert xero.api("GET", "Organisation", token).ok
    assert time.monotonic() - began >= 0.2
