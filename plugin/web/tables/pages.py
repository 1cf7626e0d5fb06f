"""The tables of the organisation's own pages, by name: the books, the work, the rules.

Each reads what its page reads, without the page's limit of rows.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, g, request

from plugin.operations import limits as limit_decisions
from plugin.operations.ground import ground
from plugin.queries import (
    call_sheet,
    calls,
    charging,
    compared,
    crossings,
    disputes,
    drill,
    feedback,
    mail,
    passport_switches,
    policies,
    reminders,
    samples,
    standing,
    starting,
    tables_books,
    tables_said,
    talks,
    tasks,
    timeline,
)
from plugin.queries import limits as limit_page
from plugin.queries.figures import ledger_figures
from plugin.queries.tables import Table
from plugin.web.house import now, org_id, reading, today
from plugin.web.tables.files import Draw, offer

blueprint = Blueprint("page_tables", __name__)

#: more than any business has of anything; a file is whole
_EVERY = 1_000_000
#: customers for whom a limit is worked out in one request
_PROPOSED = 5_000
_BUCKETS = frozenset({"", "current", "1-30", "31-60", "61-90", "90+", "late"})


def _ageing() -> Table:
    with reading() as tx:
        figures = ledger_figures(tx, on=today(), base_currency=g.organisation.base_currency)
    return tables_books.ageing_table(figures, today())


def _invoices() -> Table:
    currency, bucket = request.args.get("currency", ""), request.args.get("bucket", "")
    if bucket not in _BUCKETS:
        abort(404)
    with reading() as tx:
        found = drill.open_invoices(tx, on=today(), currency=currency, bucket=bucket, most=_EVERY)
    return tables_books.invoices_table(found)


def _opening() -> Table:
    with reading() as tx:
        page = starting.past_page(tx, org_id(), on=today(), most=_EVERY)
    return tables_books.opening_table(page.debts)


def _groups() -> Table:
    with reading() as tx:
        return tables_books.groups_table(starting.past_page(tx, org_id(), on=today()).groups)


def _proposals() -> Table:
    with reading() as tx:
        without = limit_page.without_limit(tx, most=_PROPOSED)
        found = limit_decisions.proposals(tx, ground(tx, now=now()), [each.id for each in without])
        by_customer = {each.customer_id: (each.proposal, each.exposure) for each in found}
        return tables_books.proposals_table(limit_page.limits_page(tx, without, by_customer))


def _kinds() -> Table:
    with reading() as tx:
        return tables_books.kinds_table(standing.kinds_page(tx, most=_EVERY).lines)


def _claims() -> Table:
    with reading() as tx:
        page = charging.charges_page(tx, on=today(), most=_EVERY)
    return tables_books.claims_table(page.claims)


def _rates() -> Table:
    with reading() as tx:
        return tables_books.rates_table(charging.charges_page(tx, on=today()).rates)


def _segments() -> Table:
    with reading() as tx:
        return tables_books.segments_table(policies.policies_page(tx))


def _passports() -> Table:
    with reading() as tx:
        return tables_books.passports_table(passport_switches.switches_page(tx))


def _calls_made() -> Table:
    with reading() as tx:
        return tables_books.calls_made_table(calls.call_cost(tx, now=now()).days)


def _differences() -> Table:
    with reading() as tx:
        return tables_books.differences_table(compared.compared(tx, on=today(), most=_EVERY))


def _timeline() -> Table:
    with reading() as tx:
        found = timeline.timeline(
            tx,
            customer_id=request.args.get("customer") or None,
            search=request.args.get("search", "").strip()[:100],
            size=_EVERY,
        )
    return tables_said.timeline_table(found.lines)


def _settled() -> Table:
    with reading() as tx:
        lines = reminders.settled(tx, size=_EVERY)
    return tables_said.messages_table("Messages that ended", lines)


def _waiting() -> Table:
    with reading() as tx:
        found = reminders.stack(tx, most=_EVERY)
    return tables_said.messages_table(
        "Messages that wait", (*found.waiting, *found.going, *found.unconfirmed)
    )


def _chased() -> Table | None:
    try:
        message_id = UUID(request.args.get("message", ""))
    except ValueError:
        return None
    with reading() as tx:
        if reminders.message(tx, message_id) is None:
            return None
        return tables_said.chased_table(reminders.chased(tx, message_id))


def _crossings() -> Table:
    with reading() as tx:
        return tables_said.crossings_table(crossings.page(tx, on=today()))


def _scores() -> Table:
    with reading() as tx:
        return tables_said.scores_table(feedback.feedback_page(tx, on=today()))


def _answers() -> Table:
    with reading() as tx:
        page = feedback.feedback_page(tx, on=today(), most=_EVERY)
    return tables_said.answers_table(page.answers)


def _tasks() -> Table:
    with reading() as tx:
        groups = tasks.task_groups(tx, on=today())
    return tables_said.tasks_table((its.heading, task) for its in groups for task in its.tasks)


def _call_sheet() -> Table:
    with reading() as tx:
        sheet = call_sheet.call_sheet(tx, g.organisation, on=today(), now=now())
    return tables_said.call_sheet_table(sheet)


def _mail() -> Table:
    with reading() as tx:
        box = mail.mail_box(tx, most=_EVERY)
    return tables_said.mail_table((*box.waiting, *box.of_nobody, *box.lately))


def _talks() -> Table:
    with reading() as tx:
        found = talks.talks_shown(tx, organisation=g.organisation.name, on=today(), limit=_EVERY)
    return tables_said.talks_table(found)


def _disputes() -> Table:
    with reading() as tx:
        return tables_said.disputes_table(disputes.open_disputes(tx, on=today()))


def _languages() -> Table:
    with reading() as tx:
        return tables_said.languages_table(samples.spoken(tx))


#: every table of these pages, by name
OFFERED: tuple[tuple[str, Draw], ...] = (
    ("ageing", _ageing),
    ("invoices", _invoices),
    ("opening-debts", _opening),
    ("contact-groups", _groups),
    ("proposed-limits", _proposals),
    ("kinds-not-said", _kinds),
    ("interest-and-fees", _claims),
    ("rates", _rates),
    ("segments", _segments),
    ("passports", _passports),
    ("calls-to-xero", _calls_made),
    ("differences", _differences),
    ("timeline", _timeline),
    ("messages-settled", _settled),
    ("messages-waiting", _waiting),
    ("message-invoices", _chased),
    ("crossings", _crossings),
    ("feedback-by-month", _scores),
    ("feedback", _answers),
    ("tasks", _tasks),
    ("call-sheet", _call_sheet),
    ("mail", _mail),
    ("conversations", _talks),
    ("disputes", _disputes),
    ("languages", _languages),
)

for _name, _draw in OFFERED:
    offer(blueprint, _name, _draw)
