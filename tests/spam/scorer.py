"""Hands mails to Debian's SpamAssassin, as they would reach a customer's server. It judges nothing.

One process reads the rules once and scores all mails of a run, a tenth of a second each.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from plugin.mailer import as_message
from plugin.ports.doors import OutgoingMail

_SCRIPT = Path(__file__).with_name("score.pl")
#: what a customer's server writes on top of a mail that it takes
_TAKEN = (
    "Return-Path: <{sender}>\r\n"
    "Received: from mail.{domain} (mail.{domain} [93.184.216.34])\r\n"
    "\tby mx.customer.example (Postfix) with ESMTPS id 4Qx7Zk1Yw2z9\r\n"
    "\tfor <{to}>; {on}\r\n"
)


@dataclass(frozen=True, slots=True)
class Score:
    """Points, and the rules that gave or took them."""

    points: float
    rules: dict[str, float]

    def __str__(self) -> str:
        """Such as "1.2: MISSING_DATE 1.4, SHORT -0.2"."""
        named = sorted(self.rules.items(), key=lambda rule: -abs(rule[1]))
        return f"{self.points:.3f}: " + ", ".join(f"{name} {points}" for name, points in named)


@cache
def is_installed() -> bool:
    """Whether this machine has SpamAssassin's Perl library, and its rules with it."""
    command = ["perl", "-MMail::SpamAssassin", "-e", "1"]
    try:
        found = subprocess.run(command, capture_output=True, check=False, timeout=30)
    except FileNotFoundError:
        return False
    return found.returncode == 0 and Path("/usr/share/spamassassin").is_dir()


class Scorer:
    """A running SpamAssassin."""

    def __init__(self, mails: IO[bytes], answers: IO[bytes]) -> None:
        self._mails = mails
        self._answers = answers

    def score(self, mail: OutgoingMail) -> Score:
        """The score of a mail as it goes over the wire and is taken by the customer's server."""
        return self.score_raw(
            as_message(mail),
            sender=mail.from_address,
            to=mail.to[0],
            on=format_datetime(mail.sent_at),
        )

    def score_raw(self, raw: bytes, *, sender: str, to: str, on: str) -> Score:
        """The score of the bytes of a mail; `on` is when it is taken, as mail writes it."""
        domain = sender.rpartition("@")[2]
        whole = _TAKEN.format(sender=sender, domain=domain, to=to, on=on).encode() + raw
        self._mails.write(b"%d\n%b" % (len(whole), whole))
        self._mails.flush()
        line = self._answers.readline()
        assert line, "SpamAssassin ended without an answer"
        said = json.loads(line)
        return Score(said["score"], said["rules"])


@contextmanager
def scoring() -> Iterator[Scorer]:
    """SpamAssassin, in a folder of its own that is gone after."""
    with (
        TemporaryDirectory(prefix="goodterms-spam-") as folder,
        subprocess.Popen(
            ["perl", str(_SCRIPT), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as running,
    ):
        assert running.stdin is not None
        assert running.stdout is not None
        yield Scorer(running.stdin, running.stdout)
        running.stdin.close()
        running.wait(10)
