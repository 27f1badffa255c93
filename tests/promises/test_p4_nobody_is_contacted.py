"""P4: no victim is contacted who did not ask, nor by a way, at an hour or in words she did not call safe."""

from datetime import timedelta
from pathlib import Path

import pytest

from letterbank.errors import RuleBroken, WrongStage
from letterbank.policy import names, packaged
from notifications import contact, matching, offers, requests
from notifications.model import OURS, Offer, OfferStage
from tests.notifications.walks import a_found_offer, a_request, an_offer
from tests.worlds import ASSISTANT, POLICY, bank_a_letter

S = OfferStage
SHEET = Path(__file__).parents[2] / "templates/documents/call_sheet.typ"
OF_US = ("prison", "correction", "inmate", "offender", "victim", "letter", "apology", "department", "doc")


def test_a_banked_letter_alone_reaches_nobody(department):
    bank_a_letter(department)

    with department.writing(ASSISTANT) as work:
        assert matching.find_offers(work) == 0
        assert work.session.query(Offer).count() == 0


def test_a_request_nobody_verified_reaches_nobody(department):
    bank_a_letter(department)
    a_request(department)

    with department.writing(ASSISTANT) as work:
        assert matching.find_offers(work) == 0


@pytest.mark.parametrize("ends", [requests.pause, requests.withdraw])
@pytest.mark.parametrize("stage", [S.FOUND, S.VERIFIED, S.CONTACTING])
def test_a_paused_or_withdrawn_request_has_no_call_sheet(department, stage, ends):
    key = an_offer(department, stage)
    with department.writing(ASSISTANT) as work:
        ends(work, offers.find(work, key).request)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken):
        contact.sheet(work, offers.find(work, key))


@pytest.mark.parametrize("outcome", sorted(OURS))
def test_nobody_is_tried_before_contact_has_begun(department, outcome):
    key = a_found_offer(department)

    with department.writing(ASSISTANT) as work, pytest.raises(WrongStage):
        contact.log_attempt(work, offers.find(work, key), outcome)


def test_she_is_called_at_no_hour_of_the_week_but_those_allowed(department):
    key = an_offer(department, S.CONTACTING)
    rules, allowed = POLICY.contact, 0
    department.clock.forward(timedelta(days=14))  # past the night in March that has one hour less

    for _ in range(7 * 24):
        department.clock.forward(timedelta(hours=1))
        with department.reading(ASSISTANT) as work:
            refused = contact.why_not_now(work, offers.find(work, key), "telephone")
        allowed += refused is None

    assert allowed == len(rules.days) * (rules.hours_to.hour - rules.hours_from.hour)


@pytest.mark.parametrize(
    ("hers", "tried"),
    [
        ("letter", "reached"),
        ("telephone", "sent"),
        ("i_will_call", "reached"),
        ("i_will_call", "sent"),
        ("", "reached"),
        ("pigeon", "reached"),
    ],
)
def test_no_way_is_used_but_the_one_she_named(department, hers, tried):
    key = an_offer(department, S.CONTACTING, safe_way=hers)

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken):
        contact.log_attempt(work, offers.find(work, key), tried)


def test_no_message_is_left_that_she_did_not_allow(department):
    key = an_offer(department, S.CONTACTING, voicemail="no")

    with department.writing(ASSISTANT) as work, pytest.raises(RuleBroken, match="message"):
        contact.log_attempt(work, offers.find(work, key), "message_left")


@pytest.mark.parametrize(("hers", "we_are"), [("", POLICY.programme.neutral_caller), ("the club", "the club")])
def test_what_the_caller_says_first_names_no_agency_no_writer_and_no_letter(department, hers, we_are):
    key = an_offer(department, S.CONTACTING, call_us=hers)

    with department.writing(ASSISTANT) as work:
        said = contact.sheet(work, offers.find(work, key))

    assert (said.say_first, said.we_are) == ("bluebird", we_are)
    assert not [word for word in (*OF_US, "dale", "north") if word in f"{said.say_first} {said.we_are}".lower()]


@pytest.mark.parametrize("name", names())
def test_no_programme_calls_itself_by_what_it_is(name):
    ours = packaged(name).programme.neutral_caller.lower()

    assert not [word for word in OF_US if word in ours.split()]


def test_the_first_words_come_before_anything_of_a_letter():
    """On the paper the caller reads from, the writer and the letter stand only after she wanted to hear more."""
    words = SHEET.read_text().partition("whom:")[2]
    first, more = words.split("more: [Only when", 1)

    assert "writer_name_as_she_gave" not in first
    assert "letter_word" not in first
    assert "writer_name_as_she_gave" in more
