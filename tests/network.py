"""Tests reach nothing but this machine: an audit hook of the interpreter refuses every other address."""

import ipaddress
import socket
import sys
from typing import Any


class OutsideWorld(RuntimeError):
    """A test tried to leave the machine."""


def stay_on_this_machine() -> None:
    """For the rest of the process: an audit hook cannot be taken back, and no library can get around it."""
    sys.addaudithook(_refuse_strangers)


def _refuse_strangers(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        connection, address = args
        if connection.family in (socket.AF_INET, socket.AF_INET6) and address and not _is_here(address[0]):
            raise OutsideWorld(f"a test wanted to reach {address[0]}")
    elif event == "socket.getaddrinfo" and args[0] and not _is_here(args[0]):
        raise OutsideWorld(f"a test wanted the address of {args[0]}")


def _is_here(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
