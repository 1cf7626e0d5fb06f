"""Handing over one mail about a request for credit, in the name of the business, once."""

from __future__ import annotations

from dataclasses import replace

import structlog

from plugin.letters.compose import Letter
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground
from plugin.operations.house_mail import house_mail
from plugin.ports import OutcomeUnknown, OutgoingMail, Refused, Unavailable

log = structlog.get_logger()


def credit_mail(
    doors: Doors, on: Ground, key: str, to: str, letter: Letter, *, answers_to: str = ""
) -> OutgoingMail:
    """From our own domain with the business's name, as to people who know it and not us.

    Answers go to `answers_to`, else to where the business has its answers.
    """
    mail = house_mail(doors, key, to, letter)
    reply_to = answers_to or on.settings.reply_to or mail.reply_to
    name = ", ".join(part for part in (on.settings.sender_name, on.organisation.name) if part)
    return replace(mail, from_name=name, reply_to=reply_to)


def send_now(
    doors: Doors,
    on: Ground,
    key: str,
    to: str,
    letter: Letter,
    *,
    answers_to: str = "",
    even_stopped: bool = False,
) -> None:
    """Send it. Raises NotPossible where it certainly did not go, or nobody can say.

    While everything is stopped nothing goes (rule 28) but what somebody outside asked for just now.
    """
    if on.organisation.is_stopped(on.today) and not even_stopped:
        raise NotPossible("Everything is stopped, so no mail goes. Let it go on first.")
    mail = credit_mail(doors, on, key, to, letter, answers_to=answers_to)
    try:
        doors.mailer.send(mail)
    except (Unavailable, Refused) as problem:
        log.warning("a mail about credit did not go", why=type(problem).__name__)
        raise NotPossible("No mail could go just now. Try again in a few minutes.") from problem
    except OutcomeUnknown as problem:
        log.warning("a mail about credit may have gone", why=type(problem).__name__)
        raise NotPossible(
            "It is not known whether the mail went. Ask whether it arrived before you try again."
        ) from problem
