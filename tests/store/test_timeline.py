"""The timeline keeps the order of what happened, and its chain shows what was changed since."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import psycopg

from plugin import chain
from plugin.store import Store, timeline
from tests.conftest import Database
from tests.store.facts import NOON, Books


def happened(number: int, **changes: str) -> timeline.Event:
    """The event of this number, a minute after the one before."""
    return timeline.Event(
        at=NOON + timedelta(minutes=number),
        kind="status",
        by="policy",
        summary=f"number {number}",
        customer_id="acme",
        refs={"number": number},
        **changes,
    )


def test_many_events_stand_in_their_order_in_one_whole_chain(store: Store, org: UUID) -> None:
    """Written one by one or together, each link holds the one before."""
    with store.tenant(org) as tx:
        timeline.record(tx, happened(0, said="I will pay on Friday"))
        timeline.record_all(tx, [happened(number) for number in range(1, 6)])
        timeline.record_all(tx, [])
        timeline.record(tx, happened(6))
        assert timeline.broken_link(tx) is None

    told = Books(store, org).all("select summary, refs from events order by id")
    assert told == [(f"number {number}", {"number": number}) for number in range(7)]
    assert Books(store, org).all("select seq from audit order by seq") == [
        (number,) for number in range(1, 8)
    ]


def test_a_changed_link_of_many_is_found(store: Store, org: UUID, database: Database) -> None:
    """Somebody with the owner's rights rewrites the third line; the chain says so."""
    with store.tenant(org) as tx:
        timeline.record_all(tx, [happened(number) for number in range(5)])
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("update audit set refs = '{\"number\": 99}' where seq = 3")
    with store.tenant(org) as tx:
        assert timeline.broken_link(tx) == 3


def test_a_log_shown_in_part_still_verifies(store: Store, org: UUID) -> None:
    """The content of one customer's links and bare digests of the others lead to the same head."""
    with store.tenant(org) as tx:
        timeline.record_all(tx, [happened(number) for number in range(6)])
        log = timeline.log_of(tx, lambda link: json.loads(link.refs)["number"] in {2, 4})
    verdict = chain.verify(log)
    assert (verdict.wrong, verdict.links, verdict.read) == ("", 4, 2)
    assert "number" not in json.dumps(log["links"][1])
    log["links"][2]["refs"]["number"] = 5
    assert "something in it was changed" in chain.verify(log).wrong
    assert "does not follow" in chain.verify({**log, "links": log["links"][:1] * 2}).wrong
    for odd in ({}, {"format": "goodterms-log/1"}, {**log, "links": [{"seq": "x"}]}):
        assert chain.verify(odd).wrong
