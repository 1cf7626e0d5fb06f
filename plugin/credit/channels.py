"""By which channel a level goes, what each needs, and who is added when it gets serious.

What a policy says of texts, calls and escalation, and whether a customer can be reached by the
channel that a message wants. A channel is never changed silently (rule 25).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plugin.credit.account import Account
from plugin.credit.complaints import Table
from plugin.credit.decisions import Task, TaskKind, WaitKind
from plugin.credit.policy_parts import Channel, Level

#: nobody is rung for ever
MOST_TRIES = 6


@dataclass(frozen=True, slots=True)
class Texting:
    """Whether text messages may be sent at all; off until a person switches them on."""

    on: bool = False


@dataclass(frozen=True, slots=True)
class Calling:
    """After how many calls that nobody answered a level by telephone counts as taken."""

    tries: int = 3


@dataclass(frozen=True, slots=True)
class Escalation:
    """From which level on the escalation people get a copy, and who signs then.

    `from_level` 0 is: with a final notice only. Empty `name`, `role` or `reply_to` leave that part
    of the sender as it is.
    """

    from_level: int = 0
    name: str = ""
    role: str = ""
    reply_to: str = ""

    def reached_by(self, level: int, *, is_final: bool) -> bool:
        """Whether a message of this level goes to the escalation people as well."""
        return level >= self.from_level if self.from_level else is_final


def read_texting(table: Table) -> Texting:
    """Whether texts are on."""
    read = Texting(on=table.flag("on", False))
    table.close()
    return read


def read_calling(table: Table) -> Calling:
    """How often a call is tried."""
    read = Calling(tries=table.whole("tries", Calling().tries, at_least=1))
    if read.tries > MOST_TRIES:
        table.complain("tries", f"above the ceiling of {MOST_TRIES}: {read.tries}")
    table.close()
    return read


def read_escalation(table: Table) -> Escalation:
    """From which level on, and who signs."""
    read = Escalation(
        from_level=table.whole("from_level", 0),
        name=table.text("name", ""),
        role=table.text("role", ""),
        reply_to=table.text("reply_to", ""),
    )
    address = read.reply_to
    if address and ("@" not in address.strip("@") or " " in address):
        table.complain("reply_to", f'not an email address: "{address}"')
    table.close()
    return read


def complain_of_channels(table: Table, levels: tuple[Level, ...], texting: Texting) -> None:
    """A level by text in a policy that sends none would never go, so it is refused."""
    for index, level in enumerate(levels):
        if level.channel is Channel.SMS and not texting.on:
            table.complain(f"levels[{index}].channel", "texts are switched off in this policy")


def out_of_reach(account: Account, channel: Channel) -> tuple[WaitKind, Task | None] | None:
    """Why a message cannot go by its channel to this customer, and the task for a person.

    None where it can. Mail that came back has a task already; a letter needs an address.
    """
    customer = account.customer
    if channel is Channel.EMAIL:
        if not customer.has_email:
            return WaitKind.NO_EMAIL, Task(TaskKind.NO_EMAIL)
        return (WaitKind.BOUNCED, None) if customer.reach.bounced else None
    if channel is Channel.LETTER and not customer.reach.may_post:
        return WaitKind.NO_ADDRESS, Task(TaskKind.NO_ADDRESS)
    if channel is Channel.SMS and not customer.reach.may_text:
        return WaitKind.NO_NUMBER, Task(TaskKind.NO_NUMBER, channel.value)
    if channel is Channel.CALL and not customer.reach.may_call:
        return WaitKind.NO_NUMBER, Task(TaskKind.NO_NUMBER, channel.value)
    return None


class CallOutcome(StrEnum):
    """What came of a call, as the person who made it says."""

    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    PROMISED = "promised"
    QUERY = "query"
    WRONG_NUMBER = "wrong_number"

    @property
    def reached(self) -> bool:
        """Somebody was spoken to, or a message left: the customer has heard from us (rule 23)."""
        return self in (CallOutcome.MESSAGE_LEFT, CallOutcome.PROMISED, CallOutcome.QUERY)

    def takes_the_level(self, tries: int, calling: Calling) -> bool:
        """Whether the level by telephone is taken with it; `tries` counts this one.

        So it is when the customer was reached, and when nobody answered often enough.
        """
        return self.reached or (self is CallOutcome.NO_ANSWER and tries >= calling.tries)
