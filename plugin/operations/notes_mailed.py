"""Mail the notes in which somebody is named to those people, each once."""

from __future__ import annotations

from uuid import UUID

from plugin.operations.doors import Doors


def mail_notes(doors: Doors, org_id: UUID) -> None:
    """Send what waits."""
