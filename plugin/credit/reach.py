"""By what a customer can be reached at all: facts, not addresses. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What stands in the customer's own record and what they said of it; no address leaves it.

    `bounced`: mail to an address that would be written to came back, and no person has said what
    to do (rule 25). `may_text`: a mobile number is known that nobody asked us to leave alone.
    """

    bounced: bool = False
    may_text: bool = False
    may_call: bool = False
    #: they answered, and no person has read it yet
    answered: bool = False
    #: a postal address that a letter can be put into an envelope for
    may_post: bool = True


#: of a customer of whom nothing was loaded: neither text nor call
OUT_OF_REACH = Reach()
