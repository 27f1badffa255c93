"""Where tests write: into memory, where the machine lends enough of it.

Nearly every test begins with new databases, and PostgreSQL's is three hundred files: on a disk they can be most of a
run's time. With too little memory, or a stranger's folder in the way, it is .cache/ of this tree; nothing else differs.
"""

import hashlib
import os
import shutil
from pathlib import Path

PROJECT = Path(__file__).parent.parent
MEMORY = Path("/dev/shm")
ENOUGH = 1 << 30  # bytes


def scratch() -> Path:
    """One folder for all test processes of this tree and this user; made when it is not there."""
    folder = MEMORY / f"letterbank-{os.geteuid()}-{hashlib.sha256(bytes(PROJECT)).hexdigest()[:8]}"
    if not (_has_room(MEMORY) and _is_ours(folder)):
        folder = PROJECT / ".cache" / "scratch"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _has_room(place: Path) -> bool:
    return os.access(place, os.W_OK) and shutil.disk_usage(place).free > ENOUGH


def _is_ours(folder: Path) -> bool:
    folder.mkdir(mode=0o755, exist_ok=True)
    return not folder.is_symlink() and folder.stat().st_uid == os.geteuid()
