"""No webhook leads into a private network, whatever its address says and its name resolves to."""

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hooks import WebHooks, is_public
from plugin.ports import Refused, Unavailable
from plugin.ports.hooks import HookCall

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def resolving(*addresses: str) -> WebHooks:
    """A door in a world where every name has these addresses."""

    def resolve(_: str) -> Sequence[str]:
        return addresses

    return WebHooks(allow_loopback=False, resolve=resolve)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "not one", "",
    ],
)  # fmt: skip
def test_nothing_goes_to_an_address_that_is_not_public(address: str) -> None:
    """Private, loopback, link-local, shared, documentation, groups, and what carries them."""
    assert not is_public(address)
    door = resolving(address)
    for ask in (lambda: door.check("https://tool.example/"), lambda: door.post(call())):
        with pytest.raises(Refused):
            ask()


def call(url: str = "https://tool.example/told") -> HookCall:
    """An attempt."""
    return HookCall(id="msg_1", url=url, secrets=(SECRET,), body="{}")


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "1.1.1.1"])
def test_a_public_address_will_do(address: str) -> None:
    """And one private address among public ones will not."""
    resolving(address).check("https://tool.example/")
    with pytest.raises(Refused):
        resolving(address, "10.0.0.1").check("https://tool.example/")


@pytest.mark.parametrize(
    "url",
    [
        "http://tool.example/", "ftp://tool.example/", "https://", "https://a:b@tool.example/",
        "https://user@tool.example/", "https://tool.example/#x", "https://tool.example:99999/",
        "https://[::1/", "https://tool.example/\r\nX: y", "https://tööl.example/", "",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://localhost/", "https://169.254.169.254/latest/meta-data",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_the_open_web_is_refused(url: str) -> None:
    """Plain http, users, fragments, broken ports, header tricks, this very machine."""
    with pytest.raises((Refused, Unavailable)):
        resolving("127.0.0.1").check(url)


def test_this_machine_is_told_only_where_that_was_asked_for() -> None:
    """With the local Xero; and even there no other private address."""
    here = WebHooks(allow_loopback=True, resolve=lambda _: ["10.0.0.1"])
    here.check("http://127.0.0.1:8123/x")
    here.check("http://localhost:8123/x")
    for url in ("http://10.0.0.1/", "https://tool.example/", "http://tool.example/"):
        with pytest.raises(Refused):
            here.check(url)


def test_where_nothing_listens_it_is_told_so() -> None:
    """A refused connection is a passing failure."""
    door = WebHooks(allow_loopback=True)
    with pytest.raises(Unavailable):
        door.post(call("http://127.0.0.1:9/nothing"))


#: the first line of an answer, and the head of a long record of a handshake
_BEGINS = {"http": b"HTTP/1.1 200 OK", "https": b"\x16\x03\x03\x3f\xff"}


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_whoever_drips_an_answer_is_cut_off(scheme: str) -> None:
    """A byte a second, while the keys are agreed on or afterwards, holds nobody beyond ten."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip() -> None:
            found, _ = server.accept()
            with found, suppress(OSError):
                for each in (*_BEGINS[scheme], *[0x41] * 60):
                    if stop.wait(1):
                        return
                    found.sendall(bytes([each]))

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        began = time.monotonic()
        with pytest.raises(Unavailable):
            door = WebHooks(allow_loopback=True)
            door.post(call(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/"))
        assert time.monotonic() - began < 10
        stop.set()
        thread.join(5)


@given(st.integers(0, 2**32 - 1))
def test_what_carries_a_private_address_inside_is_as_private(number: int) -> None:
    """An IPv4 address mapped into IPv6 is public exactly where it is itself."""
    v4 = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    assert is_public(f"::ffff:{v4}") == is_public(v4)
