"""With `record` the local Xero writes down all that it answers and sends."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from connectors.sandbox.faults import Fault
from connectors.sandbox.testing import running
from tests.connectors.sandbox.small import small_world


def recorded(path: Path) -> list[dict[str, Any]]:
    """The lines so far."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_answers_are_written_as_they_were_before_packing(tmp_path: Path) -> None:
    """Method, path, query, what was sent, status and the whole body; a PDF as Base64."""
    path = tmp_path / "answers.jsonl"
    with running(small_world(), record=path) as xero:
        token = xero.token()
        zipped = {"Accept-Encoding": "gzip"}
        listed = xero.api("GET", "Invoices?page=1", token, headers=zipped)
        assert listed.headers["Content-Encoding"] == "gzip"
        pdf = xero.api("GET", "Invoices/INV-7", token, headers={"Accept": "application/pdf"})
        xero.api("PUT", "ContactGroups", token, json={"ContactGroups": [{"Name": "VIP"}]})
        xero.sandbox.set_fault(Fault("timeout_after_commit", path="users"))
        with pytest.raises(OSError, match=r"."):
            xero.api("GET", "Users", token)
        xero.advance(1)
    lines = recorded(path)
    assert [(each["method"], each["path"], each["status"]) for each in lines] == [
        ("POST", "/connect/token", 200),
        ("GET", "/api.xro/2.0/Invoices", 200),
        ("GET", "/api.xro/2.0/Invoices/INV-7", 200),
        ("PUT", "/api.xro/2.0/ContactGroups", 400),
        ("GET", "/api.xro/2.0/Users", 200),
    ]
    assert lines[1]["query"] == "page=1"
    assert json.loads(lines[1]["body"]) == listed.json()
    assert b64decode(lines[2]["base64"]) == pdf.content
    assert json.loads(lines[3]["sent"]) == {"ContactGroups": [{"Name": "VIP"}]}
    assert [each["is_cut"] for each in lines] == [False, False, False, False, True]


def test_webhooks_are_written_with_their_body(tmp_path: Path) -> None:
    """The four posts of the intent to receive first, whether or not anybody takes them."""
    path = tmp_path / "answers.jsonl"
    with running(small_world(), record=path) as xero:
        xero.sandbox.webhooks.configure(url="http://localhost:9/nobody")
        xero.sandbox.webhooks.ask_intent()
    webhooks = [each for each in recorded(path) if each["kind"] == "webhook"]
    assert webhooks
    assert json.loads(webhooks[0]["body"])["events"] == []
