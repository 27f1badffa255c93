"""What people do with a letter up to the bank, through the functions behind the pages of facility and centre."""

from collections.abc import Iterable, Sequence

from letterbank.demonstration.place import Place
from letterbank.demonstration.register import Writer, find
from letterbank.ids import Id
from letterbank.letters import deposit_gates, intake
from letterbank.letters.intake import Registration, Sheet
from letterbank.letters.model import Letter
from letterbank.letters.workflow import banks_next
from letterbank.policy import Policy
from letterbank.work import Work
from screening import escalation, queues, review
from screening.criteria import Answer, Answers, Given, to_mend, wanted


def register(place: Place, clerk: str, writer: Writer, addressee: str, pages: Sequence[Sheet]) -> Id:
    with place.as_(clerk) as work:
        offender, case = find(work, writer)
        given = Registration(
            offender_id=offender, case_id=case, addressee=addressee, acknowledged=True, declared=len(pages),
            facts=deposit_gates.nothing_stands(work.policy),
        )
        return intake.register_letter(work, given, pages).id


def submit(place: Place, clerk: str, letter_id: Id) -> None:
    with place.as_(clerk) as work:
        letter = intake.letter_here(work, letter_id)
        for page in letter.newest.pages:
            intake.look_at(work, letter, page.ordinal)
        intake.submit(work, letter, letter.version)


def scan_again(place: Place, clerk: str, letter_id: Id, pages: Sequence[Sheet]) -> None:
    with place.as_(clerk) as work:
        intake.scan_again(work, intake.letter_here(work, letter_id), pages)


def withdraw(place: Place, clerk: str, letter_id: Id) -> None:
    with place.as_(clerk) as work:
        letter = intake.letter_here(work, letter_id)
        intake.withdraw(work, letter, letter.version)


def claim(place: Place, reader: str, letter_id: Id) -> None:
    with place.as_(reader) as work:
        letter = intake.letter_here(work, letter_id)
        queues.claim(work, letter, letter.version)


def pass_on(place: Place, reader: str, letter_id: Id) -> None:
    """Take the letter, read every page, find nothing in the way."""
    claim(place, reader, letter_id)
    with place.as_(reader) as work:
        letter = _read(work, letter_id)
        gates = deposit_gates.to_look_up(work, letter) if banks_next(work, letter) else []
        facts = {gate.key: False for gate in gates}
        review.pass_on(work, letter, answers(work.policy), facts)


def send_back(place: Place, reader: str, letter_id: Id, against: Iterable[str]) -> None:
    claim(place, reader, letter_id)
    with place.as_(reader) as work:
        letter, given = _read(work, letter_id), answers(work.policy, against)
        reasons = [criterion.mend for criterion in to_mend(work.policy, given)]
        review.return_to_writer(work, letter, given, reasons)


def ask_for_another(place: Place, reader: str, letter_id: Id, against: Iterable[str], note: str) -> None:
    """R33: what may not be coached goes before a second person, with a note that stays at the centre."""
    claim(place, reader, letter_id)
    with place.as_(reader) as work:
        letter = _read(work, letter_id)
        escalation.escalate(work, letter, answers(work.policy, against), note)


def refuse_as_second(place: Place, who: str, letter_id: Id, reason: str) -> None:
    with place.as_(who) as work:
        letter = intake.letter_here(work, letter_id)
        escalation.claim(work, letter, letter.version)
    with place.as_(who) as work:
        letter = intake.letter_here(work, letter_id)
        note = escalation.raised(work, letter).safety_note
        for page in letter.newest.pages:
            review.open_page(work, letter, page.ordinal, stage=escalation.STAGE)
        escalation.refuse(work, letter, reason, note)


def answers(policy: Policy, against: Iterable[str] = ()) -> Answers:
    """Every criterion answered in the letter's favour, but those named."""
    named = set(against)
    opposite = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}
    return {
        criterion.key: Given(opposite[wanted(criterion)] if criterion.key in named else wanted(criterion))
        for criterion in policy.criteria
    }


def _read(work: Work, letter_id: Id) -> Letter:
    letter = intake.letter_here(work, letter_id)
    review.addressee_of(work, letter)
    for page in letter.newest.pages:
        review.open_page(work, letter, page.ordinal)
    return letter
