"""Who gets a message and why, in words for the business's own screens. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.credit.recipients import Addressed, Recipients, Role

ROLE_WORDS = {
    Role.TO: "written to",
    Role.COPY: "gets copies",
    Role.ESCALATION: "told when it gets serious",
    Role.NONE: "not written to",
}


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One address as the preview shows it: what it gets of this message, and why."""

    name: str
    email: str
    gets: str
    why: str


def why_words(each: Addressed) -> str:
    """Where the role of an address comes from."""
    if each.chosen:
        return "chosen here"
    if each.is_first:
        return "the contact's own address in Xero"
    if each.role is Role.NONE:
        return "not included in emails in Xero"
    return "included in emails in Xero"


def address_lines(recipients: Recipients, *, from_level: int) -> tuple[AddressLine, ...]:
    """Every address of the record, those who get it first; `from_level` 0 is the final notice."""
    lines = [_line(each, recipients, from_level) for each in recipients.known]
    order = {"to": 0, "copy": 1, "nothing": 2}
    return tuple(sorted(lines, key=lambda line: order[line.gets]))


def _line(each: Addressed, recipients: Recipients, from_level: int) -> AddressLine:
    gets = "nothing"
    if each.email in recipients.to:
        gets = "to"
    elif each.email in recipients.copy_to:
        gets = "copy"
    why = why_words(each)
    if each.role is Role.ESCALATION:
        when = f"from level {from_level} on" if from_level else "with a final notice"
        why = f"{ROLE_WORDS[each.role]}, {when}"
    elif gets == "to" and each.role is not Role.TO:
        why = f"{why}; nobody else is written to"
    return AddressLine(each.name, each.email, gets, why)
