"""How good the forecasts would have been: each invoice forecast on the day of its issue, from what
was known on that day, and held against the day on which it was paid.

It reads no file and saves nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from plugin.credit.forecast import Chances, Forecast, chances, forecast_of, left_possible
from plugin.credit.forecast_facts import Settled
from plugin.credit.forecast_habit import habit
from plugin.credit.forecast_moves import Snap, snapped
from plugin.credit.forecast_picture import NEEDED, Picture, picture
from plugin.credit.forecast_why import why_of

#: while fewer settled invoices than this were known on Monday, the day itself is looked at
_SETTLED_IN = 50
#: so many invoices of the last year are held against what came
MOST_HELD = 400
#: a ledger of more settled invoices than this is a large one
_LARGE = 20_000


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice to forecast on the day of its issue; its due date is the one known then."""

    invoice_id: str
    customer_id: str
    issued: date
    due: date


@dataclass(frozen=True, slots=True)
class Held:
    """A forecast made on the day of issue beside what came: `late` is None while not settled.

    `forecast` is None where too little was known.
    """

    invoice: Issued
    forecast: Forecast | None
    late: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How far forecasts lay from what came; days are days late, signed.

    `mae_days` and `medae_days`: the mean and the middle of how far p50 was off. `auc_late`: how
    often, of one late and one punctual invoice, the late one had the higher chance of lateness.
    `brier_late`: the mean squared distance of that chance from what came. `pinball80`: the mean
    cost of p80, where a day too early weighs four times a day too late. `coverage80` and
    `coverage10_90`: the share paid by p80, and from p10 to p90.
    """

    n: int
    mae_days: float
    medae_days: float
    auc_late: float | None
    brier_late: float
    pinball80: float
    coverage80: float
    coverage10_90: float


class Forecaster:
    """Forecasts on any day from what was known on it; days are asked in rising order.

    The organisation is looked at once a week, on Mondays (on the day itself while little is
    known); the customer on the day itself.
    """

    def __init__(
        self,
        past: Iterable[Settled],
        snap_of: Callable[[str, date, Sequence[Settled]], Snap | None] = lambda *_: None,
    ) -> None:
        self._past = sorted(past)
        self._own: Mapping[str, list[Settled]] = _by_customer(self._past)
        self._snap_of = snap_of
        self._picture: Picture | None = None
        self._looked_on = -1
        self._chances: dict[str, Chances] = {}
        self._day = -1

    def picture_on(self, on: date) -> Picture | None:
        """The organisation as the forecasts of a day see it; None where too little is known."""
        day = on.toordinal()
        monday = day - on.weekday()
        if self._looked_on not in (monday, day):
            self._picture, self._looked_on = picture(self._past, monday), monday
        if self._looked_on != day and (
            self._picture is None or self._picture.counted < _SETTLED_IN
        ):
            self._picture, self._looked_on = picture(self._past, day), day
        return self._picture

    def chances_on(self, customer_id: str, on: date) -> Chances | None:
        """What is possible for a customer's next payment; None where too little is known."""
        found = self.picture_on(on)
        if found is None:
            return None
        if self._day != on.toordinal():
            self._day, self._chances = on.toordinal(), {}
        if customer_id not in self._chances:
            own = habit(self._own.get(customer_id, ()), self._day, found.usual)
            self._chances[customer_id] = chances(own, found)
        return self._chances[customer_id]

    def forecast(self, invoice: Issued, on: date) -> Forecast | None:
        """When this invoice is paid, as seen on a day; None where too little is known."""
        possible = self.chances_on(invoice.customer_id, on)
        if possible is None or self._picture is None:
            return None
        left = left_possible(possible, issued=invoice.issued, due=invoice.due, on=on)
        own = self._own.get(invoice.customer_id, ())
        snap = self._snap_of(invoice.customer_id, on, own)
        found = forecast_of(snapped(left, snap, due=invoice.due, on=on), due=invoice.due, on=on)
        said = why_of(possible, self._picture, found, due=invoice.due, snap=snap)
        return replace(found, why=said)


def backtest(
    invoices: Iterable[Issued], forecaster: Forecaster, came: Mapping[str, Settled]
) -> Iterator[Held]:
    """Each invoice, in the order of their issue, forecast on its own day and held against it."""
    for each in sorted(invoices, key=lambda one: (one.issued, one.invoice_id)):
        settled = came.get(each.invoice_id)
        late = None if settled is None else settled.paid - each.due.toordinal()
        yield Held(each, forecaster.forecast(each, each.issued), late)


def score(held: Iterable[Held]) -> Scores | None:
    """The scores of those that were forecast and are settled; None where there is none."""
    pairs = [
        (each.forecast, each.late, each.invoice.due)
        for each in held
        if each.forecast is not None and each.late is not None
    ]
    if not pairs:
        return None
    count = len(pairs)
    off = [abs(late - (each.p50 - due).days) for each, late, due in pairs]
    beyond = [late - (each.p80 - due).days for each, late, due in pairs]
    came = [(each, due + timedelta(days=late)) for each, late, due in pairs]
    return Scores(
        n=count,
        mae_days=sum(off) / count,
        medae_days=median(off),
        auc_late=auc([(each.late_probability, late > 0) for each, late, _ in pairs]),
        brier_late=sum((each.late_probability - (late > 0)) ** 2 for each, late, _ in pairs)
        / count,
        pinball80=sum(max(0.8 * days, -0.2 * days) for days in beyond) / count,
        coverage80=sum(days <= 0 for days in beyond) / count,
        coverage10_90=sum(each.p10 <= day <= each.p90 for each, day in came) / count,
    )


def last_year(
    invoices: Sequence[Issued], forecaster: Forecaster, came: Mapping[str, Settled], on: date
) -> Iterator[Held]:
    """The invoices of single weeks of the year before a day, four weeks apart, held against it.

    Of a large ledger the weeks are twelve apart, and of any at most `MOST_HELD` invoices are held,
    evenly chosen, so that it takes seconds.
    """
    monday = on - timedelta(days=on.weekday())
    apart = 4 if len(came) <= _LARGE else 12
    starts = {monday - timedelta(days=7 * back) for back in range(apart, 53, apart)}
    chosen = [each for each in invoices if each.issued - timedelta(each.issued.weekday()) in starts]
    chosen.sort(key=lambda one: (one.issued, one.invoice_id))
    every = -(-len(chosen) // MOST_HELD) if chosen else 1
    yield from backtest(chosen[::every], forecaster, came)


def auc(judged: Sequence[tuple[float, bool]]) -> float | None:
    """How often a late one had the higher chance than a punctual one, ties counting half.

    None where all were late, or none.
    """
    punctual = sorted(chance for chance, was_late in judged if not was_late)
    late = [chance for chance, was_late in judged if was_late]
    if not punctual or not late:
        return None
    wins = sum(bisect_left(punctual, each) + bisect_right(punctual, each) for each in late)
    return wins / 2 / (len(late) * len(punctual))


def too_little(known: int) -> str:
    """Why there is no forecast."""
    return f"n/a: {known} paid invoices known, and at least {NEEDED} are needed"


def _by_customer(past: Iterable[Settled]) -> dict[str, list[Settled]]:
    own: dict[str, list[Settled]] = defaultdict(list)
    for each in past:
        own[each.customer_id].append(each)
    return dict(own)
