"""Under which account the embedded server runs. It changes no folder that it did not make.

PostgreSQL refuses to run as root. For root, a system account `goodterms` without a login is made
once, and the server's files lie where that account can already reach them.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "goodterms"

#: where root keeps what the account must reach and could not otherwise
ROOT_HOME = Path("/var/lib/goodterms")


class NoAccount(Exception):
    """Root has no account that the server could run under; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """A system account that is not root."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """The account to run the server under; None = our own will do. Raises NoAccount."""
    if os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - not on every platform, and only root needs it

    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)


def _make_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise NoAccount(
            "PostgreSQL does not run as root and this system has no useradd: "
            f"create a system account named {ACCOUNT}, run as another user, or set DATABASE_URL"
        )
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    # 9: another starter made it a moment ago
    if made.returncode not in {0, 9}:
        raise NoAccount(f"cannot create the account {ACCOUNT}: {made.stderr.strip()}")


def can_reach(account: Account, path: Path) -> bool:
    """True when the account may pass through every folder down to an existing `path`."""
    for folder in (path, *path.parents):
        mode, owner = folder.stat().st_mode, folder.stat()
        if owner.st_uid == account.uid:
            allowed = stat.S_IXUSR
        elif owner.st_gid == account.gid:
            allowed = stat.S_IXGRP
        else:
            allowed = stat.S_IXOTH
        if not mode & allowed:
            return False
    return True


def let_pass(account: Account, data: Path) -> None:
    """Let the account pass through a data folder that is private to root, and nobody else.

    A folder that others may use already stays as it is, and so do all folders above.
    """
    found = data.stat()
    if found.st_uid == 0 and not stat.S_IMODE(found.st_mode) & 0o077:
        os.chown(data, -1, account.gid)
        data.chmod(0o710)


def root_home(name: str) -> Path:
    """A folder below ROOT_HOME that root owns and the account may pass through."""
    home = ROOT_HOME / name
    for folder in (ROOT_HOME, home):
        if not folder.is_dir():
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            folder.chmod(0o711)
    return home
