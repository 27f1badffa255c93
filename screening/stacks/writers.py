"""Whether somebody still has a file open to write to it, asked of the kernel. A scanner may pause between two pages."""

import errno
import fcntl
import os
import signal
from pathlib import Path


def is_open_for_writing(file: Path) -> bool:
    """False also where that cannot be asked: of another user's file, or of one on another machine's disk.

    A read lease is granted only while nobody writes. It is given back at once; if somebody opens the file in that
    moment we are told by a signal that does nothing.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False  # whoever takes it in says why it cannot be read
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as fault:
        return fault.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False
