"""P6 in one whole department: each record that waits for somebody stands behind a line of somebody's first page."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from letterbank.app import create_app, open_office
from letterbank.demonstration.door import parts_of_demonstration
from letterbank.demonstration.people import STAFF
from letterbank.letters.model import Letter, LetterStage, Revision
from letterbank.letters.paper.central import Kept
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.permissions import Actor, Role
from letterbank.vod.referral import Referral
from notifications.model import Offer, OfferStage, Request
from screening.sheets.genuine import is_expected
from screening.sheets.model import CoverSheet, SheetStage
from screening.stacks.model import Stack
from tests.promises.test_p6_nothing_is_lost import TABLES
from tests.signing import Browser
from tests.whole_demonstration import copy_of

MODELS = {
    "letters": Letter, "requests": Request, "offers": Offer, "paper": Paper, "kept paper": Kept, "stacks": Stack,
    "cover sheets": CoverSheet, "referrals": Referral,
}  # fmt: skip
NOBODY = Actor(id="nobody", name="", surface="central", roles=frozenset())
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
ADDRESS = re.compile(r'(?:href|action)="([^"#]+)"')
AN_ID = re.compile(r"[a-z2-7]{26}")


@pytest.fixture
def offices(whole, tmp_path):
    home = copy_of(whole, tmp_path)
    opened = {surface: open_office(home, surface) for surface in ("facility", "central")}
    yield home, opened
    for office in opened.values():
        office.database.close()


def behind(browser: Browser) -> Iterator[str]:
    """The ids on the lists that a first page leads to, every page of each."""
    pages, seen = ADDRESS.findall(MAIN.search(browser.get("/").text)[0]), set()
    while pages:
        page = pages.pop().replace("&amp;", "&")
        if page in seen:
            continue
        seen.add(page)
        main = MAIN.search(browser.get(page).text)[0]
        yield from AN_ID.findall(main)
        pages += [each for each in ADDRESS.findall(main) if "after=" in each]


@pytest.fixture
def shown(offices):
    """For each role, the ids behind the lines of its people's first pages."""
    home, opened = offices
    shown: dict[Role, set[str]] = {}
    for person in STAFF:
        app = create_app(home, opened[person.surface], parts_of_demonstration(person.surface))
        app.config.update(SERVER_NAME=home.hosts[person.surface], PREFERRED_URL_SCHEME="https", PROPAGATE_FAULTS=True)
        browser = Browser(app.test_client())
        browser.send("/sign-in", to="/demonstration/enter", login=person.login)
        shown.setdefault(person.role, set()).update(behind(browser))
    return shown


@pytest.fixture
def work(offices):
    with offices[1]["central"].reading(NOBODY) as work:
        yield work


def what_stands_for(record) -> str | None:
    """The id under which a record is on a list: its own, or its bag's, or its letter's. None: it waits for a day."""
    match record:
        case Paper(stage=PaperStage.PACKED | PaperStage.SENT):
            return record.bag_id
        case Paper(stage=PaperStage.TO_SEND) | Offer(stage=OfferStage.LATER) | CoverSheet(stage=SheetStage.BLANK):
            return None
        case Letter(stage=LetterStage.RETURNED):
            return record.id if record.came_again else None
        case CoverSheet(revision=Revision()):
            return record.revision.letter_id if is_expected(record) else None
    return record.id


def whose(policy, record, role: Role | None) -> Role | None:
    match record:
        case Letter(stage=LetterStage.IN_REVIEW):
            return policy.reviews[record.step].role
        case Letter(stage=LetterStage.ESCALATED):
            return policy.letters.escalated_to
        case Letter(on_paper_since=date(), stage=LetterStage.REGISTERED) | Stack(desk="central"):
            return Role.COORDINATOR
        case CoverSheet(desk="central"):
            return Role.COORDINATOR
    return role


def test_what_waits_for_somebody_is_behind_a_line_of_their_first_page(work, shown):
    lost = []
    for name, (table, _) in TABLES.items():
        waiting = [record for record in work.session.scalars(select(MODELS[name])) if record.stage in table.waits]
        assert waiting
        for one in waiting:
            role, known = whose(work.policy, one, table.waits[one.stage].role), what_stands_for(one)
            if role and known and known not in shown[role]:
                lost.append((name, one.stage, role))

    assert lost == []
