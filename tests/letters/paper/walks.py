"""Paper walked by the real rules: to the bank, to its day, into a bag, to the centre."""

from collections.abc import Mapping
from datetime import timedelta

from letterbank.ids import Id
from letterbank.letters.paper import arrival, bags, safe
from letterbank.letters.paper.giving_back import paper_here
from letterbank.letters.paper.keeping import Place
from letterbank.letters.paper.model import Paper, PaperStage
from letterbank.letters.paper.schedule import Beat
from tests.worlds import ASSISTANT, CLERK, COORDINATOR, Department, bank_a_letter


def banked(department: Department, count: int = 1) -> list[Id]:
    """The ids of the paper of this many letters that came into the bank now."""
    letters = [bank_a_letter(department) for _ in range(count)]
    with department.reading(COORDINATOR) as work:
        found = work.session.query(Paper).filter(Paper.letter_id.in_(letters))
        return [paper.id for letter in letters for paper in found if paper.letter_id == letter]


def to_the_day(department: Department) -> None:
    """The next day of the beat, nine in the morning."""
    beat, now = Beat.of(department.policy), department.clock.now()
    day = beat.next_from(beat.local_day(now) + timedelta(days=1))
    department.clock.turn_to(beat.cut_off(day) + timedelta(hours=9))


def packed(department: Department, *left_out: Id) -> Id:
    """A bag of everything that is due but these."""
    with department.writing(CLERK) as work:
        shown = [paper.id for paper in bags.to_pack(work)]
        bag = bags.pack(work, shown, [key for key in shown if key not in left_out], looked=bool(left_out))
        assert bag
        return bag.id


def sent(department: Department, *left_out: Id) -> Id:
    bag = packed(department, *left_out)
    with department.writing(CLERK) as work:
        found = bags.bag_here(work, bag)
        bags.send(work, found, found.version)
    return bag


def opened(department: Department, bag: Id, found: Mapping[Id, int], words: str = "") -> None:
    with department.writing(COORDINATOR) as work:
        here = bags.bag_here(work, bag)
        arrival.open_bag(work, here, here.version, found, words)


def received(department: Department) -> Id:
    """The paper of one letter, at the centre."""
    (paper,) = banked(department)
    to_the_day(department)
    opened(department, sent(department), {paper: 2})
    return paper


def put(department: Department, paper: Id, place: Place, actor=ASSISTANT, shelf: str = "") -> None:
    with department.writing(actor) as work:
        kept = safe.kept_paper(work, paper)
        safe.act(work, place, kept, kept.version, shelf)


def stage_of(department: Department, paper: Id) -> PaperStage:
    with department.reading(COORDINATOR) as work:
        return paper_here(work, paper).stage
