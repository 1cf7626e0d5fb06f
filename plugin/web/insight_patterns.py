"""Insight, patterns and opportunities: who pays late when, where the days go, whom to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request

from plugin.credit.lateness import HORIZON
from plugin.credit.ledger_past import LedgerPast
from plugin.operations.assess import ground
from plugin.queries import insight_patterns as patterns
from plugin.queries import insight_signals as signals
from plugin.queries import insight_spans as spans
from plugin.queries.tables import Table
from plugin.store import Tx
from plugin.web.doorkeeper import of_organisation
from plugin.web.house import now, reading, today
from plugin.web.tables.files import offer

blueprint = Blueprint("insight_patterns", __name__)

#: draws one table of the page
_Draw = Callable[[Tx, date], Table | None]


@blueprint.get("/o/<uuid:org_id>/insight/patterns")
@of_organisation
def page(org_id: UUID) -> str:
    """Everything on one page, each table with its files."""
    on = today()
    with reading() as tx:
        past = patterns.past_of(tx, on=on)
        sold = patterns.sold_of(past, on=on)
        found = _signals(tx, on, past)
        taken = spans.spans(tx, on=on)
        return render_template(
            "insight_patterns.html",
            invoices=len(sold),
            patterns=patterns.patterns_shown(tx, sold, currency=_currency()),
            opportunities=(
                ("safe-to-sell", found.safe(), "Nobody fits all four bounds today."),
                ("drifting", found.drifting(), "No good payer’s delay drifts."),
                ("pay-run-terms", found.mismatches(), "Nobody is late because of a pay run alone."),
                (
                    "never-acted",
                    signals.never_acted(tx, on=on, currency=_currency()),
                    "Nobody was sent three links in vain.",
                ),
                (
                    "repeat-disputes",
                    signals.repeat_disputes(tx, on=on),
                    "Nobody contested twice for the same reason.",
                ),
            ),
            links=signals.links_said(tx, on=on),
            spans=taken,
            spans_table=spans.spans_table(taken),
            horizon=HORIZON,
        )


@blueprint.get("/o/<uuid:org_id>/insight/patterns/days/<name>")
@of_organisation
def cases(org_id: UUID, name: str) -> str:
    """The cases of one span, longest first."""
    with reading() as tx:
        table = spans.cases_table(tx, name, on=today())
    if table is None:
        abort(404)
    return render_template("insight_span.html", table=table, name=name)


@blueprint.get("/o/<uuid:org_id>/insight/patterns/<by>/<group>")
@of_organisation
def group(org_id: UUID, by: str, group: str) -> str:
    """The invoices of one group of a pattern."""
    with reading() as tx:
        table = _group(tx, today(), by, group)
    if table is None:
        abort(404)
    return render_template("insight_span.html", table=table, name="", by=by, group=group)


def _group(tx: Tx, on: date, by: str, group: str) -> Table | None:
    past = patterns.past_of(tx, on=on)
    sold = patterns.sold_of(past, on=on)
    return patterns.group_cases(tx, past, sold, by=by, group=group, currency=_currency())


def _group_asked(tx: Tx, on: date) -> Table | None:
    return _group(tx, on, request.args.get("by", ""), request.args.get("group", ""))


def _signals(tx: Tx, on: date, past: LedgerPast | None = None) -> signals.Signals:
    past = past or patterns.past_of(tx, on=on)
    calendar_of = ground(tx, now=now()).calendar_of
    return signals.Signals(tx, past, on=on, calendar_of=calendar_of)


def _pattern(tx: Tx, on: date) -> Table | None:
    sold = patterns.sold_of(patterns.past_of(tx, on=on), on=on)
    wanted = request.args.get("by", "")
    found = patterns.patterns_shown(tx, sold, currency=_currency())
    return next((each.table for each in found if each.name == wanted), None)


_TABLES: dict[str, _Draw] = {
    "pattern": _pattern,
    "pattern-invoices": _group_asked,
    "safe-to-sell": lambda tx, on: _signals(tx, on).safe(),
    "drifting": lambda tx, on: _signals(tx, on).drifting(),
    "pay-run-terms": lambda tx, on: _signals(tx, on).mismatches(),
    "never-acted": lambda tx, on: signals.never_acted(tx, on=on, currency=_currency()),
    "repeat-disputes": lambda tx, on: signals.repeat_disputes(tx, on=on),
    "where-days-go": lambda tx, on: spans.spans_table(spans.spans(tx, on=on)),
    "span-cases": lambda tx, on: spans.cases_table(tx, request.args.get("span", ""), on=on),
}


def _offered(draw: _Draw) -> Callable[[], Table | None]:
    def drawn() -> Table | None:
        with reading() as tx:
            return draw(tx, today())

    return drawn


for _name, _draw in _TABLES.items():
    offer(blueprint, _name, _offered(_draw))


def _currency() -> str:
    return str(g.organisation.base_currency)
