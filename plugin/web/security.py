"""The headers of every answer. A page may say more for itself; none may say less."""

from __future__ import annotations

from flask import Flask, Response, request

#: nothing inline, nothing from another host, nobody may frame us but ourselves
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
    " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: a letter as the customer sees it: its own inline styles, and nothing else at all
LETTER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'"
)

#: a chart as a picture: its own styles, no script, nothing loaded
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def send_headers(app: Flask, *, https: bool) -> None:
    """Give every answer its headers; what is private is never cached."""

    @app.after_request
    def headers(reply: Response) -> Response:
        reply.headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in _ALWAYS.items():
            reply.headers.setdefault(name, value)
        if "frame-ancestors 'self'" not in reply.headers["Content-Security-Policy"]:
            reply.headers.setdefault("X-Frame-Options", "DENY")
        if https:
            reply.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint == "static":
            reply.headers["Cache-Control"] = "public, max-age=3600"
        else:
            reply.headers.setdefault("Cache-Control", "no-store")
        return reply
