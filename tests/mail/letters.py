"""Mail as the common programs write it, made here: the same few words, each in its own clothes."""

from __future__ import annotations

import base64
import quopri

OUTLOOK = b"""From: "Maya O'Neill" <Maya@Quay.example>\r
To: "Lisa Harding" <reply+abc@reply.example>\r
Subject: =?utf-8?B?UkU6IEludm9pY2UgSU5WLTEwNDEg4oCTIMKjMjUwLjAw?=\r
Thread-Topic: Invoice INV-1041\r
Message-ID: <DB9PR01MB.1@eurprd01.prod.outlook.com>\r
In-Reply-To: <1111@harbour.example>\r
References: <0000@harbour.example> <1111@harbour.example>\r
Date: Tue, 24 Nov 2026 09:10:00 +0000\r
Content-Language: en-GB\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="_000_A"\r
\r
--_000_A\r
Content-Type: text/plain; charset="Windows-1252"\r
Content-Transfer-Encoding: quoted-printable\r
\r
Hi Lisa,\r
\r
It=92s on Friday=92s run =96 =A3250.\r
\r
Maya\r
________________________________\r
From: Lisa Harding <lisa@harbour.example>\r
Sent: 24 November 2026 08:00\r
To: Maya O'Neill <maya@quay.example>\r
Subject: Invoice INV-1041\r
\r
Please pay =A3250.00.\r
--_000_A\r
Content-Type: text/html; charset="Windows-1252"\r
Content-Transfer-Encoding: quoted-printable\r
\r
<html><body><p>Hi Lisa,</p><p>It=92s on Friday=92s run =96 =A3250.</p>\r
<div id=3D"divRplyFwdMsg"><b>From:</b> Lisa</div><p>Please pay</p></body></html>\r
--_000_A--\r
"""

GMAIL = b"""From: Maya <maya@quay.example>\r
To: reply+abc@reply.example\r
Subject: Re: Invoice INV-1041\r
Message-ID: <CAF1@mail.gmail.com>\r
In-Reply-To: <1111@harbour.example>\r
Date: Tue, 24 Nov 2026 10:10:00 +0100\r
Content-Type: multipart/alternative; boundary="00b"\r
\r
--00b\r
Content-Type: text/plain; charset="UTF-8"\r
\r
Paid yesterday, ref 1041.\r
\r
On Tue, 24 Nov 2026 at 08:00, Lisa Harding, Harbour Lane Foods <\r
lisa@harbour.example> wrote:\r
\r
> Dear Maya,\r
> please pay 250.00.\r
>\r
--00b\r
Content-Type: text/html; charset="UTF-8"\r
\r
<div dir="ltr">Paid yesterday, ref 1041.</div><br><div class="gmail_quote">\r
<div class="gmail_attr">On Tue</div><blockquote class="gmail_quote">Hi</blockquote></div>\r
--00b--\r
"""

APPLE = b"""From: Maya <maya@quay.example>\r
To: reply+abc@reply.example\r
Subject: Re: Invoice INV-1041\r
Message-ID: <APPLE-1@quay.example>\r
Mime-Version: 1.0 (Mac OS X Mail 16.0)\r
Date: Tue, 24 Nov 2026 09:10:00 +0000\r
Content-Type: multipart/mixed; boundary="Apple-Mail=_1"\r
\r
--Apple-Mail=_1\r
Content-Transfer-Encoding: 7bit\r
Content-Type: text/plain; charset=us-ascii\r
\r
See the damaged box:\r
\r
--Apple-Mail=_1\r
Content-Disposition: inline; filename=box.png\r
Content-Type: image/png; name="box.png"\r
Content-Transfer-Encoding: base64\r
\r
iVBORw0KGgoAAAANSUhEUg==\r
--Apple-Mail=_1\r
Content-Transfer-Encoding: 7bit\r
Content-Type: text/plain; charset=us-ascii\r
\r
We will pay the rest.\r
\r
Sent from my iPhone\r
\r
> On 24 Nov 2026, at 08:00, Lisa Harding <lisa@harbour.example> wrote:\r
> \r
> Please pay\r
--Apple-Mail=_1--\r
"""

ANDROID = b"""From: maya@quay.example\r
To: reply+abc@reply.example\r
Subject: RE: Invoice INV-1041\r
Message-ID: <and-1@quay.example>\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: base64\r
\r
""" + base64.encodebytes(
    "<html><head><style>p{color:red}</style></head><body><p>Können wir teilen?</p>"
    '<p>200 € am Freitag</p><div class="gmail_quote">Am 24. Nov schrieb Lisa: bitte zahlen'
    "</div></body></html>".encode()
)

GERMAN = b"""From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <joerg@kueche.example>\r
To: reply+abc@reply.example\r
Subject: =?iso-8859-1?Q?AW=3A_Rechnung?=\r
Message-ID: <de-1@kueche.example>\r
Content-Type: text/plain; charset=iso-8859-1; format=flowed\r
Content-Transfer-Encoding: 8bit\r
\r
""" + (
    "Die Rechnung ist uns zu hoch, bitte \r\nprüfen.\r\n\r\nViele Grüße\r\nJörg\r\n\r\n"
    "Am 24.11.2026 um 08:00 schrieb Lisa Harding:\r\n> Bitte zahlen Sie\r\n"
).encode("latin-1")

INLINE = b"""From: maya@quay.example\r
To: reply+abc@reply.example\r
Subject: Re: Invoice\r
Message-ID: <inl-1@quay.example>\r
Content-Type: text/plain; charset=utf-8\r
\r
On 24 November 2026 Lisa Harding wrote:\r
> INV-1041, 250.00\r
This one is paid.\r
> INV-1055, 1,250.00\r
This one on Friday.\r
"""

WINMAIL = (
    b"""From: maya@quay.example\r
To: reply+abc@reply.example\r
Subject: remittance\r
Message-ID: <tnef-1@quay.example>\r
Content-Type: multipart/mixed; boundary="t"\r
\r
--t\r
Content-Type: text/plain; charset=utf-8\r
\r
See attached.\r
--t\r
Content-Type: application/ms-tnef; name="winmail.dat"\r
Content-Disposition: attachment; filename="winmail.dat"\r
Content-Transfer-Encoding: base64\r
\r
"""
    + base64.encodebytes(b"\x78\x9f\x3e\x22" + b"\x01" * 60)
    + b"--t--\r\n"
)

FORWARDED = b"""From: maya@quay.example\r
To: reply+abc@reply.example\r
Subject: Fwd: your mail\r
Message-ID: <fwd-1@quay.example>\r
Content-Type: multipart/mixed; boundary="f"\r
\r
--f\r
Content-Type: text/plain\r
\r
As attached.\r
--f\r
Content-Type: message/rfc822\r
\r
From: somebody@else.example\r
Subject: inner\r
Content-Type: text/html\r
\r
<script>alert(1)</script>\r
--f--\r
"""

POSTFIX = b"""Return-Path: <>\r
From: MAILER-DAEMON@mx.quay.example (Mail Delivery System)\r
To: reply+abc@reply.example\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
Message-ID: <b1@mx.quay.example>\r
Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r
\r
--B\r
Content-Type: text/plain; charset=us-ascii\r
\r
This is the mail system at host mx.quay.example.\r
\r
--B\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.quay.example\r
Arrival-Date: Tue, 24 Nov 2026 08:00:00 +0000\r
\r
Final-Recipient: rfc822; maya@quay.example\r
Original-Recipient: rfc822;maya@quay.example\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 <maya@quay.example>: Recipient address\r
    rejected: User unknown\r
\r
--B\r
Content-Type: text/rfc822-headers\r
\r
From: lisa@harbour.example\r
Message-ID: <1111@harbour.example>\r
Subject: Invoice INV-1041\r
\r
--B--\r
"""

FULL = POSTFIX.replace(b"5.1.1", b"5.2.2").replace(
    b"Recipient address\r\n    rejected: User unknown", b"mailbox full"
)
DELAYED = POSTFIX.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1")

QMAIL = b"""Return-Path: <>\r
From: MAILER-DAEMON@quay.example\r
To: reply+abc@reply.example\r
Subject: failure notice\r
Message-ID: <q1@quay.example>\r
\r
Hi. This is the qmail-send program at quay.example.\r
I'm afraid I wasn't able to deliver your message to the following addresses.\r
This is a permanent error; I've given up. Sorry it didn't work out.\r
\r
<maya@quay.example>:\r
Sorry, no mailbox here by that name. (#5.1.1)\r
\r
--- Below this line is a copy of the message.\r
\r
Return-Path: <lisa@harbour.example>\r
Message-ID: <1111@harbour.example>\r
"""

EXIM = b"""Return-path: <>\r
X-Failed-Recipients: maya@quay.example\r
Auto-Submitted: auto-replied\r
From: Mail Delivery System <Mailer-Daemon@mx.example>\r
To: reply+abc@reply.example\r
Subject: Mail delivery failed: returning message to sender\r
Message-ID: <e1@mx.example>\r
\r
This message was created automatically by mail delivery software.\r
\r
A message that you sent could not be delivered to one or more of its\r
recipients. This is a permanent error. The following address(es) failed:\r
\r
  maya@quay.example\r
    host mx.quay.example [192.0.2.1]\r
    SMTP error from remote mail server after RCPT TO:<maya@quay.example>:\r
    550 no such user here\r
\r
------ This is a copy of the message, including all the headers. ------\r
\r
Message-ID: <1111@harbour.example>\r
"""


def away(words: str, *, subject: str = "Automatic reply: Invoice", **headers: str) -> bytes:
    """An automatic answer in UTF-8, quoted-printable."""
    named = {
        "Auto-Submitted": "auto-replied",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    lines = [
        *("From: maya@quay.example", "To: reply+abc@reply.example", f"Subject: {subject}"),
        *("Message-ID: <ooo-1@quay.example>", "Content-Type: text/plain; charset=utf-8"),
        *("Content-Transfer-Encoding: quoted-printable",),
        *(f"{name}: {value}" for name, value in named.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + quopri.encodestring(words.encode())
