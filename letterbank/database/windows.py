"""What a facility's role may see and do on PostgreSQL. A table that is not named here does not exist for it (R37).

Read it as policy: every facility looks through the same windows, each at its own rows.
"""

from dataclasses import dataclass

from letterbank.roles import FACILITY

MINE = f"upper(substr(current_user::text, {len(FACILITY) + 2}))"
MY_ROWS = f"facility_code = {MINE}"


def seen(table: str, column: str, key: str = "id", also: str = "true") -> str:
    """The row that `column` names is among those this role sees: the windows hold inside a policy too."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.{key} = {column} AND {also})"  # noqa: S608 - names from this file only


MY_DESK = f"desk = 'facility/' || {MINE}"
MY_CHAIN = f"chain = 'facility/' || {MINE}"
# Where paper is on the facility's word. Whether it arrived is the centre's to say, and what comes after is unseen.
HERE_OR_SENT = "stage IN ('to_send', 'to_give_back', 'missing', 'with_writer', 'packed', 'sent')"
OF_THE_OLD_FILES = seen("letter", "letter_id", also="on_paper_since IS NOT NULL")  # R32: their paper is at the centre
BACK_TO_ITS_WRITER = f"(stage = 'to_give_back' OR stage = 'to_send_back' AND {OF_THE_OLD_FILES})"
WAITS_FOR_PAPER = "letter.stage IN ('registered', 'returned')"
MY_PERSON = "EXISTS (SELECT 1 FROM staff WHERE staff.id = staff_id)"
HOLDS_ITS_KEY = seen("letter_key", "revision_id", key="record_id")
HOLDS_THE_NEWEST = (
    "EXISTS (SELECT 1 FROM letter_revision JOIN letter_key ON letter_key.record_id = letter_revision.id "
    "WHERE letter_revision.letter_id = letter.id AND NOT EXISTS (SELECT 1 FROM letter_revision AS later "
    "WHERE later.letter_id = letter.id AND later.ordinal > letter_revision.ordinal))"
)

NOT_REVIEWED_YET = f"NOT {seen('review', 'letter_page.revision_id', key='revision_id')}"
NO_READER_HAS_OPENED_IT = (  # the desk's own look is known by when the paper came (`letters/readings.py`)
    "NOT EXISTS (SELECT 1 FROM page_reading JOIN letter_revision ON letter_revision.id = letter_page.revision_id "
    "WHERE page_reading.page_id = letter_page.id AND page_reading.claimed_until <> letter_revision.arrived_at)"
)

# What `lb_facility` itself reads before anybody is named: who could sign in at any facility, and their sessions.
DOOR = ("staff", "passkey", "sign_in_session", "enrolment")


@dataclass(frozen=True)
class Window:
    """`rows` are the rows seen; `insert` the condition on a new row (none: no insert); `update` the columns.

    `touched` are the rows that may be changed and `left` what they must still be, where that is less than `rows`.
    """

    table: str
    rows: str
    insert: str | None = None
    update: tuple[str, ...] = ()
    touched: str | None = None
    left: str | None = None
    delete: bool = False


WINDOWS = (
    Window("facility", f"code = {MINE}"),
    Window("offender", MY_ROWS),
    Window("case_offender", seen("offender", "offender_id")),
    # P6: a writer moved elsewhere is not seen here any more; the case of a letter that stays here is.
    Window(
        "court_case",
        f"{seen('case_offender', 'court_case.id', key='case_id')} OR {seen('letter', 'court_case.id', key='case_id')}",
    ),
    Window(
        "letter",
        MY_ROWS,
        # A foreign key would answer whether another facility keeps this offender or case: only one's own may be named.
        insert=f"{MY_ROWS} AND {seen('offender', 'offender_id')} AND {seen('court_case', 'case_id')} "
        "AND stage = 'registered' AND on_paper_since IS NULL",  # R32: only the centre takes in old files
        update=("stage", "step", "since", "claimed_by", "claimed_until", "version"),
        # The last review is central, and only it banks a letter (P1). Before a second person a facility puts only what
        # it still holds itself, as it hands over to a review (R33); and only that does it take out as a mistake.
        left=f"{MY_ROWS} AND stage <> 'banked' AND (stage NOT IN ('escalated', 'struck') OR {HOLDS_THE_NEWEST})",
    ),
    # P1: paper comes only to a letter that waits for it, and pages only to a scan that nobody has reviewed yet and
    # whose key is here. What the centre holds or keeps cannot be added to.
    Window(
        "letter_revision",
        MY_ROWS,
        insert=f"{MY_ROWS} AND {seen('letter', 'letter_id', also=WAITS_FOR_PAPER)}",
        # A clerk who miscounted counts again, and a name that was typed wrongly is put right, until the letter is read.
        update=("declared", "addressee"),
        touched=f"{MY_ROWS} AND {seen('letter', 'letter_id', also=WAITS_FOR_PAPER)} "
        f"AND {seen('letter_key', 'letter_revision.id', key='record_id')}",
    ),
    Window(
        "letter_page",
        MY_ROWS,
        insert=f"{MY_ROWS} AND {seen('letter_revision', 'revision_id')} "
        f"AND {HOLDS_ITS_KEY} AND {NOT_REVIEWED_YET}",
        # A clerk may turn a page that lies wrong, until the first reader has looked at it.
        update=("width", "height", "image"),
        touched=f"{MY_ROWS} AND {HOLDS_ITS_KEY} AND {NOT_REVIEWED_YET} AND {NO_READER_HAS_OPENED_IT}",
    ),
    Window(
        "letter_original",
        MY_ROWS,
        insert=f"{MY_ROWS} AND {seen('letter_revision', 'revision_id')} AND {HOLDS_ITS_KEY}",
    ),
    Window(
        "letter_step",
        f"{seen('letter', 'record_id')} AND step NOT IN ('escalate', 'resume')",
        insert=seen("letter", "record_id"),
    ),
    # R33: a facility's reader asks for a second person and never reads it back; what was found comes with the letter.
    Window(
        "escalation",
        "false",
        insert=f"{MY_ROWS} AND {seen('letter', 'letter_id')} AND {MY_DESK} AND decided_at IS NULL",
    ),
    Window("finding", f"{MY_ROWS} AND {HOLDS_ITS_KEY}"),
    # A review says where it was given, and nobody gives one at another's desk (P1). It is never changed.
    Window("review", MY_ROWS, insert=f"{MY_ROWS} AND {seen('letter', 'letter_id')} AND {MY_DESK}"),
    # What its own readers opened; which pages the centre's readers saw, and when, is not the facility's to know.
    Window(
        "page_reading",
        f"{MY_ROWS} AND {MY_DESK}",
        insert=f"{MY_ROWS} AND {MY_DESK} AND {seen('letter_page', 'page_id')}",
    ),
    # What its own readers have answered so far, and ended once the letter goes elsewhere. Nothing of the centre's.
    Window(
        "review_draft",
        f"{MY_ROWS} AND {MY_DESK}",
        insert=f"{MY_ROWS} AND {MY_DESK} AND {HOLDS_ITS_KEY} AND {seen('letter', 'letter_id')}",
        update=("kept_at", "kept_from", "answers", "words", "version"),
        touched=f"{MY_ROWS} AND {MY_DESK} AND {HOLDS_ITS_KEY}",
        delete=True,
    ),
    # N12: words typed out go with the letter's key. Here they are typed, and confirmed, only while the letter is here.
    Window(
        "transcript",
        f"{MY_ROWS} AND {HOLDS_ITS_KEY}",
        insert=f"{MY_ROWS} AND {MY_DESK} AND {HOLDS_ITS_KEY} AND {seen('letter_page', 'page_id')}",
        update=("read_by", "read_at"),
    ),
    # What its own clerk answered; what the centre looked up for the same letter is not read here.
    Window(
        "deposit_check",
        f"{MY_ROWS} AND {MY_DESK}",
        insert=f"{MY_ROWS} AND {MY_DESK} AND {seen('letter', 'letter_id')}",
    ),
    # R5: what the centre accepted waits for the bag; a facility itself can only say that paper is its writer's again.
    Window(
        "paper",
        MY_ROWS,
        insert=f"{MY_ROWS} AND NOT accepted AND {BACK_TO_ITS_WRITER} AND bag_id IS NULL "
        f"AND {seen('letter', 'letter_id')} AND {seen('letter_revision', 'paper.id')}",
        update=("stage", "since", "bag_id", "version"),
        # What the centre has, it has (P6).
        touched=f"{MY_ROWS} AND stage NOT IN ('received', 'incomplete', 'to_send_back')",
        left=f"{MY_ROWS} AND {HERE_OR_SENT} AND (bag_id IS NULL OR {seen('paper_bag', 'bag_id')})",
    ),
    Window("paper_step", seen("paper", "record_id"), insert=seen("paper", "record_id")),
    Window(
        "paper_bag",
        MY_ROWS,
        insert=f"{MY_ROWS} AND opened_at IS NULL",
        update=("sent_at", "sent_by", "unpacked_at", "version"),
        touched=f"{MY_ROWS} AND opened_at IS NULL",
        left=f"{MY_ROWS} AND opened_at IS NULL",
    ),
    # Custody: a key is seen by its holder only; it may be handed to the bank and is not seen again.
    Window(
        "letter_key",
        f"holder = 'facility/' || {MINE}",
        insert=f"holder IN ('facility/' || {MINE}, 'bank')",
        update=("wrapped",),
        delete=True,
    ),
    # What is scanned at a desk is sorted there, and a stack's key never leaves it.
    Window(
        "cover_sheet",
        MY_DESK,
        insert=f"{MY_DESK} AND (revision_id IS NULL OR {seen('letter_revision', 'revision_id')})",
        update=("revision_id", "stage", "since", "printed_at", "doubted_in", "version"),
    ),
    Window("cover_sheet_step", seen("cover_sheet", "record_id"), insert=seen("cover_sheet", "record_id")),
    Window(
        "stack",
        MY_DESK,
        insert=MY_DESK,
        update=(
            "stage", "since", "letters", "sides_read", "sides_in_all", "findings", "layout", "laid_out_by",
            "had_a_part", "claimed_by", "claimed_until", "version",
        ),
    ),
    Window("stack_piece", MY_DESK, insert=f"{MY_DESK} AND {seen('stack', 'stack_id')}", delete=True),
    Window(
        "stack_side",
        MY_DESK,
        insert=f"{MY_DESK} AND {seen('stack', 'stack_id')}",
        update=("width", "height", "image", "turned"),
        delete=True,
    ),
    Window("stack_step", seen("stack", "record_id"), insert=seen("stack", "record_id")),
    # Sign-in: whoever is named is at one facility, and from then on only its people exist.
    Window(
        "staff",
        MY_ROWS,
        update=(
            "password",
            "totp",
            "totp_counter",
            "recovery_codes",
            "bad_tries",
            "locked_at",
            "last_signed_in",
            "fs_webauthn_user_handle",
        ),
    ),
    Window(
        "passkey",
        MY_ROWS,
        insert=f"{MY_ROWS} AND {MY_PERSON}",
        update=("sign_count", "lastuse_datetime", "backup_state", "device_type"),
        delete=True,
    ),
    Window(
        "sign_in_session",
        MY_ROWS,
        insert=f"{MY_ROWS} AND {MY_PERSON}",
        update=("last_seen_at", "ended_at", "why_ended"),
    ),
    Window("enrolment", MY_ROWS, update=("password", "totp", "wrong_tries", "used_at")),
    Window("audit_facility", MY_CHAIN, insert=MY_CHAIN),
    # Holding a row asks for the right to change it; there is nothing in it to change.
    Window("audit_turn", MY_CHAIN, insert=MY_CHAIN, update=("chain",)),
)
