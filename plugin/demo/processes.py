"""The demo's child processes: started, listened to, stopped. What they do is their own business."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

#: a stop waits for an outside call, at most ten seconds, and for the database to shut down
_STOPS_WITHIN = 40.0
_ROUTINE = '"level": "info"'
_LAST, _WIDEST = 12, 2000


class DidNotStart(Exception):
    """A child ended or stayed silent instead of saying that it is ready; its words are in here."""


class Child:
    """One command of `goodterms` in a process and a group of its own.

    Ctrl-C in a terminal goes to a whole group, and ours are stopped in order by their parent.
    `variables` are the KEY=value lines that it printed before READY.
    """

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], *, log: Path
    ) -> None:
        self.name = arguments[0]
        self.variables: dict[str, str] = {}
        self._log = log
        self._is_ready = threading.Event()
        self._has_ended = threading.Event()
        with log.open("wb") as file:
            self._popen = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-P", "-m", "plugin", *arguments],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
                start_new_session=True,
            )
        self._listener = threading.Thread(target=self._listen, name=f"{self.name}-out", daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._popen.poll() is None

    def await_ready(self, *, timeout: float = 90.0) -> None:
        """Wait for READY. Raises DidNotStart after `timeout` seconds, or where it ends first."""
        until = time.monotonic() + timeout
        while not self._is_ready.wait(0.05):
            if self._has_ended.is_set():
                code = self._popen.wait()
                raise DidNotStart(
                    f"`goodterms {self.name}` ended with {code} before it was ready."
                    f"{self.last_words()}"
                )
            if time.monotonic() > until:
                raise DidNotStart(
                    f"`goodterms {self.name}` was not ready after {timeout:.0f} seconds."
                    f"{self.last_words()}"
                )

    def last_words(self) -> str:
        """The end of its log without what is routine; empty where it said nothing else."""
        lines = self._log.read_text("utf-8", "replace").splitlines()
        telling = [line for line in lines if _ROUTINE not in line][-_LAST:]
        return "".join(f"\n  {line[:_WIDEST]}" for line in telling)

    @property
    def ended(self) -> str:
        """How it ended, for a person."""
        code = self._popen.poll()
        return "still runs" if code is None else f"ended with {code}"

    def stop(self) -> bool:
        """Ask it to stop and wait; false where it had to be killed or ended with an error."""
        if self.is_running:
            self._popen.send_signal(signal.SIGTERM)
        try:
            code = self._popen.wait(_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()
            return False
        self._listener.join(2)
        if self._popen.stdout is not None:
            self._popen.stdout.close()
        return code == 0

    def _listen(self) -> None:
        assert self._popen.stdout is not None
        for line in self._popen.stdout:
            word, _, value = line.strip().partition("=")
            if line.startswith("READY"):
                self._is_ready.set()
            elif value and word.isupper():
                self.variables[word] = value
        self._has_ended.set()


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
