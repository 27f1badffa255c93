"""The intake desk: a letter's paper is registered, scanned now or later, sent on, or taken back by its writer.

The answer at intake is the same whoever the letter is written to: the addressee's name is never looked up (R12).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from letterbank.audit import record as write_down
from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.ids import Id, free_numbers
from letterbank.letters import deposit_gates, readings
from letterbank.letters.model import Letter, LetterStage, OriginalPiece, Page, Revision
from letterbank.letters.visibility import letters_seen_by
from letterbank.letters.workflow import Step, advance
from letterbank.people.model import Offender
from letterbank.people.offenders import offender_here
from letterbank.permissions import Permission, can, must
from letterbank.vault import LetterKey, opening
from letterbank.vault.ring import domain_of, facility_domain
from letterbank.vault.sealed import CHECK_SCAN, MEND
from letterbank.work import Work

_FIRST_OF_ALL = date(1950, 1, 1)
OPEN_TO_SCANS = frozenset({LetterStage.REGISTERED, LetterStage.RETURNED})


class MediaKind(Protocol):
    @property
    def media_type(self) -> str: ...


class Sheet(Protocol):
    """One clean page: pixels that were made anew."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def image(self) -> bytes: ...
    @property
    def kind(self) -> MediaKind: ...


@dataclass(frozen=True, kw_only=True, repr=False)
class Registration:
    """What the clerk typed. `addressee` is the name as the writer wrote it, `declared` the written sides counted.

    `facts` are the programme's questions of intake, `on_paper_since` is for the old files at the centre.
    """

    offender_id: Id
    case_id: Id
    addressee: str
    acknowledged: bool
    declared: int
    facts: deposit_gates.Facts
    on_paper_since: date | None = None


def writer_ready(work: Work, offender_id: Id) -> Offender:
    """The offender a letter can be registered for. Raises Missing, or RuleBroken while the facility has no keys."""
    offender = offender_here(work, offender_id)
    must(work.actor, Permission.LETTER_REGISTER, offender)
    if facility_domain(offender.facility_code) not in work.vault.ring.publics:
        raise RuleBroken("This facility cannot take in letters yet: its keys are not made. Tell your administrator.")
    if not offender.cases:
        raise RuleBroken("The register holds no case for this person. A letter is always about one case.")
    return offender


def register_letter(work: Work, given: Registration, sheets: Sequence[Sheet] = ()) -> Letter:
    """A new letter with its first scan, waiting to be sent into review; or, without sheets, to be scanned later."""
    offender = writer_ready(work, given.offender_id)
    case = next((case for case in offender.cases if case.id == given.case_id), None)
    if case is None:
        raise RuleBroken("Choose one of this person's cases.")
    if work.policy.letters.acknowledgement_signed and not given.acknowledged:
        raise RuleBroken("Give the writer the acknowledgement to sign first. Without it no letter is taken in.")
    _must_be_taken_in_here(work, given)
    deposit_gates.must_take_in(work.policy, given.facts)
    letter = Letter(
        id=work.new_id(), number=_number(work, offender.facility_code), facility_code=offender.facility_code,
        offender=offender, case=case, acknowledged=given.acknowledged, since=work.now, registered_at=work.now,
        registered_by=work.actor.id, on_paper_since=given.on_paper_since, step=0,
    )  # fmt: skip
    work.session.add(letter)
    revision = _expect(work, letter, given.addressee, given.declared)
    deposit_gates.note(work, letter, given.facts)
    write_down(work, "letter registered", letter.subject, sides=given.declared)
    if sheets:
        attach(work, revision, sheets)
    return letter


def _must_be_taken_in_here(work: Work, given: Registration) -> None:
    """New letters come at the facilities; the centre takes in what was accepted on paper before (R32)."""
    if (work.actor.facility is None) != (given.on_paper_since is not None):
        raise RuleBroken("The centre takes in letters of the old files only, each with the day it came on paper.")
    if given.on_paper_since and given.on_paper_since > work.today:
        raise RuleBroken("The day the letter came cannot be in the future.")
    if given.on_paper_since and given.on_paper_since < _FIRST_OF_ALL:
        raise RuleBroken(f"Look at the year again: no letter here came before {_FIRST_OF_ALL.year}.")


def _number(work: Work, code: str) -> str:
    """New at this facility. Whether another one has the same, nobody here can tell and nobody asks."""

    def taken(drawn: Collection[str]) -> Iterable[str]:
        return work.session.scalars(select(Letter.number).where(Letter.number.in_(drawn), Letter.facility_code == code))

    return free_numbers(work.ids, 1, taken)[0]


def letter_here(work: Work, letter_id: Id) -> Letter:
    """Raises Missing alike for a letter of elsewhere and one that is not there."""
    query = letters_seen_by(work.actor).where(Letter.id == letter_id)
    letter = work.session.scalar(
        query.options(
            joinedload(Letter.offender), joinedload(Letter.case),
            selectinload(Letter.revisions).selectinload(Revision.pages),
        )
    )  # fmt: skip
    if letter is None:
        raise Missing
    return letter


def can_be_scanned(work: Work, letter: Letter) -> None:
    """Raises NotAllowed or WrongStage unless this person may bring a scan for this letter now."""
    must(work.actor, Permission.LETTER_REGISTER, letter)
    if letter.stage not in OPEN_TO_SCANS:
        raise WrongStage("This letter takes no new scan now. Reload the page to see where it stands.")


def expect_again(work: Work, letter: Letter, declared: int, *, replaces: bool = False) -> Revision:
    """The letter lies on paper once more, to be scanned. Paper that waits for its scan is only counted anew.

    Only this newest revision is read and can ever be printed. Raises RuleBroken where a scan would count no more and
    nobody said that it is to be replaced.
    """
    can_be_scanned(work, letter)
    if waits_for_scan(letter):
        return _recount(work, letter.newest, declared)
    if pages_to_check(work, letter) and not replaces:
        raise RuleBroken(
            "Nothing was changed: the scan that is here stays. Choose the file of a new scan; or, if the paper is to "
            "be scanned again with the next stack, say below that this scan counts no more."
        )
    addressee = opening(work, letter.newest, MEND).addressee
    revision = _expect(work, letter, addressee, declared)
    write_down(work, "letter on paper again", letter.subject, revision=revision.ordinal, sides=declared)
    return revision


def scan_again(work: Work, letter: Letter, sheets: Sequence[Sheet]) -> Revision:
    """The paper comes with its scan at once."""
    revision = expect_again(work, letter, len(sheets), replaces=True)
    attach(work, revision, sheets)
    return revision


def waits_for_scan(letter: Letter) -> bool:
    """Whether the newest paper is registered and not scanned; a returned letter's old paper is with its writer."""
    return letter.stage in OPEN_TO_SCANS and not letter.newest.pages and letter.came_again


def attach(work: Work, revision: Revision, sheets: Iterable[Sheet], original: Iterable[bytes] = ()) -> None:
    """The scan of registered paper: sealed page by page, and each let go of once it is written.

    `original` are the bytes as they came, in pieces, where the policy has them kept; no page ever shows them.

    Raises RuleBroken unless there are exactly as many sides as were declared, WrongStage when it is scanned already.
    """
    if revision.pages:
        raise WrongStage("This letter has been scanned already. Look at where it stands now.")
    revision.letter.touch()
    found = 0
    for found, sheet in enumerate(sheets, 1):
        _add_page(work, revision, found, sheet)
    if not found:
        raise RuleBroken("The scan has no pages.")
    if found != revision.declared:
        raise RuleBroken(f"{revision.declared} written sides were counted on the paper and the scan has {found}.")
    for ordinal, content in enumerate(original):
        _add_original(work, revision, ordinal, content)
    work.session.expire(revision, ["pages"])
    write_down(work, "letter scanned", revision.letter.subject, revision=revision.ordinal, pages=found)


def submit(work: Work, letter: Letter, version: int) -> None:
    """Send the letter into review, by whoever looked at every page. A returned letter goes only with a new scan."""
    unchanged(letter, version)
    if letter.stage is LetterStage.RETURNED and not letter.came_again:
        raise RuleBroken("Scan the rewritten letter first. The returned one is not read again as it is.")
    if letter.stage in OPEN_TO_SCANS:
        readings.must_be_checked(work, letter)
    advance(work, Step.SUBMIT, letter)


def withdraw(work: Work, letter: Letter, version: int) -> None:
    """On the writer's word. Accepted alike at every stage (R2)."""
    unchanged(letter, version)
    advance(work, Step.WITHDRAW, letter)


def unchanged(letter: Letter, version: int) -> None:
    """Raises WrongStage when the page the person acted on shows an older letter than this."""
    if letter.version != version:
        raise WrongStage("This letter has changed since you opened the page. Look at where it stands now.")


def _expect(work: Work, letter: Letter, addressee: str, declared: int) -> Revision:
    """Paper whose scan is still to come; its key is with the desk where the paper lies."""
    revision = Revision(
        id=work.new_id(), letter_id=letter.id, facility_code=letter.facility_code,
        ordinal=len(letter.revisions) + 1, declared=declared, arrived_at=work.now,
    )  # fmt: skip
    work.vault.new_key(work, LetterKey, revision.id, domain_of(work.actor.place))
    work.vault.seal(work, revision, addressee=addressee)
    letter.revisions.append(revision)
    work.session.flush()
    return revision


def _add_original(work: Work, revision: Revision, ordinal: int, content: bytes) -> None:
    with work.session.no_autoflush:
        piece = OriginalPiece(
            revision=revision, revision_id=revision.id, ordinal=ordinal, facility_code=revision.facility_code
        )
        work.vault.seal(work, piece, content=content)
        work.session.add(piece)


def _recount(work: Work, revision: Revision, declared: int) -> Revision:
    if declared != revision.declared:
        write_down(work, "sides counted again", revision.letter.subject, before=revision.declared, after=declared)
        revision.declared = declared
    return revision


def _add_page(work: Work, revision: Revision, ordinal: int, sheet: Sheet) -> None:
    """A page is let go of at once: a long scan must not gather in memory."""
    with work.session.no_autoflush:  # a page is written once, whole: nobody may change it afterwards
        page = Page(
            id=work.new_id(), revision=revision, revision_id=revision.id, facility_code=revision.facility_code,
            ordinal=ordinal, width=sheet.width, height=sheet.height, kind=sheet.kind.media_type,
        )  # fmt: skip
        work.vault.seal(work, page, image=sheet.image)
        work.session.add(page)
    work.session.flush()
    work.session.expire(page, ["image"])


def pages_to_check(work: Work, letter: Letter) -> list[Page]:
    """The newest scan's pages, while somebody at the desk may still see whether it can be read."""
    open_now = letter.stage in OPEN_TO_SCANS and letter.came_again
    return letter.newest.pages if open_now and can(work.actor, Permission.LETTER_REGISTER, letter) else []


def turn_page(work: Work, letter: Letter, ordinal: int, sheet: Sheet, version: int) -> None:
    """The same page, lying another way; the old picture is gone. Raises Missing, WrongStage."""
    page = page_to_check(work, letter, ordinal)
    unchanged(letter, version)
    flag_modified(letter, "claimed_by")  # whoever sees the letter as it was must look again
    work.vault.seal(work, page, image=sheet.image)
    page.width, page.height = sheet.width, sheet.height
    write_down(work, "page turned", letter.subject, page.place)


def look_at(work: Work, letter: Letter, ordinal: int) -> tuple[Page, bytes]:
    """The page with its picture, opened for somebody at the desk. Raises Missing."""
    page = page_to_check(work, letter, ordinal)
    image = opening(work, page, CHECK_SCAN).raw("image")
    readings.note(work, letter, page)
    return page, image


def page_to_check(work: Work, letter: Letter, ordinal: int) -> Page:
    """Raises Missing."""
    page = next((page for page in pages_to_check(work, letter) if page.ordinal == ordinal), None)
    if page is None:
        raise Missing
    return page
