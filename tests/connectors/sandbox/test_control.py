"""The control addresses: every verb over HTTP, and the books as an accountant sees them."""

from typing import Any

import requests

from connectors.sandbox.control_verbs import VERBS
from connectors.sandbox.testing import RunningXero


def act(xero: RunningXero, verb: str, **body: object) -> dict[str, Any]:
    """A verb on the first organisation; its record."""
    answer = requests.post(f"{xero.url}/sandbox/organisations/first/{verb}", json=body, timeout=60)
    assert answer.status_code == 200, (verb, answer.text)
    found: dict[str, Any] = answer.json()
    return found


def test_every_verb_can_be_done_over_http(xero: RunningXero) -> None:
    """Each is done once, with names that a person knows; none is forgotten."""
    made = act(xero, "raise_invoice", contact="C-2", amount="90.00", number="X-1", status="DRAFT")
    assert made["amount_due"] == "90.00"
    assert act(xero, "submit_invoice", invoice="X-1")["status"] == "SUBMITTED"
    assert act(xero, "approve_invoice", invoice="X-1")["is_sent"] is False
    assert act(xero, "mark_sent", invoice="X-1")["is_sent"] is True
    assert act(xero, "set_expected_date", invoice="X-1", on="2027-01-05")["expected"]
    assert act(xero, "set_due_date", invoice="X-1", on="2027-01-09")["due"] == "2027-01-09"
    paid = act(xero, "record_payment", invoice="X-1", amount="10", reference="cash")
    assert paid["amount"] == "10.00"
    assert act(xero, "reverse_payment", payment=paid["id"])["is_deleted"] is True
    credit = act(xero, "raise_credit", contact="C-2", amount="30", kind="overpayment")
    used = act(xero, "allocate", credit=credit["id"], invoice="X-1", amount="20")
    part = used["allocations"][0]["id"]
    act(xero, "remove_allocation", credit=credit["id"], allocation=part)
    act(xero, "refund", credit=credit["id"], amount="5")
    other = act(xero, "raise_credit", contact="C-2", amount="7")
    assert act(xero, "void_credit", credit=other["id"])["status"] == "VOIDED"
    act(xero, "credit_invoice", invoice="X-1", amount="15")
    act(xero, "write_off", invoice="X-1")
    assert act(xero, "void_invoice", invoice="INV-4")["status"] == "DELETED"
    new = act(xero, "add_contact", name="Newcomer", email="n@new.example", number="C-9")
    assert new["number"] == "C-9"
    assert act(xero, "set_email", contact="C-9", email="")["email"] == ""
    assert act(xero, "rename_contact", contact="C-9", name="Newcomers")["name"] == "Newcomers"
    assert act(xero, "set_terms", contact="C-9", days=7)["sales_terms"]["days"] == 7
    assert act(xero, "archive_contact", contact="C-9")["status"] == "ARCHIVED"
    assert act(xero, "restore_contact", contact="C-9")["status"] == "ACTIVE"
    act(xero, "add_group", name="Solicitor")
    assert act(xero, "join_group", group="solicitor", contact="C-9")["members"] == [new["id"]]
    act(xero, "add_note", contact="C-9", details="Rang twice", user="Tom Ferris")
    seen = requests.get(f"{xero.url}/sandbox/organisations/first/contacts/C-9", timeout=60).json()
    assert seen["groups"] == ["Solicitor"]
    assert [(n["user"], n["details"]) for n in seen["notes"]] == [("Tom Ferris", "Rang twice")]
    act(xero, "leave_group", group="Solicitor", contact="C-9")
    act(xero, "rename_group", group="Solicitor", name="Lawyer")
    groups = requests.get(f"{xero.url}/sandbox/organisations/first/groups", timeout=60).json()
    assert {each["name"]: len(each["members"]) for each in groups} == {"VIP": 1, "Lawyer": 0}
    act(xero, "delete_group", group="Lawyer")
    assert act(xero, "erase_contact", contact="C-9")["status"] == "GDPRREQUEST"
    act(xero, "merge_contacts", loser="C-5", winner="C-2")
    act(xero, "set_reminders", enabled=True)
    act(xero, "set_plan", plan="STANDARD")
    act(xero, "set_lock", on="2026-10-31")
    assert set(VERBS) == {
        "add_contact", "add_group", "add_note", "allocate", "approve_invoice", "archive_contact",
        "credit_invoice", "delete_group", "erase_contact", "join_group", "leave_group",
        "mark_sent", "merge_contacts", "raise_credit", "raise_invoice", "record_payment",
        "refund", "remove_allocation", "rename_contact", "rename_group", "restore_contact",
        "reverse_payment", "set_due_date", "set_email", "set_expected_date", "set_lock",
        "set_plan", "set_reminders", "set_terms", "submit_invoice", "void_credit", "void_invoice",
        "write_off",
    }  # fmt: skip


def test_refusals_say_why_and_change_nothing(xero: RunningXero) -> None:
    """400 with the reason, 404 for what is not there."""
    url = f"{xero.url}/sandbox/organisations"
    for verb, body, status, words in (
        ("record_payment", {"invoice": "INV-3", "amount": "9999"}, 400, "exceeds"),
        ("record_payment", {"invoice": "INV-3"}, 400, "needs amount"),
        ("record_payment", {"invoice": "NOPE", "amount": "1"}, 404, "cannot be found"),
        ("void_invoice", {"invoice": "INV-9"}, 400, "payments or credits"),
        ("fly", {}, 404, "cannot be found"),
    ):
        answer = requests.post(f"{url}/first/{verb}", json=body, timeout=60)
        assert (answer.status_code, words in answer.json()["error"]) == (status, True)
    assert (
        requests.post(f"{url}/nobody/add_group", json={"name": "x"}, timeout=60).status_code == 404
    )
    assert xero.world.first.invoice("INV-3").amount_due == 250


def test_the_state_tells_organisations_connections_and_environment(xero: RunningXero) -> None:
    """What the demo driver starts from."""
    found = requests.get(f"{xero.url}/sandbox/state", timeout=60).json()
    assert [each["name"] for each in found["organisations"]] == [
        "Harbour Lane Foods", "Catering Hire"
    ]  # fmt: skip
    assert found["environment"] == xero.sandbox.environment()
    assert found["connections"] == []


def test_calls_are_listed_with_their_bytes(xero: RunningXero) -> None:
    """Organisation calls are counted but not billed."""
    token = xero.token()
    xero.api("GET", "Organisation", token)
    xero.api("GET", "Contacts?page=1", token)
    found = requests.get(f"{xero.url}/sandbox/calls", timeout=60).json()
    paths = [(each["method"], each["path"], each["query"]) for each in found["calls"]]
    assert paths == [("GET", "/Organisation", ""), ("GET", "/Contacts", "page=1")]
    assert found["sums"][xero.tenant_id]["2026-11-24"] == {
        "calls": 2, "bytes": found["calls"][1]["size"], "bytes_of_writes": 0
    }  # fmt: skip
    requests.delete(f"{xero.url}/sandbox/calls", timeout=60)
    assert requests.get(f"{xero.url}/sandbox/calls", timeout=60).json()["calls"] == []


def test_domains_of_the_demo_are_well_set_up_and_unverified_ones_are_not(
    xero: RunningXero,
) -> None:
    """The answer for SPF, DKIM and DMARC."""
    good = requests.get(f"{xero.url}/sandbox/domains/harbourlane.example", timeout=60).json()
    bad = requests.get(f"{xero.url}/sandbox/domains/unverified.example", timeout=60).json()
    assert good == {"spf": True, "dkim": True, "dmarc": True}
    assert bad == {"spf": False, "dkim": False, "dmarc": False}


def test_other_sites_cannot_drive_it_from_a_browser(xero: RunningXero) -> None:
    """A foreign Host (rebinding) and a cross-site post are refused."""
    foreign = requests.get(
        f"{xero.url}/sandbox/clock", headers={"Host": "evil.example"}, timeout=60
    )
    crossed = requests.post(
        f"{xero.url}/sandbox/advance",
        data="{}",
        headers={"Sec-Fetch-Site": "cross-site"},
        timeout=60,
    )
    assert (foreign.status_code, crossed.status_code) == (421, 403)
