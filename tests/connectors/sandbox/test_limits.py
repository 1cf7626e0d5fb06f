"""Call limits: counters, headers, 429s, on the local Xero's clock."""

from concurrent.futures import ThreadPoolExecutor

import requests

from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import small_world
from tests.journeys.house import until

HEADERS = ("X-DayLimit-Remaining", "X-MinLimit-Remaining", "X-AppMinLimit-Remaining")


def left(answer: requests.Response) -> list[int]:
    """Day, minute, app-minute as this response tells them."""
    return [int(answer.headers[name]) for name in HEADERS]


def spend(xero: RunningXero, **spent: int) -> None:
    """Use up calls without making them."""
    requests.post(
        f"{xero.url}/sandbox/limits", json={"spend": spent}, timeout=60
    ).raise_for_status()


def test_every_response_carries_three_counts_per_organisation(xero: RunningXero) -> None:
    """Errors too; the other organisation has its own day and minute, the app-minute is shared."""
    scope = "accounting.settings.read"
    xero.connect(scope)
    other = list(xero.world.ledgers)[1]
    token = xero.connect(scope, tenant=other)["access_token"]
    assert left(xero.api("GET", "Organisation", token)) == [4999, 59, 9999]
    assert left(xero.api("GET", "Unicorns", token)) == [4998, 58, 9998]
    assert left(xero.api("GET", "Contacts", token)) == [4997, 57, 9997]
    assert left(xero.api("GET", "Organisation", token, tenant=other)) == [4999, 59, 9996]


def test_the_sixty_first_call_of_a_minute_is_429_until_retry_after(
    xero: RunningXero, token: str
) -> None:
    """After the seconds it names, on the local clock, calls pass again."""
    spend(xero, minute=59)
    assert xero.api("GET", "Organisation", token).status_code == 200
    refused = xero.api("GET", "Organisation", token)
    assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "minute")
    wait = int(refused.headers["Retry-After"])
    assert 1 <= wait <= 60
    assert left(refused)[1] == 0
    xero.advance(wait / 3600)
    assert xero.api("GET", "Organisation", token).status_code == 200


def test_a_call_whose_token_opens_nothing_is_counted_apart(xero: RunningXero) -> None:
    """It was made, and stands under the organisation that it named; it takes none of its calls."""
    token = xero.token("accounting.settings.read")
    for _ in range(2):
        assert xero.api("GET", "Organisation", "of nobody").status_code == 401
    assert xero.sandbox.calls.turned_away() == {xero.tenant_id: 2}
    assert xero.sandbox.calls.calls() == []
    assert left(xero.api("GET", "Organisation", token)) == [4999, 59, 9999]


def test_a_day_limit_may_take_twenty_hours_and_the_starter_tier_has_a_thousand(
    xero: RunningXero,
) -> None:
    """Core 5,000, Starter 1,000; the minute still has room."""
    requests.post(f"{xero.url}/sandbox/limits", json={"tier": "starter"}, timeout=60)
    spend(xero, day=1000)
    refused = xero.api("GET", "Organisation", xero.token())
    assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "day")
    wait = int(refused.headers["Retry-After"])
    assert 60 < wait <= 86_400
    assert left(refused) == [0, 60, 10_000]
    xero.advance(wait / 3600)
    assert xero.api("GET", "Organisation", xero.token()).status_code == 200


def test_a_sixth_call_at_once_is_refused_without_retry_after(xero: RunningXero, token: str) -> None:
    """Five slow calls are in flight; the sixth is told so, and later ones pass."""
    for _ in range(5):
        xero.fault("slow", seconds=2.0)
    with ThreadPoolExecutor(5) as pool:
        slow = [pool.submit(xero.api, "GET", "Organisation", token) for _ in range(5)]
        until(lambda: not xero.sandbox.faults.shown())
        refused = xero.api("GET", "Organisation", token)
        assert [each.result().status_code for each in slow] == [200] * 5
    assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "concurrent")
    assert "Retry-After" not in refused.headers
    assert xero.api("GET", "Organisation", token).status_code == 200


def test_limits_off_lifts_minute_and_day(token: str) -> None:
    """For benches: the counts stand still at their full value."""
    del token
    with running(small_world(), has_limits=False) as xero:
        spend(xero, minute=100, day=9000)
        answer = xero.api("GET", "Organisation", xero.token())
        assert (answer.status_code, left(answer)[:2]) == (200, [5000, 60])
