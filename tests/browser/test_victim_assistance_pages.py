"""The pages of victim assistance and of referrals in a real browser, wide and narrow: usable by everybody."""

import re
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from letterbank.vod import referral
from notifications import contact, offers, requests
from notifications.model import OfferStage
from notifications.queues import QUEUES
from tests.browser.going import press
from tests.browser.test_sign_in_pages import sign_in
from tests.notifications.walks import a_request, a_standing_request, an_offer
from tests.worlds import ASSISTANT, PLANNER

S = OfferStage
WIDTHS = (1280, 360)


@pytest.fixture
def central(town) -> Iterator[str]:
    """The central surface, served on this machine; its address."""
    server = make_server("127.0.0.1", 0, town.app("central"), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://central.localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def seen(page, central, accessible):
    """`seen("/requests")`: the page stands, wide and narrow, with nothing beside it and no complaint of axe."""

    def look(path):
        assert page.goto(central + path).ok, path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        accessible(page)  # narrow, where all of it stands below each other

    return look


def test_the_pages_of_a_request(page, central, town, department, seen):
    new, standing = a_request(department), a_standing_request(department, name="Ann Birch")
    with department.writing(ASSISTANT) as work:
        found = requests.find(work, standing)
        wish = referral.note_wish(work, found.victim_id, "To ask him why.", found.offender_id, found.case_id).id
    sign_in(page, central, town, ASSISTANT)

    for path in ("/", "/requests", "/requests?stage=refused", "/find-request", "/requests/new"):
        seen(path)
    for deed in ("", "/link?q=north", "/verify", "/refuse", "/pause", "/withdraw", "/safe-way"):
        seen(f"/requests/{new}{deed}")
    for deed in ("", "/wishes/new", f"/wishes/{wish}/agreed", f"/wishes/{wish}/ended"):
        seen(f"/requests/{standing}{deed}")


@pytest.mark.parametrize(
    ("stage", "deeds"),
    [
        (S.FOUND, ["/matches/{}", "/matches/{}/not-the-same"]),
        (S.VERIFIED, ["/offers/{}/begin"]),
        (S.CONTACTING, ["/contact/{}", "/contact/{}/tried", "/contact/{}/answer", "/offers/{}/give-up"]),
        (S.ACCEPTED, ["/offers/{}/gates", "/offers/{}/gates/protection_order", "/offers/{}/clear"]),
        (S.CLEARED, ["/offers/{}/pack"]),
        (S.PACKED, ["/offers/{}/check", "/offers/{}/spoil"]),
        (S.CHECKED, ["/offers/{}/hand-over", "/offers/{}/take-back", "/offers/{}/ask-again"]),
        (S.HANDED_OVER, ["/offers/{}/received", "/offers/{}/came-back"]),
    ],
)
def test_the_pages_of_an_offer(page, central, town, department, seen, stage, deeds):
    key = an_offer(department, stage)
    queue = [f"/waiting/{name}" for name, queue in QUEUES.items() if queue.stage is stage]
    if stage is S.CONTACTING:
        with department.writing(ASSISTANT) as work:
            contact.log_attempt(work, offers.find(work, key), "no_answer", "A child answered.")
    sign_in(page, central, town, ASSISTANT)

    for path in ["/", *queue, f"/offers/{key}", *(deed.format(key) for deed in deeds)]:
        seen(path)


@pytest.mark.parametrize(("way", "deeds"), [("letter", ["/tried"]), ("i_will_call", []), ("email", [])])
def test_the_pages_of_each_way_to_reach_somebody(page, central, town, department, seen, way, deeds):
    key = an_offer(department, S.CONTACTING, safe_way=way, call_us="Victim Services")
    sign_in(page, central, town, ASSISTANT)

    for deed in ("", "/answer", *deeds):
        seen(f"/contact/{key}{deed}")


def test_a_form_sent_wrong_says_so_and_keeps_what_was_typed(page, central, town, department, accessible):
    key = an_offer(department, S.CONTACTING)
    sign_in(page, central, town, ASSISTANT)
    page.goto(f"{central}/contact/{key}/answer")
    page.get_by_label("Later, on a date they name").check()
    page.get_by_label("They called us").check()
    page.get_by_label(re.compile("^What they said")).fill("After Easter.")

    press(page, "Write it down")

    accessible(page)
    assert page.get_by_text("Choose a date after today.").is_visible()
    assert page.get_by_label(re.compile("^What they said")).input_value() == "After Easter."


def test_the_planners_pages(page, central, town, department, seen):
    key = a_standing_request(department)
    with department.writing(ASSISTANT) as work:
        found = requests.find(work, key)
        wish = referral.note_wish(work, found.victim_id, "To ask him why.", found.offender_id, found.case_id)
        referral.refer(work, wish)
    sign_in(page, central, town, PLANNER)

    for path in ("/", "/referrals", f"/referrals/{wish.id}"):
        seen(path)
