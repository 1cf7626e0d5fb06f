"""The local Xero's own pages: a person plays the organisation, its customers and the bank.

It holds no rule: what a button does is a verb of `documents`, `contacts`, `credits` or `identity`.
It sets no cookie (browsers send cookies to every port of a host) and needs no JavaScript.
"""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from connectors.sandbox import page_views
from connectors.sandbox.errors import NotFoundError
from connectors.sandbox.page_frame import Pages, Surroundings
from connectors.sandbox.pages_books import add_book_pages
from connectors.sandbox.pages_contacts import add_contact_pages
from connectors.sandbox.pages_machine import add_machine_pages
from connectors.sandbox.pages_switches import add_switch_pages
from connectors.sandbox.pages_texts import add_text_pages

__all__ = ["Surroundings", "pages"]

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STEPS = {"hour": 1, "day": 24, "week": 24 * 7}


def pages(around: Surroundings) -> Blueprint:
    """Every page, to be registered at the root of the local Xero."""
    local = Pages(around)
    local.before_request(_refuse_other_sites)
    local.after_request(_guard)
    local.add_url_rule("/", view_func=_home(local), endpoint="home")
    local.add_url_rule("/clock", view_func=_advance(local), endpoint="clock", methods=["POST"])
    local.register_error_handler(NotFoundError, _missing(local))
    local.register_error_handler(404, _missing(local))
    add_contact_pages(local)
    add_book_pages(local)
    add_machine_pages(local)
    add_text_pages(local)
    add_switch_pages(local)
    return local


def _refuse_other_sites() -> None:
    """A page of another site must not press our buttons in this person's browser."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden("This form was sent by another site. Nothing was done.")


def _guard(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _missing(local: Pages) -> Callable[[Exception], tuple[str, int]]:
    def missing(_: Exception) -> tuple[str, int]:
        return local.show("missing.html"), 404

    return missing


def _home(local: Pages) -> Callable[[], str]:
    def home() -> str:
        around = local.around
        organisations = []
        for ledger in around.world.ledgers.values():
            with ledger.lock:
                open_ = [
                    one
                    for one in ledger.invoices.values()
                    if one.kind == "ACCREC" and page_views.is_open(one)
                ]
                today = ledger.today()
                late = [one for one in open_ if page_views.is_late(one, today)]
                organisations.append(
                    {
                        "ledger": ledger,
                        "customers": len(ledger.contacts),
                        "open": len(open_),
                        "owed": page_views.by_currency(open_),
                        "late": len(late),
                        "overdue": page_views.by_currency(late),
                        "connected": around.identity.is_connected(
                            around.identity.app.client_id, ledger.tenant
                        ),
                    }
                )
        return local.show("home.html", organisations=organisations)

    return home


def _advance(local: Pages) -> Callable[[], AnyResponse]:
    def advance() -> AnyResponse:
        step = request.form.get("step", "day")
        hours = _STEPS.get(step)
        here = _where_from()
        if hours is None:
            return local.back(here, "Not done: no such step.", is_refused=True)
        return local.attempt(
            here,
            lambda: local.around.advance(timedelta(hours=hours)),
            f"The clock has moved on by one {step}.",
        )

    return advance


def _where_from() -> str:
    """The page of ours on which the clock's button was pressed, as a path."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or not came.path.startswith("/"):
        return url_for("local.home")
    kept = [(key, value) for key, value in parse_qsl(came.query) if key != "said"]
    # only the path, with one slash: never another host
    return "/" + came.path.lstrip("/") + (f"?{urlencode(kept)}" if kept else "")
