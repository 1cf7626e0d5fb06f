"""How a picture leaves the house: at an address of its own, with a policy of its own."""

from __future__ import annotations

from flask import Response, request

from plugin.web.security import CHART_POLICY


def picture(svg: bytes) -> Response:
    """An SVG as an answer: no script, nothing loaded, never kept.

    The table beside it is read afresh, and both have to say the same.
    """
    return Response(
        svg,
        mimetype="image/svg+xml",
        headers={"Content-Security-Policy": CHART_POLICY, "Cache-Control": "no-store"},
    )


def is_narrow() -> bool:
    """Whether the address asks for the size that fits a telephone."""
    return request.args.get("size") == "narrow"
