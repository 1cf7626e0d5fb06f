"""Mail of every kind, read: new words apart from quotes, kinds by their marks, never a crash."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.mail.asking import asks_for_copy, asks_only_that
from plugin.mail.away import away_until
from plugin.mail.contents import TNEF, UNKNOWN, type_of
from plugin.mail.html import read_html
from plugin.mail.quoting import split
from plugin.mail.reading import MailKind, read_arrived
from plugin.mail.rows import rows_of_csv
from tests.mail import letters

FRIDAY = date(2026, 11, 20)


def test_outlook_quotes_below_a_line_and_speaks_windows() -> None:
    """Its encoding, its subject in base64, its thread: all of it comes out as it was written."""
    mail = read_arrived(letters.OUTLOOK)
    assert mail.said == "Hi Lisa,\n\nIt’s on Friday’s run – £250.\n\nMaya"
    assert "Please pay £250.00." in mail.quoted
    assert mail.subject == "RE: Invoice INV-1041 – £250.00"
    assert (mail.sender_name, mail.sender) == ("Maya O'Neill", "maya@quay.example")
    assert mail.answers == ("<1111@harbour.example>", "<0000@harbour.example>")
    assert mail.written_at == datetime(2026, 11, 24, 9, 10, tzinfo=UTC)
    assert (mail.kind, mail.is_automatic) == (MailKind.REPLY, False)


def test_gmail_breaks_the_line_that_announces_the_quote() -> None:
    """Over two lines, with an address in between."""
    mail = read_arrived(letters.GMAIL)
    assert mail.said == "Paid yesterday, ref 1041."
    assert mail.quoted.startswith("On Tue, 24 Nov 2026 at 08:00")


def test_apple_writes_on_below_a_picture() -> None:
    """Both texts are read, the picture is a file, the telephone's own line is no word of theirs."""
    mail = read_arrived(letters.APPLE)
    assert mail.said == "See the damaged box:\n\nWe will pay the rest."
    assert [(each.name, each.kind) for each in mail.files] == [("box.png", "image/png")]


def test_html_alone_is_read_as_words() -> None:
    """Styles are no words, and what Gmail marks as quoted is quoted."""
    mail = read_arrived(letters.ANDROID)
    assert mail.said == "Können wir teilen?\n\n200 € am Freitag"
    assert "bitte zahlen" in mail.quoted


def test_flowed_lines_are_whole_again_and_umlauts_survive() -> None:
    """An encoding of its own, a name in the header in another."""
    mail = read_arrived(letters.GERMAN)
    assert mail.said.splitlines()[0] == "Die Rechnung ist uns zu hoch, bitte prüfen."
    assert mail.sender_name == "Jörg Müller"
    assert mail.subject == "AW: Rechnung"
    assert "Bitte zahlen" not in mail.said


def test_answers_between_the_lines_are_kept_with_what_they_answer() -> None:
    """Nobody's words get lost because they stand below a quote."""
    mail = read_arrived(letters.INLINE)
    assert "This one is paid." in mail.said
    assert "> INV-1055, 1,250.00" in mail.said


def test_a_file_is_what_stands_in_it() -> None:
    """winmail.dat says so itself, and a mail in a mail is a file, never read as HTML."""
    (file,) = read_arrived(letters.WINMAIL).files
    assert (file.name, file.kind) == ("winmail.dat", TNEF)
    forwarded = read_arrived(letters.FORWARDED)
    assert forwarded.said == "As attached."
    assert len(forwarded.files) == 1
    assert type_of(b"<html><script>") == "text/html"
    assert type_of(b"  <!DOCTYPE html>") == "text/html"
    assert type_of(b"<svg onload=x>") == "text/html"
    assert type_of(b"MZ\x90\x00") == "application/x-msdownload"
    assert type_of(b"a;b\n1;2\n3;4\n") == "text/csv"
    assert type_of(b"\x00\x01\x02") == UNKNOWN
    assert type_of(b"") == UNKNOWN


@pytest.mark.parametrize(
    ("raw", "is_hard", "is_final"),
    [
        (letters.POSTFIX, True, True),
        (letters.QMAIL, True, True),
        (letters.EXIM, True, True),
        (letters.FULL, False, True),
        (letters.DELAYED, False, False),
    ],
)
def test_mail_that_came_back_names_its_address(raw: bytes, is_hard: bool, is_final: bool) -> None:
    """By the standard's report and by the plain forms; for good, for now, or still on its way."""
    mail = read_arrived(raw)
    assert mail.kind is MailKind.BOUNCE
    (found,) = mail.undelivered
    assert found.address == "maya@quay.example"
    assert (found.is_hard, found.is_final) == (is_hard, is_final)
    assert found.message_id == "<1111@harbour.example>"
    assert found.why


def test_a_person_who_writes_of_a_bounce_is_a_person() -> None:
    """Words alone make no report."""
    mail = read_arrived(
        b"From: maya@quay.example\r\nSubject: failure notice\r\n\r\n550 user unknown, says "
        b"the mail to paul@quay.example\r\n"
    )
    assert mail.kind is MailKind.REPLY


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"X-Autoreply": "yes", "Auto-Submitted": "no"},
        {"Precedence": "bulk", "Auto-Submitted": "no"},
        {"X-Auto-Reply": "1", "Auto-Submitted": "no"},
        {"Return-Path": "<>", "Auto-Submitted": "no"},
    ],
)
def test_machines_are_known_by_their_headers(headers: dict[str, str]) -> None:
    """And somebody away by what the machine says."""
    mail = read_arrived(letters.away("I am out of the office.", subject="Re: Invoice", **headers))
    assert (mail.kind, mail.is_automatic) == (MailKind.AWAY, True)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Invoice",
        "Automatische Antwort: Rechnung",
        "Abwesenheitsnotiz: Rechnung",
        "Réponse automatique : Facture",
        "Respuesta automática: Factura",
        "Automatisch antwoord: Factuur",
        "Risposta automatica: Fattura",
        "Out of Office: Invoice",
    ],
)
def test_machines_are_known_by_the_subjects_that_programs_write(subject: str) -> None:
    """Where no header says it."""
    raw = letters.away("Thank you for your mail.", subject=subject, Auto_Submitted="no")
    assert read_arrived(raw).is_automatic


def test_a_person_who_is_away_is_a_person() -> None:
    """Written by hand it is a reply, to be read: who writes so may promise something in it."""
    raw = letters.away(
        "I am on holiday until Monday and will pay then.", subject="Re: x", Auto_Submitted="no"
    )
    assert read_arrived(raw).kind is MailKind.REPLY


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("I am out of the office until 27 November and will answer then.", date(2026, 11, 27)),
        ("Away from 20/11 to 04/12/2026.", date(2026, 12, 4)),
        ("Nicht im Büro vom 20.11. bis einschließlich 27.11.2026.", date(2026, 11, 27)),
        ("Je suis absente jusqu’au 27 novembre inclus.", date(2026, 11, 27)),
        ("Estaré fuera hasta el 3 de diciembre de 2026.", date(2026, 12, 3)),
        ("Ik ben afwezig tot en met 1 december.", date(2026, 12, 1)),
        ("Sono assente fino al 30 novembre.", date(2026, 11, 30)),
        ("Back on Monday.", date(2026, 11, 23)),
        ("Ich bin ab Mittwoch wieder da.", date(2026, 11, 25)),
        ("Returning on the 2nd of January.", date(2027, 1, 2)),
        (
            "We are closed until 2026-12-01. Our hours are 9.30-17.00, 24/7 by web.",
            date(2026, 12, 1),
        ),
        ("I am out of the office. Call 01632 960 412.", None),
        ("I was away until 3 November.", None),
    ],
)
def test_an_absence_ends_on_the_day_that_it_names(words: str, until: date | None) -> None:
    """In the words and numbers of its language; without a day ahead there is none."""
    assert away_until(words, written=FRIDAY) == until


def test_numbers_are_read_in_the_order_of_the_language() -> None:
    """04/12 is in December to a Briton and in April to an American; 27/11 is the same to both."""
    assert away_until("until 04/12", written=FRIDAY) == date(2026, 12, 4)
    assert away_until("until 04/12/2027", written=FRIDAY, language="en-US") == date(2027, 4, 12)
    assert away_until("until 12/04", written=FRIDAY, month_first=True) == date(2026, 12, 4)
    assert away_until("until 27/11", written=FRIDAY, language="en-US") == date(2026, 11, 27)


@pytest.mark.parametrize(
    "words",
    [
        "Can you send me a copy of invoice INV-1041 please?",
        "Please resend the invoice.",
        "We have not received this invoice, please send it again.",
        "copy invoice please",
        "Could you please forward a PDF of INV-1041",
        "Bitte senden Sie uns die Rechnung nochmals zu.",
        "Pouvez-vous nous envoyer une copie de la facture ?",
        "¿Nos puede enviar una copia de la factura?",
        "Kunt u een kopie van de factuur sturen?",
    ],
)
def test_asking_for_a_copy_is_understood(words: str) -> None:
    """In the languages of the letters, and it is all that they want."""
    assert asks_for_copy(words)
    assert asks_only_that(words)


@pytest.mark.parametrize(
    "words",
    [
        "Thanks for the copy of the invoice.",
        "I will send you a copy of the payment tomorrow.",
        "Please do not send any more invoices.",
        "We paid invoice INV-1041 on Friday.",
        "Please find attached our credit note.",
        "Attached please find a copy of our remittance.",
        "Can we split it?",
    ],
)
def test_speaking_of_a_copy_is_not_asking_for_one(words: str) -> None:
    """Thanks, promises of their own, and other matters."""
    assert not asks_for_copy(words)


def test_who_has_more_to_say_is_read() -> None:
    """A copy and a complaint: the copy goes, and a person reads the rest."""
    words = "Please send a copy of INV-1041. The delivery of INV-1055 was damaged."
    assert asks_for_copy(words)
    assert not asks_only_that(words)


def test_tables_are_rows_whatever_parts_their_cells() -> None:
    """Of HTML, and of files with commas, semicolons or tabs; nothing of a quote is a row."""
    html = (
        "<table><tr><th>Invoice</th><th>Paid</th></tr><tr><td>INV-1</td><td>1,00</td></tr></table>"
    )
    assert read_html(html).rows == [("Invoice", "Paid"), ("INV-1", "1,00")]
    assert read_html(f'<div class="gmail_quote">{html}</div>').rows == []
    assert rows_of_csv("Rechnung;Betrag\nINV-1;1.000,00\n".encode("utf-16")) == [
        ("Rechnung", "Betrag"),
        ("INV-1", "1.000,00"),
    ]
    assert rows_of_csv(b'Invoice,Paid\n"INV-1","1,000.00"\n') == [
        ("Invoice", "Paid"),
        ("INV-1", "1,000.00"),
    ]


def test_deep_nests_and_endless_lines_are_bounded() -> None:
    """What nobody could take apart is kept whole as a file, quickly, and its headers are read."""
    nest = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(3_000)
    )
    mail = read_arrived(b"From: maya@quay.example\r\nSubject: nest\r\n" + nest)
    assert (mail.is_broken, mail.subject, mail.sender) == (True, "nest", "maya@quay.example")
    assert len(mail.files) == 1
    assert read_arrived(b"Subject: " + b"(" * 100_000 + b"\r\n\r\nx").said == "x"
    assert read_arrived(b"From: " + b"<a@b," * 50_000 + b"\r\n\r\nx").said == "x"


_SEEDS = [
    getattr(letters, name)
    for name in sorted(vars(letters))
    if name.isupper() and isinstance(getattr(letters, name), bytes)
]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(_SEEDS), st.data())
def test_no_mail_however_broken_crashes_the_reader(raw: bytes, data: st.DataObject) -> None:
    """Cut, doubled, with bytes of anything in between: it is read as far as it goes."""
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        until = data.draw(st.integers(at, min(len(raw), at + 200)))
        raw = raw[:at] + data.draw(st.binary(max_size=40)) + raw[until:]
    mail = read_arrived(raw)
    assert "\x00" not in mail.said + mail.quoted + mail.subject + mail.sender
    assert mail.known_as


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_words_get_lost_between_said_and_quoted(text: str) -> None:
    """Every word stands in the one or the other."""
    said, quoted = split(text)
    assert set(text.split()) <= set(f"{said}\n{quoted}".split()) | {""}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_what_python_writes_is_read_back(words: str) -> None:
    """A plain mail comes out as it went in, whatever letters stand in it."""
    mail = EmailMessage()
    mail.set_content(words)
    found = read_arrived(mail.as_bytes())
    said = set(f"{found.said}\n{found.quoted}".split())
    assert {each for each in words.split() if each.isalnum()} <= said
