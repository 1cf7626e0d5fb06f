"""How Xero spells time zones and countries that we know by IANA name and two letters.

It computes no time; a zone that is not in the table is refused rather than guessed.
"""

_ZONES = {
    "GMTSTANDARDTIME": "Europe/London Europe/Dublin Europe/Lisbon Europe/Belfast",
    "WEUROPESTANDARDTIME": (
        "Europe/Berlin Europe/Rome Europe/Amsterdam Europe/Vienna Europe/Zurich Europe/Stockholm "
        "Europe/Oslo Europe/Luxembourg Europe/Malta"
    ),
    "ROMANCESTANDARDTIME": "Europe/Paris Europe/Brussels Europe/Madrid Europe/Copenhagen",
    "CENTRALEUROPESTANDARDTIME": "Europe/Prague Europe/Budapest Europe/Bratislava Europe/Ljubljana",
    "CENTRALEUROPEANSTANDARDTIME": "Europe/Warsaw Europe/Zagreb",
    "GTBSTANDARDTIME": "Europe/Athens Europe/Bucharest",
    "FLESTANDARDTIME": "Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Riga Europe/Tallinn",
    "EASTERNSTANDARDTIME": "America/New_York America/Toronto America/Detroit US/Eastern",
    "CENTRALSTANDARDTIME": "America/Chicago America/Winnipeg US/Central",
    "MOUNTAINSTANDARDTIME": "America/Denver America/Edmonton US/Mountain",
    "USMOUNTAINSTANDARDTIME": "America/Phoenix",
    "PACIFICSTANDARDTIME": "America/Los_Angeles America/Vancouver US/Pacific",
    "ALASKANSTANDARDTIME": "America/Anchorage",
    "HAWAIIANSTANDARDTIME": "Pacific/Honolulu",
    "ATLANTICSTANDARDTIME": "America/Halifax",
    "NEWZEALANDSTANDARDTIME": "Pacific/Auckland",
    "AUSEASTERNSTANDARDTIME": "Australia/Sydney Australia/Melbourne",
    "TASMANIASTANDARDTIME": "Australia/Hobart",
    "EAUSTRALIASTANDARDTIME": "Australia/Brisbane",
    "CENAUSTRALIASTANDARDTIME": "Australia/Adelaide",
    "AUSCENTRALSTANDARDTIME": "Australia/Darwin",
    "WAUSTRALIASTANDARDTIME": "Australia/Perth",
    "SINGAPORESTANDARDTIME": "Asia/Singapore Asia/Kuala_Lumpur",
    "CHINASTANDARDTIME": "Asia/Hong_Kong Asia/Shanghai",
    "INDIASTANDARDTIME": "Asia/Kolkata Asia/Calcutta",
    "ARABIANSTANDARDTIME": "Asia/Dubai",
    "TOKYOSTANDARDTIME": "Asia/Tokyo",
    "SOUTHAFRICASTANDARDTIME": "Africa/Johannesburg",
    "EAFRICASTANDARDTIME": "Africa/Nairobi",
    "WCENTRALAFRICASTANDARDTIME": "Africa/Lagos",
    "UTC": "UTC Etc/UTC",
}
_BY_IANA = {name: xero for xero, names in _ZONES.items() for name in names.split()}

_COUNTRIES = {
    "AU": "Australia",
    "BE": "Belgium",
    "CA": "Canada",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IT": "Italy",
    "NL": "Netherlands",
    "NZ": "New Zealand",
    "SG": "Singapore",
    "US": "United States",
    "ZA": "South Africa",
}


def xero_timezone(iana: str) -> str:
    """Xero's spelling of an IANA zone, as GMTSTANDARDTIME. Raises ValueError where it has none."""
    found = _BY_IANA.get(iana)
    if found is None:
        raise ValueError(f"organisation.timezone: the local Xero has no name for {iana}")
    return found


def country_name(code: str) -> str:
    """The country in English as a person types it into an address; the code where not listed."""
    return _COUNTRIES.get(code, code)
