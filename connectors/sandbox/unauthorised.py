"""Xero's 401 and 403 bodies, shared by the accounting API and /connections."""

import json
import uuid

from flask import Response

from connectors.sandbox.errors import ForbiddenError, UnauthorisedError
from connectors.sandbox.replies import Reply


def problem(error: UnauthorisedError | ForbiddenError) -> Reply:
    """The problem as JSON; a missing scope is named in WWW-Authenticate too."""
    is_forbidden = isinstance(error, ForbiddenError)
    body: dict[str, object] = {
        "Type": None,
        "Title": "Forbidden" if is_forbidden else "Unauthorized",
        "Status": error.status,
        "Detail": str(error),
        "Instance": str(uuid.uuid4()),
        "Extensions": {},
    }
    headers: tuple[tuple[str, str], ...] = ()
    if isinstance(error, UnauthorisedError) and error.scope:
        named = f'Bearer error="insufficient_scope", scope="{error.scope}"'
        headers = (("WWW-Authenticate", named),)
    return Reply(error.status, json.dumps(body).encode(), "application/json", headers)


def unauthorised(error: UnauthorisedError | ForbiddenError) -> Response:
    """The same as an answer over HTTP."""
    reply = problem(error)
    response = Response(reply.body, reply.status, content_type=reply.content_type)
    for name, value in reply.headers:
        response.headers[name] = value
    return response
