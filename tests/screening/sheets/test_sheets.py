"""Cover sheets: given out for paper that waits, good once, void when printed again, and named by their code."""

import re

import pytest

from letterbank.errors import Missing, RuleBroken, WrongStage
from letterbank.letters import intake
from letterbank.letters.intake import letter_here
from screening.scanning.coversheets import shown
from screening.sheets import issue, printing
from screening.sheets.genuine import known, printed_code
from screening.sheets.model import CoverSheet, SheetStage
from tests.documents.reading import Printed
from tests.screening.stacks.piles import a_letter_with_sheet, covered, registered
from tests.worlds import CLERK, RIVER_SCREENER, bank_a_letter


def stage(department, sheet):
    with department.reading(CLERK) as work:
        return work.session.get_one(CoverSheet, sheet.id).stage


def test_printing_a_sheet_again_makes_the_one_before_void(department):
    letter, first = a_letter_with_sheet(department)

    second = covered(department, letter)

    assert first.code != second.code
    assert [stage(department, sheet) for sheet in (first, second)] == [SheetStage.VOID, SheetStage.READY]


def test_a_letter_that_waits_for_no_scan_gets_no_sheet(department):
    letter_id = bank_a_letter(department)

    with pytest.raises(WrongStage), department.writing(CLERK) as work:
        issue.print_for(work, letter_here(work, letter_id))


def test_counting_the_sides_again_makes_the_sheet_void_when_somebody_says_so(department, at_desk):
    letter, sheet = a_letter_with_sheet(department, 2)
    clerk, page = at_desk(CLERK), f"/letters/{letter.id}/scan"

    same, other = clerk.send(page, declared="2"), clerk.send(page, declared="3")
    assert (same.status_code, other.status_code) == (302, 422) and "it would be void" in other.text
    assert stage(department, sheet) is SheetStage.READY
    clerk.send(page, declared="3", let_go="y")

    assert stage(department, sheet) is SheetStage.VOID
    with department.reading(CLERK) as work:
        assert letter_here(work, letter.id).newest.declared == 3


def test_a_blank_sheet_belongs_to_the_letter_it_is_laid_on(department):
    with department.writing(CLERK) as work:
        (blank,) = issue.print_blank(work, 1)
    letter = registered(department, 2)

    with department.writing(CLERK) as work:
        issue.lay_on(work, letter_here(work, letter.id), shown(blank.code).lower())

    with department.reading(CLERK) as work:
        sheet = work.session.get_one(CoverSheet, blank.id)
        assert (sheet.stage, sheet.revision.letter_id) == (SheetStage.READY, letter.id)


def test_a_blank_sheet_is_laid_on_one_letter_only(department):
    with department.writing(CLERK) as work:
        (blank,) = issue.print_blank(work, 1)
    one, other = registered(department), registered(department)
    with department.writing(CLERK) as work:
        issue.lay_on(work, letter_here(work, one.id), blank.code)

    with pytest.raises(RuleBroken, match="not a blank cover sheet any more"), department.writing(CLERK) as work:
        issue.lay_on(work, letter_here(work, other.id), blank.code)


@pytest.mark.parametrize("typed", ["AAAAA-AAAAA-AAAAA", "K7QF2", "K7QF2-M9TXW-4PA8!"])
def test_a_code_with_a_wrong_sign_is_no_code(department, typed):
    with pytest.raises(RuleBroken), department.reading(CLERK) as work:
        issue.find_typed(work, typed)


def test_a_sheet_of_another_facility_does_not_exist_here(department):
    _, theirs = a_letter_with_sheet(department, clerk=RIVER_SCREENER)

    with department.reading(CLERK) as work:
        with pytest.raises(RuleBroken, match="No cover sheet of this desk"):
            issue.find_typed(work, theirs.code)
        with pytest.raises(Missing):
            issue.find(work, theirs.id)


def test_a_sheet_is_genuine_at_its_own_desk_and_nowhere_else(department):
    _, sheet = a_letter_with_sheet(department)
    with department.reading(CLERK) as work:
        text = printed_code(work, issue.find(work, sheet.id))
        ours = known(work, [text, text[:-1] + ("0" if text[-1] != "0" else "1")])
    with department.reading(RIVER_SCREENER) as work:
        theirs = known(work, [text])

    assert [one.claim.verdict for one in ours.values()] == ["ours", "not-genuine"]
    assert [one.claim.verdict for one in theirs.values()] == ["other-facility"]


def test_a_sheet_whose_letter_was_withdrawn_brings_nothing_in(department):
    letter, sheet = a_letter_with_sheet(department)
    with department.writing(CLERK) as work:
        found = letter_here(work, letter.id)
        intake.withdraw(work, found, found.version)

    with department.reading(CLERK) as work:
        text = printed_code(work, issue.find(work, sheet.id))
        assert known(work, [text])[text].standing == "void"


def test_the_sheet_of_a_withdrawn_letter_waits_for_nothing(department, at_desk):
    letter, sheet = a_letter_with_sheet(department)
    clerk = at_desk(CLERK)
    before = clerk.get("/sheets").text
    with department.writing(CLERK) as work:
        found = letter_here(work, letter.id)
        intake.withdraw(work, found, found.version)

    assert shown(sheet.code) in before and shown(sheet.code) not in clerk.get("/sheets").text
    page = clerk.get(f"/sheets/find?code={shown(sheet.code)}").text
    assert "Its letter takes no scan any more" in page and "Make it void" not in page


def test_the_clerk_registers_prints_and_finds_a_sheet_through_the_pages(at_desk, department):
    letter, clerk = registered(department, 2), at_desk(CLERK)

    clerk.send(f"/letters/{letter.id}/sheet")
    page = clerk.get(f"/letters/{letter.id}/sheet")
    paper = clerk.send(f"/letters/{letter.id}/sheet", re.search(r'action="(/sheets/printed/[^"]+)"', page.text)[1])

    with department.reading(CLERK) as work:
        code = shown(printing.standing_for(work, letter_here(work, letter.id)).code)
    assert code in page.text
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    (printed,) = Printed(paper.data).pages
    assert code in printed
    assert "Dale" not in printed and "Ruth" not in printed
    assert letter.number in clerk.get(f"/sheets/find?code={code}").text


def test_blank_sheets_are_made_and_made_void_through_the_pages(at_desk, department):
    clerk = at_desk(CLERK)

    made = clerk.send("/sheets", count="3")
    shown_page = clerk.get(made.location)
    void = re.findall(r'action="(/sheets/[a-z2-7]{26}/void)"', shown_page.text)
    clerk.send(made.location, void[0])

    assert len(void) == 3
    assert clerk.get(made.location).text.count("Make it void") == 2


def test_a_code_goes_to_paper_once(at_desk, department):
    """Of two prints of one code, one lay on one letter and one on another, and led its pages to the first."""
    letter, sheet = a_letter_with_sheet(department)
    clerk, page, paper = at_desk(CLERK), f"/letters/{letter.id}/sheet", f"/sheets/printed/{sheet.batch}/paper"

    first, second = clerk.send(page, paper), clerk.send("/sheets", paper)

    assert (first.mimetype, second.status_code, second.mimetype) == ("application/pdf", 302, "text/html")
    for place in (second.location, page, f"/sheets/find?code={shown(sheet.code)}"):
        told = clerk.get(place).text
        assert "A code goes to paper once" in told and f'action="{page}"' in told and paper not in told


def test_blank_sheets_that_were_printed_give_way_to_new_codes_alone_or_all_together(at_desk, department):
    clerk = at_desk(CLERK)
    batch = clerk.send("/sheets", count="3").location
    clerk.send(batch, f"{batch}/paper")
    before = code_rows(clerk.get(batch).text)

    one = clerk.send(batch, re.findall(r'action="(/sheets/[a-z2-7]{26}/another)"', clerk.get(batch).text)[0])
    others = clerk.send(batch, f"{batch}/others")

    again = clerk.send(batch, f"{batch}/others")
    new = code_rows(clerk.get(one.location).text) + code_rows(clerk.get(others.location).text)
    assert len({*before, *new}) == 6
    assert again.status_code == 409 and clerk.get(batch).status_code == 404
    assert f'action="{others.location}/paper"' in clerk.get(others.location).text


def code_rows(page):
    return re.findall(r'<th scope="row"><span class="code">([^<]+)</span>', page)


def test_one_sheet_of_a_letter_is_no_blank_to_be_replaced(department):
    _, sheet = a_letter_with_sheet(department)

    with pytest.raises(WrongStage, match="No blank sheet"), department.writing(CLERK) as work:
        issue.print_others(work, [issue.find(work, sheet.id)])

    assert stage(department, sheet) is SheetStage.READY


@pytest.mark.parametrize("count", ["0", "51", "", "many"])
def test_a_wrong_number_of_blank_sheets_makes_none(at_desk, department, count):
    refused = at_desk(CLERK).send("/sheets", count=count)

    assert refused.status_code == 422
    assert "No cover sheet is waiting" in refused.text
