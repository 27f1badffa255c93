"""The ground the other tests stand on: fresh databases that share nothing, and no way off the machine."""

import socket

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.network import OutsideWorld


def _tables(url):
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_what_one_test_writes_the_next_never_sees(fresh_database):
    first, second = fresh_database("main"), fresh_database("main")

    engine = create_engine(first)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a_trace (id INTEGER)"))
    engine.dispose()

    assert "a_trace" in _tables(first)
    assert "a_trace" not in _tables(second)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443, 0, 0)])
def test_a_test_cannot_leave_the_machine(address):
    family = socket.AF_INET6 if len(address) > 2 else socket.AF_INET

    with pytest.raises(OutsideWorld), socket.socket(family) as stranger:
        stranger.connect(address)


def test_a_test_cannot_ask_for_a_strangers_address():
    with pytest.raises(OutsideWorld):
        socket.getaddrinfo("example.org", 80)
