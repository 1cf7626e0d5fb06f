"""When a customer hears a kind word: thanks, a welcome, an apology: a part of a policy."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.complaints import Table


@dataclass(frozen=True, slots=True)
class KindWordRules:
    """Which kind words are drafted, how rarely thanks, and whether any goes without a yes.

    At most one thank-you in `thanks_days`; whoever always pays on time is thanked after so many
    `punctual_count` in a row, and no more than once a year; 0 is never.
    """

    apologies: bool = True
    thanks: bool = True
    thanks_days: int = 90
    punctual_count: int = 12
    welcome: bool = True
    #: thanks after a year as a customer, and when what they paid passes an amount
    milestones: bool = True
    #: whole units of the organisation's base currency; 0 is never
    milestone_paid: int = 10_000
    #: the happy and punctual are asked for a word of recommendation, once a year at most
    recommend: bool = False
    #: they go without a yes where the policy sends reminders without one
    by_itself: bool = False


def read_kind_words(table: Table) -> KindWordRules:
    """Read them; thanks more often than monthly are none."""
    house = KindWordRules()
    read = KindWordRules(
        apologies=table.flag("apologies", house.apologies),
        thanks=table.flag("thanks", house.thanks),
        thanks_days=table.whole("thanks_days", house.thanks_days, at_least=30),
        punctual_count=table.whole("punctual_count", house.punctual_count),
        welcome=table.flag("welcome", house.welcome),
        milestones=table.flag("milestones", house.milestones),
        milestone_paid=table.whole("milestone_paid", house.milestone_paid),
        recommend=table.flag("recommend", house.recommend),
        by_itself=table.flag("by_itself", house.by_itself),
    )
    table.close()
    return read
