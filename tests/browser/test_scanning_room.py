"""A day in the scanning room of NORTH in a real browser: its people, each signed in, and the paper they hold."""

import json
import re
from pathlib import Path

import pytest
import zxingcpp
from playwright.sync_api import Locator, Page

from tests.browser import pictures
from tests.browser.going import go_by, press, take_link
from tests.browser.pictures import NARROW
from tests.browser.printing import printed_by
from tests.browser.scanning_room import (
    ADDRESSEE,
    look_up,
    pile_of,
    print_its_sheet,
    register_on_paper,
    seen,
    sort,
    upload,
    written,
)
from tests.browser.test_every_page import enter
from tests.browser.walking import Walk
from tests.cli.conftest import letterbank
from tests.documents.reading import Printed, module_of

CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b")
DOUBT = "Side 1: More written sides follow this cover sheet than it declares."
MOST_STOPS = 60  # more than a page of four sides has
AGREE = "It is right: give the letters their pages"


@pytest.fixture
def north(browser, demonstration):
    apps, port = demonstration
    walk = Walk(browser, apps["facility.localhost"], f"http://facility.localhost:{port}")
    yield walk
    assert walk.faults == []


@pytest.fixture
def clerk(north):
    with north.page() as page:
        enter(north, page, "north.clerk")
        yield page


@pytest.fixture
def colleague(north):
    with north.page() as page:
        enter(north, page, "north.screener")
        yield page


def picture(page: Page, address: str) -> bytes:
    """As it is shown to this person, in a tab of its own."""
    tab = page.context.new_page()
    shown = tab.goto(address).body()
    tab.close()
    return shown


def choose_by_keys(page: Page, choice: Locator, words: str) -> None:
    """With no hand on the mouse: on to the choice by Tab, then its first words."""
    stops = 0
    while not choice.evaluate("choice => choice === document.activeElement"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops < MOST_STOPS, "Tab never comes to this choice"
    page.keyboard.type(words)


def open_stack(page: Page, number: str) -> None:
    """From the first page, as one who sees there that something waits."""
    take_link(page, "Waiting for you")
    take_link(page, "Stacks put aside or not taken in")
    take_link(page, number)


def test_two_people_lay_out_what_a_lost_sheet_ran_together(north, clerk, colleague):
    """The second letter's sheet was pulled in under another leaf, so its page lies behind the first letter's."""
    one = register_on_paper(north, clerk, sides=2)
    sheet = print_its_sheet(north, clerk)
    other = register_on_paper(north, clerk)
    clerk.goto(f"{north.address}/stacks")
    upload(north, clerk, pile_of(seen(sheet), *map(written, ["I did it.", "I was wrong.", "I am sorry."])), letters=2)
    sort(north)
    clerk.goto(clerk.url)
    north.judge(clerk, state="put-aside")
    stack, number = clerk.url, clerk.locator("h1").inner_text().split()[-1]
    assert DOUBT in clerk.locator("main").inner_text()
    scanned = [picture(clerk, f"{stack}/sides/{side}") for side in (2, 3, 4)]

    take_link(clerk, "Lay it out by hand")
    clerk.set_viewport_size({"width": NARROW, "height": 900})
    press(clerk, "Have a second person look")
    assert "2 sides counted on the paper, and 3 laid out here" in clerk.get_by_role("alert").inner_text()
    choose_by_keys(clerk, clerk.get_by_label("Side 4 belongs"), f"Letter {other}")
    with clerk.expect_popup() as tab:
        clerk.get_by_role("link", name="Side 4 of the stack").click()
    tab.value.close()
    press(clerk, "Have a second person look")
    assert clerk.get_by_role("button", name=AGREE).count() == 0

    open_stack(colleague, number)
    north.judge(colleague, state="laid-out")
    assert DOUBT in colleague.locator("main").inner_text()
    north.press(colleague, AGREE)
    north.judge(colleague, state="filed")
    for letter, sides in ((one, scanned[:2]), (other, scanned[2:])):
        go_by(colleague, colleague.get_by_role("link", name=f"Letter {letter}"))
        pages = colleague.locator(".thumbs a").evaluate_all("links => links.map(link => link.href)")
        assert [picture(colleague, page) for page in pages] == sides
        colleague.goto(stack)


def test_whoever_brought_a_file_to_the_import_folder_sees_what_became_of_it(north, clerk, walked):
    """One is filed, one lies under a sheet that was printed anew since, one is no scan."""
    letter = register_on_paper(north, clerk)
    sheet = print_its_sheet(north, clerk)
    register_on_paper(north, clerk)
    void = print_its_sheet(north, clerk)
    print_again(north, clerk)
    inbox = walked.home / "import" / "NORTH"
    inbox.mkdir(parents=True)
    (inbox / "Monday 1 letter.pdf").write_bytes(pile_of(seen(sheet), written("It was my choice.")))
    (inbox / "Tuesday 1 letter.pdf").write_bytes(pile_of(seen(void), written("Nobody made me do it.")))
    (inbox / "Wednesday 1 letter.pdf").write_bytes(b"%PDF-1.4 cut short")

    said = letterbank(walked.home, "scan", "watch", "--once", "--every", "0.1")

    assert said.stdout.count("\n") == 3, said
    assert {file.name for file in inbox.iterdir()} == {"done", "refused"}
    number = numbers_of(inbox)
    open_stack(clerk, number["Tuesday 1 letter.pdf"])
    north.judge(clerk, state="under-a-void-sheet")
    assert clerk.get_by_text("Side 1: This cover sheet is void; a newer one may have been printed.").is_visible()
    assert clerk.get_by_text("Tuesday 1 letter.pdf").is_visible()
    open_stack(clerk, number["Wednesday 1 letter.pdf"])
    north.judge(clerk, state="not-taken-in")
    assert clerk.get_by_text("This file is damaged or cut short").is_visible()
    assert clerk.get_by_text("Wednesday 1 letter.pdf").is_visible()
    assert clerk.get_by_text("the file itself lies there under “refused”").is_visible()
    north.press(clerk, "I have seen it: take it off the list")
    take_link(clerk, "Stacks of scans")
    assert clerk.get_by_role("link", name=number["Wednesday 1 letter.pdf"]).count() == 0
    take_link(clerk, "Stacks that are done")
    north.judge(clerk)
    take_link(clerk, number["Monday 1 letter.pdf"])
    go_by(clerk, clerk.get_by_role("link", name=f"Letter {letter}"))
    assert clerk.get_by_role("heading", name="The scan, 1 page").is_visible()


def numbers_of(inbox: Path) -> dict[str, str]:
    """The stack that each file became, by the receipts in its folder."""
    receipts = [json.loads(file.read_text()) for file in (inbox / "done").iterdir()]
    return {receipt["name"]: receipt["stack"] for receipt in receipts}


def print_again(walk: Walk, page: Page) -> str:
    """The code of the new sheet; the one before is void."""
    walk.press(page, "Print another with a new code")
    return page.locator(".code").first.inner_text()


def test_the_button_gives_the_sheet_that_clerk_and_scanner_need(north, clerk):
    letter = register_on_paper(north, clerk, sides=2)
    writer = clerk.locator(".kicker").inner_text()

    paper = Printed(print_its_sheet(north, clerk))

    pictures.take_paper(paper.picture(0), "facility-cover-sheet")
    (words,), codes = paper.pages, zxingcpp.read_barcodes(paper.picture(0))
    (code,) = CODE.findall(words)
    assert paper.is_tagged
    assert f"Written sides, not counting this sheet {letter} 2 Place Facility NORTH" in words
    assert {read.ec_level for read in codes} == {"H"}
    assert min(map(module_of, codes)) >= 0.75
    assert all(code.replace("-", "") in read.text for read in codes)
    told = " ".join([words, paper.title, *paper.figures(0), *(read.text for read in codes)]).lower()
    assert not [name for name in re.findall(r"\w+", f"{writer} {ADDRESSEE}") if name.lower() in told.split()]
    look_up(north, clerk, code)
    assert clerk.get_by_role("link", name=letter).is_visible()


def test_a_clerk_whose_printer_jammed_gets_another_code_in_one_click(north, clerk):
    """Back from the PDF the page of before stands, as a browser keeps it."""
    register_on_paper(north, clerk)
    take_link(clerk, "Its cover sheet")
    north.press(clerk, "Make its cover sheet")
    before = clerk.locator(".code").first.inner_text()
    stale = clerk.context.new_page()
    stale.goto(clerk.url)
    printed_by(clerk, "Open to print")
    assert clerk.get_by_role("button", name="Open to print").count() == 0

    north.press(stale, "Open to print")
    north.judge(stale, state="printed-before")
    assert stale.get_by_text("It was printed before").is_visible()
    north.press(stale, "Print another with a new code")

    (now,) = CODE.findall(Printed(printed_by(stale, "Open to print")).pages[0])
    assert now != before
    look_up(north, stale, now)
    north.judge(stale, state="on-paper")
    assert stale.get_by_role("button", name="Print another with a new code").is_visible()
    stale.close()


def test_a_sheet_printed_again_makes_the_one_before_void_and_the_page_says_so(north, clerk):
    register_on_paper(north, clerk)
    (before,) = CODE.findall(Printed(print_its_sheet(north, clerk)).pages[0])

    now = print_again(north, clerk)

    north.judge(clerk, state="printed-again")
    said = clerk.get_by_role("status").inner_text()
    assert f"Cover sheet {now} is made." in said and f"Sheet {before} is void: tear it up." in said
    assert CODE.findall(Printed(printed_by(clerk, "Open to print")).pages[0]) == [now]
    look_up(north, clerk, before)
    assert clerk.get_by_text("Void", exact=True).is_visible()
    assert clerk.get_by_text("It brings in no letter any more.").is_visible()
