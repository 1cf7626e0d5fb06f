"""What no letter of ours may say, language by language, and why.

Untrue threats and court look-alikes are against the law for whoever sends them (Administration of
Justice Act 1970, s. 40), marketing in a reminder against PECR; blame and shouting against manners.
Patterns are searched without regard to case, in text on one line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from plugin.letters.refused.dutch import DUTCH
from plugin.letters.refused.english import ENGLISH
from plugin.letters.refused.french import FRENCH
from plugin.letters.refused.german import GERMAN
from plugin.letters.refused.kinds import SHOUTING
from plugin.letters.refused.spanish import SPANISH

__all__ = ["CAPITALS", "SHOUTING", "patterns_for"]

#: words that are all capitals, in a sentence of the owner's; bank details may be
CAPITALS = re.compile(r"\b[A-Z]{3,}(?: [A-Z]{2,})+ [A-Z]{3,}\b")

_LANGUAGES = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH, "nl": DUTCH}


@lru_cache(maxsize=8)
def patterns_for(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Why, and what it looks like, in a language such as "fr"; English where there is no list."""
    refused = _LANGUAGES.get(language, ENGLISH)
    return tuple(
        (why, re.compile("|".join(patterns), re.IGNORECASE)) for why, patterns in refused.items()
    )
