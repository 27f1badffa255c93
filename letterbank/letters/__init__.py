"""A letter from the intake desk to the bank. Nothing in this package knows of victims, requests or offers (R1)."""
