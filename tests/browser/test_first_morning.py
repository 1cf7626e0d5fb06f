"""The first morning, from the front page to the last note, as a person lives it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.other_side import OtherSide
from tests.browser.running import DESKTOP, PHONE, chromium_path
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]

#: on watch for one late invoice of £340.00; to pay it clears the flag
WATCHED, ITS_INVOICE = "Anchor Yard Events", "INV-1792"
#: owes for two years, so a stop is proposed
TO_STOP = "The Velvet Fig"
WATCH, STOP = "Goodterms: watch", "Goodterms: stop"


@pytest.mark.parametrize(
    ("width", "has_scripts"),
    [
        pytest.param(DESKTOP, True, id="desktop"),
        pytest.param(PHONE, True, id="phone"),
        pytest.param(DESKTOP, False, id="without-scripts"),
    ],
)
def test_the_first_morning(visit: Callable[..., Visitor], width: int, has_scripts: bool) -> None:
    """Connect, settle, approve, be paid, flag and clear, stop, limit, pause, leave."""
    person = visit(width, java_script_enabled=has_scripts)
    _connects_and_settles(person)
    _approves_and_reads_what_arrives(person)
    _is_paid(person)
    _stops_and_limits(person)
    _lets_a_week_pass(person)
    _leaves(person)


def _connects_and_settles(person: Visitor) -> None:
    console, xero = person.console, person.xero
    xero.is_slow_at("Invoices", calls=1, seconds=2)
    console.signs_in_with_xero()
    console.connects_an_organisation()
    console.sees_the_first_sync_progress()
    glance = console.sees_the_ledger_at_a_glance()
    owed = xero.owed()
    assert len(owed) == 2
    assert all(amount in glance for amount in owed)
    console.settles_the_past()
    console.says_who_signs()
    xero.awaits_flag(WATCHED, WATCH)


def _approves_and_reads_what_arrives(person: Visitor) -> None:
    """The proof comes first and to the person alone; every amount is that of the invoice."""
    console, xero = person.console, person.xero
    console.awaits_messages_to_approve()
    assert console.reads_the_card().asked
    console.approves(3)
    console.takes_one_back()
    console.approves(5)
    came_in = console.payments_of_the_week()

    xero.advances("+1 hour")
    xero.awaits_mail(1)
    [proof] = [xero.reads(each) for each in xero.mails()]
    assert proof.subject.startswith("For you to see first")
    assert proof.to == "lisa.harding@harbourlane.example"
    # the notes of two dozen flags had to wait for Xero's minute to pass; the groups came first
    xero.awaits_note(WATCHED, "credit status set to watch. INV-1792 is 22 days late")
    console.sees_more_payments_than(came_in)

    xero.advances("+1 hour")
    xero.awaits_mail(5)
    assert not any("harbourlane.example" in each for each in xero.receivers()[1:])
    # who paid in this hour may have been thanked in it
    for each in [xero.reads(mail) for mail in xero.reminders()[1:]]:
        assert "harbourlane.example" not in each.to
        assert each.total in each.subject
        assert each.asked
        for number, amount in each.asked:
            assert xero.left_of(number) == amount


def _is_paid(person: Visitor) -> None:
    """By webhook: the clock stands, no hourly reading comes, nothing is pressed."""
    console, xero = person.console, person.xero
    delivered = xero.delivered_webhooks()
    console.opens_customer(WATCHED)
    xero.records_the_payment_of(ITS_INVOICE)
    console.sees_by_itself("£340.00 came in")
    assert xero.delivered_webhooks() > delivered
    xero.awaits_no_flag(WATCHED, WATCH)
    xero.awaits_note(WATCHED, "credit status watch cleared")
    console.sees_by_itself("nothing stands against selling on terms")


def _stops_and_limits(person: Visitor) -> None:
    console = person.console
    console.confirms_the_stop_of(TO_STOP)
    console.pastes_limits(
        f"HL041\t500\n{TO_STOP}\t100.00\nNobody at all\t12", refused="Nobody at all\t12"
    )
    console.opens_customer(WATCHED)
    console.sees_by_itself("limit £500.00")


def _lets_a_week_pass(person: Visitor) -> None:
    """A flag changes at most once a day (rule 30): watch was set today, so stop stands later."""
    console, xero = person.console, person.xero
    xero.advances("+1 week")
    xero.awaits_flag(TO_STOP, STOP)
    xero.awaits_note(TO_STOP, "credit status set to stop")
    console.opens("Overview")
    console.awaits_messages_to_approve()
    console.approves_all_at_once()
    arrived = _to_customers(xero)
    console.stops_everything_until("2026-12-24")
    xero.advances("+1 hour")
    console.sees_by_itself("Everything is stopped until")
    assert _to_customers(xero) == arrived
    console.goes_on()


def _to_customers(xero: OtherSide) -> list[str]:
    """Whom each mail reached beside our own people, who have a letter each morning."""
    return [each for each in xero.receivers() if "harbourlane.example" not in each]


def _leaves(person: Visitor) -> None:
    console, xero = person.console, person.xero
    console.disconnects()
    # the last notes, too, wait for Xero's minute to pass
    xero.advances("+1 hour")
    console.sees_by_itself("is no longer connected to Xero")
    xero.awaits_no_groups_of_ours()
    xero.awaits_note(TO_STOP, "no longer keeps credit flags")
    xero.awaits_disconnected()
