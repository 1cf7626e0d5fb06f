"""An address stands on the envelope as its own country writes it."""

from __future__ import annotations

import pytest

from plugin.letters.postal import postal_lines
from plugin.ports import LedgerAddress


def at(*lines: str, **more: str) -> LedgerAddress:
    """An address with these lines of street."""
    return LedgerAddress(lines=lines, **more)


@pytest.mark.parametrize(
    ("code", "address", "expected"),
    [
        (
            "GB",
            at("12 Quay Street", city="Harwich", region="Essex", postcode="CO12 3HH"),
            ("12 Quay Street", "Harwich", "Essex", "CO12 3HH"),
        ),
        (
            "GB-SCT",
            at("1 Royal Mile", city="Edinburgh", postcode="EH1 1AA"),
            ("1 Royal Mile", "Edinburgh", "EH1 1AA"),
        ),
        (
            "DE",
            at("Hafenstraße 3", city="Hamburg", postcode="20359"),
            ("Hafenstraße 3", "20359 Hamburg", "GERMANY"),
        ),
        (
            "IT",
            at("Via Roma 1", city="Milano", region="MI", postcode="20121"),
            ("Via Roma 1", "20121 Milano MI", "ITALY"),
        ),
        (
            "AU",
            at("1 George Street", city="Sydney", region="NSW", postcode="2000"),
            ("1 George Street", "Sydney NSW 2000", "AUSTRALIA"),
        ),
        (
            "NZ",
            at("5 Cuba Street", city="Wellington", postcode="6011"),
            ("5 Cuba Street", "Wellington 6011", "NEW ZEALAND"),
        ),
        (
            "IE",
            at("2 Patrick Street", city="Cork", region="Co. Cork", postcode="T12 X70A"),
            ("2 Patrick Street", "Cork", "Co. Cork", "T12 X70A", "IRELAND"),
        ),
    ],
)
def test_each_country_has_its_own_order(
    code: str, address: LedgerAddress, expected: tuple[str, ...]
) -> None:
    """Town and postcode where that post office looks for them; the country only abroad."""
    assert postal_lines(address, code=code, home="GB") == expected


def test_at_home_no_country_is_written() -> None:
    """A letter from Hamburg to Hamburg."""
    address = at("Hafenstraße 3", city="Hamburg", postcode="20359", country="Germany")
    assert postal_lines(address, code="DE", home="DE") == ("Hafenstraße 3", "20359 Hamburg")


def test_a_country_that_nobody_knows_is_written_as_it_was() -> None:
    """In capitals, last; the town in the sender's own order."""
    address = at("Main Road 1", city="Elsewhere", postcode="1", country="Freedonia")
    assert postal_lines(address, code="", home="GB")[-1] == "FREEDONIA"


def test_somebody_by_name_stands_above_the_street() -> None:
    """The ledger's own attention line."""
    address = at("12 Quay Street", city="Harwich", attention="Maya Lee")
    assert postal_lines(address, code="GB", home="GB")[0] == "Attn Maya Lee"


def test_a_town_alone_is_no_address() -> None:
    """No street and no box: nothing stands in the window."""
    assert postal_lines(at(city="Harwich", postcode="CO12 3HH"), code="GB", home="GB") == ()
    assert not at(city="Harwich").may_be_posted_to
    assert at("12 Quay Street", city="Harwich").may_be_posted_to
