"""Every page that the console has for somebody who is signed in, by its address."""

from __future__ import annotations

from tests.browser.visitor import Visitor

_PUBLIC = ("/privacy", "/terms", "/support", "/organisations", "/connect")
_OF_BOOKS = (
    "/", "/reminders", "/reminders/settled", "/coming", "/coming?search=nobody",
    "/tasks", "/talks", "/paid-already", "/crossings",
    "/disputes", "/calls", "/mail", "/customers",
    "/customers?status=watch", "/customers?search=nobody+at+all", "/limits", "/kinds",
    "/charges", "/policy", "/policy-page", "/passport", "/policies", "/letters",
    "/letters/texts/fr-FR",
    "/settings", "/timeline", "/invoices?currency=GBP", "/invoices?currency=GBP&bucket=late",
    "/start/ledger", "/start/past", "/start/signing",
)  # fmt: skip


def all_pages(person: Visitor) -> list[str]:
    """Fixed pages, then those of one customer and of one message, found as a person finds them."""
    console = person.console
    found = [console.url + path for path in _PUBLIC]
    found += [console.books + path for path in _OF_BOOKS]
    console.page.goto(f"{console.books}/customers?search=Velvet")
    console.page.get_by_role("main").get_by_role("link", name="The Velvet Fig").click()
    found.append(console.page.url)
    console.page.goto(f"{console.books}/reminders/settled")
    console.page.get_by_role("table").get_by_role("link").first.click()
    found.append(console.page.url)
    return found
