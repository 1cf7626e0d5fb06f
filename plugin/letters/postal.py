"""How an address is written on an envelope, in the order of its own country. It knows no customer.

The sender's post office reads the last line, the country's own reads the rest: so the country
stands last, in capitals, and only where the letter crosses a border.
"""

from __future__ import annotations

from babel import Locale

from plugin.ports.records import LedgerAddress

_NAMES = Locale("en").territories

#: the postcode before the town, on one line
_POSTCODE_FIRST = frozenset(
    {
        *("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GL", "GR"),
        *("HR", "HU", "IL", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MX", "NL", "NO", "PL"),
        *("PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR", "VA"),
    }
)
#: of these the region stands behind the town
_REGION_BEHIND = frozenset({"IT", "MX"})
#: town, state and postcode on one line
_ALL_ON_ONE = frozenset({"AU", "CA", "US"})
#: the postcode after the town, on one line
_POSTCODE_LAST = frozenset({"NZ", "SG", "IN", "TH", "MY", "PH", "ZA"})


def postal_lines(address: LedgerAddress, *, code: str, home: str) -> tuple[str, ...]:
    """The lines under the customer's name; none where the ledger has no street or box.

    `code` is the ISO code of the address's country, empty where it is not known, and `home` that of
    the sender's. A part of a country (`GB-SCT`) is the country.
    """
    if not address.lines:
        return ()
    country, home = code.partition("-")[0], home.partition("-")[0]
    lines = [*_attention(address), *address.lines, *_town(address, country or home)]
    if country and country != home:
        lines.append(_NAMES.get(country, country).upper())
    elif not country and address.country:
        lines.append(address.country.upper())
    return tuple(line for line in lines if line)


def _attention(address: LedgerAddress) -> tuple[str, ...]:
    return (f"Attn {address.attention}",) if address.attention else ()


def _town(address: LedgerAddress, country: str) -> tuple[str, ...]:
    city, region, postcode = address.city, address.region, address.postcode
    if country in _ALL_ON_ONE:
        return (_joined(city, region, postcode),)
    if country in _REGION_BEHIND:
        return (_joined(postcode, city, region),)
    if country in _POSTCODE_FIRST:
        return (_joined(postcode, city), region if region != city else "")
    if country in _POSTCODE_LAST:
        return (_joined(city, postcode), region if region != city else "")
    # the British order, each on a line of its own: any post office can read it
    return (city, region if region != city else "", postcode)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
