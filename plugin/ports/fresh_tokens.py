"""A person's tokens, fit for a call: refreshed under the vault's lock, stored before first use.

It knows only the doors: the connector and the operations both need it. It keeps nothing itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from plugin.ports.doors import Clock, Consent, Tokens, Vault
from plugin.ports.errors import GrantEnded

#: A token this close to its end is refreshed first: a call may take ten seconds.
MARGIN: Final = timedelta(seconds=60)


def valid_tokens(
    grant_id: UUID,
    *,
    vault: Vault,
    consent: Consent,
    clock: Clock,
    not_accepted: str | None = None,
) -> Tokens:
    """Tokens that are good for a minute at least, by business time.

    `not_accepted` is an access token that Xero just refused although its time was not up. Who
    waited for the lock looks again first: another run may have refreshed meanwhile. Where the
    answer to a refresh was lost, the stored refresh token stays and is right to try again for
    half an hour. Raises what `Consent.refresh` raises; a grant that ended is noted as dead, so
    that it is asked with once and not at every call, and after any other failure nothing changed.
    """

    def is_good(tokens: Tokens) -> bool:
        return tokens.access != not_accepted and tokens.expires_at - MARGIN > clock.now()

    read = vault.read(grant_id)
    if is_good(read):
        return read
    with vault.locked(grant_id) as held:
        if is_good(held.tokens):
            return held.tokens
        try:
            fresh = consent.refresh(held.tokens)
        except GrantEnded as ended:
            held.end(str(ended))
            raise
        held.save(fresh)
        return fresh
