"""A person's organisations side by side, as plain data: each with its own figures, none summed.

No organisation is ranked by another's figures: they stand by name, or by when something changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from plugin.credit.account import CreditStatus
from plugin.credit.months import last_whole_month
from plugin.letters.wording import counted, money
from plugin.letters.words import status_name
from plugin.store import Tx, month_letters, portfolio, tidying
from plugin.store.organisations import LOST, Organisation
from plugin.store.portfolio import Changed, Changes, Flags, Read, Snapshot, WrittenOff

#: how the list may be ordered; by when something changed, never by figures
SORTS = ("name", "changed")
_NO_CHANGES = Changes()
_NO_FLAGS = Flags()
_UNREAD = Read()


@dataclass(frozen=True, slots=True)
class News:
    """One thing that changed, and when; `customer_id` where a customer's page tells more."""

    at: datetime
    customer: str
    customer_id: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioLine:
    """One organisation. `snapshot` is None until it was first counted; `since` is when the person
    last looked.
    """

    organisation: Organisation
    flags: Flags
    snapshot: Snapshot | None
    read: Read
    since: datetime
    #: each change in a few words with its number: "2 set to stop"
    headline: tuple[str, ...]
    news: tuple[News, ...]
    #: the newest whole month there, as it stands in addresses
    month: str
    month_ended: date

    @property
    def has_changed(self) -> bool:
        """Whether anything happened since the person last looked."""
        return bool(self.headline)

    @property
    def is_lost(self) -> bool:
        """Whether somebody has to connect again."""
        return self.organisation.state in LOST

    @property
    def to_tidy(self) -> int | None:
        """Lines of its tidy list beside the small balances; None = not counted yet."""
        if self.snapshot is None:
            return None
        return sum(n for kind, n in self.snapshot.tidy.items() if kind != "small_balance")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mail a person gets of which organisations."""

    months: frozenset[UUID]
    tidying: frozenset[UUID]


def portfolio_lines(
    tx: Tx,
    known: Iterable[Organisation],
    since: Mapping[UUID, datetime],
    *,
    now: datetime,
) -> tuple[PortfolioLine, ...]:
    """These organisations, in their order, in a transaction that named them all.

    The number of statements does not depend on how many there are.
    """
    flags, snapshots = portfolio.flags(tx), portfolio.snapshots(tx)
    readings, changes = portfolio.readings(tx), portfolio.changes(tx, since)
    found = []
    for each in known:
        changed = changes.get(each.id, _NO_CHANGES)
        ended = last_whole_month(now.astimezone(ZoneInfo(each.timezone)).date())
        found.append(
            PortfolioLine(
                organisation=each,
                flags=flags.get(each.id, _NO_FLAGS),
                snapshot=snapshots.get(each.id),
                read=readings.get(each.id, _UNREAD),
                since=since[each.id],
                headline=_headline(changed),
                news=_news(changed),
                month=f"{ended:%Y-%m}",
                month_ended=ended,
            )
        )
    return tuple(found)


def chosen(
    lines: Sequence[PortfolioLine], *, search: str, only_changed: bool, sort: str
) -> tuple[PortfolioLine, ...]:
    """The lines whose name holds all that was searched for; by name, or newest change first."""
    words = search.casefold().split()
    kept = [
        line
        for line in lines
        if all(word in line.organisation.name.casefold() for word in words)
        and (line.has_changed or not only_changed)
    ]
    if sort == "changed":
        # by name among those of the same instant, and those without news last
        kept.sort(key=lambda line: -max((each.at.timestamp() for each in line.news), default=0.0))
    return tuple(kept)


def wanted(tx: Tx, user_id: UUID) -> Wanted:
    """Which mail a person gets, of the transaction's organisations."""
    return Wanted(month_letters.wanted_in(tx, user_id), tidying.wanted_in(tx, user_id))


_FLAG_WORDS = (
    ("flag stop", "set to stop"),
    ("flag watch", "set to watch"),
    ("flag open", "cleared"),
)


def _headline(changed: Changes) -> tuple[str, ...]:
    found = [
        f"{changed.counts[key]} {words}" for key, words in _FLAG_WORDS if key in changed.counts
    ]
    if changed.lost_count:
        found.append(f"{counted(changed.lost_count, 'write-off')}")
    for key, noun in (("planned", "plan"), ("plan_ended", "plan")):
        if key in changed.counts:
            what = "agreed" if key == "planned" else "ended"
            found.append(f"{counted(changed.counts[key], noun)} {what}")
    return tuple(found)


def _news(changed: Changes) -> tuple[News, ...]:
    """The newest changes of all kinds, newest first."""
    found = [_told(line) for line in changed.lines] + [_lost(each) for each in changed.lost]
    return tuple(sorted(found, key=lambda news: news.at, reverse=True))


def _told(line: Changed) -> News:
    words = line.words
    if line.kind == "flag" and line.after:
        words = f"{_flag(line.before)} to {_flag(line.after).lower()}"
    return News(line.at, line.customer, line.customer_id, words)


def _flag(name: str) -> str:
    return status_name(CreditStatus(name)) if name else "None"


def _lost(each: WrittenOff) -> News:
    what = f" of {each.number}" if each.number else ""
    return News(each.at, each.customer, each.customer_id, f"{money(each.amount)}{what} written off")
