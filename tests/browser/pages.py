"""Every page of the console and of the customers, by its address, and what is no page and why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plugin.operations.portal_links import SPECIMEN
from tests.browser.visitor import Visitor

PUBLIC = (
    "/privacy", "/terms", "/support", "/organisations", "/organisations/mail", "/connect",
    "/sign-in",
)  # fmt: skip
#: what says that something is not to be had; each answers with its own status
REFUSALS = ("/erased", "/oauth/too-little", "/oauth/not-signed-in/refused", "/p/l/no-link-of-ours")
OF_BOOKS = (
    "/", "/reminders", "/reminders/settled", "/coming", "/coming?search=nobody",
    "/tasks", "/talks", "/paid-already", "/crossings", "/tidy", "/tidy/bad-debts",
    "/disputes", "/calls", "/mail", "/customers", "/credit-requests",
    "/customers?status=watch", "/customers?search=nobody+at+all", "/limits", "/kinds",
    "/charges", "/policy", "/policy-page", "/passport", "/policies", "/letters", "/feedback",
    "/letters/texts/fr-FR",
    "/settings", "/timeline", "/invoices?currency=GBP", "/invoices?currency=GBP&bucket=late",
    "/insight/figures", "/insight/figures/dso", "/insight/months", "/insight/forecast",
    "/insight/limits", "/insight/changes",
    "/insight/patterns", "/insight/patterns/days/touch",
    "/insight/hindsight", "/insight/hindsight/days_late/60/now", "/insight/needs",
    "/api", "/webhooks", "/bring-in",
    "/start/ledger", "/start/past", "/start/signing", "/team", "/orders", "/customers-of",
    "/second",
    "/cards", "/mine",
)  # fmt: skip
#: below /p, once a link was opened
OF_VISITOR = (
    "/p/", "/p/ask", "/p/code", "/p/feedback", "/p/passport", "/p/person", "/p/policy",
    "/p/preferences", "/p/situation", "/p/situation/paid", "/p/situation/promise",
    "/p/situation/split", "/p/situation/wrong", "/p/talks",
)  # fmt: skip
#: rules of the url map that no list above names, each with where it is looked at, or why not
ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "/": "the front page: seen by every journey that signs in",
        "/home": "leads on",
        "/healthz": "JSON",
        "/n/<uuid:write_id>": "leads on",
        "/oauth/start": "leads on",
        "/oauth/callback": "leads on",
        "/static/<path:filename>": "files",
        "/p/l/<token>": "leads on, or refuses: among the refusals",
        "/o/<uuid:org_id>/tidy/bad-debts/<year>.pdf": "a PDF",
        "/join/<uuid:books>/<token>": "tests/browser/test_team.py",
        "/sales/asked/<token>": "tests/browser/test_working_together.py",
        "/m/<token>": "tests/browser/test_morning.py",
        "/letter/<token>": "tests/browser/test_passport.py",
        "/policy/<slug>": "the words of /policy-page, tests/web/test_policy_page.py",
        "/policy/<slug>/<key>": "the same, for another policy",
        "/p/invoices/<invoice_id>.pdf": "a PDF",
        "/p/invoices/<invoice_id>/pay": "leads on",
        "/p/passport/letter/<uuid:letter_id>.pdf": "a PDF",
        "/p/statement.pdf": "a PDF",
        "/p/situation/said/<uuid:answer_id>": "tests/browser/test_situation.py",
        "/p/talks/<uuid:talk_id>": "tests/browser/test_situation.py",
        "/o/<uuid:org_id>/charts/ageing-<currency>.svg": "a picture",
        "/o/<uuid:org_id>/tables/<name>.csv": "a file",
        "/o/<uuid:org_id>/tables/<name>.xlsx": "a file",
        "/o/<uuid:org_id>/insight/changes/effect.svg": "a picture",
        "/o/<uuid:org_id>/insight/forecast/receipts.svg": "a picture",
        "/o/<uuid:org_id>/insight/changes/plan": "the two sides: tests/web/test_trials.py",
        "/o/<uuid:org_id>/insight/patterns/<by>/<group>": "as the one above",
        "/o/<uuid:org_id>/insight/patterns/days/<name>": "one of the four stands above",
        "/o/<uuid:org_id>/insight/figures/<key>": "/insight/figures/dso, for another figure",
        "/o/<uuid:org_id>/insight/figures/dso.svg": "a picture",
        "/o/<uuid:org_id>/insight/figures/ageing.svg": "a picture",
        "/o/<uuid:org_id>/insight/months/<month>.pdf": "a PDF",
        "/o/<uuid:org_id>/insight/months/<month>/dso.svg": "a picture",
        "/o/<uuid:org_id>/customers/<customer_id>/punctuality.svg": "a picture",
        "/o/<uuid:org_id>/insight/limits/<subject>": "tests/web/test_insight_limits.py",
        "/o/<uuid:org_id>/insight": "leads to the first page of the section",
        "/o/<uuid:org_id>/customers/<customer_id>": "found as a person finds it, below",
        "/o/<uuid:org_id>/customers/<customer_id>/hand-off": "tests/browser/test_agency.py",
        "/o/<uuid:org_id>/customers/<customer_id>/hand-off.pdf": "a PDF",
        "/o/<uuid:org_id>/customers/<customer_id>/hand-off.json": "a file",
        "/o/<uuid:org_id>/customers/<customer_id>/hand-off.csv": "a file",
        "/o/<uuid:org_id>/customers/<customer_id>/hand-off-log.json": "a file",
        "/o/<uuid:org_id>/customers/<customer_id>/hand-off.zip": "a file",
        "/o/<uuid:org_id>/insight/hindsight/<rule>/<bound>/<group>": "one of them stands above",
        "/o/<uuid:org_id>/customers/<customer_id>/invoices/<invoice_id>.pdf": "a PDF",
        "/o/<uuid:org_id>/customers/<customer_id>/plan": "found as a person finds it, below",
        "/o/<uuid:org_id>/customers/<customer_id>/portal": "leads on",
        "/o/<uuid:org_id>/customers/<customer_id>/statement.pdf": "a PDF",
        "/p/credit/<uuid:books>/<token>": "tests/browser/test_credit_request.py",
        "/p/credit/<uuid:books>/mine/<uuid:request_id>/<token>": "the same",
        "/p/credit/<uuid:books>/reference/<uuid:reference_id>/<token>": "the same",
        "/o/<uuid:org_id>/credit-requests/<uuid:request_id>": "the same",
        "/p/never-ask/<token>": "tests/journeys/test_recommend.py",
        "/o/<uuid:org_id>/customers/<customer_id>/check-in": "tests/browser/test_not_chased.py",
        "/o/<uuid:org_id>/customers/<customer_id>/reviews": "tests/browser/test_not_chased.py",
        "/o/<uuid:org_id>/reviews/<uuid:review_id>": "tests/browser/test_not_chased.py",
        "/o/<uuid:org_id>/reviews/<uuid:review_id>.pdf": "a PDF",
        "/o/<uuid:org_id>/good-payer/<uuid:letter_id>": "tests/web/test_good_payer.py",
        "/o/<uuid:org_id>/good-payer/<uuid:letter_id>.pdf": "a PDF",
        "/o/<uuid:org_id>/letters/sample": "a letter in its frame",
        "/o/<uuid:org_id>/letters/texts/<language>/<int:number>": "a letter in its frame",
        "/o/<uuid:org_id>/mail/<uuid:mail_id>": "tests/journeys/test_mail_roads.py",
        "/o/<uuid:org_id>/mail/<uuid:mail_id>/files/<int:place>": "a file",
        "/o/<uuid:org_id>/policies/<name>": "the page of /policy, for another policy",
        "/o/<uuid:org_id>/reminders/<uuid:message_id>": "found as a person finds it, below",
        "/o/<uuid:org_id>/reminders/<uuid:message_id>/enclosures.pdf": "a PDF",
        "/o/<uuid:org_id>/reminders/<uuid:message_id>/letter": "a letter in its frame",
        "/o/<uuid:org_id>/reminders/<uuid:message_id>/letter.pdf": "a PDF",
        "/o/<uuid:org_id>/reminders/<uuid:message_id>/statement.pdf": "a PDF",
        "/o/<uuid:org_id>/bring-in/<uuid:import_id>": "tests/browser/test_own_tools.py",
        "/o/<uuid:org_id>/report.json": "JSON",
        "/o/<uuid:org_id>/settings/said": "a file",
        "/o/<uuid:org_id>/start": "leads on",
        "/o/<uuid:org_id>/start/before": "leads on where nothing was there before",
        "/o/<uuid:org_id>/start/progress.json": "JSON",
        "/o/<uuid:org_id>/talks/<uuid:talk_id>": "tests/browser/test_situation.py",
        "/o/<uuid:org_id>/talks/<uuid:talk_id>/papers/<uuid:paper_id>": "a file",
    }
)


def all_pages(person: Visitor) -> list[str]:
    """Fixed pages, then those of one customer and of one message, found as a person finds them."""
    console = person.console
    found = [console.url + path for path in PUBLIC]
    found += [console.books + path for path in OF_BOOKS]
    console.page.goto(f"{console.books}/customers?search=Velvet")
    console.page.get_by_role("main").get_by_role("link", name="The Velvet Fig").click()
    found += [console.page.url, f"{console.page.url.partition('?')[0]}/plan"]
    console.page.goto(f"{console.books}/reminders/settled")
    console.page.get_by_role("table").get_by_role("link").first.click()
    found.append(console.page.url)
    return found


def pages_of_customer(person: Visitor) -> list[str]:
    """The customers' pages, in the browser of somebody who has opened the link of a mail."""
    console = person.console
    into_the_account = f"{console.url}/p/l/"
    links = [link for mail in person.xero.mails() for link in person.xero.links_in(mail)]
    # the proof that went to our own user leads to a specimen
    real = [each for each in links if each.startswith(into_the_account) and SPECIMEN not in each]
    console.page.goto(real[0].partition("?")[0])
    assert console.page.url == f"{console.url}/p/", console.page.url
    return [console.url + path for path in OF_VISITOR]
