"""Remittance advice in PDFs that came by mail: their rows are read after the mail was taken.

Apart from the hook, because a PDF takes seconds and nobody waits for it there.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from plugin.jobs import What
from plugin.mail.contents import PDF
from plugin.mail.pdf import text_of_pdf
from plugin.mail.rows import rows_of_text
from plugin.operations.arrivals import note_reply
from plugin.operations.doors import Doors, decided
from plugin.operations.ground import ground
from plugin.operations.remittances import bounded, is_advice
from plugin.store import assessments
from plugin.store import mail as mails
from plugin.store.mail import Mail

#: of one mail: nobody sends more advices at once
_MOST_PDFS = 5
#: so many mails are looked into in one go
_AT_ONCE = 5


def read_papers(doors: Doors, org_id: UUID) -> bool:
    """Read the PDFs of the mails that came with some; True where more are to be read."""
    with doors.store.tenant(org_id) as tx:
        waiting = mails.with_unread_papers(tx, PDF, limit=_AT_ONCE + 1)
    for mail in waiting[:_AT_ONCE]:
        _read(doors, org_id, mail)
    return len(waiting) > _AT_ONCE


def _read(doors: Doors, org_id: UUID, mail: Mail) -> None:
    with doors.store.tenant(org_id) as tx:
        places = [each.place for each in mails.files_of(tx, mail.id) if each.type == PDF]
        papers = [mails.file(tx, mail.id, place) for place in places[:_MOST_PDFS]]
    rows = [
        row
        for paper in papers
        if paper is not None
        for row in rows_of_text(text_of_pdf(paper.content))
    ]
    content = replace(mail.content, rows=bounded((*mail.content.rows, *rows)))
    with decided(doors, org_id, What.ASSESS) as tx:
        on = ground(tx, now=doors.clock.now())
        mails.papers_read(tx, mail.id, content, at=on.now)
        # a machine's advice is read by a person, as one in its words would be
        if mail.kind == "automatic" and is_advice(tx, on, mail.customer_id, content):
            assessments.lock(tx, [mail.customer_id])
            note_reply(tx, on, replace(mail, content=content))
            assessments.touch(tx, [mail.customer_id])
