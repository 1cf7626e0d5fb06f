"""The door by which an outgoing webhook leaves, and the one that stands where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from plugin.ports.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCall:
    """One attempt to tell an event: signed with each of the secrets that are valid now."""

    id: str
    url: str
    secrets: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What the other side answered; `words` are the beginning of its body."""

    status: int
    words: str

    @property
    def took_it(self) -> bool:
        """Any 2xx takes it."""
        return 200 <= self.status < 300


class HookSender(Protocol):
    """Posts to an address that somebody else chose.

    Never into private networks, never through a redirect. Raises Refused where the address is one
    that nothing is sent to, Unavailable where nothing answered. No call lasts longer than ten
    seconds.
    """

    def check(self, url: str) -> None:
        """Raise Refused, with a sentence, where nothing would ever be sent to this address."""
        ...

    def post(self, call: HookCall) -> HookAnswer:
        """Post it once."""
        ...


class NoHooks:
    """The door where no webhook leaves: every address is refused, and says so."""

    def check(self, url: str) -> None:
        """Refuse. Raises Refused, always."""
        raise Refused(f"webhooks do not leave from here, so none goes to {url}")

    def post(self, call: HookCall) -> HookAnswer:
        """Refuse. Raises Refused, always."""
        raise Refused(f"webhooks do not leave from here, so {call.id} was not sent")
