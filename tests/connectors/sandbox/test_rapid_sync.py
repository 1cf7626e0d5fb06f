"""Rapid sync: a certified app's new connection is not held up by minute and day limits."""

import requests

from connectors.sandbox.testing import RunningXero
from tests.connectors.sandbox.small import SCOPES


def spend(xero: RunningXero, **body: object) -> None:
    """Change the limits."""
    requests.post(f"{xero.url}/sandbox/limits", json=body, timeout=60).raise_for_status()


def test_a_new_connection_has_half_an_hour_without_minute_and_day_limits(
    xero: RunningXero,
) -> None:
    """Its calls count against neither; afterwards both hold. Without the switch they always do."""
    token = xero.connect(SCOPES)["access_token"]
    spend(xero, spend={"minute": 60, "day": 5000})
    assert xero.api("GET", "Organisation", token).status_code == 429
    spend(xero, rapid_sync=True)
    for _ in range(3):
        answer = xero.api("GET", "Organisation", token)
        assert (answer.status_code, answer.headers["X-DayLimit-Remaining"]) == (200, "0")
    xero.advance(0.5)
    token = xero.token()
    spend(xero, spend={"tenant": xero.tenant_id, "day": 5000}, rapid_sync=False)
    assert xero.api("GET", "Organisation", token).headers["X-Rate-Limit-Problem"] == "day"


def test_rapid_sync_ends_half_an_hour_after_the_connection(xero: RunningXero) -> None:
    """The same person's next call is held to the day limit again."""
    spend(xero, rapid_sync=True, spend={"day": 5000})
    token = xero.connect(SCOPES)["access_token"]
    assert xero.api("GET", "Organisation", token).ok
    xero.advance(29 / 60)
    assert xero.api("GET", "Organisation", token).ok
    xero.advance(0.4)
    spend(xero, spend={"day": 5000})
    fresh = xero.connect(SCOPES)["access_token"]
    refused = xero.api("GET", "Organisation", fresh)
    assert refused.headers.get("X-Rate-Limit-Problem") == "day"
