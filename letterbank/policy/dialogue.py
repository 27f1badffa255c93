"""What a programme decides about dialogue. That either side may pause or stop at any time is no question."""

from dataclasses import dataclass

from letterbank.policy import kinds as k


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    key: str
    words: str  # said kindly to the person who asked
    source: str


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    started_by: tuple[k.Side, ...]
    writer_exception: k.WriterException  # who, if anyone, may let a writer's wish open a case (MO-31)
    excluded: tuple[Exclusion, ...]
    minors_may_take_part: bool
    modes: tuple[k.DialogueMode, ...]
    assessed_with: tuple[k.Assessor, ...]
    assessed: tuple[k.Assessed, ...]
    approvals: tuple[k.Decider, ...]  # all of them, of the facility where the writer is now
    transfer_reopens_approval: bool
    meeting_place: k.MeetingPlace
    support_persons_for: tuple[k.Side, ...]
    facilitators: tuple[k.FacilitatorSource, ...]
    officer: k.Officer
    recording_allowed: bool
    gives_visit_right: bool
    affects_release: bool
    parole_file: k.ParoleFile
    first_follow_up_days: int
    second_follow_up_months: int
