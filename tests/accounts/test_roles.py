"""R4, R13, R31: which two roles one person may never hold, whatever a programme calls them."""

from itertools import combinations

import pytest

from letterbank.permissions import FACILITY_ROLES, GRANTS, Permission, Role, clashing

R, P = Role, Permission
OPENS_VICTIMS = {P.DROP_OPEN, P.VICTIM_READ, P.REQUEST_VERIFY, P.MATCH_CONFIRM, P.OFFER_CONTACT, P.PACKET_CHECK}
OPENS_DIALOGUES = OPENS_VICTIMS | {P.REFERRAL_READ}
READS_LETTERS = {P.LETTER_REVIEW, P.LETTER_DECIDE}
NEAR_THE_WRITER = [*sorted(FACILITY_ROLES), R.SUPERINTENDENT]


def holders(permissions):
    return [role for role in Role if GRANTS[role] & permissions]


@pytest.mark.parametrize("near", NEAR_THE_WRITER)
def test_r13_nobody_near_the_writer_opens_a_victims_or_a_dialogues_record(near):
    others = {*holders(OPENS_DIALOGUES), R.FACILITATOR} - {near}

    assert all(clashing(frozenset({near, other})) for other in others)


def test_r4_whoever_reads_letters_opens_nothing_of_victims():
    pairs = [(one, other) for one in holders(READS_LETTERS) for other in holders(OPENS_VICTIMS)]

    assert pairs and all(clashing(frozenset(pair)) for pair in pairs)


@pytest.mark.parametrize("alone", [R.ADMINISTRATOR, R.AUDITOR])
def test_who_hires_and_who_audits_does_nothing_else(alone):
    assert all(clashing(frozenset({alone, other})) for other in Role if other is not alone)


def test_what_one_office_does_together_one_person_may_hold():
    free = {frozenset(pair) for pair in combinations(Role, 2) if not clashing(frozenset(pair))}

    assert frozenset({R.PLANNER, R.COORDINATOR}) in free
    assert frozenset({R.VICTIM_ASSISTANCE, R.FACILITATOR}) in free
