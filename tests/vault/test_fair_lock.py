"""SQLite's writers are served in the order they came: nobody starves."""

import threading
from itertools import count

from letterbank.db import FairLock


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
