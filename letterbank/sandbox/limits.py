"""What one job may use before it is stopped."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Memory is what the job may take beyond the warm zygote it was forked from.

    `patience` is the longest wait, in seconds, for any one result; the time the caller spends
    between results does not count. `cpu_seconds` bounds the whole job.
    """

    memory: int = 512 * MIB
    cpu_seconds: int = 120
    patience: float = 30.0
    result_bytes: int = 16 * MIB
