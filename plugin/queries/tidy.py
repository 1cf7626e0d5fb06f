"""The bookkeeper's tidy list as plain data, and as a table for its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plugin.credit.policy_parts import Tolerance
from plugin.credit.tidy import ToleranceOf
from plugin.credit.tidy_list import tidy_lines
from plugin.letters.ledger_links import LedgerLinks
from plugin.letters.tidy_words import TITLES, TidyRow, TidySection, tidy_row, tidy_sections
from plugin.queries.tables import Named, Table, amount, day, text
from plugin.store import Tx, organisations, policies, tidying
from plugin.store.reading.tidying import tidy_facts


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A line that somebody put aside, which would stand on the list otherwise."""

    row: TidyRow
    title: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TidyPage:
    """The list of a day; `asides` are those that are still true."""

    sections: tuple[TidySection, ...]
    asides: tuple[AsideRow, ...]

    @property
    def count(self) -> int:
        """How many lines there are to tidy."""
        return sum(len(section.lines) for section in self.sections)


def tidy_page(tx: Tx, links: LedgerLinks, *, on: date) -> TidyPage:
    """The list of the transaction's organisation on its civil day."""
    facts = tidy_facts(tx, on=on)
    lines = tidy_lines(facts, _tolerance_of(tx), on=on)
    aside = tidying.asides(tx)
    names = _names(facts.names)
    return TidyPage(
        tidy_sections(lines, names, links, on=on, aside=aside.keys()),
        tuple(
            AsideRow(
                tidy_row(line, names, links, on=on),
                TITLES[line.kind],
                aside[line.name].reason,
                aside[line.name].by,
                aside[line.name].at,
            )
            for line in lines
            if line.name in aside
        ),
    )


def sections_of(tx: Tx, on: date, site: str) -> tuple[TidySection, ...]:
    """What the weekly mail of the transaction's organisation carries."""
    organisation = organisations.read(tx, tx.org_id)
    short_code = organisation.short_code if organisation is not None else ""
    return tidy_page(tx, LedgerLinks(site, short_code), on=on).sections


def tidy_table(page: TidyPage) -> Table:
    """Every line of the list, for a file: with its links into the ledger as text."""
    return Table(
        "Tidy list",
        (
            text("What"), text("Customer"), day("Day"), amount("Amount"), text("Why"),
            text("What to do"), text("In Xero"),
        ),
        tuple(
            (
                section.title,
                Named(row.customer, row.customer_id) if row.customer_id else row.customer,
                row.on,
                row.amount,
                row.what,
                row.do,
                " ".join(link.address for link in row.links),
            )
            for section in page.sections
            for row in section.lines
        ),
    )  # fmt: skip


def _tolerance_of(tx: Tx) -> ToleranceOf:
    house = policies.in_force(tx).default

    def found(currency: str) -> Tolerance:
        return house.tolerance_for(currency)

    return found


def _names(known: Mapping[str, str]) -> Mapping[str, str]:
    return {key: name or "a contact without a name" for key, name in known.items()}
