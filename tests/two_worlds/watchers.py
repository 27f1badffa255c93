"""What the watchers do: the same in both worlds, whatever happened between two of their steps.

Each step is one thing somebody at the facility, a reviewer or a visitor from the street does and sees. A step that
cannot be done now is refused on its page, and the refusal is a sight like any other.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO

from PIL import Image
from werkzeug.test import TestResponse

from notifications.receipts import check_digits
from screening.stacks import machine
from tests.screening.answers import good
from tests.two_worlds.world import World
from tests.worlds import AT_INTAKE

RECEIPT = "482177301945" + check_digits("482177301945")  # hers, in the other script; a stranger may know it too
NOBODYS = "000000000001" + check_digits("000000000001")
READERS = ("screener", "planner", "coordinator")
ADDRESSEES = ("Ruth Alder", "Ruth Alder", "Somebody Else")


def a_scan(pages: int = 1) -> BytesIO:
    kept = BytesIO()
    sheet = Image.new("RGB", (340, 440), (250, 248, 240))
    sheet.save(kept, "TIFF", save_all=True, append_images=[sheet] * (pages - 1))
    kept.seek(0)
    return kept


SCAN = a_scan().getvalue()


class Watchers:
    """All of them together; `letters` are the addresses the clerk has seen on the list, in its order."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.letters: list[str] = []

    def get(self, who: str, address: str) -> TestResponse:
        """Whoever was quiet too long signs in again."""
        shown = self.world.browser(who).get(address)
        if shown.location != "/sign-in":
            return shown
        self.world.sit_down(who)
        return self.world.browser(who).get(address)

    def post(self, who: str, page: str, to: str, **fields: object) -> TestResponse:
        """Fetch a page and send the form on it that leads to `to`, with what the form hides."""
        shown = self.get(who, page)
        hidden = hidden_of(shown.text, to)
        return self.world.browser(who).client.post(to, data={**hidden, **fields})

    def letter(self, number: int) -> str:
        return self.letters[number % len(self.letters)] if self.letters else "/letters/" + "a" * 26

    def comes_in(self, who: str) -> None:
        self.world.sit_down(who)

    def a_day_passes(self, _number: int) -> None:
        """Everybody's session has ended by the next morning."""
        self.world.clock.forward(timedelta(days=1))
        self.world.browsers.clear()

    # The intake desk.

    def first_page(self, number: int) -> None:
        self.get(("clerk", "screener", "planner", "coordinator", "elsewhere")[number % 5], "/")

    def registers(self, number: int) -> None:
        found = self.get("clerk", "/writers?words=N1001")
        page = re.search(r"/writers/[a-z2-7]{26}/letter", found.text)[0]
        case = re.search(r'name="case"[^>]*value="([a-z2-7]{26})"', self.get("clerk", page).text)[1]
        self.post(
            "clerk", page, page, case=case, addressee=ADDRESSEES[number % 3], declared="1", acknowledged="y",
            scan=(BytesIO(SCAN), "letter.tif"), **AT_INTAKE,
        )  # fmt: skip
        self.lists(0)

    def lists(self, number: int) -> None:
        stage = ("", "banked", "in_review", "withdrawn")[number % 4]
        shown = self.get("clerk", f"/letters?stage={stage}" if stage else "/letters")
        if not stage:
            self.letters = sorted(set(re.findall(r'href="(/letters/[a-z2-7]{26})"', shown.text)))

    def searches(self, number: int) -> None:
        shown = self.get("clerk", self.letter(number))
        spoken = re.search(r"Letter (\d{8})", shown.text)
        self.get("clerk", f"/letters?number={spoken[1] if spoken else '00000000'}")
        self.get("elsewhere", f"/letters?number={spoken[1] if spoken else '00000000'}")

    def looks(self, number: int) -> None:
        for who in ("clerk", "elsewhere", "coordinator"):
            self.get(who, self.letter(number))
        for page in ("notice", "slip", "pages/1", "withdraw", "scan", "sheet"):
            self.get("clerk", f"{self.letter(number)}/{page}")

    def submits(self, number: int) -> None:
        self.get("clerk", f"{self.letter(number)}/pages/1")
        self.post("clerk", self.letter(number), f"{self.letter(number)}/submit")

    def scans_again(self, number: int) -> None:
        page = f"{self.letter(number)}/scan"
        self.post("clerk", page, page, declared="1", scan=(BytesIO(SCAN), "again.tif"))

    def registers_on_paper(self, number: int) -> None:
        """Without a scan: it gets a cover sheet and waits for the next stack."""
        found = self.get("clerk", "/writers?words=N1001")
        page = re.search(r"/writers/[a-z2-7]{26}/letter", found.text)[0]
        case = re.search(r'name="case"[^>]*value="([a-z2-7]{26})"', self.get("clerk", page).text)[1]
        made = self.post(
            "clerk", page, page, case=case, addressee=ADDRESSEES[number % 3], declared="1", acknowledged="y",
            **AT_INTAKE,
        )  # fmt: skip
        self.post("clerk", f"{made.location}/sheet", f"{made.location}/sheet")
        self.lists(0)

    def brings_a_stack(self, number: int) -> None:
        """Without a cover sheet, so that somebody has to look; the second time it is known."""
        self.post("clerk", "/stacks", "/stacks", letters=str(number + 1), scan=(BytesIO(SCAN), "pile.tif"))
        machine.go(self.world.towns["facility"].department.office("facility"), machine.machine_at("NORTH"),
                   self.world.sandbox)  # fmt: skip

    def scanning_room(self, number: int) -> None:
        for who in ("clerk", "elsewhere")[number % 2 :]:
            for page in ("/sheets", "/stacks", "/stacks/ended"):
                shown = self.get(who, page)
            for stack in re.findall(r'href="(/stacks/[a-z2-7]{26})"', shown.text)[:1]:
                self.get(who, stack)

    def withdraws(self, number: int) -> None:
        page = f"{self.letter(number)}/withdraw"
        self.post("clerk", page, page)
        self.get("clerk", f"{self.letter(number)}/slip")

    # Paper.

    def sees_paper(self, number: int) -> None:
        for who in ("clerk", "elsewhere"):
            for page in ("", "/pack", "/missing", "/give-back"):
                self.get(who, f"/paper{page}")
        for page in ("/paper", "/paper/missing", "/safe"):
            self.get(READERS[number % 2 + 1], page)

    def packs(self, number: int) -> None:
        """All that is due, or all but the first; the bag is sent."""
        shown = re.findall(r'name="shown" value="([a-z2-7]{26})"', self.get("clerk", "/paper/pack").text)
        there = shown[number % 2 :]
        packed = self.post("clerk", "/paper/pack", "/paper/pack", shown=shown, there=there, looked="y")
        if packed.status_code == 302 and "/bags/" in packed.location:
            self.post("clerk", packed.location, f"{packed.location}/send")
            self.get("clerk", packed.location)

    def opens_a_bag(self, number: int) -> None:
        """The reviewers' desks: everything found, but with one side where two were listed."""
        who = READERS[number % 2 + 1]
        for bag in re.findall(r'href="(/paper/bags/[a-z2-7]{26})"', self.get(who, "/paper").text):
            papers = re.findall(r'name="there_([a-z2-7]{26})"', self.get(who, bag).text)
            found = {f"{part}_{paper}": said for paper in papers for part, said in (("there", "y"), ("sides", "1"))}
            self.post(who, bag, bag, step="sure", **found)
            self.get(who, bag)

    def finds_paper(self, _number: int) -> None:
        page = self.get("clerk", "/paper/missing").text
        for to in re.findall(r'action="(/paper/[a-z2-7]{26}/found)"', page)[:1]:
            self.post("clerk", "/paper/missing", to)

    def gives_back(self, _number: int) -> None:
        for to in re.findall(r'href="(/paper/[a-z2-7]{26}/give-back)"', self.get("clerk", "/paper/give-back").text)[:1]:
            self.post("clerk", to, to, move="give_back")

    def a_week_passes(self, _number: int) -> None:
        self.world.clock.forward(timedelta(days=7))
        self.world.browsers.clear()

    # The readers.

    def queues(self, number: int) -> None:
        self.get(READERS[number % 3], "/review")

    def reads(self, number: int) -> None:
        who, letter = READERS[number % 3], self.letter(number // 3).removeprefix("/letters/")
        self.post(who, "/review", f"/review/{letter}/take")
        self.get(who, f"/review/{letter}/pages/1")

    def passes(self, number: int) -> None:
        self.reads(number)
        self._decides(number, "pass", {})

    def returns(self, number: int) -> None:
        self.reads(number)
        reasons = self._decides(number, "return", {"answer_excuses": "yes"})
        if reasons.status_code == 200:
            who, letter = READERS[number % 3], self.letter(number // 3).removeprefix("/letters/")
            carried = {**hidden_of(reasons.text, f"/review/{letter}/return"), "more": "Please write it again."}
            self.world.browser(who).client.post(f"/review/{letter}/return", data=carried)

    def _decides(self, number: int, verdict: str, other: Mapping[str, str]) -> TestResponse:
        who, letter = READERS[number % 3], self.letter(number // 3).removeprefix("/letters/")
        return self.post(who, f"/review/{letter}", f"/review/{letter}", verdict=verdict, **{**good(), **other})

    # The street.

    def visits(self, number: int) -> None:
        for page in ("/", "/later", "/change", "/thanks", "/done", "/2", "/static/plain.css")[number % 3 :]:
            self.get("visitor", page)

    def asks(self, number: int) -> None:
        """Somebody else's request, or one in the very name of the victim of the other script."""
        self.post("visitor", "/", "/begin")
        for page, answers in ANSWERS[number % 2].items():
            self.post("visitor", page, page, **answers)
        self.get("visitor", "/done")

    def changes(self, number: int) -> None:
        wish = ("pause", "stop", "message")[number % 3]
        known = (RECEIPT, NOBODYS, RECEIPT[::-1])[number // 3 % 3]
        self.post("visitor", "/change", "/change", number=known, wish=wish, words="Please call me.")
        self.get("visitor", "/thanks")


ANSWERS = [
    {
        "/2": {"name": name},
        "/3": {"writer": "Dale North", "county": "Hinds", "year": "2011", "relation": "direct_victim"},
        "/4": {"safe_way": "telephone", "telephone": "601 555 0142"},
        "/5": {},
        "/6": {},
    }
    for name in ("Ruth Alder", "Ada Stone")
]


def hidden_of(page: str, to: str) -> dict[str, str]:
    """What the form that leads to `to` hides; without such a form, the page's token if there is one."""
    forms = re.findall(r"<form[^>]*>.*?</form>", page, re.DOTALL)
    leading = [form for form in forms if f'action="{to}"' in form or "action=" not in form.partition(">")[0]]
    hidden = re.findall(r"<input[^>]*>", leading[-1]) if leading else re.findall(r"<input[^>]*csrf_token[^>]*>", page)
    named = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in hidden
             if 'type="hidden"' in tag]  # fmt: skip
    return {name[1]: value[1] if value else "" for name, value in named if name}


STEPS: dict[str, Callable[[Watchers, int], None]] = {
    name: getattr(Watchers, name)
    for name in (
        "first_page", "registers", "lists", "searches", "looks", "submits", "scans_again", "withdraws", "queues",
        "reads", "passes", "returns", "sees_paper", "packs", "opens_a_bag", "finds_paper", "gives_back", "visits",
        "asks", "changes", "a_day_passes", "a_week_passes", "registers_on_paper", "brings_a_stack", "scanning_room",
    )
}  # fmt: skip
