"""Every page of a whole demonstration opens, fits, and leaves nobody out; a page nobody comes to is noticed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from letterbank.demonstration.lives import lives
from letterbank.demonstration.people import STAFF
from letterbank.demonstration.register import FACILITIES
from letterbank.letters.visibility import STAGE_WORDS
from letterbank.people.register import COLUMNS
from tests.browser.going import go_by, take_link
from tests.browser.scanning_room import agree_to_a_layout, bring_a_shopping_list, discard_it, scan_a_pile
from tests.browser.test_public_pages import fill_in
from tests.browser.walking import Walk

# Not walked to: what is no page, and what another test of this folder opens because it needs more than a link.
FILES = {"static", "letters.page", "review.page", "enrolment.picture", "stacks.side", "stacks.thumbnail",
         "second.page"}  # fmt: skip
OF_THE_SIGN_IN = {  # test_sign_in_pages: each is open only once, after a printed code or a password
    "enrolment.password", "enrolment.device", "enrolment.passkey", "security.two_factor_token_validation",
    "security.tf_select", "security.two_factor_rescue", "security.wan_signin", "security.mf_recovery",
}  # fmt: skip
OF_LEAVING = {"public.leave"}  # test_public_pages: it leads out of this site
OF_THE_DESK_AT_A_FACILITY = {"letters.withdraw", "letters.slip", "letters.notice"}  # nobody at the centre may
OF_A_SECOND_PERSON = {"second.look"}  # who decides is at the centre (R33)
NOT_WALKED = {
    "facility": frozenset(FILES | OF_THE_SIGN_IN | OF_A_SECOND_PERSON),
    "central": frozenset(FILES | OF_THE_SIGN_IN | OF_THE_DESK_AT_A_FACILITY),
    "public": frozenset(FILES | OF_LEAVING),
}
LETTERS = tuple(f"/letters?stage={stage}" for stage in STAGE_WORDS)

ID = re.compile("[a-z2-7]{26}")
Errand = Callable[[Walk, Page], None]


@pytest.fixture
def walk_of(browser, demonstration) -> Callable[[str], Walk]:
    apps, port = demonstration

    def walk_of(surface: str) -> Walk:
        host = f"{surface}.localhost"
        return Walk(browser, apps[host], f"http://{host}:{port}", NOT_WALKED[surface])

    return walk_of


def enter(walk: Walk, page: Page, login: str) -> None:
    walk.open(page, "/sign-in")
    go_by(page, page.locator(f"form:has(input[value='{login}']) button"))
    assert page.url == f"{walk.address}/"


def take_in_letters(walk: Walk, page: Page) -> None:
    """A letter registered too hastily, and one the writer withdraws."""
    page.goto(f"{walk.address}/writers")
    page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.fill("N")
    walk.press(page, "Find")
    walk.follow(page, page.url.removeprefix(walk.address))
    page.goto(f"{walk.address}/writers?words=N")
    take_link(page, "Register a letter")
    walk.press(page, "Register the letter", status=422)
    page.goto(f"{walk.address}/letters?stage=registered")
    go_by(page, page.locator("main th a").first)
    take_link(page, "The writer withdraws it")
    walk.press(page, "Withdraw the letter")
    walk.follow(page, *LETTERS)
    scan_a_pile(walk, page)
    bring_a_shopping_list(walk, page)
    pack_a_bag(walk, page)


def read_a_letter(walk: Walk, page: Page) -> None:
    """Uncovered, decided too hastily, then with an answer that sends it back or ends it; and put back in the queue."""
    page.goto(f"{walk.address}/review")
    walk.judge(page, go_by(page, page.locator("form[action^='/review/'] button").first))
    page.locator("summary").first.click()
    walk.judge(page)
    type_a_page_out(walk, page)
    page.get_by_text("Pass the letter on", exact=True).click()
    walk.press(page, "Yes, pass the letter on", status=422)
    for answer in page.locator("input.clean + label").all():
        answer.click()
    page.locator("input.asks + label").first.click()
    walk.press(page, "Return it with reasons")
    walk.press(page, "Back to the letter")
    walk.press(page, "Refuse it")
    walk.press(page, "Back to the letter")
    walk.press(page, "Put it back in the queue")


def type_a_page_out(walk: Walk, page: Page) -> None:
    """Nothing at first, then what the page says; and back to the letter, whose pages are uncovered again."""
    take_link(page, "Type out page 1")
    walk.judge(page)
    walk.press(page, "Save", status=422)
    page.get_by_label("The words of this page").fill("I did it, and nobody else.")
    walk.press(page, "Save")
    go_by(page, page.locator("a.back"))
    page.locator("summary").first.click()


def screen_at_north(walk: Walk, page: Page) -> None:
    read_a_letter(walk, page)
    discard_it(walk, page)
    agree_to_a_layout(walk, page)


def decide_as_second(walk: Walk, page: Page) -> None:
    """A letter that somebody put before a second person: taken, and its page looked at."""
    page.goto(f"{walk.address}/review")
    walk.judge(page, go_by(page, page.locator("form[action^='/second/'] button").first))


def pack_a_bag(walk: Walk, page: Page) -> None:
    """With nothing ticked, then with what is there."""
    page.goto(f"{walk.address}/paper/pack")
    walk.press(page, "Go on to the bag", status=422)
    page.locator("input[name=there] + label").first.click()
    page.locator("label[for=looked]").click()
    walk.press(page, "Go on to the bag")
    page.get_by_text("The bag has left", exact=True).click()
    walk.press(page, "Yes, it has left the building")


def coordinate(walk: Walk, page: Page) -> None:
    decide_as_second(walk, page)
    take_in_an_old_file(walk, page)
    open_a_bag(walk, page)


def take_in_an_old_file(walk: Walk, page: Page) -> None:
    """Half told, then whole; and again, with its scan counted anew."""
    page.goto(f"{walk.address}/writers?words=N")
    walk.judge(page)
    take_link(page, "Register a letter")
    page.locator("input[name=earlier_0_1_reader]").fill("Della Crane")
    walk.press(page, "Register the letter", status=422)
    scan_a_pile(walk, page)
    page.goto(f"{walk.address}/letters?stage=registered")
    walk.follow(page, page.url.removeprefix(walk.address))


def plan(walk: Walk, page: Page) -> None:
    read_a_letter(walk, page)
    agree_to_a_layout(walk, page)


def open_a_bag(walk: Walk, page: Page) -> None:
    """With a side too few and one that nobody ticked, looked over, changed, and written down."""
    page.goto(f"{walk.address}/paper")
    go_by(page, page.locator("main tbody th a").first)
    for sides in page.locator("input[id^=sides_]").all():
        sides.fill("1")
    walk.press(page, "Look it over", status=422)
    for label in page.locator("main tbody th label").all():
        label.click()
    walk.press(page, "Look it over")
    walk.press(page, "Change something")
    walk.press(page, "Look it over")
    walk.press(page, "Write it down")


def bring_the_register(walk: Walk, page: Page) -> None:
    page.goto(f"{walk.address}/register")
    walk.press(page, "See what would change", status=422)
    rows = {"facilities": list(FACILITIES.items()), "offenders": [], "cases": []}
    for name, lines in rows.items():
        sheet = "\n".join(",".join(line) for line in [COLUMNS[name], *lines]) + "\n"
        page.locator(f"input[name={name}]").set_input_files(
            {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
        )
    walk.press(page, "See what would change")


def help_a_caller(walk: Walk, page: Page) -> None:
    """Find a request, link another to the register, and look at a call outside of its safe hours too."""
    for words in ("N", "nobody of that name"):
        page.goto(f"{walk.address}/find-request")
        page.locator("input[name=q]").fill(words)
        walk.press(page, "Look")
    page.goto(f"{walk.address}/requests")
    go_by(page, page.locator("main th a").first)
    link = page.get_by_role("link", name="Link it to the register").or_(page.get_by_role("link", name="Another case"))
    go_by(page, link)
    page.locator("input[name=q]").fill(lives()[0].writer.number)
    walk.press(page, "Look in the register")
    page.locator("input[name=case]").first.check()
    walk.press(page, "Link to this case")
    request = page.url.removeprefix(walk.address)
    walk.follow(page, request, "/requests?stage=paused", "/ended")
    walk.open(page, f"{request}/resume")
    page.goto(f"{walk.address}/waiting/calls")
    offer = page.locator("main table a").first.get_attribute("href") or ""
    walk.open(page, f"/contact/{ID.findall(offer)[0]}/tried")


BEGINS = {"assistance.second": "/waiting/check"}  # whose other pages are those of the first
ERRANDS: dict[str, Errand] = {
    "north.clerk": take_in_letters,
    "north.screener": screen_at_north,
    "planner": plan,
    "coordinator": coordinate,
    "administrator": bring_the_register,
    "assistance": help_a_caller,
}


@pytest.mark.parametrize("surface", ["facility", "central"])
def test_whoever_works_here_can_use_every_page(walk_of, surface):
    walk = walk_of(surface)

    for person in STAFF:
        if person.surface == surface and person.facility != "RIVER":
            with walk.page() as page:
                enter(walk, page, person.login)
                walk.follow(page, BEGINS.get(person.login, "/"))
                ERRANDS.get(person.login, lambda _walk, _page: None)(walk, page)
    with walk.page() as page:
        walk.open(page, "/enrol")

    assert walk.faults == []
    assert forgotten(walk) == set()


def test_whoever_asks_can_use_every_page(walk_of):
    walk = walk_of("public")

    with walk.page() as page:
        walk.follow(page, "/")
        page.goto(f"{walk.address}/")
        fill_in(page, shot=lambda page, _name: walk.judge(page))
        walk.press(page, "Send it")
        for path in ("/again", "/thanks"):
            walk.open(page, path)

    assert walk.faults == []
    assert forgotten(walk) == set()


def forgotten(walk: Walk) -> set[str]:
    """The pages of a surface the walk has never been to."""
    every = {rule.endpoint for rule in walk.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return every - walk.visited - walk.unseen
