"""Keys rotate without a stop: everything sealed takes the newest key, and the old one may go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from cryptography.fernet import Fernet

from plugin.ports import LedgerPerson
from plugin.store import Seal, Store, contacts, organisations, timeline
from plugin.store.grants import StoreVault
from plugin.store.resealing import keep_hash_key, reseal, sealed_columns, sealed_tables
from plugin.store.sealing import CannotUnseal
from tests.builders import NOW
from tests.connecting import connect
from tests.store.facts import Books, a_contact

#: opens the same database with other keys, the first of which seals
Opener = Callable[..., Store]

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
#: what is sealed once per organisation here: tokens, a person, settings, contacts with people
MANY = 7


@pytest.fixture
def with_keys(store: Store) -> Iterator[Opener]:
    """Opens the same empty database with other keys."""
    opened: list[Store] = []

    def open_with(*keys: str) -> Store:
        opened.append(Store(store.url, Seal(keys)))
        return opened[-1]

    yield open_with
    for each in opened:
        each.close()


def something_sealed(old: Store) -> UUID:
    """An organisation with tokens, settings, contacts with people, and words of somebody."""
    found = connect(old, f"Acme {uuid4()}")
    with old.tenant(found.id) as tx:
        organisations.change_settings(tx, sender_name="Ann Lee", reply_to="ann@acme.test")
        timeline.record(
            tx, timeline.Event(at=NOW, kind="reply", by="Maya", summary="A reply", said="We pay.")
        )
    Books(old, found.id).contacts(
        *(
            a_contact(
                f"c{n}", email=f"c{n}@x.test", people=(LedgerPerson("Ola", f"o{n}@x.test", True),)
            )
            for n in range(MANY)
        )
    )
    return found.id


def test_everything_sealed_takes_the_newest_key_and_the_old_one_may_go(with_keys: Opener) -> None:
    """Two organisations, batches smaller than their tables: nothing is left under the old key."""
    org_ids = [something_sealed(with_keys(OLD)) for _ in range(2)]
    done = reseal(with_keys(NEW, OLD), batch=3)
    assert done["grants"] == 4
    assert done["contacts"] == done["contact_people"] == 2 * MANY
    assert done["events"] == done["organisations"] == 2
    new = with_keys(NEW)
    for org_id in org_ids:
        with new.tenant(org_id) as tx:
            assert organisations.settings(tx).reply_to == "ann@acme.test"
            found = contacts.contact(tx, "c6")
            assert found is not None
            assert (found.email, found.people[0].email) == ("c6@x.test", "o6@x.test")
            organisation = organisations.read(tx, org_id)
            assert timeline.broken_link(tx) is None
        assert organisation is not None
        assert StoreVault(new).read(organisation.grant_id).access == "access"
    assert set(reseal(new).values()) == {0}, "asked again, nothing is left to do"


def test_resealing_goes_on_where_it_was_interrupted(with_keys: Opener) -> None:
    """What carries the newest key is left alone; nothing is sealed twice."""
    org_id = something_sealed(with_keys(OLD))
    both = with_keys(NEW, OLD)
    with both.tenant(org_id) as tx:
        tx.sql(
            "update contacts set email = :email where org_id = :org and id = 'c0'",
            email=both.seal.close("c0@x.test"),
        )
    assert reseal(both)["contacts"] == MANY - 1


def test_a_value_that_no_key_opens_stops_the_resealing(with_keys: Opener) -> None:
    """Before the old key is taken out and what it sealed is lost."""
    something_sealed(with_keys(OLD))
    with pytest.raises(CannotUnseal):
        reseal(with_keys(NEW))


def test_keyed_hashes_stay_equal_when_the_old_key_goes(with_keys: Opener) -> None:
    """Their own key is kept, sealed: an address is still found, and no contact looks changed."""
    before = with_keys(OLD)
    keep_hash_key(before)
    mark = before.seal.fingerprint("ann@acme.test")
    both = with_keys(NEW, OLD)
    keep_hash_key(both)
    assert reseal(both)["house_secrets"] == 1
    after = with_keys(NEW)
    keep_hash_key(after)
    assert after.seal.fingerprint("ann@acme.test") == mark
    with pytest.raises(CannotUnseal):
        keep_hash_key(with_keys(OLD))


def test_every_column_of_bytes_is_a_sealed_one() -> None:
    """So that no sealed column can be forgotten: what holds bytes is resealed, whatever it is."""
    found = {f"{table.name}.{name}" for table in sealed_tables() for name in sealed_columns(table)}
    assert found >= {
        "contacts.email", "contacts.phone", "contact_people.email", "events.said", "grants.access",
        "grants.refresh", "messages.body_html", "messages.body_text", "messages.recipients",
        "messages.sentence", "messages.subject", "organisations.settings", "users.email",
    }  # fmt: skip
