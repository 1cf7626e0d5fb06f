"""The frame around every page: where one is, whose books these are, and as of when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from plugin.operations.roles import Right
from plugin.queries.header import Header, header
from plugin.store import organisations
from plugin.web import insight, rights
from plugin.web.house import doors, now, org_id, today


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation; `count` is how much waits there."""

    name: str
    href: str
    here: bool
    count: int = 0


_PLACES = (
    ("Overview", "overview.overview"),
    ("Reminders", "reminders.stack"),
    ("Calls", "call_sheet.sheet"),
    ("Mail", "mail.box"),
    ("Needs a person", "tasks.tasks"),
    ("Customers", "customers.customers"),
)
_INSIGHT = ("Insight", "insight.section")
#: behind one word, so that the row stays one row: what is opened once a week, not once a day
_MORE = (
    ("Timeline", "timeline.timeline"),
    ("Policy", "policy.policy"),
    ("Orders", "orders.page"),
    ("Team", "team.team_of"),
    ("Settings", "settings.settings"),
)
#: all that somebody sees who sells and does not see the books
_SELLING = (("Orders", "orders.page"),)

_OF_POLICY = frozenset({"policies", "passport"})
_OF_CUSTOMERS = frozenset({"tidying", "bad_debts"})


def _shell() -> Header | None:
    if not g.get("org_id"):
        return None
    if "shell" not in g:
        with doors().store.tenant(org_id()) as tx:
            g.shell = header(tx, g.organisation, on=today(), now=now())
    found: Header = g.shell
    return found


def _daily(shell: Header | None) -> tuple[Place, ...]:
    if not rights.has(Right.SEE):
        return _places(shell, _SELLING)
    # a section without a page is no place to go to
    return _places(shell, (*_PLACES, _INSIGHT) if insight.rooms() else _PLACES)


def _places(shell: Header | None, named: tuple[tuple[str, str], ...]) -> tuple[Place, ...]:
    if shell is None:
        return ()
    waiting = {
        "reminders.stack": shell.waiting_messages,
        "tasks.tasks": shell.open_tasks,
        "call_sheet.sheet": shell.waiting_calls,
        "mail.box": shell.waiting_replies,
    }
    here = _place_of(request.blueprint or "")
    return tuple(
        Place(
            name,
            url_for(endpoint, org_id=shell.org_id),
            here == endpoint.split(".", maxsplit=1)[0],
            waiting.get(endpoint, 0),
        )
        for name, endpoint in named
    )


def _place_of(room: str) -> str:
    """The place that a room belongs to: several policies are one, every page of Insight is one."""
    if room in _OF_POLICY:
        return "policy"
    if room in _OF_CUSTOMERS:
        return "customers"
    return "insight" if room.startswith("insight_") else room


def _others(shell: Header | None) -> tuple[Place, ...]:
    """The person's other organisations, to change to from any page."""
    person = g.get("person")
    if shell is None or person is None or len(person.org_ids) < 2:
        return ()
    with doors().store.house() as tx:
        mine = organisations.among(tx, person.org_ids)
    return tuple(
        Place(
            each.name if each.is_connected else f"{each.name} (not connected)",
            rights.first_page(each.id),
            here=False,
        )
        for each in mine
        if each.id != shell.org_id
    )


def _form_token() -> str:
    visit, person = g.get("visit"), g.get("person")
    if visit is not None:
        return str(visit.csrf)
    return person.csrf if person is not None else ""


def frame_pages(app: Flask) -> None:
    """Hand every template what the frame shows."""
    app.jinja_env.globals["csrf_token"] = _form_token

    @app.context_processor
    def frame() -> dict[str, Any]:
        shell = _shell()
        person = g.get("person")
        return {
            "shell": shell,
            "places": _daily(shell),
            "more_places": _places(shell, _MORE) if rights.has(Right.SEE) else (),
            "only_reads": rights.only_reads(),
            "may_own": rights.has(Right.OWN),
            "may_see": rights.has(Right.SEE),
            "person": person,
            "visit": g.get("visit"),
            "other_organisations": _others(shell),
            "here": request.full_path.rstrip("?"),
        }
