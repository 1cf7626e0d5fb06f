"""Owns the embedded PostgreSQL of one data folder. It knows nothing of tables.

Any number of processes may share a data folder. Each holds a shared lock on `postgres.holders`,
which the kernel frees even after kill -9; starting and stopping take `postgres.turn`, one at a
time; whoever leaves last stops the server. A server that outlived its last holder is adopted by
the next one.

    <data>/postgres.holders, postgres.turn   locks
    <data>/postgres.where                    the server's socket folder
    <data>/owner.password                    0600
    <data>/postgres18/                       the cluster

As root the server runs under a system account (`plugin.store._account`), which is let pass through
a private data folder; where it cannot reach that folder at all, the cluster lies in
/var/lib/goodterms instead.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from types import FrameType

import psycopg

from plugin.store._account import ROOT_HOME, Account, can_reach, let_pass, root_home, server_account
from plugin.store._postgres import OWNER, Postgres, ServerFailed, find_programs

DATABASE = "goodterms"

#: seconds after which a launched server without a process has given up
_GAVE_UP = 1.0


class Embedded:
    """One holder's share of the running server; `stop` gives it back."""

    def __init__(self, folder: _Folder, postgres: Postgres, holding: TextIOWrapper) -> None:
        self._folder = folder
        self._postgres = postgres
        self._holding = holding
        self._made_by = os.getpid()
        self._is_held = True
        self.owner_url = folder.owner_url(DATABASE)

    def url_of(self, database: str) -> str:
        """The owner's address of another database of this server."""
        return self._folder.owner_url(database)

    @property
    def pid(self) -> int | None:
        """The server's process id; None where it does not run."""
        return self._postgres.running_pid()

    def stop(self) -> None:
        """Let go; the last holder stops the server. Again, or in a forked child: nothing."""
        if not self._is_held or self._made_by != os.getpid():
            return
        self._is_held = False
        atexit.unregister(self.stop)
        with self._folder.turn():
            self._holding.close()
            self._folder.stop_unheld(self._postgres)


def start(data: Path, *, timeout: float = 60, durable: bool = True) -> Embedded:
    """Start the server of this data folder, or join the one that runs; it is ready on return.

    `timeout` in seconds of machine time; `durable=False` (tests only) gives up crash safety of
    the machine for speed. Raises ServerFailed, NoAccount.
    """
    account = server_account()
    data = data.resolve()
    if not data.is_dir():
        data.mkdir(mode=0o700, parents=True)
        data.chmod(0o700)
    if account is not None:
        let_pass(account, data)
    folder = _Folder(data)
    with folder.turn():
        holding = folder.hold()
        try:
            postgres = folder.postgres(account)
            _bring_up(folder, postgres, timeout=timeout, durable=durable)
        except BaseException:
            holding.close()
            raise
    held = Embedded(folder, postgres, holding)
    atexit.register(held.stop)
    _leave_by_exit_on_signals()
    return held


def remove(data: Path) -> None:
    """Stop a server that nobody holds and delete its files. Raises ServerFailed where held."""
    if not data.is_dir():
        return
    folder = _Folder(data.resolve())
    with folder.turn():
        postgres = folder.postgres(server_account())
        if not folder.stop_unheld(postgres):
            raise ServerFailed(f"the server in {data} is in use")
        shutil.rmtree(postgres.cluster, ignore_errors=True)
        if postgres.cluster.parent != folder.data and postgres.cluster.parent.is_dir():
            postgres.cluster.parent.rmdir()
        for name in ("postgres.where", "postgres.holders", "owner.password"):
            (folder.data / name).unlink(missing_ok=True)


def _bring_up(folder: _Folder, postgres: Postgres, *, timeout: float, durable: bool) -> None:
    until = time.monotonic() + timeout
    if not postgres.is_initialised():
        postgres.initialise(folder.new_password())
    if postgres.running_pid() is None:
        postgres.forget_stale_pid()
        folder.new_socket_folder()
        postgres.launch(folder.socket_folder(), durable=durable)
    _await_ready(folder, postgres, until, durable=durable)
    with psycopg.connect(folder.owner_url("postgres"), autocommit=True) as connection:
        known = "select 1 from pg_database where datname = %s"
        if connection.execute(known, (DATABASE,)).fetchone() is None:
            connection.execute(f"create database {DATABASE}")


def _await_ready(folder: _Folder, postgres: Postgres, until: float, *, durable: bool) -> None:
    """Ready means that the owner can log in; a pid file or an open socket says too little.

    A server that gave up is launched again: after a crash it refuses to start until the children
    of the former one are gone, which takes them a moment.
    """
    launched = time.monotonic()
    while True:
        try:
            psycopg.connect(folder.owner_url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as problem:
            now = time.monotonic()
            if "password authentication" in str(problem) or now > until:
                raise ServerFailed(
                    f"the embedded server did not come up: {problem}\n{postgres.last_words()}"
                ) from problem
            if now > launched + _GAVE_UP and postgres.running_pid() is None:
                postgres.launch(folder.socket_folder(), durable=durable)
                launched = now
            time.sleep(0.03)
        else:
            return


@dataclass(frozen=True, slots=True)
class _Folder:
    """The files in a data folder that concern its server."""

    data: Path

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One starter or stopper at a time, over all processes and threads."""
        with (self.data / "postgres.turn").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def hold(self) -> TextIOWrapper:
        """A shared lock, kept until the file is closed or its process is gone."""
        file = (self.data / "postgres.holders").open("a")
        fcntl.flock(file, fcntl.LOCK_SH)
        return file

    def stop_unheld(self, postgres: Postgres) -> bool:
        """Stop the server if nobody holds it (in our turn); False where somebody does."""
        with (self.data / "postgres.holders").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            if postgres.running_pid() is not None:
                postgres.stop()
            self._forget_socket_folder()
            return True

    def postgres(self, account: Account | None) -> Postgres:
        """The programs and the cluster of this folder."""
        cluster = self.data / "postgres18"
        if account is not None:
            name = hashlib.sha256(str(self.data).encode()).hexdigest()[:16]
            # a cluster that lies elsewhere stays there, whatever became of the folders' modes
            if (ROOT_HOME / name).exists() or not can_reach(account, self.data):
                cluster = root_home(name) / "postgres18"
        return Postgres(find_programs(account), cluster, account)

    def new_password(self) -> str:
        """Draw the owner's password and keep it in a file of our own."""
        return keep_secret(self.data / "owner.password", secrets.token_urlsafe(32))

    def new_socket_folder(self) -> None:
        """A private folder with a path short enough for a socket, noted for other processes."""
        self._forget_socket_folder()
        made = Path(tempfile.mkdtemp(prefix="goodterms-", dir="/tmp"))
        (self.data / "postgres.where").write_text(json.dumps({"socket": str(made)}))

    def socket_folder(self) -> Path:
        """Where the server listens."""
        return Path(json.loads((self.data / "postgres.where").read_text())["socket"])

    def owner_url(self, database: str) -> str:
        """The owner's address of a database of the running server."""
        password = (self.data / "owner.password").read_text()
        return f"postgresql://{OWNER}:{password}@/{database}?host={self.socket_folder()}"

    def _forget_socket_folder(self) -> None:
        noted = self.data / "postgres.where"
        if noted.exists():
            shutil.rmtree(self.socket_folder(), ignore_errors=True)
            noted.unlink()


def keep_secret(path: Path, secret: str) -> str:
    """Put a secret into a file that only we may read, unless it has one; returns the file's."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        return path.read_text()
    finally:
        aside.unlink()
    return secret


def _leave_by_exit_on_signals() -> None:
    """Let SIGTERM and a closed terminal end us through `exit`, unless somebody listens for them."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
