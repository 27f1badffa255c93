"""R15: a "never" outlives all else that was kept of a person, and nobody is asked twice about the same letter."""


import pytest

from letterbank.errors import RuleBroken
from letterbank.rounds import WORKER
from letterbank.vault import VictimKey, opening
from letterbank.vault.keys import destroy
from letterbank.vault.sealed import VERIFY
from notifications import drops, entry, known, requests, safe_way
from notifications.model import OfferStage, PersonDigest, Request, RequestStage
from notifications.receipts import new_receipt
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import HERS, an_offer, stage_of
from tests.worlds import ASSISTANT, offender_of

R = RequestStage


def enter(department, **said):
    """A request that somebody at the centre enters, linked to the case; its id."""
    with department.writing(ASSISTANT) as work:
        answers = {"writer": "Dale North", **HERS, **said}
        request, _ = entry.enter(work, answers, "telephone", work.new_id())
        offender = offender_of(work)
        requests.link(work, request, offender.id, offender.cases[0].id)
        return request.id


def verify(department, key, **more):
    with department.writing(ASSISTANT) as work:
        requests.verify(work, requests.find(work, key), "Court papers seen.", "direct_victim", **more)


def on(department, key, deed):
    with department.writing(ASSISTANT) as work:
        return deed(work, requests.find(work, key))


def shared(department, key):
    with department.reading(ASSISTANT) as work:
        return [(one.stage, one.shares) for one in known.others(work, requests.find(work, key))]


def stage(department, key):
    with department.reading(ASSISTANT) as work:
        return requests.find(work, key).stage


ANOTHER = {"name": "Ada Finch", "telephone": "601 555 0199", "address": "9 Oak Lane, Natchez"}
LIKE = {
    "the number, spelled otherwise": {**ANOTHER, "telephone": "+1 (601) 555-0142"},
    "the address, spelled otherwise": {**ANOTHER, "address": "BOX 12, Jackson MS 39201"},
    "the name, about the same person": {**ANOTHER, "name": "Mrs. RUTH  ALDER"},
}


@pytest.mark.parametrize("said", LIKE)
def test_a_never_is_known_again_by_each_fact(department, said):
    before = enter(department)
    on(department, before, requests.withdraw)

    after = enter(department, **LIKE[said])

    assert [stage for stage, _ in shared(department, after)] == [R.WITHDRAWN]
    with pytest.raises(RuleBroken, match="their own new word"):
        verify(department, after)
    assert stage(department, after) is R.OPENED


def test_on_her_own_new_word_it_begins_anew_and_the_word_is_kept(department):
    on(department, enter(department), requests.withdraw)
    after = enter(department)

    verify(department, after, known_already="She came to the office herself.")

    assert stage(department, after) is R.STANDING
    noted = on(department, after, lambda work, one: requests.verification(opening(work, one, VERIFY)))
    assert noted["known"] == "She came to the office herself."


def test_somebody_else_is_nobody_we_know(department):
    on(department, enter(department), requests.withdraw)

    other = enter(department, **ANOTHER)

    assert shared(department, other) == []
    verify(department, other)


def test_it_is_known_when_all_else_is_destroyed(department):
    before = enter(department)
    on(department, before, requests.withdraw)
    with department.arranging(ASSISTANT) as work:
        request = requests.find(work, before)
        for key in (request.id, request.victim_id):
            destroy(work, VictimKey, key)

    assert [stage for stage, _ in shared(department, enter(department))] == [R.WITHDRAWN]


def test_of_a_refused_request_nothing_is_known_after_its_end(department):
    before = enter(department)
    on(department, before, lambda work, request: requests.refuse(work, request, "Not a victim of this case."))
    with department.arranging(ASSISTANT) as work:
        refused = requests.find(work, before)
        known.forget(work, [refused])

        assert work.session.query(PersonDigest).filter_by(request_id=refused.id).count() == 0


def test_with_a_stop_whatever_is_plainly_hers_stands_still_and_a_household_goes_on(department):
    first, twin = enter(department), enter(department, telephone="601 555 0177", address="")
    neighbour = enter(department, name="Ada Finch", address="")
    for key in (twin, neighbour):
        verify(department, key, known_already="Looked at.")

    on(department, first, requests.withdraw)

    assert stage(department, twin) is R.PAUSED
    assert stage(department, neighbour) is R.STANDING


def test_what_is_dropped_by_the_street_is_known_too_and_a_moved_person_by_the_new_address(department):
    first = enter(department)
    on(department, first, lambda work, one: safe_way.change(work, one, "Called back.", address="7 Elm Street"))
    message = {"kind": drops.REQUEST, "writer": "Dale North", **ANOTHER, "address": "7 elm street"}

    with department.arranging(WORKER) as work:
        from notifications.intake import open_request

        dropped = open_request(work, work.new_id(), {**message, "receipt": new_receipt(work.ids)}).id

    assert shared(department, dropped) == [(R.OPENED, ("the same address",))]


def test_requests_of_before_are_caught_up_with_once(department):
    key = enter(department)
    with department.writing(WORKER) as work:
        work.session.query(PersonDigest).delete()
        caught = known.catch_up(work), known.catch_up(work)

    assert caught == (1, 0)
    assert len(shared(department, enter(department))) == 1
    assert key


def test_the_pages_say_so_before_anybody_calls(department, browser_of):
    on(department, enter(department), requests.withdraw)
    after, browser = enter(department), browser_of(ASSISTANT)

    shown, form = browser.get(f"/requests/{after}").text, browser.get(f"/requests/{after}/verify").text
    said = {"relation": "direct_victim", "how": "Papers."}
    refused = do(browser, f"/requests/{after}/verify", **said, known_already=" ")
    done = do(browser, f"/requests/{after}/verify", **said, known_already="She came herself.")

    assert "Nobody is called before this is clear" in shown and "Nobody is called before this is clear" in form
    assert refused.status_code == 422 and "Papers." in refused.text
    assert done.status_code == 302


def test_a_form_sent_twice_makes_one_request(department, browser_of):
    browser = browser_of(ASSISTANT)
    said = {**HERS, "came": "telephone", "writer": "Dale North", "entry": "a" * 26}
    del said["voicemail"]

    first, again = browser.send("/requests/new", **said), browser.send("/requests/new", **said)

    assert "The request is entered" in first.text
    assert again.status_code == 302
    with department.reading(ASSISTANT) as work:
        assert work.session.query(Request).count() == 1


def test_the_same_letter_offered_twice_is_seen_where_it_is_compared(department, browser_of):
    key = an_offer(department, OfferStage.FOUND)
    enter(department)

    compared = browser_of(ASSISTANT).get(f"/matches/{key}").text

    assert "This may be a person we know already" in compared
    assert stage_of(department, key) is OfferStage.FOUND
