"""What customers are before the law, for their page and for the table of many. It sets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.credit.claims import Regime
from plugin.credit.law import Kind, Law, Standing, guessed_kind, last_letter_for, law_of_country
from plugin.credit.money import Money
from plugin.letters.standing import kind_words, last_letter_words, law_words
from plugin.store import Tx, organisations, standing
from plugin.store.reading import standing as read

#: rows of the table of many
MOST = 200

KINDS = tuple((kind.value, kind_words(kind)) for kind in Kind if kind is not Kind.UNKNOWN)
LAWS = tuple((law.value, law_words(law)) for law in Law)
REGIMES = (
    ("", "as the policy says"),
    (Regime.NONE.value, "none"),
    (Regime.CONTRACTUAL.value, "as the accepted terms say"),
    (Regime.STATUTORY.value, "as the law says"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingShown:
    """What one customer is before the law, or what it looks like; values of forms as text."""

    is_confirmed: bool
    kind: str
    kind_words: str
    law: str
    law_words: str
    #: a person has to say under which law: the organisation's country has several
    law_is_open: bool
    #: "looks like a company, from its name", where nobody said it yet
    guess: str
    by: str | None
    at: datetime | None
    last_letter: str
    years_to_claim: int
    accepted_on: date | None
    regime: str
    #: the choices of the forms: value and words
    kinds: tuple[tuple[str, str], ...] = KINDS
    laws: tuple[tuple[str, str], ...] = LAWS
    regimes: tuple[tuple[str, str], ...] = REGIMES


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A customer of whom nobody has said it, with what they owe in each currency."""

    id: str
    number: str
    name: str
    owes: tuple[Money, ...]
    guess: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsPage:
    """The table of those of whom nobody has said it, those who owe most first."""

    said: int
    unsaid: int
    lines: tuple[Unsaid, ...]
    #: the law of the organisation's own terms as a form's value; empty where it must be asked
    law: str
    law_words: str

    @property
    def guessed(self) -> int:
        """How many of the lines look like companies."""
        return sum(bool(line.guess) for line in self.lines)


def law_of_organisation(tx: Tx) -> Law | None:
    """The law of the organisation's terms, as a person said it or its country leaves no doubt."""
    organisation = organisations.read(tx, tx.org_id)
    if organisation is None:
        return None
    chosen = organisation.law
    return Law(chosen) if chosen is not None else law_of_country(organisation.country)


def standing_shown(tx: Tx, customer_id: str) -> StandingShown:
    """What is known of one customer before the law, for their page."""
    said, house = standing.said(tx, customer_id), law_of_organisation(tx)
    contact = read.named(tx, customer_id)
    guess = guess_words(contact.name, contact.company_number) if said.kind is None else ""
    law = said.law or house or Law.OTHER
    held = Standing(said.kind or Kind.UNKNOWN, law, is_confirmed=said.kind is not None)
    return StandingShown(
        is_confirmed=held.is_confirmed,
        kind=said.kind.value if said.kind else Kind.COMPANY.value if guess else "",
        kind_words=kind_words(held.kind),
        law="" if said.law is None and house is None else law.value,
        law_words=law_words(law),
        law_is_open=said.law is None and house is None,
        guess=guess,
        by=said.by,
        at=said.at,
        last_letter=last_letter_words(last_letter_for(held)),
        years_to_claim=held.years_to_claim,
        accepted_on=said.agreed.accepted_on,
        regime=said.agreed.regime.value if said.agreed.regime else "",
    )


def kinds_page(tx: Tx, *, most: int = MOST) -> KindsPage:
    """Of whom nobody has said it, by what they owe."""
    counted, law = read.counts(tx), law_of_organisation(tx)
    lines: dict[str, Unsaid] = {}
    for row in read.unsaid(tx, limit=most):
        before = lines[row.id].owes if row.id in lines else ()
        owed = () if row.currency is None else (Money(row.owed, row.currency),)
        guess = guess_words(row.name, row.company_number)
        lines[row.id] = Unsaid(row.id, row.number, row.name, (*before, *owed), guess)
    return KindsPage(
        said=counted.said,
        unsaid=counted.customers - counted.said,
        lines=tuple(lines.values()),
        law="" if law is None else law.value,
        law_words="" if law is None else law_words(law),
    )


def guess_words(name: str, company_number: str) -> str:
    """looks like a company, from its number; empty where nothing is guessed (rule 34)."""
    if guessed_kind(name, company_number) is not Kind.COMPANY:
        return ""
    return f"looks like a company, from its {'number' if company_number.strip() else 'name'}"
