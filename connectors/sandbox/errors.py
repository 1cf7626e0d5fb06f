"""What a call to the local Xero can be refused with, in Xero's own words.

    XeroError
    ├── ValidationError      400, ErrorNumber 10, with the offending elements
    ├── MalformedBodyError   400, ErrorNumber 14
    ├── QueryError           400, ErrorNumber 16
    ├── HighVolumeError      400, ErrorNumber 51
    ├── IdempotencyError     400, the key was used for another request
    ├── UnauthorisedError    401, token absent, expired or without the scope
    ├── ForbiddenError       403, the organisation is not connected
    ├── NotFoundError        404, plain text
    ├── MethodError          405, a method of HTTP that no resource has
    └── NotThereError        501, a method that Xero does not have

It holds no HTTP: `accounting` renders them.
"""

from typing import Any


class XeroError(Exception):
    """A refusal with an HTTP status."""

    status = 400


class ValidationError(XeroError):
    """One or more elements of a write, or the state of a document, forbid it.

    Example: ValidationError("This invoice is not approved", element={"InvoiceID": "..."}).
    """

    def __init__(self, *messages: str, element: dict[str, Any] | None = None) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages
        self.element = element or {}

    def elements(self) -> list[dict[str, Any]]:
        """The element as Xero lists it, with its messages."""
        return [{**self.element, "ValidationErrors": [{"Message": m} for m in self.messages]}]


class MalformedBodyError(XeroError):
    """The body of a write is not what Xero can read."""


class QueryError(XeroError):
    """A `where` or `order` that Xero cannot parse."""


class HighVolumeError(XeroError):
    """More records match than a call of this form may read (ErrorNumber 51)."""


class IdempotencyError(XeroError):
    """An idempotency key came with another request than the first time."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Idempotency Key: {key} is used with a different request.")


class UnauthorisedError(XeroError):
    """The token is absent, unknown, expired, or lacks the scope."""

    status = 401

    def __init__(self, detail: str, scope: str | None = None) -> None:
        super().__init__(detail)
        self.scope = scope


class ForbiddenError(XeroError):
    """The token is good but this organisation is not connected with it."""

    status = 403


class NotFoundError(XeroError):
    """No such record; the body is plain text."""

    status = 404

    def __init__(self) -> None:
        super().__init__("The resource you're looking for cannot be found")


class NotThereError(XeroError):
    """Xero has no such method on this resource."""

    status = 501


class MethodError(XeroError):
    """No resource takes this method of HTTP."""

    status = 405

    def __init__(self, method: str) -> None:
        super().__init__(f"The requested resource does not support http method '{method}'.")
