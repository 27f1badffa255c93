"""Victim-offender dialogue. Begun with a referral; the module itself follows."""
