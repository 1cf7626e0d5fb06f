"""How hard the property tests search: a hundred examples by default, thousands when asked.

`pytest tests/credit --hypothesis-profile=thorough` is the long search.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("quick", max_examples=100, deadline=None)
settings.register_profile("thorough", max_examples=5000, deadline=None)
settings.load_profile("quick")
