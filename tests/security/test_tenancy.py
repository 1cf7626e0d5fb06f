"""Nothing of one organisation is reached from another, and nobody rewrites what was said."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from plugin.store import timeline, writes
from tests.builders import NOW, House, a_house, sign_in
from tests.web.conftest import Browser, browser_of

#: our own, and nothing else: the address is of this organisation's pages
_OUR_PICTURES = re.compile(r'<img\s+(?:class="chart" )?src="/o/[\w./?=&;-]+"')


def test_the_link_of_a_note_leads_nobody_but_its_own_people(
    app: Flask, house: House, ann: Browser
) -> None:
    """A note stands in Xero for ever: strangers are asked to sign in, others told nothing."""
    with house.doors.store.tenant(house.org_id) as tx:
        note = writes.put(
            tx, kind="note_contact", customer_id="quay", subject_id="quay", text="x", once="y",
            now=NOW,
        )  # fmt: skip
    other = a_house(house.doors.store, "Somebody Else")
    stranger = browser_of(app, sign_in(house.doors.store, other.org_id), other.org_id)
    assert ann.client.get(f"/n/{note}").location.endswith("/customers/quay")
    assert stranger.client.get(f"/n/{note}").status_code == 404
    assert app.test_client().get(f"/n/{note}").location.startswith("/?back=")


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set what = 'x' where org_id = :org",
        "delete from audit where org_id = :org",
        "update audit set org_id = org_id",
    ],
)
def test_the_apps_own_login_cannot_rewrite_the_log(house: House, statement: str) -> None:
    """It adds lines; it changes and deletes none, and the chain stays whole."""
    with pytest.raises(ProgrammingError), house.doors.store.tenant(house.org_id) as tx:
        tx.sql(statement)
    with house.doors.store.tenant(house.org_id) as tx:
        assert tx.sql("select count(*) from audit where org_id = :org").scalar_one() > 0
        assert timeline.broken_link(tx) is None


def test_a_customers_name_is_text_wherever_it_is_shown(house: House, ann: Browser) -> None:
    """Markup in names, numbers, references and sentences is shown as it was written."""
    bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    house.customer("evil", bad, first_name=bad)
    house.owes("evil", f"INV-{bad}", "90.00", late=3, reference=bad)
    house.review()
    house.books.all("update organisations set name = :name returning 1", name=bad)
    ann.post("customers/evil/limit", limit="5", reason=bad)
    for path in (
        "", "customers", "customers/evil", "timeline", "tasks", "reminders", "invoices", "limits",
        "start/past", "settings", f"customers?search={bad}", f"timeline?search={bad}",
    ):  # fmt: skip
        reply = ann.client.get(ann.at(path))
        page = reply.get_data(as_text=True)
        assert reply.status_code == 200, path
        assert "<script>alert" not in page, path
        assert "<img" not in _OUR_PICTURES.sub("", page), path
        assert "onerror=alert(1)>" not in page, path
