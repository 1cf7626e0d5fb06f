"""The environment is read once and strictly."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from plugin.settings import Settings, WrongSettings, read_settings


def environ(home: Path, **further: str) -> dict[str, str]:
    """The least that is needed, and more."""
    return {
        "HOME": str(home),
        "XERO_CLIENT_ID": "id",
        "XERO_CLIENT_SECRET": "hush-secret",
        "XERO_WEBHOOK_KEY": "one, two",
    } | further


LOCAL = {
    "XERO_LOGIN_URL": "http://localhost:9000",
    "XERO_IDENTITY_URL": "http://localhost:9000",
    "XERO_API_URL": "http://127.0.0.1:9000/",
}


def complaints(home: Path, **further: str) -> tuple[str, ...]:
    """What reading these settings complains of."""
    with pytest.raises(WrongSettings) as caught:
        read_settings(environ(home, **further))
    return caught.value.complaints


def test_little_is_needed(tmp_path: Path) -> None:
    """Without addresses it is the real Xero, the embedded database and this machine."""
    settings = read_settings(environ(tmp_path))
    assert settings.api_url == "https://api.xero.com"
    assert settings.url == "http://localhost:8000"
    assert settings.data == tmp_path / ".local/share/goodterms"
    assert settings.xero_webhook_keys == ("one", "two")
    assert (settings.database_url, settings.smtp_url, settings.clock_url) == (None, None, None)
    assert not settings.is_local


def test_all_wrong_variables_are_named_at_once(tmp_path: Path) -> None:
    """Nobody has to start the program six times to hear six complaints."""
    named = complaints(
        tmp_path,
        XERO_CLIENT_ID="",
        XERO_API_URL="http://api.example.com",
        XERO_LOGIN_URL="https://login.example.com/path",
        DATABASE_URL="mysql://x",
        SMTP_URL="localhost:25",
        SMS_URL="http://texts.example.com/send",
        GOODTERMS_URL="https://example.com:port",
        GOODTERMS_KEYS="short",
        GOODTERMS_CLOK_URL="http://localhost:1",
    )
    assert [complaint.split(" ", 1)[0] for complaint in named] == [
        "GOODTERMS_CLOK_URL",
        "XERO_CLIENT_ID",
        "XERO_LOGIN_URL",
        "XERO_API_URL",
        "GOODTERMS_URL",
        "DATABASE_URL",
        "SMTP_URL",
        "GOODTERMS_KEYS",
        "SMS_URL",
        "SMS_KEY",
        "SMS_SENDER",
    ]


def test_a_simulated_clock_is_refused_beside_the_real_xero(tmp_path: Path) -> None:
    """Business time may only be simulated when all three addresses are on this machine."""
    clock = {"GOODTERMS_CLOCK_URL": "http://localhost:9000"}
    for name in LOCAL:
        partly = {key: value for key, value in LOCAL.items() if key != name} | clock
        assert complaints(tmp_path, **partly)[0].startswith("GOODTERMS_CLOCK_URL")
    settings = read_settings(environ(tmp_path, **LOCAL, **clock))
    assert settings.is_local
    assert settings.clock_url == "http://localhost:9000"


def test_keys_are_made_once_and_kept_away_from_the_data(tmp_path: Path) -> None:
    """Each data folder has its own key, 0600, in the configuration folder."""
    first = read_settings(environ(tmp_path), data=tmp_path / "a")
    again = read_settings(environ(tmp_path), data=tmp_path / "a")
    other = read_settings(environ(tmp_path), data=tmp_path / "b")
    assert first.keys == again.keys != other.keys
    kept = list((tmp_path / ".config/goodterms/keys").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept} == {0o600}
    assert len(kept) == 2
    assert not (tmp_path / "a").exists()


def test_a_data_folder_around_the_keys_is_refused(tmp_path: Path) -> None:
    """Whoever copies the data must not get the keys with it."""
    assert complaints(tmp_path, GOODTERMS_DATA=str(tmp_path))[0].startswith("GOODTERMS_DATA")


def test_given_keys_are_used_and_none_is_made(tmp_path: Path) -> None:
    """The first seals, all open."""
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    settings = read_settings(environ(tmp_path, GOODTERMS_KEYS=",".join(keys)))
    assert list(settings.keys) == keys
    assert not (tmp_path / ".config").exists()


def test_nothing_secret_shows_when_settings_are_printed(tmp_path: Path) -> None:
    """A log of the settings harms nobody."""
    shown = repr(
        read_settings(environ(tmp_path, DATABASE_URL="postgres://ann:hush-word@db.example.com/x"))
    )
    assert "hush" not in shown
    assert isinstance(shown, str)


def test_commands_without_a_ledger_need_no_credentials(tmp_path: Path) -> None:
    """`goodterms migrate` runs where no app is registered."""
    settings = read_settings({"HOME": str(tmp_path)}, needs_ledger=False)
    assert isinstance(settings, Settings)
    assert settings.xero_client_id == ""
