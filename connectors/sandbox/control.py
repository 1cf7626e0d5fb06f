"""The control addresses, JSON under /sandbox: clock, faults, limits, calls, mail, every verb.

For tests and the demo driver; the real Xero has none of them. No token is asked: it is loopback.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox.control_verbs import VERBS, perform
from connectors.sandbox.control_views import contact_view, group_views, invoice_views
from connectors.sandbox.errors import NotFoundError, ValidationError
from connectors.sandbox.faults import KINDS, Fault
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.limits import DAY_LIMITS

if TYPE_CHECKING:
    from connectors.sandbox.server import Sandbox


def control_pages(sandbox: Sandbox) -> Blueprint:
    """The routes under /sandbox."""
    pages = Blueprint("control", __name__, url_prefix="/sandbox")
    _add_clock(pages, sandbox)
    _add_faults(pages, sandbox)
    _add_switches(pages, sandbox)
    _add_calls(pages, sandbox)
    _add_organisations(pages, sandbox)
    _add_mail(pages, sandbox)
    _add_webhooks(pages, sandbox)

    @pages.errorhandler(ValidationError)
    @pages.errorhandler(ValueError)
    @pages.errorhandler(TypeError)
    @pages.errorhandler(KeyError)
    def refused(error: Exception) -> tuple[Response, int]:
        return jsonify({"error": str(error)}), 400

    @pages.errorhandler(NotFoundError)
    def unknown(error: Exception) -> tuple[Response, int]:
        return jsonify({"error": str(error)}), 404

    return pages


def _add_clock(pages: Blueprint, sandbox: Sandbox) -> None:
    @pages.get("/clock")
    def clock() -> Response:
        return jsonify({"now": iso(sandbox.world.now())})

    @pages.post("/advance")
    def advance() -> Response:
        now = sandbox.happenings.advance(float(_body().get("hours", 24)))
        return jsonify({"now": iso(now)})


def _add_faults(pages: Blueprint, sandbox: Sandbox) -> None:
    @pages.get("/faults")
    def faults() -> Response:
        table = {kind.name: {"where": kind.where, "sees": kind.sentence} for kind in KINDS.values()}
        return jsonify({"faults": sandbox.faults.shown(), "kinds": table})

    @pages.post("/faults")
    def set_fault() -> Response:
        known = {field.name for field in fields(Fault)}
        body = _body()
        if unknown := set(body) - known:
            raise ValueError(f"no such switch: {', '.join(sorted(unknown))}")
        return jsonify(asdict(sandbox.set_fault(Fault(**body))))

    @pages.delete("/faults")
    def clear_faults() -> Response:
        sandbox.faults.clear()
        return jsonify({"faults": []})


def _add_switches(pages: Blueprint, sandbox: Sandbox) -> None:
    @pages.get("/doubts")
    def doubts() -> Response:
        return jsonify(asdict(sandbox.world.doubts))

    @pages.post("/doubts")
    def set_doubts() -> Response:
        return jsonify(asdict(sandbox.world.doubt(**_body())))

    @pages.get("/limits")
    def limits() -> Response:
        return jsonify(_limits(sandbox))

    @pages.post("/limits")
    def set_limits() -> Response:
        _change_limits(sandbox, _body())
        return jsonify(_limits(sandbox))


def _add_calls(pages: Blueprint, sandbox: Sandbox) -> None:
    @pages.get("/calls")
    def calls() -> Response:
        listed = [asdict(call) | {"at": iso(call.at)} for call in sandbox.calls.calls()]
        return jsonify({"calls": listed, "sums": sandbox.calls.sums()})

    @pages.delete("/calls")
    def clear_calls() -> Response:
        sandbox.calls.clear()
        return jsonify({"calls": []})

    @pages.get("/state")
    def state() -> Response:
        return jsonify(_state(sandbox))


def _add_organisations(pages: Blueprint, sandbox: Sandbox) -> None:
    @pages.get("/organisations/<tenant>/groups")
    def groups(tenant: str) -> Response:
        return jsonify(group_views(sandbox.world.ledger(_tenant(sandbox, tenant))))

    @pages.get("/organisations/<tenant>/invoices")
    def invoices(tenant: str) -> Response:
        return jsonify(invoice_views(sandbox.world.ledger(_tenant(sandbox, tenant))))

    @pages.get("/organisations/<tenant>/contacts/<key>")
    def contact(tenant: str, key: str) -> Response:
        return jsonify(contact_view(sandbox.world.ledger(_tenant(sandbox, tenant)), key))

    @pages.post("/organisations/<tenant>/<verb>")
    def act(tenant: str, verb: str) -> Response:
        return jsonify(perform(sandbox, _tenant(sandbox, tenant), verb, _body()))


def _add_mail(pages: Blueprint, sandbox: Sandbox) -> None:
    @pages.get("/mail")
    def mail() -> Response:
        return jsonify(
            {
                "mails": [
                    {
                        "place": each.place,
                        "received": iso(each.received),
                        "sender": each.sender,
                        "recipients": list(each.recipients),
                        "subject": each.subject,
                        "text": each.text,
                        "html": each.html,
                        "headers": [list(pair) for pair in each.headers],
                        "attachments": list(each.attachments),
                        "raw": each.raw.decode("utf-8", "replace"),
                    }
                    for each in sandbox.mailbox.all()
                ]
            }
        )

    @pages.get("/mail/<int:place>/raw")
    def raw_mail(place: int) -> Response:
        found = sandbox.mailbox.one(place)
        if found is None:
            raise NotFoundError
        return Response(found.raw, mimetype="message/rfc822")

    @pages.post("/mail/<int:place>/answer")
    def answer_mail(place: int) -> Response:
        """Answer a mail as the customer, or as their mail system: `words`, and `kind`."""
        found = sandbox.mailbox.one(place)
        if found is None:
            raise NotFoundError
        said = _body()
        status = sandbox.correspondent.answer(
            found, str(said.get("words", "")), kind=str(said.get("kind", "reply"))
        )
        return jsonify({"status": status})

    @pages.get("/domains/<domain>")
    def domain_check(domain: str) -> Response:
        is_good = "unverified" not in domain.lower()
        return jsonify({"spf": is_good, "dkim": is_good, "dmarc": is_good})


def _add_webhooks(pages: Blueprint, sandbox: Sandbox) -> None:
    @pages.get("/webhooks")
    def webhooks() -> Response:
        return jsonify(sandbox.webhooks.shown())

    @pages.post("/webhooks")
    def set_webhooks() -> Response:
        sandbox.webhooks.configure(**_body())
        return jsonify(sandbox.webhooks.shown())

    @pages.post("/webhooks/intent")
    def intent() -> Response:
        sandbox.webhooks.ask_intent()
        return jsonify(sandbox.webhooks.shown())

    @pages.post("/webhooks/replay")
    def replay() -> Response:
        return jsonify({"replayed": sandbox.webhooks.replay(int(_body().get("from", 1)))})

    @pages.post("/webhooks/stray")
    def stray() -> Response:
        sandbox.webhooks.send_stray()
        return jsonify(sandbox.webhooks.shown())


def _state(sandbox: Sandbox) -> dict[str, Any]:
    with sandbox.world.lock:
        return {
            "now": iso(sandbox.world.now()),
            "environment": sandbox.environment(),
            "organisations": [_organisation(each) for each in sandbox.world.ledgers.values()],
            "connections": [
                asdict(each) | {"created": iso(each.created), "updated": iso(each.updated)}
                for each in sandbox.identity.connections(sandbox.credentials.client_id)
            ],
            "mails": len(sandbox.mailbox.all()),
            "verbs": {name: list(needed) for name, (_, needed) in sorted(VERBS.items())},
        }


def _organisation(ledger: Ledger) -> dict[str, Any]:
    return {
        "tenant": ledger.tenant,
        "name": ledger.name,
        "short_code": ledger.seed.short_code,
        "contacts": len(ledger.contacts),
        "invoices": len(ledger.invoices),
        "payments": len(ledger.payments),
        "credits": len(ledger.credits),
        "awkward": [
            asdict(each) | {"contact": _name(ledger, each.contact)} for each in ledger.awkward
        ],
        "limits": [
            {
                "contact": _name(ledger, each.contact),
                "amount": str(each.amount),
                "currency": each.currency,
            }
            for each in ledger.seed.limits
        ],
    }


def _name(ledger: Ledger, key: str) -> dict[str, str]:
    contact = ledger.contacts[ledger.id_of("contact", key)]
    return {"id": contact.id, "number": contact.number, "name": contact.name}


def _limits(sandbox: Sandbox) -> dict[str, Any]:
    client, now = sandbox.credentials.client_id, sandbox.world.now()
    return {
        "on": sandbox.limits.is_on,
        "per_day": sandbox.limits.per_day,
        "rapid_sync": sandbox.limits.has_rapid_sync,
        "high_volume": sandbox.world.high_volume,
        "remaining": {
            tenant: asdict(sandbox.limits.look(client, tenant, now))
            for tenant in sandbox.world.ledgers
        },
    }


def _change_limits(sandbox: Sandbox, body: dict[str, Any]) -> None:
    if "on" in body:
        sandbox.limits.is_on = bool(body["on"])
    if "tier" in body:
        sandbox.limits.per_day = DAY_LIMITS[body["tier"]]
    if "rapid_sync" in body:
        sandbox.limits.has_rapid_sync = bool(body["rapid_sync"])
    if "high_volume" in body:
        sandbox.world.high_volume = max(1, int(body["high_volume"]))
    if "spend" in body:
        spent = body["spend"]
        sandbox.limits.spend(
            sandbox.credentials.client_id,
            spent.get("tenant") or sandbox.world.first.tenant,
            sandbox.world.now(),
            minute=int(spent.get("minute", 0)),
            day=int(spent.get("day", 0)),
        )


def _tenant(sandbox: Sandbox, tenant: str) -> str:
    return sandbox.world.first.tenant if tenant == "first" else tenant


def _body() -> dict[str, Any]:
    found = request.get_json(silent=True) if request.data else {}
    if not isinstance(found, dict):
        raise ValueError("the body is not a JSON object")
    return found


def iso(value: datetime) -> str:
    """An instant in UTC as ISO 8601 with Z."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
