"""The intake desk through its pages: real sign-in, real uploads, the real sandbox."""

import io
import re

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from letterbank.letters.deposit_gates import DepositCheck
from letterbank.letters.model import Letter, LetterStage, Page
from tests.screening.conftest import reload, words_of
from tests.screening.scanning.papers import arrow, is_upright, pdf_of
from tests.signing import Browser, token_of
from tests.worlds import AT_INTAKE, CLERK, COORDINATOR, POLICY, SCREENER, Department, offender_of

TWO_PAGES = pdf_of(arrow(), arrow())


def typed(department: Department, scan: bytes, **instead: object) -> dict[str, object]:
    with department.reading(CLERK) as work:
        case = offender_of(work).cases[0].id
    return {
        "case": case, "addressee": "Ruth  Alder", "declared": "2", "acknowledged": "y",
        "scan": (io.BytesIO(scan), "scan.pdf"), **AT_INTAKE, **instead,
    }  # fmt: skip


def address(department: Department, code: str = "NORTH") -> str:
    with department.reading(CLERK) as work:
        return f"/writers/{offender_of(work, code).id}/letter"


def letters_kept(department: Department) -> int:
    with department.reading(CLERK) as work:
        return work.session.scalar(select(func.count()).select_from(Letter)) or 0


def test_a_clerk_takes_in_a_scan_and_sends_it_into_review(at_desk, department):
    clerk = at_desk(CLERK)

    registered = clerk.send(address(department), **typed(department, TWO_PAGES))
    page = clerk.get(registered.location)
    clerk.get(f"{registered.location}/pages/1")
    clerk.get(f"{registered.location}/pages/2")
    sent = clerk.send(
        registered.location, f"{registered.location}/submit", version=state_on(clerk.get(registered.location))
    )

    letter = reload(department, registered.location.rsplit("/", 1)[1])
    assert "Look at every page below" in page.text
    assert sent.status_code == 302, sent.text
    assert (letter.stage, len(letter.newest.pages)) == (LetterStage.IN_REVIEW, 2)


def test_nobody_sends_on_a_page_they_have_not_looked_at(at_desk, department):
    clerk, colleague = at_desk(CLERK), at_desk(SCREENER)
    registered = clerk.send(address(department), **typed(department, TWO_PAGES)).location
    clerk.get(f"{registered}/pages/1")
    colleague.get(f"{registered}/pages/2")

    refused = clerk.send(registered, f"{registered}/submit", version=state_on(clerk.get(registered)))

    assert refused.status_code == 422
    assert "Not looked at yet: page 2." in refused.text
    assert reload(department, registered.rsplit("/", 1)[1]).stage is LetterStage.REGISTERED


def test_the_clerk_sees_the_pages_only_until_they_are_sent_on(at_desk, department):
    clerk = at_desk(CLERK)
    registered = clerk.send(address(department), **typed(department, TWO_PAGES)).location

    before = clerk.get(f"{registered}/pages/1")
    clerk.get(f"{registered}/pages/2")
    clerk.send(registered, f"{registered}/submit", version=state_on(clerk.get(registered)))

    assert (before.status_code, before.mimetype, before.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert clerk.get(f"{registered}/pages/1").status_code == 404


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        (b"", "This file is empty"),
        (b"Dear Ruth", "This is not a scan we can read"),
        (TWO_PAGES[:400], "damaged"),
    ],
    ids=["empty", "text", "cut short"],
)
def test_what_is_no_scan_leaves_a_sentence_and_nothing_else(at_desk, department, scan, sentence):
    clerk = at_desk(CLERK)

    refused = clerk.send(address(department), **typed(department, scan))

    assert refused.status_code == 422
    assert sentence in refused.text
    assert 'value="Ruth  Alder"' in refused.text
    assert letters_kept(department) == 0


def test_a_file_that_is_too_large_leaves_a_sentence_and_nothing_else(at_desk, department):
    clerk = at_desk(CLERK)
    given = typed(department, b"%PDF-1.7 " + b"x" * POLICY.scans.max_bytes)

    refused = send_raw(clerk, address(department), given)

    assert refused.status_code == 422
    assert "larger than 50 MB" in refused.text
    assert 'value="Ruth  Alder"' in refused.text
    assert letters_kept(department) == 0


def send_raw(clerk: Browser, page: str, fields: dict[str, object]) -> TestResponse:
    """As the test client would send it, but without its own temporary file."""
    scan, name = fields.pop("scan")
    fields["csrf_token"] = token_of(clerk.get(page))
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--cut\r\nContent-Disposition: form-data; name="scan"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join([*parts, head, scan.getvalue(), b"\r\n--cut--\r\n"])
    return clerk.client.post(page, data=body, content_type="multipart/form-data; boundary=cut")


def test_two_hundred_megabytes_are_refused_before_they_are_read(at_desk, department):
    clerk, unread = at_desk(CLERK), io.BytesIO(b"--cut\r\n")

    refused = clerk.client.post(
        address(department), input_stream=unread, environ_overrides={"CONTENT_LENGTH": "200000000"},
        content_type="multipart/form-data; boundary=cut",
    )  # fmt: skip

    assert (refused.status_code, unread.tell()) == (413, 0)
    assert "send a large stack in parts" in refused.text
    assert letters_kept(department) == 0


def test_a_scan_with_another_number_of_sides_is_not_taken_in(at_desk, department):
    clerk = at_desk(CLERK)

    refused = clerk.send(address(department), **typed(department, TWO_PAGES, declared="3"))

    assert "You counted 3 written sides and the scan has 2." in refused.text
    assert letters_kept(department) == 0


def test_without_the_writers_acknowledgement_no_letter_is_taken_in(at_desk, department):
    clerk = at_desk(CLERK)
    given = typed(department, TWO_PAGES)
    del given["acknowledged"]

    refused = clerk.send(address(department), **given)

    assert refused.status_code == 422
    assert "acknowledgement to sign first" in refused.text
    assert letters_kept(department) == 0


def test_the_case_of_another_writer_is_no_choice(at_desk, department):
    clerk = at_desk(CLERK)

    refused = clerk.send(address(department), **typed(department, TWO_PAGES, case="a" * 26))

    assert refused.status_code == 422
    assert letters_kept(department) == 0


def test_the_writer_of_another_facility_does_not_exist(at_desk, department):
    clerk = at_desk(CLERK)

    elsewhere, nowhere = clerk.get(address_of_river(department)), clerk.get(f"/writers/{'a' * 26}/letter")

    assert elsewhere.status_code == 404
    assert words_of(elsewhere) == words_of(nowhere)


def address_of_river(department: Department) -> str:
    with department.reading(COORDINATOR) as work:
        return f"/writers/{offender_of(work, 'RIVER').id}/letter"


def test_only_the_newest_scan_counts(at_desk, department):
    clerk = at_desk(CLERK)
    registered = clerk.send(address(department), **typed(department, TWO_PAGES)).location

    again = clerk.send(f"{registered}/scan", declared="1", scan=(io.BytesIO(pdf_of(arrow())), "scan.pdf"))

    letter = reload(department, registered.rsplit("/", 1)[1])
    with department.reading(CLERK) as work:
        kept = work.session.scalar(select(func.count()).select_from(Page))
    assert again.status_code == 302
    assert (letter.newest.ordinal, len(letter.newest.pages), kept) == (2, 1, 3)
    assert clerk.get(f"{registered}/pages/2").status_code == 404


def test_a_good_scan_is_not_lost_by_an_empty_form(at_desk, department):
    clerk = at_desk(CLERK)
    registered = clerk.send(address(department), **typed(department, TWO_PAGES)).location

    refused = clerk.send(f"{registered}/scan", declared="1")
    kept = clerk.get(f"{registered}/pages/2").status_code
    let_go = clerk.send(f"{registered}/scan", declared="1", let_go="y")

    assert (refused.status_code, kept, let_go.status_code) == (422, 200, 302)
    assert "the scan that is here stays" in refused.text
    assert clerk.get(f"{registered}/pages/1").status_code == 404


def test_a_letter_a_court_ordered_is_not_taken_in_and_nothing_typed_is_lost(at_desk, department):
    clerk = at_desk(CLERK)

    refused = clerk.send(address(department), **typed(department, TWO_PAGES, fact_court_ordered="yes"))

    assert refused.status_code == 422
    assert "This letter is not taken in. A court ordered this letter to be written." in refused.text
    assert "Ruth  Alder" in refused.text
    assert letters_kept(department) == 0


def test_what_the_clerk_is_not_told_is_asked_again(at_desk, department):
    unanswered = typed(department, TWO_PAGES)
    del unanswered["fact_court_ordered"]

    refused = at_desk(CLERK).send(address(department), **unanswered)

    assert (refused.status_code, letters_kept(department)) == (422, 0)
    assert "Say whether this is so." in refused.text


def test_a_warning_is_shown_and_kept_for_the_last_reader(at_desk, department):
    clerk = at_desk(CLERK)

    registered = clerk.send(address(department), **typed(department, TWO_PAGES, fact_appeal_open="yes"))

    with department.reading(COORDINATOR) as work:
        answers = {check.gate: check.stands for check in work.session.query(DepositCheck)}
    assert answers == {"court_ordered": False, "appeal_open": True}
    assert "Whoever reads it last looks at this again" in clerk.get(registered.location).text


@pytest.fixture
def scanned_askew(at_desk, department):
    """A letter whose scan came in upside down, on the clerk's page."""
    clerk = at_desk(CLERK)
    scan = pdf_of(arrow().rotate(180))
    return clerk, clerk.send(address(department), **typed(department, scan, declared="1")).location


def state_on(page: TestResponse) -> str:
    return re.search(r'name="version"[^>]*value="(\d+)"', page.text)[1]


def test_a_page_that_lies_upside_down_is_turned_before_it_is_sent_on(scanned_askew):
    clerk, letter = scanned_askew
    before, shown = clerk.get(f"{letter}/pages/1").data, state_on(clerk.get(letter))

    turned = clerk.send(letter, f"{letter}/pages/1/turn", by="over", version=shown)

    assert turned.location == letter
    assert (is_upright(before), is_upright(clerk.get(f"{letter}/pages/1").data)) == (False, True)
    assert "Page 1 is turned." in clerk.get(letter).text


def test_a_page_on_its_side_changes_its_shape(scanned_askew, department):
    clerk, letter = scanned_askew

    clerk.send(letter, f"{letter}/pages/1/turn", by="right", version=state_on(clerk.get(letter)))

    page = reload(department, letter.rsplit("/", 1)[1]).newest.pages[0]
    assert page.width > page.height


def test_a_page_is_turned_once_however_often_the_button_is_pressed(scanned_askew):
    clerk, letter = scanned_askew
    shown = state_on(clerk.get(letter))
    clerk.send(letter, f"{letter}/pages/1/turn", by="over", version=shown)

    again = clerk.send(letter, f"{letter}/pages/1/turn", by="over", version=shown)

    assert again.status_code == 409
    assert "has changed since you opened the page" in again.text
    assert is_upright(clerk.get(f"{letter}/pages/1").data)


def test_nobody_turns_a_page_that_has_been_sent_on(scanned_askew):
    clerk, letter = scanned_askew
    shown = state_on(clerk.get(letter))
    clerk.get(f"{letter}/pages/1")
    clerk.send(letter, f"{letter}/submit", version=state_on(clerk.get(letter)))

    refused = clerk.send(letter, f"{letter}/pages/1/turn", by="over", version=shown)

    assert refused.status_code == 404
