"""A person switches the local Xero on its own pages: webhooks, limits, open questions, a reset."""

import re
from collections.abc import Iterator

import pytest
import requests

from connectors.sandbox.doubts import QUESTIONS
from connectors.sandbox.testing import RunningXero, running
from tests.connectors.sandbox.small import SCOPES, small_world
from tests.connectors.sandbox.test_webhooks import Receiver, act, listening, state, until


@pytest.fixture(scope="module")
def xero() -> Iterator[RunningXero]:
    """One local Xero; each test leaves its switches as it found them, or needs none of them."""
    with running(small_world()) as found:
        yield found


def read(xero: RunningXero, path: str) -> str:
    """A page."""
    answer = requests.get(xero.url + path, timeout=60)
    assert answer.status_code == 200
    return answer.text


def press(xero: RunningXero, path: str, **form: str | list[str]) -> str:
    """A button; the page that follows."""
    answer = requests.post(xero.url + path, data=form, timeout=60)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("path", ["/webhooks", "/limits", "/doubts", "/faults", "/apps"])
def test_every_switch_page_stands_in_the_menu_and_asks_no_other_host(
    xero: RunningXero, path: str
) -> None:
    """A strict policy, no script, no style of its own, no address elsewhere."""
    assert f'<a href="{path}">' in read(xero, "/")
    page = requests.get(xero.url + path, timeout=60)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page.text)


def test_webhooks_are_set_asked_disabled_and_replayed_by_a_person(xero: RunningXero) -> None:
    """The address passes, one category is told and no other, and what was kept comes again."""
    receiver = Receiver()
    receiver.key = xero.webhook_key
    xero.connect(SCOPES)
    with listening(receiver) as url:
        page = press(xero, "/webhooks", url=url, category=["INVOICE"], duplicates="on")
        assert "Saved." in page
        press(xero, "/webhooks", deed="intent")
        until(lambda: state(xero)["state"] == "ok")
        receiver.bodies.clear()
        act(xero, "rename_contact", contact="C-5", name="Punctual & Daughters")
        act(xero, "mark_sent", invoice="INV-3")
        until(lambda: len(receiver.events()) == 2)
        assert {each["eventCategory"] for each in receiver.events()} == {"INVOICE"}
        press(xero, "/webhooks", deed="replay")
        until(lambda: len(receiver.events()) == 4)
        assert "as it should be" in read(xero, "/webhooks")
        assert "Disabled" in press(xero, "/webhooks", deed="disable")
        assert state(xero)["state"] == "disabled"
        press(xero, "/webhooks", url="", category=["INVOICE"])
        assert state(xero)["state"] == "none"


def test_limits_are_seen_spent_and_changed(xero: RunningXero) -> None:
    """What is left falls; the tier and the threshold change; a number that is none does nothing."""
    tenant = xero.tenant_id
    press(xero, "/limits", deed="spend", tenant=tenant, minute="58", day="10")
    page = read(xero, "/limits")
    row = next(line for line in page.splitlines() if "Harbour Lane Foods</td>" in line)
    assert '<td class="amount">2</td><td class="amount">4,990</td>' in row
    press(xero, "/limits", tier="starter", high_volume="500")
    assert (xero.sandbox.limits.is_on, xero.sandbox.limits.per_day) == (False, 1000)
    assert xero.world.high_volume == 500
    assert "Not done" in press(xero, "/limits", deed="spend", tenant=tenant, minute="many")
    assert "Not done" in press(xero, "/limits", tier="gold", high_volume="1")
    press(xero, "/limits", on="on", tier="core", high_volume="100000")
    assert xero.sandbox.limits.is_on


def test_open_questions_are_asked_and_answered(xero: RunningXero) -> None:
    """Each with both answers; what is chosen stays chosen."""
    page = read(xero, "/doubts")
    for question in QUESTIONS.values():
        for text in (question.asked, question.yes, question.no):
            assert text.split('"')[0].replace("'", "&#39;") in page
    press(xero, "/doubts", quoted_numbers="yes", payment_updates_invoice="no")
    doubts = xero.world.doubts
    assert (doubts.quoted_numbers, doubts.payment_updates_invoice) == (True, False)
    assert 'name="quoted_numbers" value="yes" checked' in read(xero, "/doubts")
    press(xero, "/doubts", payment_updates_invoice="yes")
    assert not xero.world.doubts.quoted_numbers


def test_two_contacts_are_merged_on_the_page(xero: RunningXero) -> None:
    """The loser keeps its id, is archived and points to the winner, who owns the documents."""
    ledger = xero.world.first
    loser, winner = ledger.contact("C-3"), ledger.contact("C-2")
    code = ledger.seed.short_code
    here = f"/app/{code}/contacts/contact/{loser.id}"
    assert "There is no active contact" in press(xero, f"{here}/merge", into="Nobody")
    page = press(xero, f"{here}/merge", into="quay bistro")
    assert "Merged into <a" in page
    shown = xero.api("GET", f"Contacts/{loser.id}", xero.token()).json()["Contacts"][0]
    assert (shown["ContactStatus"], shown["MergedToContactID"]) == ("ARCHIVED", winner.id)
    assert ledger.invoice("INV-7").contact == winner.id


def test_an_organisation_is_reset_on_the_page(xero: RunningXero) -> None:
    """It is there under another tenant id, and nothing is connected to it."""
    xero.connect(SCOPES)
    before = xero.tenant_id
    page = press(xero, "/apps/reset", tenant=before)
    assert "another tenant id" in page
    assert xero.tenant_id != before
    assert before not in page
    assert not xero.sandbox.identity.connections(xero.client_id)
