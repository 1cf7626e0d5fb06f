"""The only wiring: which adapter fills which door. It decides nothing and reads no environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from flask import Flask

from connectors.bureau import HttpBureau
from connectors.hooks import WebHooks
from connectors.local import LocalXeroClock
from connectors.sms import HttpTexter
from connectors.xero import XeroApp, XeroConsent, open_ledger
from plugin.clock import Ticks, WallClock
from plugin.domains import DnsDomainCheck, SandboxDomainCheck
from plugin.engine import Engine, Operation, QueueBell
from plugin.jobs import What
from plugin.mailer import SmtpMailer
from plugin.manifest import read_manifest
from plugin.operations import (
    arrivals,
    assess,
    compare,
    credit_letters,
    decision_log,
    drain,
    hook_deliveries,
    incoming,
    ingest,
    leave,
    mail_answers,
    month_letters,
    morning,
    notices,
    portal_told,
    portfolio,
    remind,
    send_reviews,
    sweep,
    tell_lost,
    tell_team,
    text_answers,
    tidying,
    write_back,
)
from plugin.operations.doors import LEDGER_SITE, Doors
from plugin.ports import Bell, Clock, DomainCheck, Ledger, Mailer, OutgoingMail, Refused, Urgency
from plugin.ports.bureau import Bureau, NoBureau
from plugin.ports.channels import Carrier, NoTexter, OutgoingText
from plugin.queries.insight_months import month_facts
from plugin.queries.morning import morning_facts
from plugin.queries.tidy import sections_of as tidy_sections_of
from plugin.settings import Settings
from plugin.store import Store, inbox, open_store
from plugin.store.budgets import StoreCallBudget
from plugin.store.grants import StoreVault
from plugin.store.incoming import Told
from plugin.web.api import door as api
from plugin.web.app import create_console
from webhooks.mail import Posted, mail_receiver
from webhooks.money import Payments
from webhooks.notices import Notice
from webhooks.providers import Desk, provider_receiver
from webhooks.receiver import receiver
from webhooks.texts import Answer, text_receiver

log = structlog.get_logger()

#: between two looks of the clock for what is due, and of a worker for jobs that had to wait, in
#: seconds of machine time; the local Xero's hours are jumped over, so there it is looked oftener
_LOOKS, _LOCAL_LOOKS = (2.0, 1.0), (0.1, 0.05)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

#: the one operation of each kind of due work
OPERATIONS: Mapping[What, Operation] = {
    What.SYNC: ingest.read_ledger,
    What.NOTICES: drain.drain_notices,
    What.INCOMING: incoming.look_into,
    What.ASSESS: assess.assess,
    What.SEND: remind.send,
    What.MAIL: mail_answers.look_after_mail,
    What.TELL: portal_told.tell,
    What.OUTCOMES: decision_log.judge_outcomes,
    What.INVITE: send_reviews.send_reviews,
    What.TELL_TEAM: tell_team.tell_team,
    What.MONTH: partial(month_letters.send_month, facts_of=month_facts),
    What.TIDY: partial(tidying.send_week, sections_of=tidy_sections_of),
    What.SNAPSHOT: portfolio.take_snapshot,
    What.HOOKS: hook_deliveries.deliver,
    What.MORNING: partial(morning.send_morning, facts_of=morning_facts),
    What.WRITE_BACK: write_back.write_back,
    What.CREDIT_LETTERS: credit_letters.send_answers,
    What.COMPARE: compare.compare,
    What.CHECK_CONNECTION: ingest.read_daily,
    What.TELL_LOST: tell_lost.tell_lost,
    What.DISCONNECT: leave.finish_disconnect,
    What.FORGET: leave.forget,
}


class NoMailer:
    """The Mailer door where no mail system is configured: every mail is refused, and says so."""

    def send(self, mail: OutgoingMail) -> None:
        """Refuse. Raises Refused, always."""
        raise Refused(f"no mail system is set up (SMTP_URL), so {mail.subject!r} was not sent")


@dataclass(frozen=True, slots=True)
class House:
    """The wired house: its doors, its queue, and what has to be closed."""

    settings: Settings
    doors: Doors
    bell: QueueBell
    closing: ExitStack

    def web(self) -> Flask:
        """The console with the webhook receiver beside it."""
        return console(self.settings, self.doors)

    def engine(self, *, stalled_after: float = 30.0) -> Engine:
        """A worker; any number may run, in any number of processes."""
        _, looks_every = self._looks()
        return Engine(
            self.doors,
            OPERATIONS,
            dsn=self.doors.store.url,
            stalled_after=stalled_after,
            looks_every=looks_every,
        )

    def ticks(self) -> Ticks:
        """The clock; any number may run."""
        every, _ = self._looks()
        return Ticks(lambda: sweep.ring_what_is_due(self.doors), every=every)

    def _looks(self) -> tuple[float, float]:
        return _LOOKS if self.settings.clock_url is None else _LOCAL_LOOKS

    def close(self) -> None:
        """Give everything back, the embedded server included."""
        self.closing.close()


def build(settings: Settings) -> House:
    """Wire the house. Raises what opening the store raises."""
    closing = ExitStack()
    store = open_store(data=settings.data, keys=settings.keys, database_url=settings.database_url)
    closing.callback(store.close)
    bell = QueueBell(store.url)
    bell.open()
    closing.callback(bell.close)
    return House(settings, wire(settings, store, bell), bell, closing)


def wire(
    settings: Settings,
    store: Store,
    bell: Bell,
    *,
    clock: Clock | None = None,
    mailer: Mailer | None = None,
) -> Doors:
    """Fill the doors; a test may hand in its own clock or mailer."""
    clock = clock or _clock(settings)
    manifest = read_manifest()
    app = _xero_app(settings, f"{settings.url}{manifest.redirect_path}")
    consent, vault = XeroConsent(app, clock), StoreVault(store)
    budget = StoreCallBudget(store, clock)

    def open_books(org_id: UUID, ledger_id: str, grant_id: UUID, urgency: Urgency) -> Ledger:
        return open_ledger(
            app=app,
            org_id=org_id,
            tenant_id=ledger_id,
            grant_id=grant_id,
            vault=vault,
            consent=consent,
            budget=budget,
            clock=clock,
            urgency=urgency,
        )

    return Doors(
        store=store,
        clock=clock,
        consent=consent,
        vault=vault,
        budget=budget,
        open_books=open_books,
        bell=bell,
        mailer=mailer or (SmtpMailer(settings.smtp_url) if settings.smtp_url else NoMailer()),
        domains=_domains(settings),
        texter=_texter(settings),
        bureau=_bureau(settings),
        hooks=WebHooks(allow_loopback=settings.is_local),
        url=settings.url,
        scopes=manifest.scopes,
        from_address=_from_address(settings.url),
        reply_domain=settings.reply_domain,
        is_local=settings.is_local,
        ledger_site=settings.login_url if settings.is_local else LEDGER_SITE,
    )


def console(settings: Settings, doors: Doors) -> Flask:
    """The web app: the console, and the door for Xero's webhooks."""
    manifest = read_manifest()

    def store_notices(found: Sequence[Notice]) -> None:
        pairs = (
            (
                notice.tenant_id,
                inbox.Notice(
                    notice.key, notice.resource, notice.resource_id, notice.kind, notice.at
                ),
            )
            for notice in found
        )
        notices.take_notices(doors, notices.grouped(pairs))

    door = receiver(
        keys=settings.xero_webhook_keys,
        store=store_notices,
        path=manifest.webhook_path,
        refused=lambda address: notices.too_many_failures(doors, address),
        complain=lambda complaint: log.warning("webhook not readable", why=complaint),
    )
    answers = text_receiver(
        secrets=settings.sms_hook_keys,
        take=lambda it: take_answer(doors, it),
        refused=lambda address: notices.too_many_failures(doors, address),
    )
    arrivals = mail_receiver(
        secrets=settings.mail_hook_keys,
        take=lambda it: take_mail(doors, it),
        refused=lambda address: notices.too_many_failures(doors, address),
    )
    return create_console(
        doors,
        secure_cookies=settings.url.startswith("https://"),
        extra_blueprints=[
            door, answers, arrivals, provider_receiver(payment_desk(doors)), api.blueprint,
        ],
    )  # fmt: skip


def payment_desk(doors: Doors) -> Desk:
    """What the receiver of payment providers is handed."""

    def store(provider: str, endpoint: str, payments: Payments) -> None:
        for complaint in payments.complaints:
            log.warning("webhook not readable", provider=provider, why=complaint)
        told = [Told.of(provider, each) for each in payments.events]
        incoming.take_events(doors, provider, endpoint, told)

    return Desk(
        secrets=lambda provider, endpoint: incoming.secrets_at(doors, provider, endpoint),
        store=store,
        refused=lambda address: notices.too_many_failures(doors, address),
        now=doors.clock.now,
    )


def take_answer(doors: Doors, answer: Answer) -> None:
    """Hand on what somebody texted back."""
    text_answers.take_answer(doors, key=answer.key, number=answer.number, text=answer.text)


def take_mail(doors: Doors, posted: Posted) -> None:
    """Hand on a mail that arrived."""
    arrivals.take_mail(doors, raw=posted.raw, recipients=posted.recipients)


def _clock(settings: Settings) -> Clock:
    if settings.clock_url is None:
        return WallClock()
    return LocalXeroClock(f"{settings.clock_url}/sandbox/clock")


def _xero_app(settings: Settings, redirect_uri: str) -> XeroApp:
    return XeroApp(
        client_id=settings.xero_client_id,
        client_secret=settings.xero_client_secret,
        redirect_uri=redirect_uri,
        login_url=settings.login_url,
        identity_url=settings.identity_url,
        api_url=settings.api_url,
    )


def _texter(settings: Settings) -> Carrier[OutgoingText]:
    if settings.sms_url is None:
        return NoTexter()
    return HttpTexter(settings.sms_url, settings.sms_key, settings.sms_sender)


def _bureau(settings: Settings) -> Bureau:
    if settings.bureau_url is None:
        return NoBureau()
    return HttpBureau(settings.bureau_url, settings.bureau_key or "", settings.bureau_name)


def _domains(settings: Settings) -> DomainCheck:
    return SandboxDomainCheck(settings.api_url) if settings.is_local else DnsDomainCheck()


def _from_address(url: str) -> str:
    """Our own sending address: at the host that people know us by."""
    host = urlsplit(url).hostname or ""
    return f"reminders@{'goodterms.example' if host in _LOOPBACK else host}"
