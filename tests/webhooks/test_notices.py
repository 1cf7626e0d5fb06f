"""What a delivery says, and how a duplicate is known."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from webhooks.notices import read_delivery

TENANT = "aef86862-2015-4b6b-88bc-d89032cecc50"
INVOICE = "55d84274-a3da-4829-a7c0-0cab601b95cc"


def an_event(**changes: Any) -> dict[str, Any]:
    event = {
        "resourceUrl": f"https://api.xero.com/api.xro/2.0/Invoices/{INVOICE}",
        "resourceId": INVOICE,
        "tenantId": TENANT,
        "tenantType": "ORGANISATION",
        "eventCategory": "INVOICE",
        "eventType": "UPDATE",
        "eventDateUtc": "2026-11-02T14:32:04.198",
    }
    return {name: value for name, value in (event | changes).items() if value is not ...}


def a_body(*events: Any, first: int = 76, entropy: str = "FXNGWLCCGVANWHKILRUB") -> bytes:
    return json.dumps(
        {
            "events": list(events),
            "firstEventSequence": first,
            "lastEventSequence": first + len(events) - 1,
            "entropy": entropy,
        }
    ).encode()


def test_an_event_becomes_a_notice_with_its_instant_in_utc() -> None:
    """Xero writes UTC without saying so."""
    (notice,) = read_delivery(a_body(an_event())).notices
    assert (notice.tenant_id, notice.resource, notice.resource_id) == (TENANT, "INVOICE", INVOICE)
    assert notice.at == datetime(2026, 11, 2, 14, 32, 4, 198000, tzinfo=UTC)
    assert (notice.kind, notice.sequence) == ("UPDATE", 76)


def test_a_second_delivery_of_the_same_event_has_the_same_key() -> None:
    """Entropy, sequence and letter case differ between deliveries; the event is one."""
    once = read_delivery(a_body(an_event()))
    again = read_delivery(a_body(an_event(eventType="Update"), first=90, entropy="OTHER"))
    assert once.notices[0].key == again.notices[0].key


def test_every_part_of_the_key_tells_events_apart() -> None:
    """Tenant, resource, category, time and type each make another event."""
    body = a_body(
        an_event(),
        an_event(tenantId="00000000-2015-4b6b-88bc-d89032cecc50"),
        an_event(resourceId="00000000-a3da-4829-a7c0-0cab601b95cc"),
        an_event(eventCategory="CREDITNOTE"),
        an_event(eventDateUtc="2026-11-02T14:32:04.199"),
        an_event(eventType="CREATE"),
    )
    assert len({notice.key for notice in read_delivery(body).notices}) == 6


def test_an_unknown_category_is_kept_as_such() -> None:
    """PAYMENT was announced before it went live; what it means is for others to say."""
    (notice,) = read_delivery(a_body(an_event(eventCategory="Payment"))).notices
    assert notice.resource == "PAYMENT"


def test_a_credit_note_carries_its_type_and_status() -> None:
    """So that a supplier's credit note need not be fetched."""
    event = an_event(eventCategory="CREDITNOTE", data={"Type": "ACCPAYCREDIT", "Status": "DRAFT"})
    (notice,) = read_delivery(a_body(event)).notices
    assert (notice.document_type, notice.document_status) == ("ACCPAYCREDIT", "DRAFT")


def test_an_event_that_cannot_be_read_costs_only_itself_and_is_named() -> None:
    """Its path stands in the complaint, and the others are kept."""
    body = a_body(
        an_event(),
        an_event(resourceId=...),
        an_event(eventDateUtc="yesterday"),
        "nonsense",
        an_event(tenantId=7),
        an_event(eventType="CREATE"),
    )
    delivery = read_delivery(body)
    assert [notice.sequence for notice in delivery.notices] == [76, 81]
    assert delivery.complaints == (
        "events[1].resourceId is missing",
        "events[2].eventDateUtc is not a time: 'yesterday'",
        "events[3] is not an object",
        "events[4].tenantId is not text",
    )


def test_an_intent_to_receive_has_neither_notices_nor_complaints() -> None:
    """Its events are empty and its sequences are 0."""
    body = b'{"events":[],"firstEventSequence": 0,"lastEventSequence": 0,"entropy":"ABC"}'
    assert read_delivery(body) == read_delivery(a_body(first=0))
    assert read_delivery(body).notices == ()
    assert read_delivery(body).complaints == ()


@given(body=st.binary(max_size=300) | st.text().map(str.encode))
def test_any_bytes_are_read_or_complained_of(body: bytes) -> None:
    """No content ever raises."""
    delivery = read_delivery(body)
    assert delivery.complaints or delivery.notices == ()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["events", "data", "tenantId", "Type"]), inner, max_size=3
            )
        ),
        max_leaves=8,
    )
)
def test_any_json_is_read_or_complained_of(content: Any) -> None:
    """Neither does any shape, in the event or in place of it."""
    events = content if isinstance(content, list) else [content]
    delivery = read_delivery(a_body(*events, an_event(data=content)))
    assert len(delivery.notices) + len(delivery.complaints) == len(events) + 1
