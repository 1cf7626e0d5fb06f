"""Data exported and erased: everything may be taken away, and then nothing is left here."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from connectors.sandbox import contacts as inside
from plugin.bootstrap import console
from plugin.operations import decide, erase, leave
from plugin.operations.doors import NotPossible
from plugin.queries import export
from plugin.store import Store, erasing, exporting, people, timeline
from plugin.store.erasing import StillConnected
from plugin.store.reading import sheets
from plugin.store.schema import all_tables
from tests.connecting import connect
from tests.contract.visiting import Visit, signed_in
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.store.facts import Books, a_contact, a_sale

#: a name that a spreadsheet would run
FORMULA = "=HYPERLINK(1)"
MORNING = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def house(store: Store) -> Iterator[House]:
    """A house with two late customers, one of them with a formula for a name; a reminder went."""
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    odd = a_customer("odd", FORMULA, a_debt("INV-2", "80.00", late=40))
    with a_house(store, books([quay, odd])) as opened:
        opened.begin()
        opened.approve_all()
        opened.advance(2)
        yield opened


@pytest.fixture
def lisa(house: House) -> Visit:
    """Whoever connected the books, signed in."""
    return signed_in(house)


def opened(reply: TestResponse) -> dict[str, str]:
    """The files of an exported zip, as text."""
    assert reply.status_code == 200
    assert reply.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.get_data())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def sheet(files: dict[str, str], name: str) -> list[dict[str, str]]:
    """The rows of a sheet by its heads."""
    return list(csv.DictReader(io.StringIO(files[f"to read/{name}.csv"])))


def lines(files: dict[str, str], name: str) -> list[dict[str, Any]]:
    """The rows of a table for programs."""
    return [json.loads(line) for line in files[f"complete/{name}.jsonl"].splitlines()]


def leaves(house: House) -> None:
    """The organisation disconnects, and the farewell ends."""
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()


# --- exported -------------------------------------------------------------------------------


def test_one_button_hands_over_everything_readable_and_complete(house: House, lisa: Visit) -> None:
    """Sheets with names and opened words, every row for programs, and a page that explains."""
    decide.never_chase(
        house.doors, org_id=house.org_id, by=BY, customer_id=house.customer("odd"), yes=True
    )
    files = opened(lisa.post("settings/export"))
    quay = next(row for row in sheet(files, "customers") if row["Name"] == "Quay Bistro")
    assert (quay["Email"], quay["Credit status"]) == ("quay@quay.example", "watch")
    assert any(row["Number"] == "INV-1" for row in sheet(files, "invoices"))
    (sent,) = [row for row in sheet(files, "messages") if row["Customer"] == "Quay Bistro"]
    assert "INV-1" in sent["Text"]
    assert "quay@quay.example" in sent["Recipients"]
    assert sheet(files, "members")[0]["Email"] == "lisa@harbour.example"
    assert {"250.00", "80.00"} <= {row["total"] for row in lines(files, "invoices")}
    explained = files["README.txt"]
    for path in files:
        assert path == "README.txt" or path in explained
    assert "Harbour Lane Foods" in explained


def test_no_cell_of_an_export_is_run_by_a_spreadsheet(lisa: Visit) -> None:
    """A cell that begins with = + - or @ is quoted; the row for programs keeps it as it was."""
    files = opened(lisa.post("settings/export"))
    names = [row["Name"] for row in sheet(files, "customers")]
    assert f"'{FORMULA}" in names
    assert FORMULA not in names
    assert FORMULA in [row["name"] for row in lines(files, "contacts")]


def test_an_export_is_written_down_with_who_took_it(house: House, lisa: Visit) -> None:
    """Before the first byte goes."""
    lisa.post("settings/export")
    with house.doors.store.tenant(house.org_id) as tx:
        by = tx.sql("select by from events where org_id = :org and kind = 'exported'").scalars()
        assert list(by) == ["Lisa Harding"]
    assert "Everything kept here was exported" in lisa.get("timeline")


def test_only_its_own_people_export_an_organisation(house: House, lisa: Visit) -> None:
    """For everybody else it does not exist, and another's form is no form of theirs."""
    other = connect(house.doors.store, "Somebody Else")
    stranger = console(house.settings, house.doors).test_client()
    assert stranger.post(f"{lisa.at}/settings/export").status_code == 302
    assert lisa.client.post(f"{lisa.at}/settings/export").status_code == 403
    found = lisa.client.post(f"/o/{other.id}/settings/export", data={"csrf": lisa.csrf})
    assert found.status_code == 404


def test_an_export_may_be_made_until_everything_is_erased(house: House, lisa: Visit) -> None:
    """Leaving takes nobody's sight away: not at once, and not at the next sign-in, where Xero
    lists the organisation no more."""
    leaves(house)
    assert sheet(opened(lisa.post("settings/export")), "invoices")
    house.advance(30, step=30)
    assert lisa.post("settings/export").status_code == 302, "her sign-in was a day old"
    files = opened(signed_in(house).post("settings/export"))
    assert sheet(files, "organisation")[0]["State"] == "disconnected"
    assert any(row["Number"] == "INV-1" for row in sheet(files, "invoices"))


def test_every_table_is_exported_or_named_with_the_reason_why_not() -> None:
    """Nothing of an organisation is forgotten by an export without somebody having said so."""
    house = {"organisations", "members", "users"}
    for table in all_tables().sorted_tables:
        known = table.name in exporting.LEFT_OUT or table.name in exporting.exported_tables()
        if table.info["tenant"]:
            assert known, table.name
        else:
            assert table.name in exporting.HOUSE_LEFT_OUT or table.name in house, table.name
    assert all(exporting.LEFT_OUT.values())
    assert all(exporting.HOUSE_LEFT_OUT.values())


def test_every_column_of_an_exported_table_goes_with_it(house: House) -> None:
    """But keyed hashes, which mean nothing to anybody else, and whose organisation it is."""
    with house.doors.store.tenant(house.org_id) as tx:
        for name in exporting.exported_tables():
            row = next(exporting.rows_of(tx, name), None)
            kept = set(all_tables().tables[name].columns.keys())
            if row is not None:
                assert kept - set(row) <= {
                    "org_id", "email_hash", "private_hash", "address_hashes",
                }, name  # fmt: skip


def test_what_was_sealed_with_a_lost_key_says_so_and_stops_nothing(house: House) -> None:
    """The rest of the export is worth having."""
    with house.doors.store.tenant(house.org_id) as tx:
        tx.sql("update contacts set email = 'nonsense' where org_id = :org")
        rows = list(exporting.rows_of(tx, "contacts"))
    assert {row["email"] for row in rows} == {"(sealed with a key that is no longer configured)"}


def large(store: Store, rows: int) -> UUID:
    """An organisation with so many invoices, made by the database itself."""
    org_id = connect(store, "A Large Ledger").id
    Books(store, org_id).contacts(a_contact("acme"))
    Books(store, org_id).invoices(a_sale("first", contact_id="acme"))
    copied = [each.name for each in all_tables().tables["invoices"].columns if each.name != "id"]
    named = ", ".join(copied)
    with store.tenant(org_id) as tx:
        tx.sql(
            f"insert into invoices (id, {named})"
            f" select 'more-' || n, {named} from invoices, generate_series(2, :rows) n",
            rows=rows,
        )
    return org_id


def read_through(store: Store, org_id: UUID) -> tuple[int, int]:
    """How many invoices an export reads, and the most memory that it held, in bytes."""
    count = 0
    with store.still(org_id) as tx:
        next(exporting.rows_of(tx, "invoices"))
        tracemalloc.start()
        for table in export.tables_for_people(tx):
            for _ in table.rows:
                count += table.name == "invoices"
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return count, most


def test_an_export_never_holds_a_large_ledger_in_memory(store: Store) -> None:
    """Five times the rows, the same memory: a batch at a time is read, and none is kept."""
    small, most_of_small = read_through(store, large(store, 2_500))
    many, most_of_many = read_through(store, large(store, 12_500))
    assert (small, many) == (2_500, 12_500)
    assert most_of_many < most_of_small * 1.5


def test_every_sheet_can_be_read_and_says_what_it_holds(store: Store) -> None:
    """Of an organisation that has nothing yet, too: heads without rows."""
    org_id = connect(store, "Nothing Yet").id
    with store.still(org_id) as tx:
        found = {
            table.name: (table.heads, list(table.rows)) for table in export.tables_for_people(tx)
        }
    assert set(found) >= {each.name for each in sheets.SHEETS}
    assert all(heads for heads, _ in found.values())


# --- erased ---------------------------------------------------------------------------------


def rows_of_organisation(database_url: str, org_id: UUID) -> dict[str, int]:
    """How many rows each table holds of an organisation, seen by the owner of the database."""
    found = {}
    with psycopg.connect(database_url) as connection:
        for table in all_tables().sorted_tables:
            column = "org_id" if "org_id" in table.columns else "id"
            if column == "id" and table.name != "organisations":
                continue
            query = f"select count(*) from {table.name} where {column} = %s"
            row = connection.execute(query, (org_id,)).fetchone()
            assert row is not None
            found[table.name] = row[0]
    return found


def people_known(store: Store) -> list[str]:
    """Everybody who is known here, by the ledger's owner's name for them."""
    with store.house() as tx:
        return list(tx.sql("select subject from users order by subject").scalars())


def a_neighbour(store: Store) -> UUID:
    """Another organisation, with an invoice and a line in its log."""
    org_id = connect(store, "Next Door").id
    Books(store, org_id).contacts(a_contact("acme"))
    Books(store, org_id).invoices(a_sale("first", contact_id="acme"))
    with store.tenant(org_id) as tx:
        event = timeline.Event(at=MORNING, kind="connected", by="Ann Lee", summary="Connected")
        timeline.record(tx, event)
    return org_id


def test_erasing_leaves_no_row_and_touches_no_neighbour(
    house: House, lisa: Visit, house_url: str
) -> None:
    """Every table that names an organisation is walked: nothing of this one, all of the other."""
    next_door = a_neighbour(house.doors.store)
    others = rows_of_organisation(house_url, next_door)
    known = people_known(house.doors.store)
    leaves(house)
    before = rows_of_organisation(house_url, house.org_id)
    assert before["audit"] > 5
    assert before["messages"] > 0
    reply = lisa.post("settings/erase", name="harbour lane  foods")
    assert reply.location == "/erased?ended=yes"
    assert "Everything is erased" in lisa.client.get("/erased").get_data(as_text=True)
    assert set(rows_of_organisation(house_url, house.org_id).values()) == {0}
    assert rows_of_organisation(house_url, next_door) == others
    assert len(people_known(house.doors.store)) == len(known) - 1
    with house.doors.store.tenant(next_door) as tx:
        assert timeline.broken_link(tx) is None
    assert lisa.client.get(f"{lisa.at}/settings").status_code == 302, "nobody is signed in here"


def test_erasing_asks_for_the_name_and_for_having_left(house: House, lisa: Visit) -> None:
    """A slip of the hand erases nothing, and neither does a page that was open for too long."""
    assert lisa.post("settings/erase", name="Harbour Lane Foods").status_code == 409
    leaves(house)
    refused = lisa.post("settings/erase", name="Somebody Else")
    assert refused.status_code == 409
    assert "That is not the name" in refused.get_data(as_text=True)
    assert house.sql("select count(*) from invoices") != [(0,)]


def test_only_an_owner_erases(house: House) -> None:
    """Somebody whom an owner let in reads and exports; the books are not theirs to destroy."""
    leaves(house)
    store, now = house.doors.store, house.doors.clock.now()
    with store.house() as tx:
        guest = people.note_user(tx, subject="guest", name="Tom", email="tom@x.example", now=now)
        invited = (people.Role.MEMBER, people.Via.INVITATION)
        people.let_in(tx, house.org_id, guest.id, role=invited[0], via=invited[1], now=now)
    with pytest.raises(NotPossible, match="Only an owner"):
        erase.erase(
            house.doors, org_id=house.org_id, user_id=guest.id, typed_name="Harbour Lane Foods"
        )


def test_a_person_of_two_organisations_stays_known_to_the_other(
    house: House, lisa: Visit, house_url: str
) -> None:
    """Their sign-in is kept for the books that still need it, and theirs only."""
    next_door = a_neighbour(house.doors.store)
    with house.doors.store.house() as tx:
        (member,) = people.members_of(tx, house.org_id)
        people.let_in(
            tx, next_door, member.user.id, role=people.Role.OWNER, via=people.Via.CONSENT,
            now=MORNING,
        )  # fmt: skip
    leaves(house)
    lisa.post("settings/erase", name="Harbour Lane Foods")
    assert set(rows_of_organisation(house_url, house.org_id).values()) == {0}
    assert lisa.client.get(f"/o/{next_door}/settings").status_code == 200


def test_everything_is_erased_by_itself_thirty_days_after_leaving(
    house: House, lisa: Visit, house_url: str
) -> None:
    """The page says when; until then nothing is lost, and nobody is asked again."""
    leaves(house)
    assert "erased by itself on" in lisa.get("settings")
    before = house.sql("select count(*) from invoices")
    house.advance(29 * 24, step=29 * 24)
    assert house.sql("select count(*) from invoices") == before
    house.advance(48, step=48)
    assert set(rows_of_organisation(house_url, house.org_id).values()) == {0}


def test_erasing_while_xero_is_silent_says_what_to_remove_there(house: House, lisa: Visit) -> None:
    """Our tokens are destroyed all the same; what Xero could not be told, the page tells."""
    house.goes_wrong("maintenance_503", count=1000)
    house.goes_wrong("connections_500", count=1000)
    leave.disconnect(house.doors, org_id=house.org_id, by=BY, remove_flags=True)
    house.settle()
    lisa.post("settings/leave-now")
    assert "Goodterms: watch" in lisa.get("settings")
    reply = lisa.post("settings/erase", name="Harbour Lane Foods")
    assert reply.location == "/erased?ended=no"
    assert "Connected apps" in lisa.client.get(reply.location).get_data(as_text=True)


def test_the_log_of_a_connected_organisation_cannot_be_erased(house: House) -> None:
    """Not by the app's own login either: the database itself asks whether it has left."""
    store = house.doors.store
    with pytest.raises(StillConnected), store.tenant(house.org_id) as tx:
        erasing.erase_organisation(tx)
    with pytest.raises(DBAPIError, match="has left"), store.tenant(house.org_id) as tx:
        tx.sql("select erase_log()")
    with pytest.raises(DBAPIError, match="has left"), store.house() as tx:
        tx.sql("select erase_log()")


# --- one contact forgotten ------------------------------------------------------------------


def test_a_contact_that_xero_reports_as_erased_is_erased_here_too(
    house: House, lisa: Visit
) -> None:
    """Name, addresses, words to and about them go; amounts stay, and the chain still verifies."""
    quay = house.customer("quay")
    assert "Quay Bistro" in lisa.get("customers")
    inside.erase_contact(house.ledger, quay)
    house.catch_up()
    assert "Quay Bistro" not in lisa.get("customers")
    files = opened(lisa.post("settings/export"))
    everything = "".join(files.values())
    for words in ("Quay Bistro", "quay@quay.example"):
        assert words not in everything, words
    mine = [row for row in lines(files, "messages") if row["customer_id"] == quay]
    assert mine
    assert {row["body_text"] for row in mine} == {None}
    assert "250.00" in {row["total"] for row in lines(files, "invoices")}
    with house.doors.store.tenant(house.org_id) as tx:
        assert timeline.broken_link(tx) is None
