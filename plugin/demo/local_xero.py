"""The local Xero from the outside: its clock, its calls, its mail, what an accountant sees.

It speaks to the control addresses only, which the real Xero does not have, and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests

_TIMEOUT = 60.0
_FIRST = "organisations/first"


@dataclass(frozen=True, slots=True)
class Awkward:
    """A customer of the books who tries one of the rules, and the sentence that says how."""

    id: str
    key: str
    name: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LocalXero:
    """A running local Xero at `url`."""

    url: str

    def now(self) -> datetime:
        """Business time."""
        return datetime.fromisoformat(self._get("clock")["now"])

    def advance(self, hours: float) -> datetime:
        """Let hours pass; what is due in them happens. The new instant."""
        answer = requests.post(
            f"{self.url}/sandbox/advance", json={"hours": hours}, timeout=_TIMEOUT
        )
        answer.raise_for_status()
        return datetime.fromisoformat(answer.json()["now"])

    def webhooks(self) -> Any:
        """The state of the subscription; `waiting` counts what is not delivered yet."""
        return self._get("webhooks")

    def awkward(self) -> tuple[Awkward, ...]:
        """The awkward customers of the first organisation, in the order of the books."""
        return tuple(
            Awkward(
                id=each["contact"]["id"],
                key=each["contact"]["number"] or each["contact"]["id"],
                name=each["contact"]["name"],
                label=each["label"],
                sentence=each["sentence"],
            )
            for each in self._organisation()["awkward"]
        )

    def limits(self) -> tuple[tuple[str, str], ...]:
        """The credit limits that came with the books: a number or name, and an amount."""
        return tuple(
            (each["contact"]["number"] or each["contact"]["name"], each["amount"])
            for each in self._organisation()["limits"]
        )

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Contact groups: the ids of their members by name."""
        return {
            group["name"]: tuple(member["id"] for member in group["members"])
            for group in self._get(f"{_FIRST}/groups")
        }

    def mails(self) -> tuple[Any, ...]:
        """Every mail that was taken, oldest first."""
        return tuple(self._get("mail")["mails"])

    def calls_and_bytes(self) -> tuple[int, int]:
        """How many calls were asked, and the bytes of their answers as Xero would bill them."""
        days = [day for of in self._get("calls")["sums"].values() for day in of.values()]
        return sum(day["calls"] for day in days), sum(day["bytes"] for day in days)

    def _organisation(self) -> Any:
        return self._get("state")["organisations"][0]

    def _get(self, path: str) -> Any:
        answer = requests.get(f"{self.url}/sandbox/{path}", timeout=_TIMEOUT)
        answer.raise_for_status()
        return answer.json()
