"""Xero's identity addresses over HTTP: authorise and consent, token, revocation, keys, connections.

It keeps nothing itself: every answer comes from `identity`.
"""

import base64
import binascii
import json
from urllib.parse import unquote, urlencode, urlsplit

from flask import Blueprint, Response, redirect, render_template_string, request
from werkzeug.wrappers import Response as BaseResponse

from connectors.sandbox import scopes
from connectors.sandbox.answering import broken, http
from connectors.sandbox.consent_page import CONSENT, REFUSED
from connectors.sandbox.errors import NotFoundError, UnauthorisedError
from connectors.sandbox.faults import HTML_500, Switchboard
from connectors.sandbox.identity import Connection, GrantError, Identity, Tokens
from connectors.sandbox.tokens import ACCESS_LIFE
from connectors.sandbox.unauthorised import unauthorised

_AT_TOKENS = ("token_500", "refresh_lost", "invalid_grant", "invalid_client")
_EXPIRES_IN = int(ACCESS_LIFE.total_seconds())


def identity_pages(identity: Identity, faults: Switchboard) -> Blueprint:
    """The routes of Xero's login and identity hosts and of /connections."""
    pages = Blueprint("identity", __name__)
    _add_authorise(pages, identity)
    _add_tokens(pages, identity, faults)
    _add_connections(pages, identity, faults)
    return pages


def _add_authorise(pages: Blueprint, identity: Identity) -> None:
    @pages.route("/identity/connect/authorize", methods=["GET", "POST"])
    def authorise() -> BaseResponse | tuple[str, int]:
        problem = _authorise_problem(identity)
        if problem:
            code, sentence = problem
            page = render_template_string(REFUSED, code=code, sentence=sentence)
            return page, 400
        if request.method == "GET":
            return Response(_consent_page(identity))
        if not set(request.form.getlist("tenant")) <= identity.world.ledgers.keys():
            sentence = "That organisation is not here any more."
            page = render_template_string(REFUSED, code="invalid_request", sentence=sentence)
            return page, 400
        return _decided(identity)


def _add_tokens(pages: Blueprint, identity: Identity, faults: Switchboard) -> None:
    @pages.post("/connect/token")
    def token() -> tuple[Response, int]:
        fault = faults.take_one(*_AT_TOKENS)
        if fault is not None and fault.kind == "token_500":
            return http(HTML_500), 500
        try:
            if fault is not None and fault.kind != "refresh_lost":
                raise GrantError(fault.kind)
            answer = _no_store(_json(_token_body(_grant(identity))))
            return (broken(answer) if fault else answer), 200
        except GrantError as error:
            body = {"error": error.code}
            if str(error) != error.code:
                body["error_description"] = str(error)
            return _no_store(_json(body)), 400

    @pages.post("/connect/revocation")
    def revocation() -> tuple[Response, int]:
        try:
            client = _client(identity)
        except GrantError as error:
            return _json({"error": error.code}), 400
        identity.revoke(client, request.form.get("token", ""))
        return Response(status=200), 200

    @pages.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return _json(_discovery(identity.signer.issuer))

    @pages.get("/.well-known/openid-configuration/jwks")
    def keys() -> Response:
        return _json(identity.signer.keys())


def _add_connections(pages: Blueprint, identity: Identity, faults: Switchboard) -> None:
    @pages.get("/connections")
    @pages.get("/Connections")
    def connections() -> Response:
        if faults.take_one("connections_500"):
            return http(HTML_500)
        try:
            claims = identity.claims(_bearer())
        except UnauthorisedError as error:
            return unauthorised(error)
        found = identity.connections(
            claims.client,
            user=None if "app.connections" in claims.scope else claims.user,
            auth_event=request.args.get("authEventId"),
        )
        return _json([_connection(identity, each) for each in found])

    @pages.delete("/connections/<key>")
    @pages.delete("/Connections/<key>")
    def disconnect(key: str) -> Response:
        try:
            claims = identity.claims(_bearer())
            user = None if "app.connections" in claims.scope else claims.user
            identity.delete_connection(claims.client, user, key)
        except UnauthorisedError as error:
            return unauthorised(error)
        except NotFoundError as error:
            return Response(str(error), 404, mimetype="text/plain")
        return Response(status=204)


def _authorise_problem(identity: Identity) -> tuple[str, str] | None:
    asked = request.args
    if asked.get("client_id") != identity.app.client_id:
        return "unauthorized_client", "No app has this client id."
    target = asked.get("redirect_uri", "")
    if target not in identity.app.redirects or urlsplit(target).hostname == "127.0.0.1":
        return "invalid_request", f"Invalid redirect_uri: {target or 'none was given'}."
    if asked.get("response_type") != "code":
        return "unsupported_response_type", "Only response_type=code is supported."
    scope = frozenset(asked.get("scope", "").split())
    unknown = scopes.refused(scope) | (scope & scopes.WITHOUT_TENANT)
    if not scope or unknown:
        return "invalid_scope", f"Invalid scope for client: {' '.join(sorted(unknown)) or 'none'}."
    return None


def _consent_page(identity: Identity) -> str:
    scope = frozenset(request.args.get("scope", "").split())
    return render_template_string(
        CONSENT,
        app=identity.app.name,
        scopes=sorted(scope),
        users=[(identity.world.user_id(u), u.name, u.email) for u in identity.world.users],
        organisations=[(ledger.tenant, ledger.name) for ledger in identity.world.ledgers.values()]
        if scope & scopes.ACCOUNTING
        else [],
    )


def _decided(identity: Identity) -> BaseResponse:
    asked = request.args
    state = {"state": asked["state"]} if "state" in asked else {}
    if request.form.get("decision") != "allow":
        return _back(asked["redirect_uri"], {"error": "access_denied", **state})
    scope = frozenset(asked.get("scope", "").split())
    wanted = request.form.get("user")
    users = {identity.world.user_id(user): user for user in identity.world.users}
    user = users.get(wanted or "", identity.world.users[0])
    tenants = request.form.getlist("tenant") if scope & scopes.ACCOUNTING else []
    if scope & scopes.ACCOUNTING and not tenants:
        tenants = [identity.world.first.tenant]
    # one organisation per consent; connecting many at once is a premium feature
    code = identity.consent(user, tenants[:1], scope, asked["redirect_uri"], asked.get("nonce"))
    return _back(asked["redirect_uri"], {"code": code, "scope": asked.get("scope", ""), **state})


def _back(target: str, parameters: dict[str, str]) -> BaseResponse:
    glue = "&" if urlsplit(target).query else "?"
    return redirect(f"{target}{glue}{urlencode(parameters)}")


def _grant(identity: Identity) -> Tokens:
    form = request.form
    client = _client(identity)
    kind = form.get("grant_type")
    if kind == "authorization_code":
        return identity.exchange(client, form.get("code", ""), form.get("redirect_uri", ""))
    if kind == "refresh_token":
        return identity.refresh(client, form.get("refresh_token", ""))
    if kind == "client_credentials":
        return identity.for_app(client, frozenset(form.get("scope", "").split()))
    raise GrantError("unsupported_grant_type")


def _client(identity: Identity) -> str:
    """The app that asks, by Basic or by form; both are in use. Raises GrantError."""
    client, secret = request.form.get("client_id"), request.form.get("client_secret")
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client, _, secret = base64.b64decode(encoded).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise GrantError("invalid_client") from error
        client, secret = unquote(client), unquote(secret)
    if client != identity.app.client_id or secret != identity.app.secret:
        raise GrantError("invalid_client")
    return client


def _token_body(tokens: Tokens) -> dict[str, str | int]:
    body: dict[str, str | int] = {
        "access_token": tokens.access,
        "expires_in": _EXPIRES_IN,
        "token_type": "Bearer",
        "scope": tokens.scope,
    }
    if tokens.refresh:
        body["refresh_token"] = tokens.refresh
    if tokens.id_token:
        body["id_token"] = tokens.id_token
    return body


def _json(body: object) -> Response:
    """Compact and without a last line break: Xero's SDK knows `invalid_grant` by its exact text."""
    return Response(json.dumps(body, separators=(",", ":")), mimetype="application/json")


def _no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _connection(identity: Identity, connection: Connection) -> dict[str, str]:
    ledger = identity.world.ledger(connection.tenant)
    return {
        "id": connection.id,
        "authEventId": connection.auth_event,
        "tenantId": connection.tenant,
        "tenantType": "ORGANISATION",
        "tenantName": ledger.name,
        "createdDateUtc": f"{connection.created:%Y-%m-%dT%H:%M:%S.%f}0",
        "updatedDateUtc": f"{connection.updated:%Y-%m-%dT%H:%M:%S.%f}0",
    }


def _discovery(issuer: str) -> dict[str, object]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/identity/connect/authorize",
        "token_endpoint": f"{issuer}/connect/token",
        "revocation_endpoint": f"{issuer}/connect/revocation",
        "jwks_uri": f"{issuer}/.well-known/openid-configuration/jwks",
        "scopes_supported": sorted(scopes.KNOWN),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "claims_supported": ["sub", "xero_userid", "given_name", "family_name", "email"],
    }
