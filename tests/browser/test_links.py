"""A link in a mail changes nothing by itself: scanners open every one of them (rule 27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.browser.running import chromium_path
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
]


def test_every_link_of_every_mail_changes_nothing(revisit: Callable[..., Visitor]) -> None:
    """Each is fetched twice, as a scanner would; ladder, store and ledger stay as they were."""
    person = revisit()
    mails = person.xero.mails()
    links = {link for mail in mails for link in person.xero.links_in(mail)}
    assert len(links) >= len(mails) - 1
    into_the_account = f"{person.home.url}/p/l/"
    assert any(link.startswith(into_the_account) for link in links)
    person.awaits_quiet()
    before = _all_that_is_known(person)
    for link in sorted(links) * 2:
        answer = requests.get(link, timeout=10, headers={"User-Agent": "a scanner"})
        assert answer.status_code == requests.codes.ok
        # a link into the account leaves its secret behind; no other goes by way of somewhere else
        assert not answer.history or link.startswith(into_the_account)
        assert all(each.url.startswith(person.home.url) for each in answer.history)
    assert _all_that_is_known(person) == before


def _all_that_is_known(person: Visitor) -> tuple[Any, ...]:
    """The console's own report and stack, and the ledger's invoices, groups and mails."""
    books = person.home.xero_url + "/sandbox/organisations/first"
    shown = person.context.request
    found_at = person.console.books
    person.console.page.goto(f"{found_at}/reminders")
    report = shown.get(f"{found_at}/report.json").json()
    # time goes on meanwhile, and reading the ledger costs calls
    known = {name: told for name, told in report.items() if name not in {"now", "calls", "bytes"}}
    return (
        known,
        person.console.words(),
        requests.get(f"{books}/invoices", timeout=10).json(),
        requests.get(f"{books}/groups", timeout=10).json(),
        len(person.xero.mails()),
    )
