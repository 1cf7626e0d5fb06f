"""Whatever is sent to an address that anybody can reach, the answer is never *we broke*."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import HealthCheck, given

from plugin.store import Store
from tests.fuzz.calls import calls
from tests.fuzz.routes import Route, open_routes
from tests.fuzz.scene import SIGNED, Call, Scene, a_scene

#: the ledger did not answer: said as it is, and nothing of ours broke
_OUTSIDE = frozenset({502, 503})


def broken(scene: Scene, *, examples: int) -> dict[str, str]:
    """The routes that broke, each with the smallest request found that does it."""
    found: dict[str, str] = {}
    for route in open_routes(scene.app):
        try:
            _fuzz(scene, route, examples)
        except AssertionError as problem:
            found[str(route)] = str(problem)
    return found


def _fuzz(scene: Scene, route: Route, examples: int) -> None:
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(calls(route, scene))
    def holds(call: Call) -> None:
        status = scene.send(call)
        assert status < 500 or status in _OUTSIDE, f"{status} for {call}"

    holds()


def test_no_open_route_breaks_and_each_one_is_reached(store: Store) -> None:
    """A request to each, so that every change is tried; hundreds in `make long`."""
    scene = a_scene(store)
    assert broken(scene, examples=1) == {}
    assert {route.endpoint for route in open_routes(scene.app)} == scene.reached


@pytest.mark.long
def test_no_open_route_breaks_whatever_is_sent(store: Store) -> None:
    """Many requests to each route, past its door and in front of it."""
    assert broken(a_scene(store), examples=60) == {}


def test_every_route_that_asks_for_no_session_is_among_the_fuzzed(store: Store) -> None:
    """Asked as a stranger, each other route sends to the front page or refuses the form."""
    scene = a_scene(store)
    fuzzed = {(route.endpoint, route.method) for route in open_routes(scene.app)}
    client = scene.app.test_client()
    for rule in scene.app.url_map.iter_rules():
        values = {name: _some(name, rule._converters[name]) for name in rule.arguments}
        with scene.app.test_request_context():
            address = scene.app.url_map.bind("localhost").build(rule.endpoint, values)
        for method in set(rule.methods or ()) - {"HEAD", "OPTIONS"}:
            if (rule.endpoint, method) in fuzzed:
                continue
            reply = client.open(address, method=method)
            assert reply.status_code == 302, (rule.endpoint, method)
            assert reply.location.startswith("/?back=") or reply.location == "/", rule.endpoint


def test_every_receiver_is_fuzzed_behind_its_own_door_too(store: Store) -> None:
    """A route with a proof of its own is sent what carries that proof."""
    scene = a_scene(store)
    receivers = {
        route.endpoint
        for route in open_routes(scene.app)
        if route.path.startswith("/webhooks/") and route.method == "POST"
    }
    assert receivers == set(SIGNED)


def _some(name: str, converter: object) -> object:
    """A value that an address can carry there."""
    kind = type(converter).__name__
    if kind == "UUIDConverter":
        return "00000000-0000-0000-0000-000000000000"
    return 1 if kind == "IntegerConverter" else name
