"""What is suggested for a request for credit, and what is pasted in and asked beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plugin.credit.starter_offer import StarterOffer
from plugin.credit.terms import Terms
from plugin.letters.wording import dated
from plugin.operations.credit_deciding import about_request, offer
from plugin.operations.credit_writing import WriteShown, shown
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import ground
from plugin.operations.ingest import DEFAULT_TERMS_DAYS
from plugin.store import credit_facts, credit_requests

#: what a person may paste in, by what it is
FACT_KINDS = ("registry", "accounts", "other")
_MOST_WORDS, _MOST_SOURCE = 10_000, 200


@dataclass(frozen=True, slots=True)
class Suggested:
    """The limit and the terms to begin with, and what the ledger is to hold."""

    offer: StarterOffer | None
    terms: Terms
    write: WriteShown | None


def suggested(doors: Doors, *, org_id: UUID, request_id: UUID) -> Suggested | None:
    """What to offer now; terms are the organisation's own. None for an unknown request."""
    with doors.store.tenant(org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        found = credit_requests.read(tx, request_id)
        if found is None:
            return None
        application = found.application
        usual = Terms(on.organisation.sales_terms_days or DEFAULT_TERMS_DAYS)
        open_offer = not found.state.is_decided and application is not None
        return Suggested(
            offer=offer(tx, on, application) if open_offer and application else None,
            terms=usual,
            write=shown(tx, on, found),
        )


def paste_fact(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    request_id: UUID,
    kind: str,
    source: str,
    on_day: date,
    words: str,
) -> None:
    """Keep what somebody found elsewhere, with its source and day. Raises NotPossible."""
    text = words.replace("\r\n", "\n").strip()
    if kind not in FACT_KINDS or not source.strip() or not text:
        raise NotPossible("Nothing was kept: say what it is, where it is from, and what it says.")
    if len(text) > _MOST_WORDS or len(source) > _MOST_SOURCE:
        raise NotPossible(f"Nothing was kept: at most {_MOST_WORDS:,} letters fit.")
    with about_request(doors, org_id, request_id) as (tx, on, found):
        if on_day > on.today:
            raise NotPossible("Nothing was kept: the day of a source is not in the future.")
        credit_facts.add_fact(
            tx, request_id, kind=kind, source=source.strip(), dated=on_day, words=text, by=by,
            at=on.now,
        )  # fmt: skip
        said = f"Pasted in for {found.name}: {source.strip()} of {dated(on_day)}"
        record(tx, on, by, None, "credit_request", said)


def take_fact_out(doors: Doors, *, org_id: UUID, by: str, request_id: UUID, fact_id: UUID) -> None:
    """Take out what was pasted by mistake. What a bureau answered stays."""
    with about_request(doors, org_id, request_id) as (tx, on, found):
        if not credit_facts.take_fact_out(tx, request_id, fact_id):
            raise NotPossible("There is no such fact here that a person pasted in.")
        record(tx, on, by, None, "credit_request", f"Took a fact out for {found.name}")
