"""What the connector does when Xero does not simply answer: over real HTTP, fault by fault."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from plugin.ports import (
    Disconnected,
    Limit,
    Malformed,
    NeedsConsent,
    NoteOn,
    OutcomeUnknown,
    Refused,
    Tokens,
    Unavailable,
)
from tests.connectors.xero.connected import SCOPES, Connected, connected
from tests.doors import UNSAID


class CountedConsent:
    """The real consent, counting refreshes, whose answers can be lost on the way back."""

    def __init__(self, here: Connected, *, lost: int = 0) -> None:
        self._real = here.consent
        self.lost = lost
        self.refreshes = 0
        self.authorise_url = here.consent.authorise_url
        self.exchange = here.consent.exchange
        self.connections = here.consent.connections
        self.disconnect = here.consent.disconnect
        self.revoke = here.consent.revoke

    def refresh(self, tokens: Tokens) -> Tokens:
        """Refresh in earnest; the first `lost` answers never arrive."""
        self.refreshes += 1
        found = self._real.refresh(tokens)
        if self.lost:
            self.lost -= 1
            raise Unavailable("the answer was lost")
        return found


def test_every_call_takes_a_slot_and_tells_its_cost(alone: Connected) -> None:
    """Bytes on the wire, compressed, and all three remaining counts."""
    page = alone.ledger.invoices()
    (cost,) = alone.budget.spent_calls
    assert alone.budget.taken == cost.calls == 1
    assert cost.bytes == page.bytes
    raw = alone.xero.api(
        "GET", "Invoices?page=1&pageSize=1000&summaryOnly=true", alone.tokens.access
    )
    assert cost.bytes * 4 < len(raw.content), "gzip was asked for and counted as it came"
    assert (cost.minute_remaining, cost.day_remaining, cost.app_minute_remaining) == (
        59,
        4999,
        9999,
    )
    assert alone.budget.in_flight == 0


def test_no_request_goes_out_without_a_slot(here: Connected) -> None:
    """A full or paused organisation is left alone, and that is no error of Xero's."""
    here.budget.slots = 0
    with pytest.raises(Unavailable):
        here.ledger.organisation()
    assert here.calls("/Organisation") == []
    assert here.budget.errors == []


def test_a_token_is_refreshed_by_the_business_clock_and_stored_before_use(here: Connected) -> None:
    """Half an hour on the local Xero's clock, no time at all on the machine's."""
    before = here.tokens
    here.xero.advance(1)
    here.ledger.organisation()
    assert here.tokens.access != before.access
    assert here.vault.saved == [before, here.tokens]
    assert here.tokens.expires_at > here.clock.now() + timedelta(minutes=29)


def test_a_token_that_xero_calls_expired_is_refreshed_once_and_the_call_replayed(
    here: Connected,
) -> None:
    """Although our own record says that it is still good."""
    old = here.tokens
    here.xero.advance(1)
    future = here.clock.now() + timedelta(hours=9)
    here.vault.keep(here.grant_id, Tokens(old.access, old.refresh, future, old.scopes))
    assert here.ledger.organisation().name
    assert here.budget.calls == 2
    assert here.tokens.access != old.access


def test_many_jobs_that_find_an_old_token_refresh_it_once(here: Connected) -> None:
    """Who waited for the lock uses what the first one stored."""
    here.xero.advance(1)
    consent = CountedConsent(here)
    failures: list[Exception] = []

    def a_job() -> None:
        ledger = here.opened(consent=consent)
        try:
            ledger.organisation()
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        ledger.close()

    jobs = [threading.Thread(target=a_job) for _ in range(5)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert failures == []
    assert consent.refreshes == 1


def test_a_refresh_whose_answer_was_lost_is_tried_again_with_the_same_token(
    here: Connected,
) -> None:
    """The old refresh token works for half an hour more; nothing is lost by waiting."""
    before = here.tokens
    here.xero.advance(1)
    consent = CountedConsent(here, lost=1)
    ledger = here.opened(consent=consent)
    with pytest.raises(Unavailable):
        ledger.organisation()
    assert here.tokens == before
    assert ledger.organisation().name
    assert consent.refreshes == 2


def test_after_its_grace_a_lost_refresh_is_a_lost_connection(here: Connected) -> None:
    """Then a person has to reconnect."""
    here.xero.advance(1)
    ledger = here.opened(consent=CountedConsent(here, lost=1))
    with pytest.raises(Unavailable):
        ledger.organisation()
    here.xero.advance(1)
    with pytest.raises(Disconnected):
        ledger.organisation()
    assert here.budget.errors[-1].startswith("Xero no longer accepts")


def test_a_missing_scope_asks_for_consent_and_is_not_refreshed() -> None:
    """No refresh ever adds a scope."""
    few = tuple(scope for scope in SCOPES if "invoices" not in scope)
    with connected(few) as here:
        with pytest.raises(NeedsConsent, match=r"accounting\.invoices"):
            here.ledger.invoices()
        assert len(here.vault.saved) == 1
        assert here.budget.calls == 1


@pytest.mark.parametrize("is_401", [False, True])
def test_a_disconnect_inside_xero_is_noticed_by_the_next_call(
    here: Connected, is_401: bool
) -> None:
    """Whether Xero then says 403 or 401: the connections are asked, and the tenant is not there."""
    here.xero.world.doubt(disconnected_is_401=is_401)
    here.xero.sandbox.identity.disconnect(here.connection.ledger_id)
    with pytest.raises(Disconnected):
        here.ledger.invoices()
    assert "no longer connects" in here.budget.errors[-1]


@pytest.mark.parametrize(
    ("kind", "words", "seconds"),
    [
        ("maintenance_503", "offline for maintenance", 300),
        ("offline_503", "Organisation is offline", 300),
        ("unavailable_503", "temporarily unavailable", 60),
        ("error_500", "An error occurred in Xero", 60),
        ("html", "a web page instead", 60),
    ],
)
def test_a_passing_failure_of_a_reading_says_when_to_come_back(
    here: Connected, kind: str, words: str, seconds: int
) -> None:
    """In Xero's words, never its HTML; one request, no retry of ours or the SDK's."""
    here.breaks(kind, path="/Contacts")
    with pytest.raises(Unavailable, match=words) as failure:
        here.ledger.contacts()
    assert failure.value.retry_after == timedelta(seconds=seconds)
    assert len(here.calls("/Contacts")) == 1
    assert words in here.budget.errors[0]
    assert here.ledger.contacts().items


@pytest.mark.parametrize(
    ("kind", "asked", "limit"),
    [
        ("limit_minute", 17, Limit.MINUTE),
        ("limit_day", 73_451, Limit.DAY),
        ("limit_appminute", None, Limit.APP_MINUTE),
        ("limit_concurrent", None, Limit.AT_ONCE),
    ],
)
def test_a_429_pauses_the_whole_organisation(
    here: Connected, kind: str, asked: int | None, limit: Limit
) -> None:
    """For as long as Xero asks, a day limit of twenty hours included, without sleeping here.

    Where Xero does not say how long, the budget does.
    """
    here.breaks(kind, retry_after=asked)
    with pytest.raises(Unavailable, match=kind.removeprefix("limit_")) as failure:
        here.ledger.payments()
    assert here.budget.pauses == [(limit, asked)]
    assert failure.value.retry_after == timedelta(seconds=asked or UNSAID)
    assert len(here.calls("/Payments")) == 1


def test_a_write_cut_off_after_it_was_done_is_of_unknown_outcome_and_sent_once(
    here: Connected,
) -> None:
    """A look shows it, and the same key writes it no second time."""
    contact = here.open_sale().contact_id
    here.breaks("timeout_after_commit", path="/History", method="PUT")
    with pytest.raises(OutcomeUnknown):
        here.ledger.add_note(NoteOn.CONTACT, contact, "Marked.", key="mark")
    here.ledger.add_note(NoteOn.CONTACT, contact, "Marked.", key="mark")
    assert [note.text for note in here.ledger.notes(NoteOn.CONTACT, contact)] == ["Marked."]
    puts = [call for call in here.xero.sandbox.calls.calls() if call.method == "PUT"]
    assert len(puts) == 2


def test_a_500_to_a_write_is_of_unknown_outcome_but_a_503_is_certainly_not_done(
    here: Connected,
) -> None:
    """Looking first costs a call; writing twice costs trust."""
    here.breaks("error_500", method="PUT")
    with pytest.raises(OutcomeUnknown):
        here.ledger.create_group("A", key="a")
    here.breaks("maintenance_503", method="PUT")
    with pytest.raises(Unavailable):
        here.ledger.create_group("B", key="b")


def test_a_reading_cut_off_is_unavailable(here: Connected) -> None:
    """Reading again is always safe."""
    here.breaks("dropped_before_commit", path="/Quotes")
    with pytest.raises(Unavailable):
        here.ledger.quotes()


def test_an_answer_cut_in_half_is_malformed_and_names_the_page(here: Connected) -> None:
    """Nothing of it is kept."""
    here.breaks("truncated", path="/Invoices")
    with pytest.raises(Malformed) as failure:
        here.ledger.invoices()
    assert (failure.value.page, failure.value.where) == (1, "body")


def test_a_field_that_cannot_be_read_is_named_with_its_page(here: Connected) -> None:
    """The page, the record and the field, and the words reach the settings screen."""
    here.breaks("malformed_field", path="/Payments")
    with pytest.raises(Malformed, match="not an instant") as failure:
        here.ledger.payments(page=1)
    assert failure.value.where == "Payments[0].UpdatedDateUTC"
    assert "Payments[0].UpdatedDateUTC" in here.budget.errors[0]


def test_nulls_and_statuses_unheard_of_lose_no_page(here: Connected) -> None:
    """A null is an absent field; a contact of unknown status is seen and left in peace."""
    whole = here.ledger.invoices().items
    here.breaks("null_field", path="/Invoices")
    assert len(here.ledger.invoices().items) == len(whole)
    here.breaks("unknown_enum", path="/Contacts", field="ContactStatus")
    assert here.ledger.contacts().items[0].status == "archived"


def test_one_key_in_two_organisations_is_two_keys(here: Connected) -> None:
    """Xero's keys are per app: without the tenant in it the second write would be a replay."""
    other = here.opened()
    assert here.ledger._client.key("add_note", "k").startswith(here.connection.ledger_id)
    long = other._client.key("add_note", "k" * 500)
    assert len(long) <= 128
    assert long.startswith(here.connection.ledger_id)
    assert long != other._client.key("add_note", "k" * 501)


def test_a_note_that_xero_would_cut_is_not_sent(here: Connected) -> None:
    """2,500 letters; a note cannot be corrected afterwards."""
    for text in ("", "  ", "x" * 2501):
        with pytest.raises(ValueError, match="1 to 2500"):
            here.ledger.add_note(NoteOn.CONTACT, here.open_sale().contact_id, text, key="n")


def test_what_is_not_there_is_refused_in_xeros_words(here: Connected) -> None:
    """A 404 is plain text."""
    with pytest.raises(Refused, match="cannot be found"):
        here.ledger.group("00000000-0000-4000-8000-000000000000")
