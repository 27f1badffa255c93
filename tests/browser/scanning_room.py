"""A morning in the scanning room, as a clerk and a colleague live it: paper, cover sheet, pile, second look."""

import re

import pypdfium2
from PIL import Image
from playwright.sync_api import Page

from letterbank.demonstration.handwriting import HANDS, scan_pdf, written_pages
from letterbank.permissions import Actor
from screening.stacks import machine
from tests.browser.going import go_by, take_link
from tests.browser.printing import printed_by
from tests.browser.walking import Walk

DPI = 150
ADDRESSEE = "Mrs. Ada Thornbury"


def scan_a_pile(walk: Walk, page: Page) -> None:
    """A letter is registered on paper, gets its sheet, is scanned in a pile with it, and looked at."""
    number = register_on_paper(walk, page)
    sheet = print_its_sheet(walk, page)
    look_up(walk, page, page.locator(".code").first.inner_text())
    page.goto(f"{walk.address}/stacks")
    walk.press(page, "Take in the stack", status=422)
    upload(walk, page, pile_of(seen(sheet), written("It was my choice. I am sorry for what I did to you.")))
    page.get_by_text("read so far").wait_for()
    sort(walk)
    page.goto(page.url)
    walk.judge(page)
    go_by(page, page.get_by_role("link", name=f"Letter {number}"))
    page.get_by_role("heading", name="The scan, 1 page").wait_for()
    walk.press(page, "Over")
    walk.press(page, "Send into review")


def register_on_paper(walk: Walk, page: Page, sides: int = 1) -> str:
    """The number of a letter to Mrs. Ada Thornbury, by the first writer of the register."""
    page.goto(f"{walk.address}/writers?words=N")
    take_link(page, "Register a letter")
    page.locator("input[name=case] + label").first.click()
    page.get_by_label("Written to").fill(ADDRESSEE)
    page.get_by_label("Written sides").fill(str(sides))
    page.get_by_text("The writer has signed").click()
    for no in page.locator("fieldset[id^=fact_] label:text-is('No')").all():
        no.click()
    if walk.surface == "central":
        page.get_by_label("The day it came on paper").fill("1998-04-02")
    walk.press(page, "Register the letter")
    return re.search(r"Letter (\d{8})", page.locator("h1").inner_text())[1]


def print_its_sheet(walk: Walk, page: Page) -> bytes:
    """From the page of the letter, its PDF."""
    take_link(page, "Its cover sheet")
    walk.press(page, "Make its cover sheet")
    return printed_by(page, "Open to print")


def look_up(walk: Walk, page: Page, code: str) -> None:
    """By the code on it, typed as a hurried person types."""
    page.goto(f"{walk.address}/sheets")
    page.locator("input[name=code]").fill(code.lower().replace("-", " "))
    walk.press(page, "Look it up")
    page.get_by_role("heading", name=f"Cover sheet {code}").wait_for()


def pile_of(*sides: Image.Image) -> bytes:
    return scan_pdf([side.convert("RGB") for side in sides], DPI)


def seen(sheet: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(sheet) as document:
        return document[0].render(scale=DPI / 72).to_pil()


def written(words: str) -> Image.Image:
    (side,) = written_pages(words, next(iter(HANDS.values())), seed="browser", dpi=DPI)
    return side


def upload(walk: Walk, page: Page, content: bytes, letters: int = 1) -> None:
    page.locator("input[name=scan]").set_input_files(
        {"name": "pile.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    page.locator("input[name=letters]").fill(str(letters))
    walk.press(page, "Take in the stack")


def bring_a_shopping_list(walk: Walk, page: Page) -> None:
    """Put aside, nearly laid out without giving a side to a letter, and said to hold none."""
    page.goto(f"{walk.address}/stacks")
    upload(walk, page, pile_of(written("Eggs, and four loaves of bread.")))
    sort(walk)
    page.goto(page.url)
    walk.judge(page)
    take_link(page, "Lay it out by hand")
    walk.press(page, "Have a second person look", status=422)
    take_link(page, "Leave it as it is")
    walk.press(page, "It holds no letter")
    page.get_by_text("You found no letter in this stack.").wait_for()


def discard_it(walk: Walk, page: Page) -> None:
    """The second person finds no letter either."""
    page.goto(f"{walk.address}/stacks")
    go_by(page, page.locator("tr:has-text('second person') a").last)
    page.locator("summary:has-text('There is no letter in it')").click()
    walk.press(page, "Yes, keep nothing of it")
    page.get_by_text("No letters in it; nothing was kept").wait_for()


def agree_to_a_layout(walk: Walk, page: Page) -> None:
    """The second person looks, and the letter has its page."""
    page.goto(f"{walk.address}/stacks")
    go_by(page, page.locator("tr:has-text('second person') a").first)
    walk.press(page, "It is right: give the letters their pages")
    page.get_by_role("heading", name="Its letters").wait_for()


def sort(walk: Walk) -> None:
    """What the worker does beside the server."""
    parts = walk.app.extensions
    machine.go(parts["letterbank"], _machine(walk), parts["letterbank sandbox"])


def _machine(walk: Walk) -> Actor:
    return machine.machine_at("NORTH" if walk.surface == "facility" else None)
