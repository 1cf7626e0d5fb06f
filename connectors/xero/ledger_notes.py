"""What Goodterms leaves on contacts and invoices in Xero: group membership and history notes.

It writes what it is told, once; whether it is needed and allowed is decided by whoever calls.
"""

from __future__ import annotations

from typing import Final

from connectors.xero import translate_people
from connectors.xero.answers import Missing
from connectors.xero.ledger_calls import LedgerCalls
from plugin.ports import LedgerGroup, LedgerNote, NoteOn, OutcomeUnknown

#: Xero's limit for the text of a note, in letters.
LONGEST_NOTE: Final = 2500

_NOTES: Final = {NoteOn.CONTACT: "contact", NoteOn.INVOICE: "invoice"}


class GroupsAndNotes(LedgerCalls):
    """Contact groups with their members, and the history of contacts and invoices."""

    def groups(self) -> tuple[LedgerGroup, ...]:
        """The contact groups, without their members."""
        body = self._read("get_contact_groups").body
        return self._made(lambda: translate_people.groups(body))

    def group(self, group_id: str) -> LedgerGroup:
        """One group with its members. Raises Refused where it is gone."""
        body = self._read("get_contact_group", group_id).body
        found = self._made(lambda: translate_people.groups(body))
        if not found:
            raise self._client.went_wrong(Missing("this contact group was deleted"))
        return found[0]

    def create_group(self, name: str, *, key: str) -> LedgerGroup:
        """A new group. Raises Refused in Xero's words, as for a name in use or the 101st."""
        body = self._write(
            "create_contact_group", {"ContactGroups": [{"Name": name}]}, key=key
        ).body
        found = self._written(lambda: translate_people.groups(body))
        if not found:
            raise self._client.went_wrong(OutcomeUnknown("Xero did not say which group it made"))
        return found[0]

    def add_to_group(self, group_id: str, contact_id: str, *, key: str) -> None:
        """Put a contact into a group; one that is in it already stays."""
        contact = {"Contacts": [{"ContactID": contact_id}]}
        self._write("create_contact_group_contacts", group_id, contact, key=key)

    def remove_from_group(self, group_id: str, contact_id: str) -> None:
        """Take a contact out of a group; one that is not in it, or no group, is as wanted."""
        self._client.write("delete_contact_group_contact", group_id, contact_id, missing_ok=True)

    def delete_group(self, group_id: str, *, key: str) -> None:
        """Delete a group, its contacts stay; a group that is gone is as wanted."""
        change = {"ContactGroups": [{"ContactGroupID": group_id, "Status": "DELETED"}]}
        self._write("update_contact_group", group_id, change, key=key, missing_ok=True)

    def notes(self, on: NoteOn, subject_id: str) -> tuple[LedgerNote, ...]:
        """The history of a contact or invoice, oldest first, Xero's own entries included."""
        body = self._read(f"get_{_NOTES[on]}_history", subject_id).body
        return self._made(lambda: translate_people.notes(body))

    def add_note(self, on: NoteOn, subject_id: str, text: str, *, key: str) -> None:
        """A note that stands for ever. Raises ValueError where it is empty or too long."""
        if not text.strip() or len(text) > LONGEST_NOTE:
            raise ValueError(f"a note has 1 to {LONGEST_NOTE} letters, not {len(text)}")
        note = {"HistoryRecords": [{"Details": text}]}
        self._write(f"create_{_NOTES[on]}_history", subject_id, note, key=key)
