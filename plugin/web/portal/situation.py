"""The situation page: for all that is late, or chosen invoices, one question with four answers.

Opening any of it changes nothing; each answer is one form that is sent once, from a page that shows
what is so (rule 37). The last page says what happens next.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.credit.agreements import DisputeReason, PlanPart
from plugin.credit.plan_offers import Every
from plugin.letters.what_next import title, what_next
from plugin.operations import situation as operations
from plugin.operations.answering import AlreadySaid, Answerer
from plugin.operations.doors import NotPossible
from plugin.operations.ground import ground
from plugin.operations.said_back import said_back
from plugin.queries import situation as query
from plugin.queries.situation import Situation
from plugin.store import portal_answers
from plugin.web import forms
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors, now, today
from plugin.web.portal.papers import takes_papers, uploads
from plugin.web.portal.visitor import visit, visiting, visitor
from plugin.web.replies import done

blueprint = Blueprint("portal_situation", __name__)
takes_papers(blueprint, "portal_situation.wrong_sent")

_REASONS = frozenset(each.value for each in DisputeReason)
_EVERY = ((Every.WEEK, "week"), (Every.FORTNIGHT, "two weeks"), (Every.MONTH, "month"))
_MOST_WORDS = 4000
_MOST_CHOSEN = 500

Page = str | Response | tuple[str, int]


@blueprint.get("/p/situation")
@of_visitor
def start() -> str:
    """All that is late, or the invoices that are chosen, and the four answers."""
    return render_template("portal/situation.html", page=_situation())


@blueprint.get("/p/situation/paid")
@of_visitor
def paid() -> Page:
    """*I have paid*: when, and how much."""
    return _asked("portal/situation_paid.html")


@blueprint.post("/p/situation/paid")
@of_visitor
def paid_sent() -> Page:
    """Note it, and let what it covers rest."""

    def say(who: Answerer) -> UUID:
        amount = forms.money("amount", forms.text("currency"))
        if amount is None:
            raise NotPossible("How much was paid? Nothing was changed.")
        return operations.say_paid(
            doors(), who, invoice_ids=_chosen(), amount=amount, paid_on=_day("paid_on")
        )

    return _answered(say, lambda why: _asked("portal/situation_paid.html", why))


@blueprint.get("/p/situation/promise")
@of_visitor
def promise() -> Page:
    """*I will pay on…*: days of the customer's own pay run."""
    return _promise_page()


@blueprint.post("/p/situation/promise")
@of_visitor
def promise_sent() -> Page:
    """Note the promise, or pass it on as a proposal."""

    def say(who: Answerer) -> UUID:
        due = _day("another") if forms.text("due") in {"", "another"} else _day("due")
        amount = forms.money("amount", forms.text("currency")) if forms.text("amount") else None
        return operations.promise(doors(), who, invoice_ids=_chosen(), due=due, amount=amount)

    return _answered(say, _promise_page)


@blueprint.get("/p/situation/split")
@of_visitor
def split() -> Page:
    """*I need to split it*: equal instalments are proposed, each of which can be changed."""
    return _split_page()


@blueprint.post("/p/situation/split")
@of_visitor
def split_sent() -> Page:
    """Agree the plan on the spot, or pass it on as a proposal."""

    def say(who: Answerer) -> UUID:
        return operations.split(doors(), who, invoice_ids=_chosen(), parts=parts_written())

    return _answered(say, _split_page)


@blueprint.get("/p/situation/wrong")
@of_visitor
def wrong() -> Page:
    """*Something is wrong*: with what, why, and papers that show it."""
    return _asked("portal/situation_wrong.html", reasons=query.reasons())


@blueprint.post("/p/situation/wrong")
@of_visitor
def wrong_sent() -> Page:
    """Note what is contested, and begin a private talk about it."""

    def say(who: Answerer) -> UUID:
        if forms.text("reason") not in _REASONS:
            raise NotPossible("What is wrong? Choose one of the reasons. Nothing was changed.")
        amount = forms.money("amount", forms.text("currency")) if forms.text("amount") else None
        return operations.say_wrong(
            doors(),
            who,
            invoice_ids=_chosen(),
            reason=DisputeReason(forms.text("reason")),
            amount=amount,
            words=forms.text("words")[:_MOST_WORDS],
            papers=uploads("paper"),
        )

    def again(why: str) -> Page:
        return _asked("portal/situation_wrong.html", why, reasons=query.reasons())

    return _answered(say, again)


@blueprint.get("/p/situation/said/<uuid:answer_id>")
@of_visitor
def said(answer_id: UUID) -> str:
    """What was noted, and what happens next."""
    with visiting() as tx:
        on = ground(tx, now=now())
        found = said_back(tx, on, visitor().customer_id, answer_id)
        given = portal_answers.read(tx, visitor().customer_id, answer_id)
    if found is None or given is None:
        abort(404)
    return render_template(
        "portal/situation_said.html",
        title=title(found),
        paragraphs=what_next(found),
        parts=found.parts if len(found.parts) > 1 else (),
        talk_id=given.result.talk_id,
    )


def parts_written() -> tuple[PlanPart, ...]:
    """The payments of a form, in the order of their days; rows without anything are left out."""
    currency = forms.text("currency")
    rows = []
    for number in range(1, query.MOST_PARTS + 1):
        due, amount = forms.day(f"due-{number}"), forms.money(f"amount-{number}", currency)
        if due is None and (amount is None or not amount):
            continue
        if due is None or amount is None:
            raise NotPossible(f"Payment {number} needs a day and an amount. Nothing was changed.")
        rows.append(PlanPart(due, amount))
    return tuple(sorted(rows, key=lambda row: row.due))


def _answered(say: Callable[[Answerer], UUID], again: Callable[[str], Page]) -> Page:
    """Take an answer once; what could not be done is said on the same page, as it stands now."""
    who = Answerer(
        org_id=visitor().org_id,
        customer_id=visitor().customer_id,
        once=forms.text("once"),
        seen=forms.text("seen"),
        link_id=visitor().link_id,
    )
    try:
        answer_id = say(who)
    except AlreadySaid as before:
        answer_id = before.answer_id
    except NotPossible as why:
        page = again(str(why))
        return (page, 409) if isinstance(page, str) else page
    return redirect(url_for("portal_situation.said", answer_id=answer_id), 303)


def _asked(template: str, why: str = "", **more: object) -> Page:
    page = _situation()
    if not page.chosen:
        return _nothing_chosen(page)
    return render_template(
        template,
        page=page,
        why=why,
        typed=request.form,
        once=secrets.token_hex(16),
        today=today(),
        **more,
    )


def _promise_page(why: str = "") -> Page:
    page = _situation()
    if not page.chosen:
        return _nothing_chosen(page)
    return _asked("portal/situation_promise.html", why, offer=query.promise_offer(page, on=today()))


def _split_page(why: str = "") -> Page:
    page = _situation()
    if not page.chosen or not page.owed.amount:
        return _nothing_chosen(page)
    count, first = request.values.get("count", ""), request.values.get("first", "")
    offered = query.split_offer(
        page,
        on=today(),
        count=int(count) if count.isdecimal() and len(count) < 3 else None,
        every=next((each for each, _ in _EVERY if each.value == _every()), Every.MONTH),
        first=_read_day(first),
    )
    rows = offered.parts
    if why and request.method == "POST":
        rows = _typed_rows() or rows
    return _asked("portal/situation_split.html", why, offer=offered, rows=rows, every=_EVERY)


def _every() -> str:
    return request.values.get("every", "")


def _typed_rows() -> tuple[PlanPart, ...]:
    try:
        return parts_written()
    except NotPossible:
        return ()


def _nothing_chosen(page: Situation) -> Response:
    sentence = "Choose the invoices that your answer is about." if page.invoices else ""
    return done(url_for("portal_situation.start"), sentence)


def _situation() -> Situation:
    with visiting() as tx:
        found = query.situation(
            tx,
            visit().organisation,
            visitor().customer_id,
            on=today(),
            chosen=_chosen(),
            currency=request.values.get("currency", "")[:3],
        )
    if found is None:
        abort(404)
    return found


def _chosen() -> list[str]:
    return request.values.getlist("invoice")[:_MOST_CHOSEN]


def _day(name: str) -> date:
    found = forms.day(name)
    if found is None:
        raise NotPossible("Which day? Nothing was changed; choose one.")
    return found


def _read_day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
