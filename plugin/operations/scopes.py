"""What a consent lacks, and how that is said to people. Pure; it asks nobody and stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: what each scope lets us do, as the object of "consent to"
WORDS = {
    "openid": "sign you in",
    "profile": "see your name",
    "email": "see your email address",
    "offline_access": "stay connected while nobody is signed in",
    "accounting.settings.read": "read the organisation and its chart of accounts",
    "accounting.contacts": "read customers, and write contact groups and notes",
    "accounting.invoices": "read invoices, credit notes and quotes, and write notes on invoices",
    "accounting.payments.read": "read payments, overpayments and prepayments",
}


def missing_scopes(asked: Iterable[str], granted: Iterable[str]) -> tuple[str, ...]:
    """The scopes that were asked for and not granted; whoever may write may read as well.

    A consent that names no scopes at all granted what was asked for (RFC 6749, 5.1).
    """
    held = frozenset(granted)
    if not held:
        return ()
    return tuple(
        scope for scope in asked if scope not in held and scope.removesuffix(".read") not in held
    )


def in_words(scopes: Sequence[str]) -> str:
    """What these scopes are for, in people's words; one that we have none for by its own name.

    Xero names the least that would have done, so a scope to read finds the words of the one that
    we ask for.
    """
    found = (
        WORDS.get(scope) or WORDS.get(scope.removesuffix(".read")) or scope for scope in scopes
    )
    return "; ".join(dict.fromkeys(found))
