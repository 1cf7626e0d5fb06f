"""Limits and more from a table: every line shown first, applied as shown or not at all, undone."""

import io
import re
from typing import Any

import pytest

from plugin.credit.money import Money
from plugin.operations import limits
from plugin.store import table_imports
from tests.builders import TODAY, House
from tests.web.conftest import Browser

HEAD = "Number;Customer;Credit limit;Hold until;Never chase\r\n"


@pytest.fixture
def table(house: House) -> str:
    """Lines that change something, lines that cannot be used, and one that changes nothing."""
    house.customer("bell2", "Bell & Sons (Wholesale) Ltd")
    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann", customer_id="quay",
        limit=Money.of("2500.00", "GBP"), reason="before",
    )  # fmt: skip
    return (
        f"{HEAD};The Copper Kettle Café;1,500.00;2026-12-04;\r\n;Quay Bistro;none;;yes\r\n"
        ";Lisa’s Deli;;;no\r\n;Nobody Ltd;100;;\r\n;Bell & Sons (Wholesale) Ltd;5;;\r\n"
        ";Épicerie du Canal;-1;;\r\n;No Address Stores;1;;\r\n;no address stores;2;;\r\n"
    )


def bring_in(ann: Browser, text: str) -> str:
    """Bring a table in; the page of its lines."""
    file = (io.BytesIO(text.encode("cp1252")), "our limits.csv")
    return ann.post("bring-in", table=file, reason="new year").get_data(True)


def id_on(page: str) -> str:
    """The table that a page shows."""
    found = re.search(r"bring-in/([0-9a-f-]{36})/", page)
    assert found is not None
    return found[1]


def stands(house: House, customer_id: str) -> tuple[str, str, str]:
    """Limit, hold and never chase of a customer."""
    with house.doors.store.tenant(house.org_id) as tx:
        now = table_imports.stands(tx, [customer_id], on=TODAY)[customer_id]
    return now.limit, now.hold, now.never_chase


def rows(house: House, statement: str) -> list[Any]:
    """Rows of the organisation."""
    with house.doors.store.tenant(house.org_id) as tx:
        return list(tx.sql(statement))


def test_every_line_is_shown_before_anything_is_changed(
    house: House, ann: Browser, table: str
) -> None:
    """What stands, what it would become, and of each refused line why."""
    page = bring_in(ann, table)
    for words in (
        "2 customers would be changed", "1 line as it stands already", "5 lines refused",
        "credit limit: no limit set", "<strong>£1,500.00</strong>", "credit limit: £2,500.00",
        "never chase: <strong>yes</strong>", "no customer is called so",
        "several customers are called so", "a limit is zero or more",
        "another line names the same customer", "Nothing is changed yet",
    ):  # fmt: skip
        assert words in page, words
    assert stands(house, "kettle") == ("", "", "no")
    saved = ann.get(f"tables/brought-in-lines.csv?table={id_on(page)}").get_data(True)
    assert "5,Nobody Ltd,,,,no customer is called so" in saved
    assert ann.get("tables/brought-in-lines.csv?table=x").status_code == 404
    assert "our limits.csv" in ann.get("bring-in").get_data(True)


def test_yes_applies_exactly_what_was_shown_and_undo_puts_it_back(
    house: House, ann: Browser, table: str
) -> None:
    """Logged as decisions with the reason; the second yes and the second undo do nothing."""
    path = f"bring-in/{id_on(bring_in(ann, table))}"
    assert "2 customers are changed, exactly as shown" in ann.post(f"{path}/apply").get_data(True)
    assert stands(house, "kettle") == ("1500.00 GBP", "2026-12-04", "no")
    assert stands(house, "quay") == ("", "", "yes")
    assert stands(house, "mute") == ("", "", "no")
    logged = rows(
        house,
        "select kind, customer_id from credit_decisions where org_id = :org and by = 'Ann Lee'",
    )
    assert {(each.kind, each.customer_id) for each in logged} == {
        ("limit", "kettle"), ("held", "kettle"), ("limit", "quay"), ("never_chase", "quay"),
    }  # fmt: skip
    assert "Credit limit £1,500.00; hold until" in ann.get("timeline").get_data(True)
    assert "applied already" in ann.post(f"{path}/apply").get_data(True)

    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann", customer_id="quay",
        limit=Money.of("99.00", "GBP"), reason="since",
    )  # fmt: skip
    page = ann.post(f"{path}/undo").get_data(True)
    assert "2 customers stand as before" in page
    assert "left as they are: Quay Bistro" in page
    assert stands(house, "kettle") == ("", "", "no")
    assert stands(house, "quay") == ("99.00 GBP", "", "no")
    assert "undone already" in ann.post(f"{path}/undo").get_data(True)


def test_where_the_world_moved_nothing_is_applied_and_it_is_told(
    house: House, ann: Browser, table: str
) -> None:
    """The table is shown anew with what moved marked; the next yes is for that."""
    path = f"bring-in/{id_on(bring_in(ann, table))}"
    limits.set_limit(
        house.doors, org_id=house.org_id, by="Ann", customer_id="kettle",
        limit=Money.of("700.00", "GBP"), reason="meanwhile",
    )  # fmt: skip
    page = ann.post(f"{path}/apply").get_data(True)
    assert "Nothing was changed: 1 line has moved since you looked" in page
    assert "moved since you looked</strong>" in page
    assert "credit limit: £700.00" in page
    assert stands(house, "quay")[2] == "no"
    assert "2 customers are changed" in ann.post(f"{path}/apply").get_data(True)
    assert stands(house, "kettle")[0] == "1500.00 GBP"
    again = f"bring-in/{id_on(bring_in(ann, table))}"
    assert "Dropped. Nothing was changed" in ann.post(f"{again}/drop").get_data(True)
    assert "It was dropped" in ann.post(f"{again}/apply").get_data(True)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_table_to_fill_in_comes_back_as_it_went(
    house: House, ann: Browser, table: str, ending: str
) -> None:
    """Taken out and brought in unchanged it changes nothing, and refuses no line."""
    ann.post(f"bring-in/{id_on(bring_in(ann, table))}/apply")
    raw = ann.get(f"tables/customers-to-fill-in.{ending}").data
    file = (io.BytesIO(raw), f"back.{ending}")
    page = ann.post("bring-in", table=file, reason="").get_data(True)
    assert "0 customers would be changed; 7 lines as they stand already" in page
    assert "0 lines refused" in page


def test_a_file_that_is_none_is_refused_in_words(ann: Browser) -> None:
    """And nothing is kept of it."""
    assert "No file was chosen" in ann.post("bring-in").get_data(True)
    page = ann.post("bring-in", table=(io.BytesIO(b"\x00\x01"), "x.csv")).get_data(True)
    assert "neither a CSV file nor an XLSX" in page
