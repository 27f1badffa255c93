"""Offenders, cases and facilities from the department's register; victims from their own word."""
