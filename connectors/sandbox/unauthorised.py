"""Xero's 401 and 403 bodies, shared by the accounting API and /connections."""

import json
import uuid

from flask import Response

from connectors.sandbox.errors import ForbiddenError, UnauthorisedError


def unauthorised(error: UnauthorisedError | ForbiddenError) -> Response:
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
    response = Response(json.dumps(body), error.status, mimetype="application/json")
    if isinstance(error, UnauthorisedError) and error.scope:
        response.headers["WWW-Authenticate"] = (
            f'Bearer error="insufficient_scope", scope="{error.scope}"'
        )
    return response
