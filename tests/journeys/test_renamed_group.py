"""A group renamed inside Xero is an answer: asked about, and no second group is made (rule 31)."""

from __future__ import annotations

