"""A reply as an answer over HTTP: gzip where asked for, and connections that break on purpose.

It decides nothing; what is answered comes from `gate` and `identity_pages`.
"""

import gzip

from flask import Response, request

from connectors.sandbox.replies import Reply

_SMALLEST_ZIPPED = 256


def http(reply: Reply) -> Response:
    """The reply with its headers, packed when the client asked for that."""
    body = reply.body
    response = Response(status=reply.status, content_type=reply.content_type)
    for name, value in reply.headers:
        response.headers[name] = value
    if reply.is_cut:
        return broken(response)
    is_zipped = "gzip" in request.headers.get("Accept-Encoding", "").lower()
    if is_zipped and len(body) >= _SMALLEST_ZIPPED:
        body = gzip.compress(body, compresslevel=3)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_data(body)
    if reply.status == 204:
        response.headers.pop("Content-Type", None)
    return response


def broken(response: Response) -> Response:
    """An answer that promises more than it brings, so that the connection breaks."""
    response.response = [b" "]
    response.headers["Content-Length"] = "4096"
    response.automatically_set_content_length = False
    return response
