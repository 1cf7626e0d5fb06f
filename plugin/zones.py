"""Which time zone a customer lives in, by country (rule 24). A leaf: it knows no customer."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from plugin.calendars import country_code


def zone_for(country: str, home: str) -> ZoneInfo:
    """The zone of a country; `home` is the organisation's own IANA zone.

    `home` counts where the country is unknown or is the organisation's own; a country with
    several zones has the first that the zone tables name, which is its most populous.
    """
    zones = _zones().get(country_code(country), ())
    if not zones or home in zones:
        return ZoneInfo(home)
    return ZoneInfo(zones[0])


@lru_cache(maxsize=1)
def _zones() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        country, _, zone = line.split("\t")[:3]
        found.setdefault(country, []).append(zone)
    return {country: tuple(names) for country, names in found.items()}
