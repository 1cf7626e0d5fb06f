"""The form for requests for credit takes whatever a stranger sends and never says *we broke*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import hypothesis
import hypothesis.strategies as st
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given

from plugin.mailer import as_message
from plugin.ports import OutgoingMail
from plugin.store import Store, credit_requests
from tests.builders import House, a_busy_house
from tests.consoles import a_console
from tests.fuzz.values import any_text
from tests.web.applying import FORM, Applicant, link_in, open_the_form

_FIELDS = (*FORM, "seen", "once", "may_ask_bureau", "since", "pays", "again")


class Writer:
    """Writes every mail as it would go over the wire, and keeps the newest."""

    newest: OutgoingMail | None = None

    def send(self, mail: OutgoingMail) -> None:
        """Write it. Raises Refused where a name or address would break a header."""
        as_message(mail)
        self.newest = mail


def _changes() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(_FIELDS), any_text(), max_size=4)


def _holds(house: House, examples: int, send: Callable[[dict[str, str]], int]) -> None:
    @hypothesis.settings(
        max_examples=examples, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(_changes())
    def holds(changes: dict[str, str]) -> None:
        with house.doors.store.house() as tx:
            tx.sql("delete from throttles")
        assert send(changes) < 500, changes

    holds()


def _fuzz(store: Store, examples: int) -> None:
    """The form past its door, then the questions to a reference; decided pages of all that came."""
    house, mailer = a_busy_house(store), Writer()
    house.doors = replace(house.doors, mailer=mailer)
    client: FlaskClient = a_console(house.doors).test_client()
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    maya = Applicant(client, open_the_form(house.doors, house.org_id))
    _holds(house, examples, lambda changes: maya.sends(**changes).status_code)
    assert maya.sends(once="the last").status_code == 200
    assert mailer.newest is not None
    path = link_in(mailer.newest.text)
    _holds(house, examples // 4, lambda fields: client.post(path, data=fields).status_code)
    with house.doors.store.tenant(house.org_id) as tx:
        assert credit_requests.newest(tx, limit=1)[0].proved_at is not None


def test_whatever_is_written_into_the_form_is_answered(store: Store) -> None:
    """A dozen tries, so that every change is tried; hundreds in `make long`."""
    _fuzz(store, 12)


@pytest.mark.long
def test_whatever_is_written_into_the_form_is_answered_at_length(store: Store) -> None:
    """What people type, what programs send, what breaks things."""
    _fuzz(store, 400)
