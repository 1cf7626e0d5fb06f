"""A person sees an organisation only while their own consent lists it, asked again every day."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import House
from tests.doors import HeldClock
from tests.security.consents import Listing
from tests.web.conftest import Browser


def a_day_passes(house: House) -> None:
    assert isinstance(house.doors.clock, HeldClock)
    house.doors.clock.move(timedelta(hours=25))


def test_who_lost_access_in_xero_sees_nothing_from_the_next_day(
    house: House, ann: Browser, consent: Listing
) -> None:
    """An open session does not outlive the consent that it stands on by more than a day."""
    assert ann.get("").status_code == 200
    consent.listed = ()
    a_day_passes(house)
    assert ann.get("").status_code == 404
    assert ann.get("customers").status_code == 404


def test_who_took_their_whole_consent_back_has_to_sign_in_again(
    house: House, ann: Browser, consent: Listing
) -> None:
    """Where Xero cannot be asked for them any more, the sign-in asks."""
    consent.is_revoked = True
    a_day_passes(house)
    assert ann.get("").status_code == 302
    assert ann.get("").location.startswith("/?back=")


def test_who_granted_nothing_has_to_sign_in_again_after_a_day(house: House, bob: Browser) -> None:
    """Nobody can be asked for them but they themselves."""
    assert bob.get("").status_code == 200
    a_day_passes(house)
    assert bob.get("").status_code == 302


def test_xero_is_asked_once_a_day_and_no_oftener(
    house: House, ann: Browser, consent: Listing
) -> None:
    """Not on the day of the sign-in, and then once however many pages are opened."""
    ann.get("")
    assert consent.asked == 0
    a_day_passes(house)
    for _ in range(3):
        assert ann.get("").status_code == 200
    assert consent.asked == 1


def test_while_xero_cannot_be_asked_what_was_seen_before_stands(
    house: House, ann: Browser, consent: Listing
) -> None:
    """A passing failure shuts nobody out, and is asked again a minute later."""
    consent.is_down = True
    a_day_passes(house)
    assert ann.get("").status_code == 200
    consent.is_down, consent.listed = False, ()
    assert isinstance(house.doors.clock, HeldClock)
    house.doors.clock.move(timedelta(minutes=2))
    assert ann.get("").status_code == 404
