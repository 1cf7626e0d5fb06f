"""The one table of everything that can be made to go wrong: a name, a place, what a client sees.

It does nothing; `faults` plays calls, `identity_pages` tokens, `webhooks` deliveries. The page of
faults, `GET /sandbox/faults` and the README show this table and no other.
"""

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """What a fault hits; the values are headings."""

    CALL = "Calls of the accounting API"
    IDENTITY = "Tokens and connections"
    DELIVERY = "Webhook deliveries"


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which things go wrong; `words` is short, `sentence` says what a client sees."""

    name: str
    where: Where
    words: str
    sentence: str


def _calls(*rows: tuple[str, str, str]) -> tuple[Kind, ...]:
    return tuple(Kind(name, Where.CALL, words, sentence) for name, words, sentence in rows)


def _identity(*rows: tuple[str, str, str]) -> tuple[Kind, ...]:
    return tuple(Kind(name, Where.IDENTITY, words, sentence) for name, words, sentence in rows)


def _deliveries(*rows: tuple[str, str, str]) -> tuple[Kind, ...]:
    return tuple(Kind(name, Where.DELIVERY, words, sentence) for name, words, sentence in rows)


_INSTEAD = _calls(
    ("error_500", "Server error", "500 with one sentence as plain text; nothing was done."),
    (
        "maintenance_503",
        "Maintenance",
        '503 "The Xero API is currently offline for maintenance", plain text; nothing was done.',
    ),
    (
        "unavailable_503",
        "Unavailable for a moment",
        '503 "The Xero API is temporarily unavailable", plain text; nothing was done.',
    ),
    (
        "offline_503",
        "Organisation offline",
        '503 "The Organisation is offline", plain text; nothing was done.',
    ),
    ("html", "HTML page", "502 with an HTML page where JSON should be; nothing was done."),
    (
        "dropped_before_commit",
        "Lost on the way there",
        "The connection breaks, after `seconds` if set; nothing was done.",
    ),
    (
        "limit_minute",
        "Minute limit",
        "429 `minute` with Retry-After, 60 unless `retry_after` is set; nothing was done.",
    ),
    (
        "limit_day",
        "Day limit",
        "429 `day` with Retry-After, twenty hours unless `retry_after` is set; nothing was done.",
    ),
    (
        "limit_concurrent",
        "Too many at once",
        "429 `concurrent` without Retry-After; nothing was done.",
    ),
    (
        "limit_appminute",
        "App's minute limit",
        "429 `appminute` without Retry-After; nothing was done.",
    ),
    (
        "high_volume",
        "Too many records",
        "400 with ErrorNumber 51, HighVolumeException; nothing was done.",
    ),
    (
        "refused_400",
        "Validation refusal",
        (
            "400 with ErrorNumber 10, ValidationException, and `text` as its message; nothing was "
            "done."
        ),
    ),
    (
        "precondition_412",
        "Precondition failed",
        "412 with one sentence as plain text; nothing was done.",
    ),
    (
        "token_expired",
        "Token expired",
        "401 TokenExpired, although the token would be good; nothing was done.",
    ),
    (
        "scope_missing",
        "Scope missing",
        (
            "401 AuthorizationUnsuccessful with insufficient_scope in WWW-Authenticate; nothing "
            "was done."
        ),
    ),
    (
        "forbidden",
        "No permission",
        "403 while /connections still lists the organisation; nothing was done.",
    ),
    ("slow", "Slow", "The right answer, `seconds` late."),
)
_SPOILED = _calls(
    (
        "timeout_after_commit",
        "Lost on the way back",
        "The work is done, then the connection breaks, after `seconds` if set, in mid-answer.",
    ),
    ("truncated", "Half an answer", "200 with the first half of the body; the work is done."),
    (
        "unknown_enum",
        "Unheard-of value",
        "200, but the first record's Status, or `field`, is UNHEARDOF.",
    ),
    (
        "malformed_field",
        "Malformed date",
        "200, but the first record's UpdatedDateUTC, or `field`, is no date.",
    ),
    (
        "null_field",
        "Null",
        "200, but the first record's Reference, or `field`, is null and not left out.",
    ),
)
_GONE = _calls(
    (
        "disconnect",
        "Disconnected in mid-run",
        (
            "Someone disconnects the app inside Xero: 403 from now on, and /connections lists the "
            "organisation no longer."
        ),
    ),
    (
        "reset",
        "Demo company reset",
        (
            "The organisation comes back with another tenantId, ShortCode and books: 403 for the "
            "old id from now on, gone from /connections; the new one can be connected."
        ),
    ),
)
_TOKENS = _identity(
    (
        "token_500",
        "Token address down",
        "The token address answers 500 with an HTML page; every token stays as good as it was.",
    ),
    (
        "refresh_lost",
        "Refresh lost on the way back",
        (
            "New tokens are issued, then the connection breaks; the old refresh token is good for "
            "30 more minutes."
        ),
    ),
    (
        "invalid_grant",
        "Consent ended",
        'The token address answers 400 {"error":"invalid_grant"}: somebody must consent again.',
    ),
    (
        "invalid_client",
        "Wrong app credentials",
        (
            'The token address answers 400 {"error":"invalid_client"}; every token stays as good '
            "as it was."
        ),
    ),
    ("connections_500", "Connections down", "/connections answers 500 with an HTML page."),
)
_WEBHOOKS = _deliveries(
    (
        "webhook_duplicate",
        "Delivered twice",
        "The same signed delivery arrives a second time at once.",
    ),
    ("webhook_shuffled", "Out of order", "The events of a delivery stand in any order."),
    ("webhook_slow", "Delivered late", "The delivery arrives `seconds` later."),
    (
        "webhook_failing",
        "Lost on the way there",
        "The delivery never arrives; it is tried again at once, then every quarter of an hour.",
    ),
    (
        "webhook_answer_lost",
        "Answer lost",
        (
            "The delivery arrives, its answer does not count, and the same events arrive again "
            "with the next try."
        ),
    ),
    (
        "webhook_unknown_tenant",
        "Unknown organisation",
        "A signed event of an organisation that the app has never seen.",
    ),
    (
        "webhook_unknown_category",
        "Unheard-of category",
        "A signed event of category UNHEARDOF of the first connected organisation.",
    ),
    (
        "webhook_wrong_signature",
        "A stranger",
        "An event of a connected organisation that somebody made up, wrongly signed: 401 is right.",
    ),
    (
        "webhook_disabled",
        "Subscription disabled",
        (
            "Nothing arrives until the subscription is asked for intent to receive again; then "
            "what was kept arrives in order."
        ),
    ),
)

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (*_INSTEAD, *_SPOILED, *_GONE, *_TOKENS, *_WEBHOOKS)
}
"""Every kind by its name, in the order in which pages show them."""


def of(where: Where) -> tuple[Kind, ...]:
    """The kinds that hit this."""
    return tuple(kind for kind in KINDS.values() if kind.where is where)
