"""Which backup set a table belongs to. A table says so itself, in `info["backup"]`; most belong to the records.

`records` are kept long and open nothing by themselves. `keys` are kept at most seven days, so that a destroyed
record's key is soon gone everywhere (P9). `never`: what restore makes anew, or what must not come back to life.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import MetaData, Table

from letterbank.errors import RuleBroken

MOMENT = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"keys-\d{8}T\d{6}Z\.backup")


class BackupSet(StrEnum):
    RECORDS = "records"
    KEYS = "keys"


def tables_of(wanted: BackupSet, kinds: Iterable[MetaData]) -> list[Table]:
    """Parents before children, as a restore needs them."""
    return [table for kind in kinds for table in kind.sorted_tables if table.info.get("backup", "records") == wanted]


def file_name(kind: BackupSet, at: datetime) -> str:
    return f"{kind}-{at.strftime(MOMENT)}.backup"


def taken_at(file: Path) -> datetime:
    """When a set was taken, from its name. Raises RuleBroken for a file of another name."""
    try:
        return datetime.strptime(f"{file.stem.rsplit('-', 1)[-1]}+0000", f"{MOMENT}%z")
    except ValueError:
        raise RuleBroken(f"{file.name} has not the name it was written under. Give it that name again.") from None


def expires_at(file: Path, days: int) -> datetime:
    return taken_at(file) + timedelta(days=days)


def expired(folder: Path, now: datetime, days: int) -> list[Path]:
    """The key sets in a folder that are older than the policy allows; a file of another name is nobody's to remove."""
    sets = [file for file in sorted(folder.glob("keys-*.backup")) if _NAMED.fullmatch(file.name)]
    return [file for file in sets if now >= expires_at(file, days)]
