"""What of a policy holds for a whole organisation, whichever policy covers a customer."""

from __future__ import annotations

from dataclasses import replace

from plugin.credit.policy import CreditPolicy


def with_the_house(policy: CreditPolicy, house: CreditPolicy) -> CreditPolicy:
    """The policy with the organisation's own where one customer cannot have another's.

    How many released customers a day (rule 2), when books look stale (rule 21), how much one
    address hears a day (rule 23), the names of the contact groups, and who sees a credit passport.
    """
    if policy is house:
        return policy
    a_day = house.contact.a_day_to_one_address
    return replace(
        policy,
        released_per_day=house.released_per_day,
        stale_books_days=house.stale_books_days,
        contact=replace(policy.contact, a_day_to_one_address=a_day),
        groups=house.groups,
        passport=house.passport,
    )
