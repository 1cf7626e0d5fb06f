"""Bad debts in words: what of their tax may come back, and why a debt is doubtful."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.credit.doubtful import LONG_LATE, Doubt, DoubtfulDebt
from plugin.credit.tax_relief import ReliefRule, ReliefState, TaxBasis
from plugin.letters.wording import days, listed, sentence

BASES: Mapping[TaxBasis, str] = {
    TaxBasis.ACCRUAL: "when it invoices (accrual)",
    TaxBasis.CASH: "when it is paid (cash accounting)",
    TaxBasis.FLAT_RATE_CASH: "by a flat rate, when it is paid",
    TaxBasis.FLAT_RATE_ACCRUAL: "by a flat rate, when it invoices",
    TaxBasis.NONE: "not at all: it is not registered",
}

STATES: Mapping[ReliefState, str] = {
    ReliefState.READY: "May go into the next return",
    ReliefState.WRITE_OFF_FIRST: "Could, once written off in the books",
    ReliefState.NOT_YET: "Written off, not yet unpaid for six months",
    ReliefState.BY_CREDIT_NOTE: "Written off by a credit note that takes its tax back itself",
    ReliefState.TAX_NOT_KNOWN: "Xero did not say how much tax is on it",
    ReliefState.TOO_LATE: "Too late to claim",
}

#: what to know of each group, where the head does not say it
NOTES: Mapping[ReliefState, str] = {
    ReliefState.READY: "Each is written off, and was unpaid for six months after the later of its "
    "date and its due date. If money comes after all, its tax is owed again.",
    ReliefState.WRITE_OFF_FIRST: "Unpaid for six months and still open. Writing off in Xero comes "
    "first; whoever still hopes for the money leaves it open.",
    ReliefState.BY_CREDIT_NOTE: "The credit note lowers the tax of its own period. Claiming it as "
    "a bad debt as well would claim it twice.",
    ReliefState.TOO_LATE: "More than four years and six months have passed.",
}

_NO_RULE: Mapping[ReliefRule, str] = {
    ReliefRule.NOT_SAID: "Xero does not say how {name} accounts for tax on its sales, and so it is "
    "not known whether any of it can be reclaimed. Say it below.",
    ReliefRule.CASH: "{name} accounts for tax when it is paid. On what was never paid no tax was "
    "accounted for, so there is nothing to reclaim.",
    ReliefRule.FLAT_RATE: "{name} is on a flat-rate scheme, which works out its own relief for bad "
    "debts. It is not covered here: ask whoever files the returns.",
    ReliefRule.NOT_REGISTERED: "{name} is not registered for tax on sales: there is none to "
    "reclaim.",
    ReliefRule.COUNTRY: "The rule of {country} for tax on bad debts is not covered here. Only that "
    "of the United Kingdom is. Ask whoever files the returns.",
}

_DOUBTS: Mapping[Doubt, str] = {
    Doubt.INSOLVENT: "insolvent",
    Doubt.DECEASED: "deceased",
    Doubt.CLAIM: "a claim is issued",
    Doubt.AGENCY: "with an agency or solicitor",
    Doubt.HARDSHIP: "hardship",
    Doubt.BREATHING_SPACE: "breathing space",
    Doubt.DISPUTED: "disputed",
    Doubt.STOPPED: "the customer is on stop",
    Doubt.LOST_SINCE: "written off since",
}

_COUNTRIES = {
    "AU": "Australia",
    "CA": "Canada",
    "DE": "Germany",
    "FR": "France",
    "HK": "Hong Kong",
    "IE": "Ireland",
    "IT": "Italy",
    "MY": "Malaysia",
    "NL": "the Netherlands",
    "NZ": "New Zealand",
    "SG": "Singapore",
    "US": "the United States",
    "ZA": "South Africa",
}


def no_rule(rule: ReliefRule, *, name: str, country: str) -> str:
    """Why nothing is worked out for an organisation; empty where the rule holds."""
    if rule is ReliefRule.COVERED:
        return ""
    where = _COUNTRIES.get(country, country or "its country")
    return _NO_RULE[rule].format(name=name, country=where)


def why_doubtful(found: DoubtfulDebt) -> str:
    """The reasons of a doubtful debt as a sentence."""
    told = [
        f"{days(found.days)} late at the year’s end" if each is Doubt.LONG_LATE else _DOUBTS[each]
        for each in found.why
    ]
    return f"{sentence(listed(told))}."


#: the rule of the doubtful list, as the page publishes it
DOUBTFUL_RULE = (
    f"Open on the last day of the year, not settled since, and more than {LONG_LATE} days late on "
    "that day, or insolvent, deceased, claimed in court, with an agency, in hardship or breathing "
    "space, disputed, on stop, or written off since. What came since the year’s end is taken off. "
    "Amounts are before unallocated credit. No percentage is suggested: how much to provide for is "
    "your judgement."
)
