"""One example of each document, printed when asked."""

from io import BytesIO

from PIL import Image

from letterbank.documents.call_sheet import CallSheet
from letterbank.documents.compose import Document, compose
from letterbank.documents.cover_sheet import CoverSheets, Sheet
from letterbank.documents.dispatch_list import DispatchList, Listed
from letterbank.documents.enrolment import Enrolment
from letterbank.documents.first_letter import FirstLetter
from letterbank.documents.packet import Packet
from letterbank.documents.pictures import PageImage
from letterbank.documents.return_notice import Change, ReturnNotice
from tests.documents.reading import Printed


def a_page(shade: int = 240) -> PageImage:
    file = BytesIO()
    Image.new("L", (170, 220), shade).save(file, "JPEG")
    return PageImage(file.getvalue(), 170, 220)


PACKET = Packet(
    recipient_name="Lenore Haskell",
    address_lines=("114 Alder Street", "Apartment 3", "Jackson, MS 39211"),
    sender_lines=("Mail Desk", "PO Box 0000", "Jackson, MS 39200"),
    recipient_code="R7K4-QM2X",
    cover_code="C3TD-98WF",
    outer_code="Q7MV-3HKD",
    writer_name_as_she_gave="Gideon Marsh",
    pages=(a_page(250), a_page(240), a_page(230)),
    letter_word="apology letter",
    programme_name="Apology Letter Bank",
    signed_by="The Victim Assistance Program",
    telephone="601-555-0142",
    hours="Monday to Friday, 8 to 5",
    date_words="November 21, 2026",
)
ENROLMENT = Enrolment(
    person_name="Marguerite Obi",
    job_title="Victim Services Coordinator",
    sign_in_name="m.obi",
    address="https://central.letterbank.example",
    code="7QKM-2XRD-9WTF",
    expires_words="Friday, November 27, 2026, 5 pm",
    issued_by="Theodore Lang, Administrator",
    issued_words="November 20, 2026",
    programme_name="Apology Letter Bank",
)
RETURN_NOTICE = ReturnNotice(
    writer_name="Wesley Crane",
    letter_number="4821-0937",
    facility_name="North Facility",
    date_words="November 21, 2026",
    changes=(Change("It asks for forgiveness.", "Take it out. Whether to forgive belongs to the other person."),),
    letter_word="apology letter",
    programme_name="Apology Letter Bank",
    ask_whom="your case manager",
    note="Your second paragraph is strong. Keep it.",
)
CALL_SHEET = CallSheet(
    recipient_name="Lenore Haskell",
    number="601-555-0119",
    hours_words="weekdays, 9 am to 11 am",
    name_we_use="the Jackson mail desk",
    word_we_say_first="Bluebird",
    call_back_number="601-555-0142",
    writer_name_as_she_gave="Gideon Marsh",
    letter_word="apology letter",
    attempts_left=3,
)
COVER_SHEETS = CoverSheets(
    place_name="North Facility",
    sheets=(
        Sheet(
            text="LBANK1.JWG4NZ.NORTH.TY221FBVFWWW262.3.ZGGMB1Z092",
            code="TY221-FBVFW-WW262",
            letter_number="4821-0937",
            sides=3,
        ),
        Sheet(text="LBANK1.JWG4NZ.NORTH.0K7QF2M9TXW4P8A.-.2Q7BM1Z0C4", code="0K7QF-2M9TX-W4P8A"),
    ),
)

FIRST_LETTER = FirstLetter(
    recipient_name="Lenore Haskell",
    address_lines=PACKET.address_lines,
    sender_lines=("Aunt Jo’s shop", "PO Box 0000", "Jackson, MS 39200"),
    name_we_use="Aunt Jo’s shop",
    word_we_say_first="Bluebird",
    call_back_number="601-555-0142",
    call_back_hours="Monday to Friday, 8 to 5",
    letters_left=2,
    date_words="November 21, 2026",
)

DISPATCH_LIST = DispatchList(
    bag_number="48211774",
    facility_name="North Facility",
    leaves_words="Wednesday, November 18, 2026",
    packed_words="Wednesday, November 18, 2026, 09:12",
    programme_name="Apology Letter Bank",
    papers=(Listed("93115503", 2), Listed("20481775", 1), Listed("66710048", 5)),
)

DOCUMENTS: list[Document] = [PACKET, ENROLMENT, RETURN_NOTICE, CALL_SHEET, COVER_SHEETS, FIRST_LETTER, DISPATCH_LIST]


def composed(document: Document) -> bytes:
    return compose(document.template, document.content())


def printed(document: Document) -> Printed:
    return Printed(composed(document))
