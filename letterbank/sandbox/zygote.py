"""The zygote: a fresh interpreter that holds warm codecs and never a key, and forks one child a job.

It stops a child when the asker has hung up, and itself when nobody can ask any more.
"""

import fcntl
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from letterbank.sandbox import walls
from letterbank.sandbox.limits import Limits
from letterbank.sandbox.work import Job, answer, enter_all_walls

_REQUEST = 4096
_SOURCE, _ANSWERS = 3, 4  # where a child finds its two pipes


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    ended: int  # pidfd: readable when the child is gone
    answers: int  # write end: an error on it says that the asker has hung up


class Zygote:
    def __init__(self, door: socket.socket, jobs: Mapping[str, Job], already: int) -> None:
        self.door = door
        self.jobs = jobs
        self.already = already
        self.children: dict[int, _Child] = {}
        self.watch = select.poll()
        self.watch.register(door, select.POLLIN)

    def serve(self) -> None:
        while True:
            # The door was registered first and so comes first: a descriptor closed further down
            # this list cannot have been given to a new child yet.
            for source, _ in self.watch.poll():
                if source == self.door.fileno():
                    if not self._admit():
                        return self._end()
                elif source in self.children:
                    self._settle(self.children[source])

    def _admit(self) -> bool:
        request, pipes, _, _ = socket.recv_fds(self.door, _REQUEST, 2)
        if not request:
            return False
        asked = json.loads(request)
        source, answers = pipes
        pid = os.fork()
        if pid == 0:
            self._become_child(asked, source, answers)
        os.close(source)
        child = _Child(pid, os.pidfd_open(pid), answers)
        self.watch.register(child.ended, select.POLLIN)
        self.watch.register(child.answers, 0)
        self.children[child.ended] = self.children[child.answers] = child
        return True

    def _end(self) -> None:
        for child in set(self.children.values()):
            self._settle(child)

    def _settle(self, child: _Child) -> None:
        """Ended or abandoned, it ends here: no child is left running and none unburied."""
        os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
        for end in (child.ended, child.answers):
            self.watch.unregister(end)
            del self.children[end]
            os.close(end)

    def _become_child(self, asked: Mapping[str, Any], source: int, answers: int) -> None:
        try:
            walls.die_with_parent(_parent_of_children)
            _keep_only(source, answers)
            enter_all_walls(Limits(**asked["limits"]), self.already)
            answer(self.jobs[asked["job"]], asked["size"], _SOURCE, _ANSWERS)
        finally:
            os._exit(0)


def _keep_only(source: int, answers: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    clear = _ANSWERS + 1  # neither may be overwritten while it is moved
    aside = [fcntl.fcntl(end, fcntl.F_DUPFD, clear) for end in (source, answers)]
    for place in (0, 1, 2):
        os.dup2(nowhere, place)
    os.dup2(aside[0], _SOURCE)
    os.dup2(aside[1], _ANSWERS)
    os.closerange(clear, 65536)


def _warm(jobs: Mapping[str, str]) -> dict[str, Job]:
    warm: dict[str, Job] = {}
    for name, where in jobs.items():
        module, _, function = where.partition(":")
        warm[name] = getattr(importlib.import_module(module), function)
    return warm


def main(door_number: int, jobs: Mapping[str, str]) -> None:
    door = socket.socket(fileno=door_number)
    warm = _warm(jobs)
    walls.keep_memory_private()
    already = walls.address_space()
    gc.collect()
    gc.freeze()  # children then share these pages instead of copying them
    door.send(b"ready")
    Zygote(door, warm, already).serve()


_parent_of_children = os.getpid()

if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
