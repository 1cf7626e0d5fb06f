"""Everything that is kept of an organisation may be taken away by its people, in one file."""

from __future__ import annotations

import resource
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from plugin.bootstrap import console
from plugin.operations import decide
from plugin.queries import export
from plugin.store import Store, exporting
from plugin.store.reading import sheets
from plugin.store.schema import all_tables
from plugin.web.archive import zipped
from plugin.web.export import files_of
from tests.connecting import connect
from tests.contract.visiting import Visit, lines, opened, sheet, signed_in
from tests.journeys.books import a_customer, a_debt, books
from tests.journeys.house import BY, House, a_house
from tests.kept import Tables
from tests.store.facts import Books, a_contact, a_sale

#: a name that a spreadsheet would run
FORMULA = "=HYPERLINK(1)"
MORNING = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def shared_house(opened_store: Store, tables: Tables) -> Iterator[House]:
    """Two late customers, one of them with a formula for a name; a reminder went."""
    tables.empty()
    quay = a_customer("quay", "Quay Bistro", a_debt("INV-1", "250.00", late=37))
    odd = a_customer("odd", FORMULA, a_debt("INV-2", "80.00", late=40))
    with a_house(opened_store, books([quay, odd])) as house:
        house.begin()
        house.approve_all()
        house.advance(2)
        yield house


@pytest.fixture
def house(shared_house: House) -> House:
    """The house that this file shares, some hours after the last export."""
    shared_house.xero.advance(2)
    return shared_house


@pytest.fixture
def lisa(house: House) -> Visit:
    """Whoever connected the books, signed in."""
    return signed_in(house)


# --- exported -------------------------------------------------------------------------------


@pytest.mark.long
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
        assert set(by) == {"Lisa Harding"}
    assert "Everything kept here was exported" in lisa.get("timeline")


def test_only_its_own_people_export_an_organisation(house: House, lisa: Visit) -> None:
    """For everybody else it does not exist, and another's form is no form of theirs."""
    other = connect(house.doors.store, "Somebody Else")
    stranger = console(house.settings, house.doors).test_client()
    assert stranger.post(f"{lisa.at}/settings/export").status_code == 302
    assert lisa.client.post(f"{lisa.at}/settings/export").status_code == 403
    found = lisa.client.post(f"/o/{other.id}/settings/export", data={"csrf": lisa.csrf})
    assert found.status_code == 404


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
                    "org_id", "email_hash", "private_hash", "address_hashes", "address_hash",
                    "phone_hash", "mobile_hash",
                }, name  # fmt: skip


def test_what_was_sealed_with_a_lost_key_says_so_and_stops_nothing(house: House) -> None:
    """The rest of the export is worth having."""
    org_id = connect(house.doors.store, "Lost Keys").id
    Books(house.doors.store, org_id).contacts(a_contact("acme", email="a@acme.test"))
    with house.doors.store.tenant(org_id) as tx:
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


@pytest.mark.long
def test_an_export_never_holds_a_large_ledger_in_memory(house: House) -> None:
    """Five times the rows, the same memory: a batch at a time is read, and none is kept."""
    store = house.doors.store
    small, most_of_small = read_through(store, large(store, 2_500))
    many, most_of_many = read_through(store, large(store, 12_500))
    assert (small, many) == (2_500, 12_500)
    assert most_of_many < most_of_small * 1.5


def test_every_sheet_can_be_read_and_says_what_it_holds(house: House) -> None:
    """Of an organisation that has nothing yet, too: heads without rows."""
    store = house.doors.store
    org_id = connect(store, "Nothing Yet").id
    with store.still(org_id) as tx:
        found = {
            table.name: (table.heads, list(table.rows)) for table in export.tables_for_people(tx)
        }
    assert set(found) >= {each.name for each in sheets.SHEETS}
    assert all(heads for heads, _ in found.values())


@pytest.mark.long
def test_a_hundred_thousand_invoices_leave_as_a_zip_in_little_memory(house: House) -> None:
    """The very bytes that go to the browser, piece by piece; a few batches are held, not all."""
    store = house.doors.store
    org_id = large(store, 100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = 0
    for piece in zipped(files_of(house.doors, org_id, "Large", MORNING), at=MORNING):
        size += len(piece)
    # in kilobytes; the rows alone are a hundred times a batch
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert size > 500_000
