"""Makes several changes of a ledger one: all of them happen, or none does and nobody hears.

It costs a copy of the ledger's indexes (records never change, so they are not copied): for writes
of several elements only.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.sandbox.ledger import Ledger
from connectors.sandbox.records import Change

_RECORDS = ("invoices", "payments", "credits", "contacts", "groups", "by_number")
_LISTS = ("notes", "payments_of", "allocations_of", "invoices_of")


@contextmanager
def all_or_nothing(ledger: Ledger) -> Iterator[None]:
    """Takes everything back when the block raises; tells webhooks only when it does not."""
    with ledger.lock:
        records = {name: dict(getattr(ledger, name)) for name in _RECORDS}
        lists = {
            name: defaultdict(
                list, {key: list(all_) for key, all_ in getattr(ledger, name).items()}
            )
            for name in _LISTS
        }
        told: list[Change] = []
        tell, ledger.emit = ledger.emit, told.append
        try:
            yield
        except BaseException:
            for name, before in {**records, **lists}.items():
                setattr(ledger, name, before)
            ledger.forget_order()
            raise
        finally:
            ledger.emit = tell
        for change in told:
            tell(change)
