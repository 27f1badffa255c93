"""The auditor's desk: whether each chain is whole, its anchor, and what was done, without a word of any record."""
