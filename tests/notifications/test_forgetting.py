"""R15: what an ended request held is destroyed on its day, or on her own word; by a stranger's number never."""

from datetime import timedelta

import pytest

from letterbank.errors import NotAllowed, RuleBroken, WrongStage
from letterbank.rounds import WORKER
from letterbank.vault import opening
from letterbank.vault.sealed import READ_VICTIM
from notifications import copies, forgetting, known, messages, offers, requests
from notifications.model import OfferStage, PersonDigest, UnmatchedDrop
from tests.notifications.test_the_way_by_pages import do
from tests.notifications.walks import a_request, a_standing_request, an_offer
from tests.worlds import ASSISTANT, COORDINATOR, POLICY

GRACE = timedelta(days=POLICY.requests.withdrawal_grace_days)


def end(department, key):
    with department.writing(ASSISTANT) as work:
        requests.withdraw(work, requests.find(work, key))


def rounds_of_the_worker(department):
    with department.writing(WORKER) as work:
        return forgetting.forget_due(work)


def is_gone(department, key):
    """Of what she sent with the request, and of her record."""
    with department.writing(ASSISTANT) as work:
        request = requests.find(work, key)
        return [opening(work, one, READ_VICTIM).is_gone for one in (request, request.victim)]


def request_of(department, offer_id):
    with department.reading(ASSISTANT) as work:
        return offers.find(work, offer_id).request_id


def say(department, key, *, confirmed=True):
    with department.writing(ASSISTANT) as work:
        forgetting.forget(work, requests.find(work, key), confirmed=confirmed)


def test_nothing_is_destroyed_before_its_day_and_all_of_it_on_that_day(department):
    key = a_standing_request(department)
    end(department, key)

    department.clock.forward(GRACE - timedelta(minutes=1))
    before = rounds_of_the_worker(department), is_gone(department, key)
    department.clock.forward(timedelta(minutes=1))

    assert before == (0, [False, False])
    assert (rounds_of_the_worker(department), is_gone(department, key)) == (1, [True, True])
    assert rounds_of_the_worker(department) == 0


def test_a_request_that_stands_is_never_destroyed_by_time(department):
    key = a_standing_request(department)

    department.clock.forward(timedelta(days=15_000))

    assert (rounds_of_the_worker(department), is_gone(department, key)) == (0, [False, False])
    with pytest.raises(WrongStage):
        say(department, key)


def test_by_the_digests_alone_she_is_known_afterwards(department):
    key = a_standing_request(department)
    end(department, key)
    department.clock.forward(GRACE)
    rounds_of_the_worker(department)

    anew = a_request(department)
    with department.arranging(ASSISTANT) as work:
        request = requests.find(work, anew)
        request.offender_id = requests.find(work, key).offender_id
        known.note(work, request, {"name": "Ruth Alder", "telephone": "601 555 0142", "address": ""})
        assert work.session.query(PersonDigest).filter_by(request_id=key).count() > 0
        assert [one.has_ended for one in known.others(work, request)] == [True]


def test_her_own_word_destroys_it_at_once_and_a_number_alone_does_not(department):
    key = a_standing_request(department)
    end(department, key)

    with pytest.raises(RuleBroken, match="Ask them first"):
        say(department, key, confirmed=False)
    assert is_gone(department, key) == [False, False]
    say(department, key)

    assert is_gone(department, key) == [True, True]


def test_a_packet_she_holds_is_asked_about_first(department):
    key = request_of(department, an_offer(department, OfferStage.HANDED_OVER))
    end(department, key)
    department.clock.forward(GRACE)

    assert (rounds_of_the_worker(department), is_gone(department, key)) == (0, [False, False])
    say(department, key)

    assert is_gone(department, key) == [True, True]


def test_a_copy_in_the_house_is_destroyed_first(department):
    offer_id = an_offer(department, OfferStage.PACKED)
    key = request_of(department, offer_id)
    end(department, key)
    department.clock.forward(GRACE)

    assert rounds_of_the_worker(department) == 0
    with pytest.raises(RuleBroken, match="printed copy"):
        say(department, key)
    with department.writing(ASSISTANT) as work:
        copies.destroy(work, copies.find(offers.find(work, offer_id), 1))

    assert rounds_of_the_worker(department) == 1


def a_message(department, key):
    with department.arranging(ASSISTANT) as work:
        message = UnmatchedDrop(id=work.new_id(), drop_id=work.new_id(), opened_at=work.now, request_id=key)
        work.vault.new_key(work, type(message).key_table, message.id, "victims")
        work.vault.seal(work, message, content='{"why": "words", "message": {"words": "Please call."}}')
        work.session.add(message)
        return message.id


def test_a_message_that_waits_is_settled_first_and_goes_with_the_request(department):
    key = a_standing_request(department)
    message_id = a_message(department, key)
    end(department, key)
    department.clock.forward(GRACE)

    waiting = rounds_of_the_worker(department)
    with department.writing(ASSISTANT) as work:
        messages.settle(work, message_id, "called", "They want nothing.")

    assert (waiting, rounds_of_the_worker(department)) == (0, 1)
    with department.writing(ASSISTANT) as work:
        assert opening(work, work.session.get_one(UnmatchedDrop, message_id), READ_VICTIM).is_gone


def test_her_record_stays_while_another_request_of_hers_can_be_opened(department):
    one, other = a_standing_request(department), a_standing_request(department, telephone="", address="", name="R A")
    with department.arranging(ASSISTANT) as work:
        victim = requests.find(work, other).victim
        requests.find(work, one).victim, requests.find(work, one).victim_id = victim, victim.id
    end(department, one)
    department.clock.forward(GRACE)

    rounds_of_the_worker(department)

    assert (is_gone(department, one), is_gone(department, other)) == ([True, False], [False, False])


def test_nobody_else_destroys_it(department):
    key = a_standing_request(department)
    end(department, key)

    with department.writing(COORDINATOR) as work, pytest.raises(NotAllowed):
        forgetting.forget(work, requests.find(work, key), confirmed=True)


def test_by_the_pages(department, browser_of):
    key = a_standing_request(department)
    end(department, key)
    browser = browser_of(ASSISTANT)
    listed, unsaid = browser.get("/ended").text, do(browser, f"/ended/{key}")

    done = do(browser, f"/ended/{key}", confirmed="y")

    assert f"/ended/{key}" in listed
    assert (unsaid.status_code, done.status_code) == (422, 302)
    assert "No ended request is kept." in browser.get("/ended").text
    after = browser.get(f"/requests/{key}")
    assert after.status_code == 200 and "Nothing of this is kept any more." in after.text
    assert f"/ended/{key}" not in after.text


@pytest.mark.parametrize("page", ["/requests/{}/verify", "/requests/{}/link", "/requests/{}/safe-way", "/ended/{}"])
def test_what_is_destroyed_is_neither_shown_for_changing_nor_destroyed_again(department, browser_of, page):
    key = a_standing_request(department)
    end(department, key)
    say(department, key)

    refused = browser_of(ASSISTANT).get(page.format(key))

    assert refused.status_code == 409
    assert "What they told us with this request was destroyed." in refused.text


def test_what_no_day_destroys_is_shown_to_somebody(department, browser_of):
    key = request_of(department, an_offer(department, OfferStage.HANDED_OVER))
    end(department, key)
    browser = browser_of(ASSISTANT)
    before = browser.get("/").text

    department.clock.forward(GRACE)

    assert "Ended requests to ask about" not in before
    assert "Ended requests to ask about" in browser_of(ASSISTANT).get("/").text
