"""A talk under its customer's lock, and who speaks in it. What is said is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from plugin.credit.account import Account, Invoice
from plugin.credit.negotiation import Side
from plugin.credit.policy import CreditPolicy
from plugin.operations.account_now import account_now
from plugin.operations.answering import CUSTOMER, decided_by_customer
from plugin.operations.decide import about, record
from plugin.operations.doors import Doors, NotPossible
from plugin.operations.ground import Ground, policy_held
from plugin.operations.telling import Telling, tell_soon
from plugin.store import Tx, talks
from plugin.store.talks import TalkKept

_GONE = "This talk is not known here. Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks in a talk: a person of the business by name, or the customer of this id."""

    org_id: UUID
    side: Side
    by: str = CUSTOMER
    customer_id: str | None = None
    link_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """A talk under its customer's lock."""

    tx: Tx
    on: Ground
    who: Speaker
    kept: TalkKept
    account: Account
    policy: CreditPolicy
    url: str

    @property
    def open_invoices(self) -> tuple[Invoice, ...]:
        """What it is about and is still unpaid, the oldest first."""
        ids = {each.invoice_id for each in self.kept.about}
        found = (each for each in self.account.invoices if each.id in ids and each.is_open)
        return tuple(sorted(found, key=lambda each: (each.due, each.number, each.id)))

    @property
    def customer_id(self) -> str:
        """Whose talk it is."""
        return self.kept.customer_id

    def tell(self, what: Telling, number: int) -> None:
        """Tell the customer by mail."""
        talk_id = self.kept.id
        tell_soon(self.tx, self.on, self.customer_id, what, talk_id, talk_id=talk_id, number=number)

    def record(self, kind: str, words: str) -> None:
        """Write a line of the timeline."""
        record(self.tx, self.on, self.who.by, self.customer_id, kind, words)


@contextmanager
def speaking(doors: Doors, who: Speaker, talk_id: UUID) -> Iterator[Speaking]:
    """Lock the customer of a talk and read it anew; a review follows. Raises NotPossible."""
    with doors.store.tenant(who.org_id) as tx:
        found = talks.read_talk(tx, talk_id, customer_id=who.customer_id)
    if found is None:
        raise NotPossible(_GONE)
    deciding = decided_by_customer if who.side is Side.CUSTOMER else about
    with deciding(doors, who.org_id, found.customer_id) as (tx, on):
        # only now is it certain that nobody else moves
        kept = talks.read_talk(tx, talk_id, customer_id=found.customer_id)
        if kept is None:
            raise NotPossible(_GONE)
        account = account_now(tx, on, kept.customer_id)
        policy = policy_held(tx, on, kept.customer_id)
        yield Speaking(tx, on, who, kept, account, policy, doors.url)
