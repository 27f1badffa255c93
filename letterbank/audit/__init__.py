"""What was done and who opened what: append-only, hash-chained, in the same transaction as the act."""

from letterbank.audit.model import CentralEntry, FacilityEntry
from letterbank.audit.record import Entry, chain_entries, record
from letterbank.audit.verify import Anchor, Verdict, anchor, chains, verify

__all__ = [
    "Anchor", "CentralEntry", "Entry", "FacilityEntry", "Verdict", "anchor", "chain_entries", "chains", "record",
    "verify",
]  # fmt: skip
