"""The question box: answered at once; what changes anything asks for one yes first.

Works as a plain form. Opening the page writes nothing (rule 27).
"""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from plugin.operations import asking
from plugin.operations.asking import Asker
from plugin.queries import asked as query
from plugin.web import forms
from plugin.web.doorkeeper import of_visitor
from plugin.web.house import doors, today
from plugin.web.portal.visitor import visit, visiting, visitor

blueprint = Blueprint("portal_ask", __name__)

#: what one may begin with, as it stands on buttons
EXAMPLES = (
    "What do I owe?",
    "What is late?",
    "Did you get my last payment?",
    "Can I pay later?",
    "Why did I get this letter?",
)


@blueprint.get("/p/ask")
@of_visitor
def ask() -> str:
    """What was asked in this visit, and the box."""
    with visiting() as tx:
        found = query.exchanges(tx, visitor().customer_id, visit().key)
    return render_template(
        "portal/ask.html",
        exchanges=found,
        examples=EXAMPLES,
        most=asking.MOST_WORDS,
        once=secrets.token_urlsafe(24),
    )


@blueprint.post("/p/ask")
@of_visitor
def question() -> Response:
    """One line, or the button beside a question of ours."""
    who = visitor()
    organisation, day = visit().organisation, today()
    asking.ask(
        doors(),
        Asker(
            org_id=who.org_id,
            customer_id=who.customer_id,
            link_id=who.link_id,
            visit=visit().key,
            once=forms.text("once")[:64] or secrets.token_urlsafe(24),
        ),
        forms.text("words"),
        facts_of=lambda tx: query.facts_of(
            tx, organisation, who.customer_id, on=day, at=doors().clock.now()
        ),
    )
    return redirect(url_for(".ask", _anchor="last"), 303)
