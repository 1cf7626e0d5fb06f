"""Mail that could not be delivered: whose address, for good or for now, in the system's words.

Reports by the standard (RFC 3464), and the plain forms of qmail, Exim, Postfix, Exchange and the
large mailbox providers. What follows from it is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugin.mail.parts import Parts, shown

_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]\\]+@[^\s<>\"',;:()\[\]\\]+")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)[ -]")
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|has |failed|failure|incomplete|problem)|returned mail|"
    r"mail delivery|failure notice|delivery notification|could not be delivered|not delivered|"
    r"message blocked|mail system error|nicht zustellbar|unzustellbar|non remis|"
    r"échec de (?:la )?remise|no se puede entregar|no se ha podido entregar|onbestelbaar|"
    r"mancata consegna|não entregue|kunde inte levereras",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"^(?:mailer-?daemon|postmaster|mail-?daemon|bounces?)(?:[+.-].*)?@", re.IGNORECASE
)
_GONE = re.compile(
    r"user unknown|unknown user|no such user|does not exist|doesn't exist|no mailbox here|"
    r"mailbox (?:unavailable|not found|does not|is disabled|disabled)|address (?:not found|"
    r"rejected|unknown|couldn't be found|does not)|recipient (?:rejected|not found|unknown)|"
    r"invalid recipient|account (?:is |has been )?(?:disabled|closed|deactivated)|"
    r"host (?:or domain name )?not found|domain (?:not found|does not exist)|"
    r"wasn't found|couldn't be found|konto .{0,20}existiert nicht|unbekannt",
    re.IGNORECASE,
)
_FOR_NOW = re.compile(
    r"mailbox (?:is )?full|over quota|quota exceeded|out of storage|"
    r"insufficient (?:system )?storage|"
    r"try again|temporar|greylist|delayed|will (?:be retried|keep trying)|connection timed out|"
    r"too large|message size|postfach .{0,20}voll",
    re.IGNORECASE,
)
#: statuses that end in failure though the address may be right: full, too large, expired, refused
_SOFT_DETAIL = frozenset({("2", "2"), ("3", "4"), ("2", "3"), ("4", "7"), ("3", "1"), ("4", "4")})
_MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One address that a mail did not reach.

    `is_hard`: it will not by trying again. `is_final`: this mail did not reach it, and nobody
    tries any more; False while the mail system still does. `message_id` is the mail's that came
    back, empty where that is not said.
    """

    address: str
    is_hard: bool
    is_final: bool
    why: str
    message_id: str = ""


def undelivered(parts: Parts, sender: str) -> tuple[Undelivered, ...]:
    """Every address that a report says was not reached; none where the mail is no such report."""
    message_id = parts.returned.first("message-id")
    if parts.deliveries:
        found = (_reported(each, message_id) for each in parts.deliveries)
        return tuple(each for each in found if each is not None)
    if parts.is_report and parts.is_report != "delivery-status":
        return ()
    return _plain(parts, sender, message_id)


def is_receipt(parts: Parts) -> bool:
    """Whether it only says that something was delivered or read."""
    if parts.is_report == "disposition-notification":
        return True
    told = {each.get("action", "").lower() for each in parts.deliveries}
    return bool(told) and told <= {"delivered", "relayed", "expanded"}


def _reported(fields: dict[str, str], message_id: str) -> Undelivered | None:
    action = fields.get("action", "").strip().lower()
    if action not in {"failed", "delayed"}:
        return None
    address = _addressed(fields.get("original-recipient", "")) or _addressed(
        fields.get("final-recipient", "")
    )
    if not address:
        return None
    why = _typed(fields.get("diagnostic-code", "")) or fields.get("status", "")
    is_final = action == "failed"
    # systems that only say "failed" put the true status into the words of the one they asked
    status = fields.get("status", "")
    is_hard = is_final and _is_hard(status, why)
    return Undelivered(address, is_hard, is_final, shown(why)[:_MOST_SAID], message_id)


def _is_hard(status: str, why: str) -> bool:
    found = _STATUS.search(status) or _STATUS.search(why)
    if _FOR_NOW.search(why):
        return False
    if found is None:
        code = _CODE.search(why)
        return code is None or code[1].startswith("5")
    if found[1] != "5" or (found[2], found[3]) in _SOFT_DETAIL:
        return False
    # refused for what it is, not for where it goes: 5.7 is policy, spam, size of trust
    return found[2] != "7" or bool(_GONE.search(why))


def _plain(parts: Parts, sender: str, message_id: str) -> tuple[Undelivered, ...]:
    """A report in words: only from a mail system, or with a header that says whom it failed."""
    headers, text = parts.headers, parts.text[:20_000]
    failed = headers.addresses("x-failed-recipients")
    is_system = bool(_SENDER.match(sender)) or any(
        each.strip() == "<>" for each in headers.all("return-path")
    )
    if not failed and not (is_system and _SUBJECT.search(headers.first("subject"))):
        return ()
    told, _, returned = _parted(text)
    addresses = failed or tuple(
        dict.fromkeys(
            each.lower().rstrip(".")
            for each in _ADDRESS.findall(told)
            if not _SENDER.match(each) and each.lower() != sender
        )
    )
    why = _sentence(told)
    is_final = not re.search(
        r"delayed|will (?:be retried|keep trying)|still trying", told, re.IGNORECASE
    )
    is_hard = is_final and not _FOR_NOW.search(told) and _is_hard("", told)
    found = message_id or _message_id(returned)
    return tuple(Undelivered(each, is_hard, is_final, why, found) for each in addresses[:20])


def _parted(text: str) -> tuple[str, str, str]:
    """What the system says, and the copy of the mail below it."""
    match = re.search(
        r"^-{2,}.*(?:copy of|original message|message headers|begin message|Below this line).*$|"
        r"^--- .*$|^(?:Return-Path|Received): .*$",
        text,
        re.IGNORECASE | re.MULTILINE,
    )
    return (text, "", "") if match is None else (text[: match.start()], "", text[match.start() :])


def _message_id(returned: str) -> str:
    match = re.search(r"^Message-ID:\s*(<[^>\s]+>)", returned, re.IGNORECASE | re.MULTILINE)
    return match[1] if match else ""


def _sentence(told: str) -> str:
    """The line that says why: the one with a code or with a reason in it."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    for test in (_STATUS, _GONE, _FOR_NOW, _CODE):
        for line in lines:
            if test.search(line):
                return shown(line)[:_MOST_SAID]
    return shown(lines[-1])[:_MOST_SAID] if lines else ""


def _addressed(value: str) -> str:
    found = _ADDRESS.search(_typed(value))
    return found.group().lower().rstrip(".") if found else ""


def _typed(value: str) -> str:
    """The value behind its type: `rfc822; a@b`, `smtp; 550 ...`."""
    kind, mark, rest = value.partition(";")
    return rest.strip() if mark and " " not in kind.strip() else value.strip()
