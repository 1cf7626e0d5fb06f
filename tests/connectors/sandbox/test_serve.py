"""`goodterms sandbox` as a process of its own: what it prints, and how it ends."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from connectors.sandbox.testing import running
from tests.connectors.sandbox.small import small_world

IBM = Path(__file__).parents[4] / "shared" / "data" / "ibm_books.json"
NAMES = [
    "XERO_CLIENT_ID",
    "XERO_CLIENT_SECRET",
    "XERO_WEBHOOK_KEY",
    "XERO_LOGIN_URL",
    "XERO_IDENTITY_URL",
    "XERO_API_URL",
    "XERO_TENANT_ID",
    "SMTP_URL",
    "SMS_URL",
    "SMS_KEY",
    "SMS_SENDER",
    "SMS_HOOK_KEY",
    "REPLY_DOMAIN",
    "MAIL_HOOK_KEY",
    "GOODTERMS_CLOCK_URL",
]


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The process once it is ready, and the variables that it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "connectors.sandbox", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        printed = []
        for line in process.stdout:
            if line.strip() == "READY":
                break
            printed.append(line.strip())
        else:
            raise AssertionError(process.stderr.read())
        yield process, dict(line.split("=", 1) for line in printed)
    finally:
        process.kill()
        process.wait(timeout=60)
        process.stdout.close()
        process.stderr.close()


def token(variables: dict[str, str]) -> str:
    """By the client-credentials grant with nothing but what was printed."""
    answer = requests.post(
        f"{variables['XERO_IDENTITY_URL']}/connect/token",
        data={"grant_type": "client_credentials"},
        auth=(variables["XERO_CLIENT_ID"], variables["XERO_CLIENT_SECRET"]),
        timeout=60,
    )
    return str(answer.json()["access_token"])


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_variables_serves_and_stops_within_two_seconds(how: signal.Signals) -> None:
    """In the documented order, then READY; exit 0 on either signal, calls in flight or not."""
    with served() as (process, variables):
        assert list(variables) == NAMES
        assert all(
            variables[name].startswith("http://localhost:") and variables[name].count("/") == 2
            for name in NAMES
            if name.startswith("XERO") and name.endswith("URL")
        )
        session = requests.Session()
        answer = session.get(
            f"{variables['XERO_API_URL']}/api.xro/2.0/Organisation",
            headers={"Authorization": f"Bearer {token(variables)}"},
            timeout=60,
        )
        assert answer.json()["Organisations"][0]["OrganisationID"] == variables["XERO_TENANT_ID"]
        session.close()
        started = time.monotonic()
        process.send_signal(how)
        assert process.wait(timeout=5) == 0
        assert time.monotonic() - started < 2


def test_a_restart_keeps_ids_and_credentials() -> None:
    """So that a connected client need not be configured again; another seed differs."""
    found = []
    for salt in ("1", "1", "2"):
        with running(small_world(), salt=salt) as xero:
            found.append((xero.client_id, xero.webhook_key, xero.tenant_id))
    assert found[0] == found[1]
    assert not set(found[0]) & set(found[2])


@pytest.mark.skipif(not IBM.exists(), reason="the IBM books are not beside the repository")
def test_books_are_served_as_they_stood_on_the_day() -> None:
    """84 open invoices of 5,119.85 USD on 2013-06-30; their customers pay as the file says."""
    with served("--books", str(IBM), "--on", "2013-06-30") as (_, variables):
        headers = {"Authorization": f"Bearer {token(variables)}"}
        url = f"{variables['XERO_API_URL']}/api.xro/2.0"

        def open_invoices() -> list[int]:
            answer = requests.get(
                f"{url}/Invoices?Statuses=AUTHORISED&pageSize=1000&page=1",
                headers=headers,
                timeout=20,
            )
            listed = json.loads(answer.text, parse_float=str)["Invoices"]
            return [int(each["AmountDue"].replace(".", "")) for each in listed]

        assert (len(open_invoices()), sum(open_invoices())) == (84, 511985)
        clock = variables["GOODTERMS_CLOCK_URL"]
        requests.post(f"{clock}/sandbox/advance", json={"hours": 24 * 92 + 2}, timeout=30)
        headers = {"Authorization": f"Bearer {token(variables)}"}
        assert (len(open_invoices()), sum(open_invoices())) == (88, 502922)


def test_an_unusable_books_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """Exit 2, and nothing on stdout."""
    broken = tmp_path / "books.json"
    broken.write_text('{"organisation": {}}')
    done = subprocess.run(
        [sys.executable, "-m", "connectors.sandbox", "--books", str(broken)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "organisation" in done.stderr
