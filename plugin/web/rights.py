"""Which right each page and form of an organisation asks for, and the refusal without it.

What is not named here asks for the usual: a page to see, a form to decide. A room that forgets to
name its forms is therefore never open to those who only read.
"""

from __future__ import annotations

from uuid import UUID

from flask import g, request, url_for
from werkzeug.exceptions import Forbidden

from plugin.operations.roles import ROLE_NAMES, Right, may
from plugin.store.people import Role
from plugin.web.house import person

#: rooms whose forms set what holds for everybody
_SETTING = frozenset(
    {"settings", "policy", "policies", "passport", "providers", "samples", "charges", "standing",
     "first_run", "carry", "statements", "export",
     "insight_changes", "insight_figures", "insight_reviews"}
)  # fmt: skip
#: and forms of other rooms that do
_SETS = frozenset(
    {
        *("bad_debts.basis", "insight_limits.budget", "credit_requests.open_form"),
        *("credit_requests.shut_form", "credit_requests.new_address"),
        "credit_requests.switch_bureau",
    }
)
#: rooms, pages and forms that only an owner uses
_OWNING = frozenset({"leaving", "team", "api_keys", "hooks"})
#: forms of those rooms that decide about one payment or show something, and set nothing
_DECIDING = frozenset({"providers.whose", "providers.pays"})
_SHOWING = frozenset({"samples.shown"})
_ORDERING = frozenset({"orders"})
#: what everybody says for themselves alone
_MINE = frozenset({"morning"})


class NoRight(Forbidden):
    """This role does not do that; says who could."""


def needed(endpoint: str, method: str, *, of_customer: bool) -> Right:
    """What a request of an organisation's page asks for.

    `of_customer` where its address names one customer: what is set for them is a decision.
    """
    room = endpoint.partition(".")[0]
    if room in _ORDERING:
        return Right.ORDER
    if room in _MINE:
        return Right.MINE
    if method in {"GET", "HEAD", "OPTIONS"} or endpoint in _SHOWING:
        return Right.SEE
    if room in _OWNING:
        return Right.OWN
    if endpoint in _SETS or (room in _SETTING and endpoint not in _DECIDING and not of_customer):
        return Right.SET
    return Right.DECIDE


def refuse_without_right(role: Role) -> None:
    """Note what the person is here; a page that says why where that is not enough."""
    g.role = role
    asked = _asked(request.method)
    if may(role, asked):
        return
    raise NoRight(
        f"You are {ROLE_NAMES[role]} here, and {_WHAT[asked]}. Nothing was changed. An owner can "
        "change what you are, under Team."
    )


def first_page(org_id: UUID) -> str:
    """Where the person starts in an organisation of theirs: the overview, or the order question."""
    sees = may(person().roles[org_id], Right.SEE)
    return url_for("overview.overview" if sees else "orders.page", org_id=org_id)


def has(right: Right) -> bool:
    """Whether whoever asks for this page has a right in its organisation."""
    role: Role | None = g.get("role")
    return role is not None and may(role, right)


def only_reads() -> bool:
    """Whether the forms of this page are not for whoever opened it."""
    role: Role | None = g.get("role")
    return role is not None and not may(role, _asked("POST"))


def _asked(method: str) -> Right:
    named = request.url_rule.arguments if request.url_rule is not None else set()
    return needed(request.endpoint or "", method, of_customer="customer_id" in named)


_WHAT = {
    Right.ORDER: "this page is for those who take orders",
    Right.SEE: "the books are not open to you",
    Right.DECIDE: "deciding about customers is for others",
    Right.SET: "what holds for everybody is set by owners and accountants",
    Right.OWN: "this is for owners",
    Right.MINE: "this is for members",
}
