"""SQLite's writers are served in the order they came: nobody starves."""

import threading
from itertools import count

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from letterbank.db import Database, FairLock
from letterbank.errors import MustWait


def test_writers_are_served_in_the_order_they_came():
    lock, served, arrivals = FairLock(), [], count()
    lock.acquire()
    threads = []
    for number in range(20):
        thread = threading.Thread(target=lambda n=number: (lock.acquire(), served.append(n), lock.release()))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) <= number:
            next(arrivals)

    lock.release()
    for thread in threads:
        thread.join(5)

    assert served == list(range(20))


def test_a_writer_that_comes_again_stands_at_the_end():
    lock, served = FairLock(), []

    def write(name):
        for _ in range(50):
            lock.acquire()
            served.append(name)
            lock.release()

    lock.acquire()
    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    while len(lock._waiting) < 2:
        pass
    lock.release()
    for thread in threads:
        thread.join(5)

    assert sorted(served) == ["a"] * 50 + ["b"] * 50
    assert not lock._held


def test_a_lost_connection_gives_the_turn_back(fresh_sqlite):
    database = Database(fresh_sqlite("main"))
    unit = database.unit(write=True)
    unit.session.connection().connection.driver_connection.close()

    with pytest.raises(DBAPIError):
        unit.finish()
    unit.abandon()

    with database.writing() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
    database.close()


def test_whoever_meets_another_process_writing_is_asked_to_wait(fresh_sqlite):
    url = fresh_sqlite("main")
    mine, of_a_command = Database(url), Database(url)
    event.listen(mine.engine, "connect", lambda connection, _entry: connection.execute("PRAGMA busy_timeout=0"))

    with of_a_command.writing(), pytest.raises(MustWait, match="Nothing was changed"):
        mine.unit(write=True)

    with mine.writing() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
    for database in (mine, of_a_command):
        database.close()
