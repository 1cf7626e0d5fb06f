"""The embedded server starts when it is needed and is gone when nobody needs it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from plugin.store import embedded
from plugin.store._postgres import ServerFailed

# Python listens for SIGINT only where it was not started with it ignored, as in the background
_HOLD = """
import signal, sys
from pathlib import Path
from plugin.store import embedded
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
held = embedded.start(Path(sys.argv[1]), durable=False)
print(held.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data(data_folder: Path) -> Path:
    """A data folder whose server is gone afterwards."""
    return data_folder


@contextmanager
def holder(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another program that holds the server, and the server's process id."""
    program = [sys.executable, "-c", _HOLD, str(data)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as it:
        assert it.stdout is not None
        yield it, int(it.stdout.readline())
        it.kill()


def is_alive(pid: int) -> bool:
    """True while the process runs; a zombie does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def is_gone(pid: int, *, within: float = 10) -> bool:
    """True once the process is gone."""
    until = time.monotonic() + within
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def answers(url: str) -> bool:
    """True where the owner can log in and ask."""
    with psycopg.connect(url) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def socket_folder(url: str) -> Path:
    """Where the server of this address listens."""
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def test_stopping_leaves_nothing_behind(data: Path) -> None:
    """Neither a process nor a socket; and what was written is there the next time."""
    held = embedded.start(data, durable=False)
    pid = held.pid
    assert pid is not None
    assert answers(held.owner_url)
    with psycopg.connect(held.owner_url) as connection:
        connection.execute("create table kept as select 42 as n")
    held.stop()
    assert is_gone(pid)
    assert not socket_folder(held.owner_url).exists()
    again = embedded.start(data, durable=False)
    with psycopg.connect(again.owner_url) as connection:
        assert connection.execute("select n from kept").fetchone() == (42,)
    again.stop()
    again.stop()


def test_a_killed_holder_keeps_nothing(data: Path) -> None:
    """After kill -9 the next one adopts the server, and stops it when it leaves."""
    with holder(data) as (program, pid):
        program.kill()
        program.wait()
        assert is_alive(pid)
        held = embedded.start(data, durable=False)
        assert held.pid == pid
        assert answers(held.owner_url)
        held.stop()
        assert is_gone(pid)


@pytest.mark.long
def test_the_last_of_two_programs_stops_it(data: Path) -> None:
    """Whoever leaves first leaves the server to the other."""
    held = embedded.start(data, durable=False)
    with holder(data) as (program, pid):
        assert held.pid == pid
        held.stop()
        assert is_alive(pid)
        program.communicate("", timeout=60)
        assert program.returncode == 0
        assert is_gone(pid)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.long
def test_a_signal_ends_program_and_server(data: Path, how: signal.Signals) -> None:
    """SIGTERM, Ctrl-C and a closed terminal leave no process behind."""
    with holder(data) as (program, pid):
        program.send_signal(how)
        program.wait(60)
        assert is_gone(pid)


def test_a_stale_pid_file_that_names_another_process(data: Path) -> None:
    """It is neither taken for the server nor harmed."""
    held = embedded.start(data, durable=False)
    cluster = held._postgres.cluster
    words = (cluster / "postmaster.pid").read_text().split("\n", 1)
    held.stop()
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{words[1]}")
    again = embedded.start(data, durable=False)
    assert again.pid not in {None, os.getpid()}
    assert answers(again.owner_url)
    again.stop()


def test_a_killed_server_comes_up_again(data: Path) -> None:
    """The server itself may die too; what it left behind is no obstacle."""
    held = embedded.start(data, durable=False)
    pid = held.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert is_gone(pid)
    again = embedded.start(data, durable=False)
    assert answers(again.owner_url)
    again.stop()
    held.stop()


def test_nobody_else_gets_in(tmp_path: Path) -> None:
    """A socket in a folder of its own, a password in a file of our own, no other folder touched.

    The data folder lies where, for root, the server's account could not follow.
    """
    data = tmp_path / "data"
    before = stat.S_IMODE(data.parent.stat().st_mode)
    held = embedded.start(data, durable=False)
    folder = socket_folder(held.owner_url)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(str(folder)) < 60
    assert stat.S_IMODE((data / "owner.password").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.parent.stat().st_mode) == before
    password = urlsplit(held.owner_url).password
    assert password is not None
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(held.owner_url.replace(password, "wrong"))
    with psycopg.connect(held.owner_url) as connection:
        assert connection.execute("show password_encryption").fetchone() == ("scram-sha-256",)
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    held.stop()
    cluster = held._postgres.cluster
    assert cluster.exists()
    embedded.remove(data)
    assert not cluster.exists()
    assert cluster.parent == data or not cluster.parent.exists()


def test_a_private_data_folder_holds_its_own_cluster(data: Path) -> None:
    """Also for root: the server's account may pass through this one folder, and nobody else."""
    data.mkdir(mode=0o700, parents=True)
    above = stat.S_IMODE(data.parent.stat().st_mode)
    held = embedded.start(data, durable=False)
    assert held._postgres.cluster.parent == data
    assert not stat.S_IMODE(data.stat().st_mode) & 0o007
    assert stat.S_IMODE(data.parent.stat().st_mode) == above
    held.stop()


def test_what_is_in_use_is_not_removed(data: Path) -> None:
    """Removing asks the holders first."""
    held = embedded.start(data, durable=False)
    with pytest.raises(ServerFailed, match="in use"):
        embedded.remove(data)
    assert answers(held.owner_url)
    held.stop()
