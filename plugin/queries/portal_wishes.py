"""What a customer's settings page and the console show of wishes, proposals and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plugin.credit.pay_run import MonthlyRun, PayRun, WeeklyRun
from plugin.letters.languages import LANGUAGES
from plugin.store import Tx, languages, organisations, portal_links, recipients, wishes
from plugin.store.portal_links import PortalLink
from plugin.store.wishes import Proposed, write_run

#: links that a customer's page in the console lists
_SHOWN = 12
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST_OF_MONTH = 31

#: the days that a form offers: of the week, and of the month
PAY_RUNS: tuple[tuple[str, str], ...] = (
    *((f"week:{n}", f"every {name}") for n, name in enumerate(_WEEKDAYS[:5], start=1)),
    *((f"month:{day}", f"on day {day} of the month") for day in range(1, _LAST_OF_MONTH)),
    ("month:31", "on the last day of the month"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a customer may choose, and what holds now; `mobile` is masked, empty without one."""

    language: str
    languages: tuple[tuple[str, str], ...]
    mobile: str
    may_text: bool
    pay_run: str
    pay_runs: tuple[tuple[str, str], ...]
    order_route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """A link as the business sees it: to whom and when, whether it opens, whether it was used."""

    id: UUID
    address: str
    minted_at: datetime
    expires_at: datetime
    is_live: bool
    revoked_at: datetime | None
    revoked_by: str
    acted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What the business sees of a customer's own pages."""

    links: tuple[LinkShown, ...]
    pay_run: str
    order_route: str
    said_at: datetime | None
    proposals: tuple[Proposed, ...]

    @property
    def live(self) -> int:
        """How many of the links listed open the page."""
        return sum(each.is_live for each in self.links)


def preferences_of(tx: Tx, customer_id: str) -> Preferences:
    """One customer's settings as their own page shows them."""
    said = wishes.read(tx, customer_id)
    contact = recipients.contact_of(tx, customer_id)
    mobile = contact.mobile if contact is not None else ""
    return Preferences(
        language=languages.language_of(tx, customer_id) or organisations.settings(tx).language,
        languages=tuple(LANGUAGES.items()),
        mobile=f"•••{mobile[-3:]}" if mobile else "",
        may_text=contact is not None and bool(recipients.number_to_text(tx, contact)),
        pay_run=write_run(said.pay_run),
        pay_runs=PAY_RUNS,
        order_route=said.order_route,
    )


def portal_of(tx: Tx, customer_id: str, *, now: datetime) -> Portal:
    """Links, wishes and proposals of one customer, for the business."""
    said = wishes.read(tx, customer_id)
    return Portal(
        links=tuple(
            _link(each, now) for each in portal_links.links_of(tx, customer_id, limit=_SHOWN)
        ),
        pay_run=run_words(said.pay_run),
        order_route=said.order_route,
        said_at=said.said_at,
        proposals=wishes.open_proposals(tx, customer_id),
    )


def proposals_by_id(tx: Tx, ids: Iterable[str]) -> dict[str, Proposed]:
    """Proposals by the subject of their task."""
    found = (wishes.proposal(tx, UUID(each)) for each in ids)
    return {str(each.id): each for each in found if each is not None}


def run_words(run: PayRun | None) -> str:
    """A pay run in words; empty for none."""
    match run:
        case WeeklyRun(weekday):
            return f"every {_WEEKDAYS[weekday - 1]}"
        case MonthlyRun(day) if day == _LAST_OF_MONTH:
            return "on the last day of the month"
        case MonthlyRun(day):
            return f"on day {day} of the month"
        case None:
            return ""


def _link(each: PortalLink, now: datetime) -> LinkShown:
    return LinkShown(
        id=each.id,
        address=each.address,
        minted_at=each.minted_at,
        expires_at=each.expires_at,
        is_live=each.is_live(now),
        revoked_at=each.revoked_at,
        revoked_by=each.revoked_by,
        acted_at=each.acted_at,
    )
