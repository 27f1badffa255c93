"""What was registered of a letter can be read again and put right, or taken out, until the letter is read."""

from letterbank.letters import registration, workflow
from letterbank.letters.ending import destroy_letter
from letterbank.letters.intake import letter_here
from letterbank.letters.model import Letter, LetterStage
from letterbank.letters.registration import Mistake
from letterbank.vault import opening
from letterbank.vault.sealed import MEND
from letterbank.workflow import open_to
from screening.sheets.model import CoverSheet, SheetStage
from tests.screening.conftest import reload
from tests.screening.stacks.piles import a_letter_with_sheet
from tests.screening.test_intake_desk import state_on
from tests.worlds import ASSISTANT, CLERK, RIVER_SCREENER, register


def written_to(department, letter_id):
    with department.writing(CLERK) as work:
        return opening(work, letter_here(work, letter_id).newest, MEND).addressee


def test_a_name_that_was_typed_wrongly_is_put_right(at_desk, department):
    letter, _ = a_letter_with_sheet(department)
    clerk, page = at_desk(CLERK), f"/letters/{letter.id}/registration"

    seen = clerk.get(page)
    changed = clerk.send(page, addressee="Ruth   Aldermann", version=state_on(seen))

    assert 'value="Ruth Alder"' in seen.text and changed.status_code == 302, changed.text
    assert written_to(department, letter.id) == "Ruth Aldermann"


def test_an_empty_name_or_an_old_page_changes_nothing(at_desk, department):
    letter, _ = a_letter_with_sheet(department)
    clerk, page = at_desk(CLERK), f"/letters/{letter.id}/registration"

    now = state_on(clerk.get(page))
    empty, stale = clerk.send(page, addressee=" ", version=now), clerk.send(page, addressee="Another", version="77")

    assert (empty.status_code, stale.status_code) == (422, 422)
    assert "Enter the name the letter is written to." in empty.text
    assert "has changed since you opened the page" in stale.text and 'value="Another"' in stale.text
    assert written_to(department, letter.id) == "Ruth Alder"


def test_once_in_review_what_was_registered_stands(at_desk, department):
    with department.writing(CLERK) as work:
        letter = register(work)
        workflow.advance(work, workflow.Step.SUBMIT, letter)
    clerk = at_desk(CLERK)

    assert "/registration" not in clerk.get(f"/letters/{letter.id}").text
    assert [clerk.get(f"/letters/{letter.id}/{page}").status_code for page in ("registration", "mistake")] == [409, 409]


def test_a_facility_reads_only_what_it_registered_itself(at_desk, department):
    letter, _ = a_letter_with_sheet(department)
    elsewhere = at_desk(RIVER_SCREENER)

    assert elsewhere.get(f"/letters/{letter.id}/registration").status_code in (403, 404)


def test_a_registration_by_mistake_is_taken_out_with_its_sheet_and_keeps_its_number(at_desk, department):
    letter, sheet = a_letter_with_sheet(department)
    clerk, page = at_desk(CLERK), f"/letters/{letter.id}/mistake"

    unsaid = clerk.send(page, version=state_on(clerk.get(page)))
    taken_out = clerk.send(page, why=Mistake.TWICE.value, version=state_on(unsaid))

    assert (unsaid.status_code, taken_out.status_code) == (422, 302)
    shown = clerk.get(f"/letters/{letter.id}").text
    assert "Registered by mistake" in shown and "Taken out: registered by mistake" in shown
    assert reload(department, letter.id).stage is LetterStage.STRUCK
    with department.reading(CLERK) as work:
        assert work.session.get_one(CoverSheet, sheet.id).stage is SheetStage.VOID
        assert work.session.get_one(Letter, letter.id).number == letter.number


def test_what_was_taken_out_goes_no_further_and_can_be_destroyed(department):
    with department.writing(CLERK) as work:
        letter = register(work)
        registration.strike(work, letter, Mistake.OTHER_WRITER, letter.version)

    with department.reading(CLERK) as work:
        assert open_to(work, workflow.LETTERS, letter_here(work, letter.id)) == []
    with department.writing(ASSISTANT) as work:
        assert destroy_letter(work, letter.id, "It was registered by mistake.")
