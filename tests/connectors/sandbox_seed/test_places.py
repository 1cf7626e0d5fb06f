"""Time zones and countries are spelt as Xero spells them."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.sandbox import places

OFFICIAL = Path(__file__).parents[4] / "shared" / "openapi" / "xero_accounting.yaml"


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official description is not beside us")
def test_every_zone_is_one_that_xero_knows() -> None:
    """Each spelling stands in the official list of time zones."""
    text = OFFICIAL.read_text(encoding="utf-8")
    block = text[text.index("\n    TimeZone:\n") :]
    listed = re.match(r"\n    TimeZone:\n(?:      .*\n)+", block)
    assert listed is not None
    official = set(re.findall(r"^        - (\S+)$", listed[0], re.MULTILINE))
    assert "GMTSTANDARDTIME" in official
    assert set(places._ZONES) <= official


@pytest.mark.parametrize(
    ("iana", "xero"),
    [
        ("Europe/London", "GMTSTANDARDTIME"),
        ("America/New_York", "EASTERNSTANDARDTIME"),
        ("Pacific/Auckland", "NEWZEALANDSTANDARDTIME"),
        ("Australia/Sydney", "AUSEASTERNSTANDARDTIME"),
        ("Europe/Paris", "ROMANCESTANDARDTIME"),
    ],
)
def test_a_zone_has_a_name(iana: str, xero: str) -> None:
    """The zones of the demos and of the markets that Xero serves."""
    assert places.xero_timezone(iana) == xero


def test_every_zone_exists() -> None:
    """Each IANA name in the table can be told the time in."""
    for names in places._ZONES.values():
        for name in names.split():
            assert ZoneInfo(name).key == name


def test_a_country_is_written_out() -> None:
    """FR is France; what is not listed keeps its code."""
    assert places.country_name("FR") == "France"
    assert places.country_name("XK") == "XK"
