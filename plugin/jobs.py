"""Every background job as frozen data with a key. The arguments are ids only; nothing runs here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class What(StrEnum):
    """The kinds of due work; one row of `due` per organisation and kind."""

    #: read everything new from the ledger (the first time: everything); repeats hourly
    SYNC = "sync"
    #: drain stored webhook notices
    NOTICES = "notices"
    #: look into what payment providers told
    INCOMING = "incoming"
    #: review the customers whose facts changed or whose day has come
    ASSESS = "assess"
    #: send what is approved and whose hold has passed
    SEND = "send"
    #: confirm to customers by mail what they did on their own page, and what was answered
    TELL = "tell"
    #: send answers to mail, and read the tables in PDFs that came with it
    MAIL = "mail"
    #: fill in what became of decisions about credit, ninety days later
    OUTCOMES = "outcomes"
    #: bring each month's page by mail to our own people who want it; repeats monthly
    MONTH = "month"
    #: bring the morning letter to our own people who want it; repeats every working day
    MORNING = "morning"
    #: bring the week's tidy list by mail to our own people who want it; repeats weekly
    TIDY = "tidy"
    #: count an organisation for the portfolio of whoever reaches it; repeats daily
    SNAPSHOT = "snapshot"
    #: tell an organisation's own tools by webhook what happened; looks once a day for what is late
    HOOKS = "hooks"
    #: send invitations to quarterly reviews, and tell of those that moved or were called off
    INVITE = "invite"
    #: ask salespeople before a hard step, and mail notes to whom they name
    TELL_TEAM = "tell_team"
    #: bring groups and notes in the ledger in step with our decisions
    WRITE_BACK = "write_back"
    #: send the approved answers to requests for credit
    CREDIT_LETTERS = "credit_letters"
    #: compare what is open with what the ledger has open, and put right what differs; repeats
    COMPARE = "compare"
    #: once a day: is the organisation still connected, did its settings change
    CHECK_CONNECTION = "check_connection"
    #: tell an organisation's people by email that the connection is lost, each once
    TELL_LOST = "tell_lost"
    #: take leave of the ledger: last notes, our groups, this one connection
    DISCONNECT = "disconnect"
    #: delete the copy of a ledger whose organisation left a while ago
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Job:
    """One bell: do what is due of `what` for this organisation."""

    org_id: UUID
    what: What

    @property
    def key(self) -> str:
        """The queueing lock: rings for the same work coalesce."""
        return f"{self.what}:{self.org_id}"

    @property
    def lock(self) -> str:
        """One job at a time per organisation."""
        return f"org:{self.org_id}"
