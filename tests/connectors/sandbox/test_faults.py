"""Every fault of the switchboard does what it says, as often as it says."""

import json

import pytest
import requests

from connectors.sandbox.faults import AFTER, BEFORE, OTHER
from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox.small import SCOPES


def switch(xero: RunningXero, kind: str, **rest: object) -> requests.Response:
    """Set a fault over HTTP."""
    return requests.post(f"{xero.url}/sandbox/faults", json={"kind": kind, **rest}, timeout=60)


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("error_500", 500, "error occurred"),
        ("maintenance_503", 503, "The Xero API is currently offline for maintenance"),
        ("unavailable_503", 503, "The Xero API is temporarily unavailable"),
        ("offline_503", 503, "The Organisation is offline"),
        ("html", 502, "<html>"),
        ("limit_minute", 429, ""),
        ("limit_day", 429, ""),
        ("limit_concurrent", 429, ""),
        ("limit_appminute", 429, ""),
    ],
)
def test_a_fault_hits_the_next_n_matching_calls_and_no_other(
    xero: RunningXero, token: str, kind: str, status: int, text: str
) -> None:
    """Twice on Invoices, never on Contacts, then all is well; nothing was done."""
    switch(xero, kind, path="/invoices", count=2).raise_for_status()
    assert xero.api("GET", "Contacts", token).status_code == 200
    for _ in range(2):
        answer = xero.api("GET", "Invoices", token)
        assert answer.status_code == status
        assert text in answer.text
        assert "X-DayLimit-Remaining" in answer.headers
    assert xero.api("GET", "Invoices", token).status_code == 200


def test_a_limit_fault_carries_its_kind_and_the_retry_after_that_was_set(
    xero: RunningXero, token: str
) -> None:
    """A day limit of twenty hours can be played."""
    switch(xero, "limit_day", retry_after=73451)
    answer = xero.api("GET", "Invoices", token)
    assert answer.headers["X-Rate-Limit-Problem"] == "day"
    assert answer.headers["Retry-After"] == "73451"


@pytest.mark.parametrize(("kind", "written"), [
    ("timeout_after_commit", 1), ("dropped_before_commit", 0)
])  # fmt: skip
def test_a_broken_connection_leaves_the_outcome_unknown(
    xero: RunningXero, token: str, kind: str, written: int
) -> None:
    """After the commit the note is there; before it, it is not. The client sees the same."""
    contact = xero.world.first.contact("C-1").id
    switch(xero, kind, path="/history", method="PUT")
    body = {"HistoryRecords": [{"Details": "Once"}]}
    with pytest.raises(requests.RequestException):
        xero.api("PUT", f"Contacts/{contact}/History", token, json=body)
    assert len(xero.world.first.notes[contact]) == written


def test_spoiled_answers_have_an_unknown_enum_a_bad_date_a_null_or_half_a_body(
    xero: RunningXero, token: str
) -> None:
    """One field of the first record, the rest untouched; a named field can be chosen."""
    for kind, field, value in (
        ("unknown_enum", "Status", "UNHEARDOF"),
        ("malformed_field", "UpdatedDateUTC", "/Date(not a number)/"),
        ("null_field", "Reference", None),
    ):
        switch(xero, kind)
        first, second = xero.api("GET", "Invoices?page=1", token).json()["Invoices"][:2]
        assert first[field] == value
        assert second[field] != value
    switch(xero, "malformed_field", field="DueDate")
    assert "not a" in xero.api("GET", "Invoices", token).json()["Invoices"][0]["DueDate"]
    switch(xero, "truncated")
    with pytest.raises(json.JSONDecodeError):
        json.loads(xero.api("GET", "Invoices", token).text)


def test_a_disconnect_in_mid_run_ends_the_connection(xero: RunningXero) -> None:
    """The third page is refused and so is everything after it."""
    token = xero.connect(SCOPES)["access_token"]
    assert xero.api("GET", "Invoices?page=1", token).status_code == 200
    switch(xero, "disconnect", path="/invoices")
    assert xero.api("GET", "Invoices?page=2", token).status_code == 403
    assert xero.api("GET", "Contacts", token).status_code == 403


def test_faults_are_listed_cleared_and_refused_when_unknown(xero: RunningXero, token: str) -> None:
    """The list names every kind; an unknown kind or switch is 400."""
    switch(xero, "error_500", count=9)
    shown = requests.get(f"{xero.url}/sandbox/faults", timeout=60).json()
    assert [each["count"] for each in shown["faults"]] == [9]
    assert {*BEFORE, *AFTER, *OTHER} <= set(shown["kinds"])
    requests.delete(f"{xero.url}/sandbox/faults", timeout=60)
    assert xero.api("GET", "Invoices", token).status_code == 200
    assert switch(xero, "earthquake").status_code == 400
    assert switch(xero, "error_500", colour="red").status_code == 400
