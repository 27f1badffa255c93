"""What one department decides, read from a file in which every question has an answer and a source.

A policy with any fault is not used at all.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from letterbank.policy.faults import Fault, PolicyRefused
from letterbank.policy.model import ASSUMED, Criterion, Gate, Policy, Reason, ReviewStep, assumed, plain
from letterbank.policy.reading import read
from letterbank.policy.rules import broken, telling

__all__ = [
    "ASSUMED", "Criterion", "Fault", "Gate", "Policy", "PolicyRefused", "Reason", "ReviewStep",
    "assumed", "check", "judge", "load", "names", "packaged", "path_of", "plain", "read_text", "telling",
]  # fmt: skip

_FOLDER = Path(__file__).parent.parent / "policies"


def load(path: Path) -> Policy:
    """Raises PolicyRefused with every fault found."""
    policy, faults = _open(path)
    if policy is None or faults:
        raise PolicyRefused(faults)
    return policy


def check(path: Path) -> list[Fault]:
    """Everything that keeps this file from being used; an empty list means it can be."""
    return _open(path)[1]


def read_text(text: str) -> tuple[Policy | None, list[Fault]]:
    """The policy written in this text, if it is well formed, and every fault found in it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [Fault("file", f"This is not readable as TOML: {error}.", "Mend that line and check again.")]
    return judge(table)


def judge(table: Mapping[str, object]) -> tuple[Policy | None, list[Fault]]:
    """The same for a table already parsed."""
    policy, faults = read(table)
    return policy, broken(policy) if policy else faults


def names() -> list[str]:
    """The programmes whose policies come with the software."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def packaged(name: str) -> Policy:
    """Raises PolicyRefused when no policy of that name comes with the software."""
    if name not in names():
        raise PolicyRefused([Fault("name", f'There is no policy "{name}".', f"Use one of: {', '.join(names())}.")])
    return load(path_of(name))


def path_of(name: str) -> Path:
    return _FOLDER / f"{name}.toml"


def _open(path: Path) -> tuple[Policy | None, list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return None, [Fault("file", f"{path} cannot be read: {error.strerror}.", "Name a policy file you may read.")]
    except UnicodeDecodeError:
        return None, [Fault("file", f"{path} is not text in UTF-8.", "Save it as UTF-8 and check again.")]
    return read_text(text)
