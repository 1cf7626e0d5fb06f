"""Payment providers in the settings: connected with a signing secret, rotated, let go.

And what a person answers about a payment that names no invoice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from plugin.credit.incoming import Match
from plugin.credit.named_invoices import named_in
from plugin.jobs import What
from plugin.letters.wording import listed
from plugin.operations.decide import record
from plugin.operations.doors import Doors, NotPossible, decided
from plugin.operations.ground import ground
from plugin.operations.incoming import endpoint_of
from plugin.store import assessments, incoming, invoices, matching, tasks
from plugin.store.incoming import provider_name

PROVIDERS = ("stripe", "gocardless")
#: more than a secret in use, the one that follows it, and one that was forgotten
_SECRETS_AT_MOST = 3
_SHORTEST, _LONGEST = 12, 200


def address_of(doors: Doors, org_id: UUID, provider: str, token: str) -> str:
    """The address that a person enters with a provider; from our own URL, never from a request."""
    return f"{doors.url}/webhooks/{provider}/{endpoint_of(org_id, token)}"


def connect(doors: Doors, *, org_id: UUID, by: str, provider: str, secret: str) -> None:
    """Keep a provider's signing secret; earlier ones hold on while it is rotated.

    Raises NotPossible where it is no secret, or too many are kept already.
    """
    secret = secret.strip()
    is_text = secret.isascii() and secret.isprintable() and " " not in secret
    if not is_text or not _SHORTEST <= len(secret) <= _LONGEST:
        raise NotPossible(
            "Nothing was saved: that is no signing secret. Copy it whole from the page of the "
            "endpoint, without blanks."
        )
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        known = incoming.provider_of(tx, provider)
        held = known.secrets if known is not None else ()
        if secret not in held and len(held) >= _SECRETS_AT_MOST:
            raise NotPossible(
                f"Nothing was saved: {_SECRETS_AT_MOST} secrets are kept already. Take one away "
                "that is not in use any more."
            )
        incoming.connect(tx, provider, secret, by=by, at=on.now)
        name = provider_name(provider)
        record(tx, on, by, None, "providers", f"Entered a signing secret of {name}")


def prepare(doors: Doors, *, org_id: UUID, by: str, provider: str) -> None:
    """Make the address of a provider, before it can give its secret."""
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        if incoming.provider_of(tx, provider) is None:
            incoming.connect(tx, provider, "", by=by, at=on.now)
            incoming.keep_secrets(tx, provider, ())


def take_away(doors: Doors, *, org_id: UUID, by: str, provider: str, place: int) -> None:
    """Let go of one secret, counted from the newest; without any, nothing is taken any more."""
    with decided(doors, org_id) as tx:
        on = ground(tx, now=doors.clock.now())
        known = incoming.provider_of(tx, provider)
        if known is None or not 0 <= place < len(known.secrets):
            raise NotPossible("That secret is gone already. Nothing was changed.")
        left = [each for index, each in enumerate(known.secrets) if index != place]
        incoming.keep_secrets(tx, provider, left)
        name = provider_name(provider)
        record(tx, on, by, None, "providers", f"Took away a signing secret of {name}")


def say_whose(
    doors: Doors,
    *,
    org_id: UUID,
    by: str,
    payment_id: UUID,
    customer_id: str | None,
    invoice_ids: Sequence[str] = (),
) -> None:
    """A person says whose payment it is and what it pays; None for nobody's here.

    Raises NotPossible where the invoices are not that customer's.
    """
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        it = incoming.payment(tx, payment_id)
        if it is None:
            raise NotPossible("This payment is not known here. Nothing was changed.")
        concerned = {each for each in (it.customer_id, customer_id) if each is not None}
        assessments.lock(tx, sorted(concerned))
        rows = invoices.invoices_by_id(tx, invoice_ids)
        if customer_id is not None and (
            not rows
            or set(rows) != set(invoice_ids)
            or any(row.customer_id != customer_id for row in rows.values())
        ):
            raise NotPossible("Nothing was changed: choose invoices of this customer.")
        numbers = listed(sorted(row.number for row in rows.values()), 6)
        name = provider_name(it.provider)
        words = f"The payment that {name} saw is for {numbers}"
        if customer_id is None:
            words = f"The payment that {name} saw is not for any invoice here"
        incoming.save_payment(
            tx,
            replace(
                it,
                match=Match.SURE if customer_id is not None else Match.NOT_OURS,
                customer_id=customer_id or it.customer_id,
                invoice_ids=tuple(rows),
                matched_by="a person",
            ),
        )
        tasks.close_about(tx, str(it.id), by=by, answer=words, now=on.now)
        if concerned:
            assessments.touch(tx, sorted(concerned))
        record(tx, on, by, customer_id or it.customer_id, "payment_seen", words)


def say_which(doors: Doors, *, org_id: UUID, by: str, payment_id: UUID, number: str) -> str:
    """A person says by its number which invoice a payment is for; says the number as it is.

    Raises NotPossible where no invoice, or more than one, is called so.
    """
    with doors.store.tenant(org_id) as tx:
        found = matching.candidates(tx, [number])
    ids = named_in(number, [each.named for each in found])
    named = [each for each in found if each.named.id in ids]
    if len(named) != 1:
        raise NotPossible(
            "Nothing was changed: that number is not the number of exactly one sales invoice here."
        )
    say_whose(
        doors,
        org_id=org_id,
        by=by,
        payment_id=payment_id,
        customer_id=named[0].customer_id,
        invoice_ids=[named[0].named.id],
    )
    return named[0].named.number
