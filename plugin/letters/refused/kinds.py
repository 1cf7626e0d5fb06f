"""Why something is refused; what it looks like is for each language."""

from __future__ import annotations

THREAT = "an untrue threat"
LOOK_ALIKE = "a court look-alike"
MARKETING = "marketing"
BLAME = "blame"
SHOUTING = "a word that shouts"
