"""Sign in by a code that is mailed: for people of a team who have no Xero login.

Whether an address is known is never said. Six digits, good for a quarter of an hour and five tries
in the browser that asked; how many are asked for and tried is counted across processes.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID, uuid4

import structlog

from plugin.letters.team_mail import compose_sign_in_code
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.house_mail import house_mail
from plugin.ports import OutcomeUnknown, Refused, Unavailable
from plugin.store import sign_in_codes, team, throttles

log = structlog.get_logger()

LASTS, TRIES = timedelta(minutes=15), 5
_DIGITS = 6
_WINDOW, _TO_ADDRESS, _BY_BROWSER = timedelta(hours=1), 5, 20


def ask(doors: Doors, *, email: str, browser: str) -> None:
    """Mail a code to somebody who signs in by mail; to others nothing goes, and nothing says so.

    Raises NotPossible where too many were asked for, or mail cannot go just now.
    """
    now = doors.clock.now()
    with doors.store.house() as house:
        if not (
            throttles.hit(house, f"sign-in to {email}", limit=_TO_ADDRESS, window=_WINDOW, now=now)
            and throttles.hit(house, f"by {browser}", limit=_BY_BROWSER, window=_WINDOW, now=now)
        ):
            raise NotPossible("Too many codes were asked for. Wait an hour, then try again.")
        user = team.find_by_mail(house, email)
        if user is None:
            sign_in_codes.forget(house, browser)
            return
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        sign_in_codes.keep(house, browser, user.id, code=code, tries=TRIES, expires_at=now + LASTS)
    letter = compose_sign_in_code(code, LASTS.seconds // 60)
    try:
        doors.mailer.send(house_mail(doors, f"code-{uuid4()}", user.email, letter))
    except (Unavailable, Refused, OutcomeUnknown) as problem:
        log.warning("no code to sign in with could be mailed", why=type(problem).__name__)
        with doors.store.house() as house:
            sign_in_codes.forget(house, browser)
        raise NotPossible("No mail could go just now. Try again in a few minutes.") from problem


def enter(doors: Doors, *, browser: str, code: str) -> UUID:
    """Who signs in with this code, once. Raises NotPossible where it is not the one."""
    now = doors.clock.now()
    digits = "".join(each for each in code if each.isdecimal())
    with doors.store.house() as house:
        tried = throttles.hit(
            house, f"code by {browser}", limit=_BY_BROWSER, window=_WINDOW, now=now
        )
        user_id = sign_in_codes.enter(house, browser, digits, now=now) if tried else None
    if user_id is None:
        raise NotPossible(
            "That was not the code, or it has expired. Nobody was signed in. Look at the newest "
            "mail, or ask for another code."
        )
    return user_id
