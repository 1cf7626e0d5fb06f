"""Which operation of Xero's descriptions an answer belongs to, and where the answer breaks it.

An answer is a line of `connectors.sandbox.recording`. What the descriptions do not hold (errors
other than 400, tokens' addresses, newer webhooks) stands here by name, with its reason.
"""

import base64
import functools
import json
import re
from decimal import Decimal
from typing import Any

from tests.connectors.sandbox.official import complaints, description

ACCOUNTING = "/api.xro/2.0"
NOT_DESCRIBED = {
    401: "no 401 in any description; the shape is from captures",
    403: "no 403 in any description; the shape is from captures",
    404: "described for connections only, without a body; plain text in captures",
    412: "described nowhere; Xero's own page of response codes names it",
    429: "no 429 in any description; headers carry everything",
    500: "described nowhere",
    501: "described nowhere; Xero's own page of response codes names it",
    502: "a broken gateway's page, on purpose",
    503: "described nowhere; plain text on Xero's own page of response codes",
}
OPENID = {
    "/.well-known/openid-configuration": "discovery is OpenID's, not in the description",
    "/.well-known/openid-configuration/jwks": "keys are OpenID's, not in the description",
    "/connect/revocation": "revocation is OAuth's, not in the description; an empty 200",
}
LATER = {
    "PREPAYMENT": "since 14 August 2026, in the description from 17.0.0",
    "OVERPAYMENT": "since 3 September 2026",
    "PAYMENT": "in the description from 20.0.0, not confirmed to be on",
}
"""Webhook categories that are newer than the description at hand, which is 16.1.0."""
_ENVELOPE = {"Id", "Status", "ProviderName", "DateTimeUTC"}
"""Around every collection in examples and captures, in no schema."""
_PROBLEM = {"Type", "Title", "Status", "Detail", "Instance", "Extensions"}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"/Date\(\d+\)/")

Operation = tuple[str, str]
"""A method and a path as the description spells it."""


@functools.cache
def _paths() -> list[tuple[str, list[str]]]:
    paths = description()["paths"]
    # literal parts before parameters: /Organisation/Actions is not an organisation's id
    return sorted(((path, path.strip("/").split("/")) for path in paths), key=lambda p: "{" in p[0])


def operation(line: dict[str, Any]) -> Operation | None:
    """The operation of an accounting answer; None where the description has none."""
    parts = line["path"].removeprefix(ACCOUNTING).strip("/").split("/")
    if line["type"].startswith("application/pdf") and len(parts) == 2:
        parts.append("pdf")  # the description's own way to say Accept: application/pdf
    method = line["method"].lower()
    for path, wanted in _paths():
        is_it = len(wanted) == len(parts) and all(map(_is_same, wanted, parts))
        if is_it and method in description()["paths"][path]:
            return line["method"], path
    return None


def _is_same(wanted: str, part: str) -> bool:
    return wanted.startswith("{") or wanted.lower() == part.lower()


def described(found: Operation) -> dict[str, Any]:
    """The operation as the description has it."""
    method, path = found
    known: dict[str, Any] = description()["paths"][path][method.lower()]
    return known


def answer_complaints(line: dict[str, Any]) -> list[str]:
    """Where an answer breaks the description, or what is known of what it leaves out."""
    if line["is_cut"]:
        return []
    if line["status"] in NOT_DESCRIBED:
        return _undescribed(line)
    if line["path"].lower().startswith("/connections"):
        return _connections(line)
    if line["path"] == "/connect/token":
        return _token(line)
    if line["path"] in OPENID:
        return [] if line["status"] == 200 else [f"{line['path']} answered {line['status']}"]
    found = operation(line)
    if found is None:
        return [f"{line['method']} {line['path']}: no such operation"]
    return [f"{' '.join(found)}: {each}" for each in _accounting(found, line)]


def _accounting(found: Operation, line: dict[str, Any]) -> list[str]:
    answers = described(found)["responses"]
    if line["status"] == 400:  # described for writes only, and answered to any bad `where`
        return _error(read(line["body"]))
    answer = resolved(answers.get(str(line["status"])))
    if answer is None:
        return [f"status {line['status']} is none of {', '.join(answers)}"]
    media = answer.get("content", {})
    if not media:
        return [] if line["body"] == "" else ["a body where none is described"]
    if "application/pdf" in media:
        is_pdf = base64.b64decode(line["base64"]).startswith(b"%PDF-")
        return [] if is_pdf else ["no PDF"]
    if "application/octet-stream" in media:  # a file, in whatever type it was put
        return [] if line.get("base64") or line.get("body") else ["no file"]
    name = media["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return body_complaints(name, read(line["body"]))


def body_complaints(name: str, body: dict[str, Any]) -> list[str]:
    """Where a success breaks the description: its envelope, its collection of this name."""
    inner = {key: value for key, value in body.items() if key not in _ENVELOPE}
    if name == "Allocation":  # the only answer that is no collection
        return _envelope(body) + complaints(name, inner)
    key = _collection_of(name)
    missing = [] if isinstance(inner.get(key), list) else [f"{key} is missing"]
    return _envelope(body) + missing + complaints(name, inner)


def _collection_of(schema: str) -> str:
    """The list that a schema is about, mostly of its own name."""
    properties = description()["components"]["schemas"][schema]["properties"]
    lists = (field for field, each in properties.items() if each.get("type") == "array")
    return schema if schema in properties else next(lists)


def _envelope(body: dict[str, Any]) -> list[str]:
    found = []
    if not _UUID.fullmatch(str(body.get("Id"))):
        found.append(f"Id: {body.get('Id')!r} is no id")
    if body.get("Status") != "OK":
        found.append(f"Status: {body.get('Status')!r} is not OK")
    if not isinstance(body.get("ProviderName"), str):
        found.append("ProviderName is missing")
    if not _MOMENT.fullmatch(str(body.get("DateTimeUTC"))):
        found.append(f"DateTimeUTC: {body.get('DateTimeUTC')!r} is no instant")
    return found


def _error(body: dict[str, Any]) -> list[str]:
    """The refused elements come back with whatever was sent, so they are held to less."""
    elements = body.get("Elements", [])
    told = [each.get("ValidationErrors") for each in elements]
    found = [] if all(told) else ["an element without ValidationErrors"]
    slim = [{"ValidationErrors": each} for each in told]
    return found + complaints(
        "Error", {**body, **({"Elements": slim} if "Elements" in body else {})}
    )


def _undescribed(line: dict[str, Any]) -> list[str]:
    kind, status = line["type"], line["status"]
    if status in {401, 403}:
        body = json.loads(line["body"])
        is_so = set(body) == _PROBLEM and body["Status"] == status
        return [] if is_so else [f"{status}: {line['body'][:200]}"]
    if status == 429:
        return [] if line["body"] == "" else ["429 with a body"]
    is_text = kind.startswith("text/") and bool(line["body"])
    return [] if is_text else [f"{status} as {kind or 'nothing'}"]


def _connections(line: dict[str, Any]) -> list[str]:
    if line["method"] == "DELETE":
        is_so = line["status"] == 204 and line["body"] == ""
        return [] if is_so else [f"DELETE connection: {line['status']}"]
    listed = json.loads(line["body"])
    return [each for one in listed for each in complaints("Connection", one, of="identity")]


def _token(line: dict[str, Any]) -> list[str]:
    body = json.loads(line["body"])
    if line["status"] == 400:  # OAuth's own shape, in no description of Xero's
        return [] if set(body) <= {"error", "error_description"} else [line["body"][:200]]
    # `scope` is on Xero's own page about tokens, and not in the description
    body.pop("scope", None)
    return complaints("AccessToken", body, of="identity")


def webhook_complaints(line: dict[str, Any]) -> list[str]:
    """Where a webhook's body breaks the description, event by event."""
    body = json.loads(line["body"])
    events = body.get("events")
    if events == []:
        # the description says at least 1; the intent to receive carries 0
        sequences = (body["firstEventSequence"], body["lastEventSequence"])
        return [] if sequences == (0, 0) and body["entropy"] else [line["body"][:200]]
    found = []
    for event in events or [{}]:
        found += [f"webhook: {each}" for each in _event({**body, "events": [event]})]
    return found


def _event(body: dict[str, Any]) -> list[str]:
    (event,) = body["events"]
    category = event.get("eventCategory")
    schema = "CreditNoteWebhookEvent" if category == "CREDITNOTE" else "WebhookEvent"
    named = description("webhooks")["components"]["schemas"]["WebhookEvent"]["properties"]
    known = set(named["events"]["items"]["properties"])
    if category == "CREDITNOTE":
        known |= {"data"}
    elif category in LATER:
        known |= {"data"}
        body = {**body, "events": [{**event, "eventCategory": "INVOICE"}]}
    beyond = [f"{field} is unknown" for field in set(event) - known]
    beyond += [f"{field} is unknown" for field in set(body) - set(named)]
    return beyond + complaints(schema, body, of="webhooks")


def sent_complaints(line: dict[str, Any]) -> list[str]:
    """Where a call asks for a parameter, or sends a field, that the operation does not have."""
    found = operation(line)
    if found is None or line["status"] in {404, 501}:
        return []
    known = described(found)
    shared = description()["paths"][found[1]].get("parameters", [])
    parameters = [resolved(each) for each in [*known.get("parameters", []), *shared]]
    names = {each["name"] for each in parameters if each["in"] == "query"}
    asked = {pair.partition("=")[0] for pair in line["query"].split("&") if pair}
    wrong = [f"{' '.join(found)}: no parameter {name}" for name in asked - names]
    if not line["sent"] or line["method"] == "GET":
        return wrong
    media = (resolved(known.get("requestBody")) or {}).get("content", {})
    if "application/octet-stream" in media:
        return wrong
    schema = media.get("application/json", {}).get("schema", {}).get("$ref", "")
    if not schema:
        return [*wrong, f"{' '.join(found)}: a body where none is described"]
    body = complaints(schema.rpartition("/")[2], read(line["sent"]), is_sent=True)
    return wrong + [f"{' '.join(found)} sent {each}" for each in body]


def read(text: str) -> dict[str, Any]:
    """A body with its amounts as Decimal."""
    body: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return body


def resolved(node: Any) -> Any:
    """What a reference into the accounting description leads to; anything else as it is."""
    if isinstance(node, dict) and "$ref" in node:
        found: Any = description()
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found
    return node
