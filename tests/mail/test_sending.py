"""What a mail in a conversation carries: where answers go, what it answers, and who wrote it."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from plugin.letters.mail_words import as_html, copy_words, reply_subject
from plugin.mailer import as_message
from plugin.ports import OutgoingMail, Refused


def mail(**others: object) -> OutgoingMail:
    """An answer to Maya."""
    letter: dict[str, object] = {
        "message_id": "<1@goodterms.example>",
        "from_name": "Lisa",
        "from_address": "reminders@goodterms.example",
        "reply_to": "lisa@harbour.example",
        "to": ("maya@quay.example",),
        "copy_to": (),
        "subject": "Re: Invoice",
        "text": "Hello",
        "html": "<p>Hello</p>",
        "sent_at": datetime(2026, 11, 24, 9, tzinfo=UTC),
    }
    return OutgoingMail(**{**letter, **others})  # type: ignore[arg-type]  # a builder's liberty


def test_answers_go_to_the_conversation_first_and_to_whoever_signs() -> None:
    """Each address once; the thread is named; what a person wrote is marked as no machine's."""
    sent = message_from_bytes(
        as_message(
            mail(answers_to="reply+x@r.example", in_reply_to="<q@quay.example>", auto_submitted="")
        ),
        policy=policy.default,
    )
    assert sent["Reply-To"] == "reply+x@r.example, lisa@harbour.example"
    assert sent["In-Reply-To"] == sent["References"] == "<q@quay.example>"
    assert sent["Auto-Submitted"] is None
    assert sent["X-Auto-Response-Suppress"] is None
    alone = message_from_bytes(as_message(mail(reply_to="", answers_to="reply+x@r.example")))
    assert alone["Reply-To"] == "reply+x@r.example"


def test_a_header_that_somebody_else_wrote_cannot_add_another() -> None:
    """The Message-ID of a mail that is answered comes from outside."""
    with pytest.raises(Refused):
        as_message(mail(in_reply_to="<q@x>\r\nBcc: mallory@else.example"))
    assert "\n" not in reply_subject("Invoice\r\nBcc: mallory@else.example")


@pytest.mark.parametrize(
    ("subject", "answered"),
    [
        ("Invoice", "Re: Invoice"),
        ("RE: AW: Re[2]: Invoice", "Re: Invoice"),
        ("Réf: x", "Re: Réf: x"),
        ("Re:", ""),
        ("", ""),
    ],
)
def test_a_subject_is_answered_once_however_often_it_went_to_and_fro(
    subject: str, answered: str
) -> None:
    """In whatever language the programs wrote it."""
    assert reply_subject(subject) == answered


def test_copies_are_announced_in_the_customers_language() -> None:
    """With the numbers and nothing of the account; what a person writes stays text in HTML."""
    subject, text = copy_words(["A-1", "A-2"], subject="AW: Hallo", signed="Lisa", language="de-AT")
    assert subject == "Re: Hallo"
    assert "Kopien der Rechnungen A-1 und A-2" in text
    assert copy_words(["A-1"], subject="", signed="", language="xx")[0] == "Copies of your invoices"
    assert "<script>" not in as_html("<script>alert(1)</script>\n\nBye")
