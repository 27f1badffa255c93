"""One letter carried from paper to packet without a browser, through the functions the pages use, one step a line."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from letterbank.audit import CentralEntry, FacilityEntry
from letterbank.demonstration import paper_side, papers, victim_side
from letterbank.demonstration.place import Place
from letterbank.demonstration.register import Writer, import_register
from letterbank.errors import RuleBroken
from letterbank.ids import Id, new_number
from letterbank.letters.intake import letter_here
from letterbank.letters.model import LetterStage
from notifications import offers, requests
from notifications.answers import Answer
from screening.scanning import CleanPage

ADDRESSEE = "Ms. Lenore Haskell"
HERS = {
    "name": "Lenore Haskell", "relation": "direct_victim", "safe_way": "letter",
    "address": "19 Orchard Row\nNatchez, MS 39120", "call_us": "the Jackson mail desk", "may_tell": [],
}  # fmt: skip


@dataclass(frozen=True)
class Errand:
    """`scan`: a file instead of the generated one. `packet`: where the PDF goes, outside the home."""

    home: Path
    scan: Path | None = None
    packet: Path | None = None


@dataclass(frozen=True)
class Told:
    """One step, as it is told. `seconds` is how long it took; the last step has the two facts of the end."""

    step: str
    by: str
    record: str
    stage: str
    seconds: float
    packet: str | None = None
    audit_entries: int | None = None

    def content(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    def line(self) -> str:
        end = f"\nThe packet: {self.packet}\nEntries written in the audit: {self.audit_entries}" if self.packet else ""
        return f"{self.step:26} {self.by:20} {self.stage:18} {self.seconds:6.2f} s  {self.record}{end}"


@dataclass
class Carried:
    """What one walk has in its hands."""

    errand: Errand
    writer: Writer
    pages: list[CleanPage] = field(default_factory=list)
    letter_id: Id = ""
    hers: victim_side.Asked | None = None
    packet: Path | None = None

    @property
    def asked(self) -> victim_side.Asked:
        assert self.hers is not None  # set by the step that sends the form
        return self.hers


Deed = Callable[[Place, Carried], tuple[str, str] | None]


def walk(place: Place, errand: Errand) -> Iterator[Told]:
    """Raises whatever a person at the desk would meet, NotAScan included; then nothing more is told."""
    goes_outside(errand)
    carried, before = Carried(errand, _new_writer(place)), _entries(place)
    for number, (step, by, deed) in enumerate(STEPS, 1):
        began = time.perf_counter()
        record, stage = deed(place, carried) or _where(place, carried)
        told = Told(step, by, record, stage, round(time.perf_counter() - began, 3))
        if number == len(STEPS):
            told = Told(**{**asdict(told), "packet": str(carried.packet), "audit_entries": _entries(place) - before})
        yield told


def goes_outside(errand: Errand) -> None:
    """Raises RuleBroken when the packet would be written into the home or cannot be written (R36)."""
    if errand.packet is None:
        return
    if errand.packet.resolve().is_relative_to(errand.home.resolve()):
        raise RuleBroken("A packet is never kept in the home. Name a place outside of it with --packet.")
    if not errand.packet.resolve().parent.is_dir():
        raise RuleBroken(f"There is no folder {errand.packet.resolve().parent}. Make it first.")


def _new_writer(place: Place) -> Writer:
    """Every walk has a writer and a case of its own: it never meets what earlier walks left."""
    number = new_number(place.central.ids)
    return Writer(
        number=f"W{number}", name="Gideon Marsh", facility="NORTH", case=f"2008-{number}", county="Adams",
        offence="Burglary", date="2008-11-19",
    )  # fmt: skip


def _scan(place: Place, carried: Carried) -> tuple[str, str]:
    file, policy = carried.errand.scan, place.central.policy
    if file:
        carried.pages = papers.scan_of_file(place.sandbox, policy, file)
    else:
        carried.pages = papers.long_letter(place.sandbox, policy)
    return file.name if file else "a generated scan", f"{len(carried.pages)} pages"


def _import(place: Place, carried: Carried) -> tuple[str, str]:
    import_register(place, [carried.writer])
    return f"case {carried.writer.case}", "in the register"


def _register(place: Place, carried: Carried) -> None:
    carried.letter_id = paper_side.register(place, "north.clerk", carried.writer, ADDRESSEE, carried.pages)
    carried.pages = []


def _ask(place: Place, carried: Carried) -> tuple[str, str]:
    carried.hers = victim_side.ask(place, carried.writer, HERS)
    return f"drop/{carried.asked.ids['drop']}", "in the drop box"


def _take_in(place: Place, carried: Carried) -> None:
    victim_side.take_in(place)
    victim_side.recognise(place, carried.asked)


def _look_at_messages(place: Place, carried: Carried) -> tuple[str, str]:
    """R17: nothing leaves while a message that could be hers has not been looked at."""
    waiting = victim_side.unsettled(place)
    for message_id in waiting:
        victim_side.settle(place, message_id)
    return f"{len(waiting)} messages", "looked at"


def _pack(place: Place, carried: Carried) -> None:
    pdf = victim_side.pack(place, carried.asked)
    carried.packet = (carried.errand.packet or _new_file(carried.errand.home)).resolve()
    carried.packet.write_bytes(pdf)


def _new_file(home: Path) -> Path:
    with tempfile.NamedTemporaryFile(prefix="letterbank-packet-", suffix=".pdf", delete=False) as made:
        path = Path(made.name)
    goes_outside(Errand(home, packet=path))
    return path


def _yes(place: Place, carried: Carried) -> None:
    victim_side.answer(place, carried.asked, Answer(answer="yes", how="she_called"))


def _on_paper(deed: Callable[[Place, str, Id], None], who: str) -> Deed:
    return lambda place, carried: deed(place, who, carried.letter_id)


def _for_her(deed: Callable[[Place, victim_side.Asked], object]) -> Deed:
    def done(place: Place, carried: Carried) -> None:
        deed(place, carried.asked)

    return done


STEPS: tuple[tuple[str, str, Deed], ...] = (
    ("scan", "north.clerk", _scan),
    ("import the register", "administrator", _import),
    ("register", "north.clerk", _register),
    ("submit", "north.clerk", _on_paper(paper_side.submit, "north.clerk")),
    ("first review", "north.screener", _on_paper(paper_side.pass_on, "north.screener")),
    ("second review", "planner", _on_paper(paper_side.pass_on, "planner")),
    ("third review", "coordinator", _on_paper(paper_side.pass_on, "coordinator")),
    ("ask on the public form", "victim", _ask),
    ("take in", "central worker", _take_in),
    ("look at messages", "assistance", _look_at_messages),
    ("link", "assistance", _for_her(victim_side.link)),
    ("verify", "assistance", _for_her(victim_side.verify)),
    ("match", "central worker", lambda place, it: victim_side.match(place, it.asked, it.letter_id)),
    ("confirm the match", "assistance", _for_her(victim_side.confirm)),
    ("write as was asked", "assistance", _for_her(victim_side.write_first)),
    ("take down the yes", "assistance", _yes),
    ("look up the gates", "assistance", _for_her(victim_side.look_up_gates)),
    ("clear", "assistance", _for_her(victim_side.clear)),
    ("pack", "assistance", _pack),
    ("check the envelope", "assistance.second", _for_her(victim_side.check)),
    ("hand over", "assistance", _for_her(victim_side.hand_over)),
)


def _where(place: Place, carried: Carried) -> tuple[str, str]:
    """The record that is being carried now, and its stage."""
    if carried.hers is None:
        with place.central.reading(place.staff["coordinator"]) as work:
            letter = letter_here(work, carried.letter_id)
            step = letter.step + 1 if letter.stage is LetterStage.IN_REVIEW else None
            return letter.subject, f"{letter.stage} {step}" if step else str(letter.stage)
    with place.central.reading(place.staff[victim_side.FIRST]) as work:
        if "offer" in carried.asked.ids:
            offer = offers.find(work, carried.asked.offer)
            return offer.subject, str(offer.stage)
        request = requests.find(work, carried.asked.request)
        return request.subject, str(request.stage)


def _entries(place: Place) -> int:
    """How many entries the audit of every surface has."""
    tables = (CentralEntry, FacilityEntry)
    with place.central.reading(place.staff["auditor"]) as work:
        return sum(work.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
