"""Where files from outside are decoded: no keys, no files, no network, little memory, little time.

A zygote started before any key is loaded forks one walled-in child for each job. What a child says
is a claim, never a fact: callers read it as they would read the hostile file itself (AV-15.2.5, B23).
"""

from letterbank.sandbox.answers import JobDied, JobRefused, JobTooSlow
from letterbank.sandbox.limits import Limits
from letterbank.sandbox.pool import Sandbox, SandboxUnavailable
from letterbank.sandbox.proofs import Proof
from letterbank.sandbox.sources import PIECE, Held, Places, Source
from letterbank.sandbox.walls import keep_memory_private
from letterbank.sandbox.work import Refuse

__all__ = [
    "PIECE",
    "Held",
    "JobDied",
    "JobRefused",
    "JobTooSlow",
    "Limits",
    "Places",
    "Proof",
    "Refuse",
    "Sandbox",
    "SandboxUnavailable",
    "Source",
    "keep_memory_private",
]
